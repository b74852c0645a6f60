// SPDX-License-Identifier: Apache-2.0
// A diagnostic: one mistake in a text, said once, in plain words about the user's file: a stable
// code, a message that stands alone, the smallest text to edit, the reason, the fix. None ever
// holds a value that could be a secret: whoever makes one masks it (schema/mask.h).
#pragma once

#include "core/arena.h"
#include "core/rule.h"
#include "validators/schema/yaml_tree.h"

// Most secondary spans of a diagnostic; most diagnostics that a renderer shows.
#define ADM_DIAGNOSTIC_REASONS_MAX 3
#define ADM_DIAGNOSTICS_SHOWN_MAX 20
// Most that are kept; the rest is counted in `dropped`.
#define ADM_DIAGNOSTICS_KEPT_MAX 1000

enum adm_severity { ADM_SEVERITY_ERROR, ADM_SEVERITY_WARNING };

struct adm_label {
    struct adm_span span;
    struct adm_str text; // may be empty
};

struct adm_diagnostic {
    enum adm_severity severity;
    enum adm_rule rule;       // ADM_RULE_PLATFORM_SCHEMA or ADM_RULE_PLATFORM_ENVIRONMENT
    const char *code;         // "unknown-key"; static storage (a program's, for codes of a schema)
    struct adm_str message;   // "`iam-role` is not a credential mode"
    struct adm_label primary; // "did you mean `iam_role`? (static, oauth2, …)"
    struct adm_label reasons[ADM_DIAGNOSTIC_REASONS_MAX];
    size_t reason_count;
    struct adm_str path; // "catalogs.default.credentials.mode", or empty
    struct adm_str note; // stands after the path: "keys: bucket, credentials, …"; or empty
    struct adm_str help; // may have several lines; or empty
};

struct adm_diagnostics {
    struct adm_arena *arena;
    struct adm_diagnostic *items;
    size_t count, capacity;
    size_t dropped;
    size_t errors, warnings; // dropped ones included
    bool failed;             // memory ended: there may be more
};

void adm_diagnostic_init(struct adm_diagnostics *all, struct adm_arena *arena);
// Whether one more would only be counted, so that its words need not be made.
static inline bool adm_diagnostic_is_full(const struct adm_diagnostics *all) {
    return all->count >= ADM_DIAGNOSTICS_KEPT_MAX;
}
// Copies the diagnostic; its strings must live as long as the arena.
void adm_diagnostic_add(struct adm_diagnostics *all, const struct adm_diagnostic *diagnostic);
// By position (then errors first, then as they were added), each cause once: of two with one code,
// one primary span and one message only the first is kept. Without memory they stay as they are.
void adm_diagnostic_sort(struct adm_diagnostics *all);
// "error", "warning"; static storage.
const char *adm_diagnostic_severity_name(enum adm_severity severity);
