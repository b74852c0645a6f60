// SPDX-License-Identifier: Apache-2.0
// What the tests of the JSON Schema engine share: a schema and an instance, both JSON, and what the
// engine says of them as one line of text.
#pragma once

#include "core/text.h"
#include "validators/schema/jsonschema.h"
#include "validators/schema/jsonschema_tree.h"

struct bench {
    struct adm_arena arena;
    struct adm_jsonschema *program;
    const struct adm_node *root;
    struct adm_jsonschema_run run;
};

// Compiles and reads, or fails the test.
void bench_open(struct bench *bench, const char *schema, const char *instance);
// Validates with bench->run (limit 100 unless the test set one), or fails the test.
void bench_run(struct bench *bench);
// "required@a.b missing=c; type@x[0]": in the order of discovery. Lives in the arena.
const char *bench_violations(struct bench *bench);
void bench_close(struct bench *bench);
// All at once: the violations of an instance, copied to `out`.
void bench_judge(const char *schema, const char *instance, char *out, size_t size);
// The message of the error that a schema is refused with; fails the test when it is not.
void bench_refusal(const char *schema, struct adm_error *err);
