// SPDX-License-Identifier: Apache-2.0
// Findings, and what becomes of them. A finding never holds a value that was judged: it has the
// path, the rule, the length class and a keyed fingerprint. Everything lives in the arena.
#pragma once

#include "core/review.h"
#include "core/rule.h"

// What the rules of platform.yaml share within a request (validators/platform_judgement.h).
struct adm_platform_judgement;
// The Helm release that the object stores, unpacked once (validators/helm_payload.h).
struct adm_helm_payload;
// The values of a Secret, decoded once (validators/secret_data.h).
struct adm_secret_data;

struct adm_finding {
    enum adm_rule rule;
    enum adm_mode limit; // at most this mode, whatever the environment says; 0: no limit
    bool uncapped;       // the unlabelled environment's mode does not soften it
    bool unmet; // a mutator's: what was asked for is not given here; platform-mount repeats it
    struct adm_str path;        // "data.password", "spec.containers[0].env[2].value", or empty
    struct adm_str message;     // what is wrong, in the user's words
    struct adm_str fix;         // what to do, or empty
    struct adm_str fingerprint; // 12 hex digits, or empty
    uint32_t line, column;      // 1-based, or 0
    struct adm_str file;        // the text that they are of: "platform.yaml", or empty
    struct adm_str code;        // "unknown-key", or empty
    struct adm_str excerpt;     // lines of that text with carets under them, masked; or empty
    // Filled in by adm_decision:
    enum adm_mode mode;
    struct adm_str exception; // id of the exception that let it pass, or empty
};

struct adm_verdict {
    struct adm_arena *arena;
    struct adm_finding *findings;
    size_t count, capacity;
    bool failed; // ran out of memory: the decision denies
    struct adm_platform_judgement *platform;
    struct adm_helm_payload *helm;
    struct adm_secret_data *secret;
    struct adm_str schema; // digest of the schemas that a rule judged by, or empty
};

void adm_verdict_init(struct adm_verdict *verdict, struct adm_arena *arena);
void adm_verdict_add(struct adm_verdict *verdict, const struct adm_finding *finding);
// "1-7 bytes", "8-15 bytes", "16-31 bytes", "32-63 bytes", "64-255 bytes", "256 bytes or more",
// "empty"; static storage.
const char *adm_verdict_length_class(size_t len);
// `[<rule>] <message> at <path>` in the arena; with a file `at <file>:<line>:<column> (<code>)`.
struct adm_str adm_verdict_head(const struct adm_finding *finding, struct adm_arena *arena);
// The same and `; <fix>`.
struct adm_str adm_verdict_line(const struct adm_finding *finding, struct adm_arena *arena);
// The excerpt, each line after `indent`, control characters turned to spaces, no line break at the
// end. Empty when there is none, or when it would be longer than `most` bytes.
struct adm_str adm_verdict_excerpt(const struct adm_finding *finding, const char *indent,
                                   size_t most, struct adm_arena *arena);
// At most `runes` runes of `s`, control characters turned to spaces; a copy in the arena.
struct adm_str adm_verdict_one_line(struct adm_str s, size_t runes, struct adm_arena *arena);
