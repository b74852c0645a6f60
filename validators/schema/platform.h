// SPDX-License-Identifier: Apache-2.0
// The verdict on one platform.yaml: its YAML, its schema, its cross-rules and its environment's
// rules, in one call. The schemas are built into the binary and compiled once.
#pragma once

#include "core/policy.h"
#include "validators/schema/diagnostic.h"
#include "validators/schema/jsonschema.h"
#include "validators/schema/mask.h"

enum adm_profile {
    ADM_PROFILE_1_3, // the superset; each of its constructs is a warning
    ADM_PROFILE_1_2, // just what the consumer accepts
};

// The compiled schemas. Immutable.
struct adm_platform;

ADM_CHECKED bool adm_platform_new(struct adm_platform **out, struct adm_error *err);
void adm_platform_free(struct adm_platform *platform);
// Hex SHA-256 over every schema: the schema generation.
const char *adm_platform_digest(const struct adm_platform *platform);
// The schema that is printed by `schema print`: "platform", "platform-1.2", or an environment's
// overlay; empty when there is none of that name.
struct adm_str adm_platform_schema_text(struct adm_str name);
// Whether an overlay of that name is built in: local, dev, staging, prod.
bool adm_platform_has_overlay(struct adm_str name);

struct adm_platform_input {
    struct adm_str text;
    enum adm_profile profile;
    struct adm_str environment;   // empty: no environment's rules
    struct adm_str overlay;       // the built-in environment whose rules it follows ("prod")
    struct adm_strs environments; // all that the policy has: names that must not be another's
    bool lean; // excerpts are made of errors only: without one, `mask` stays empty
};

struct adm_platform_report {
    struct adm_document document;
    struct adm_diagnostics diagnostics; // sorted
    struct adm_mask mask;
};

// False (with err) only when it could not judge: without memory, or past the engine's limits.
ADM_CHECKED bool adm_platform_judge(const struct adm_platform *platform,
                                    const struct adm_platform_input *input, struct adm_arena *arena,
                                    struct adm_platform_report *out, struct adm_error *err);
