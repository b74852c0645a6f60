// SPDX-License-Identifier: Apache-2.0
// From what the engine found to what the user is told: each violation as one diagnostic in the
// words of the schema's titles, descriptions and `x-floe-` annotations (schemas/README.md), with
// the nearest fix.
#pragma once

#include "validators/schema/diagnostic.h"
#include "validators/schema/explain_absent.h"
#include "validators/schema/jsonschema.h"

struct adm_explain_options {
    enum adm_rule rule;
    const struct adm_node *root; // of the document as written
    // The data model, for nouns and for keys that belong elsewhere; NULL does without.
    const struct adm_jsonschema *program;
    // A newer model, whose keys and values are told from mistakes; or NULL.
    const struct adm_jsonschema *newer;
    // Which keys are missing for a reason that is told: used, and added to by each run. NULL does
    // without those of other runs.
    struct adm_explain_absent *absent;
};

// Adds a diagnostic for each violation of the run. Drops those that follow from another (a required
// key that stands there misspelt, …) and those of shared text that were said before.
void adm_explain_violations(const struct adm_explain_options *options,
                            const struct adm_jsonschema_run *run, struct adm_diagnostics *out);
// Adds a warning for each note: the consumer's 1.2 does not know this key or value.
void adm_explain_notes(const struct adm_explain_options *options,
                       const struct adm_jsonschema_run *run, struct adm_diagnostics *out);
// What to write for a key that an object lacks, by its titles and requirements, one line each:
// "bucket: <bucket name>", "client_secret:\n  secret_ref: <secret name>"; in the arena.
struct adm_str adm_explain_skeleton(const struct adm_schema *object, struct adm_str key,
                                    struct adm_arena *arena);
