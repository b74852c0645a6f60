// SPDX-License-Identifier: Apache-2.0
// From a file to its documents, each with the position that a message names.
#pragma once

#include "core/json.h"
#include "core/yaml.h"
#include "server/file.h"

// What messages call standard input.
#define ADM_CHECK_STDIN ADM_FILE_STDIN

struct adm_check_document {
    const struct adm_json *root; // as the rules read it
    const struct adm_yaml *yaml; // the same with positions; NULL when the file is JSON
    uint32_t line, column;       // where it begins, 1-based
};

struct adm_check_input {
    const char *name; // as messages call it
    struct adm_check_document *documents;
    size_t count;
};

// What messages call the file.
const char *adm_check_input_name(const char *path);
// The bytes of a file of at most ADM_YAML_BYTES_MAX, or of standard input ("-"), in the arena.
ADM_CHECKED bool adm_check_input_load(const char *path, struct adm_arena *arena,
                                      struct adm_str *out, struct adm_error *err);
// The documents of a text: JSON values or YAML documents, empty ones left out. Everything lives in
// the arena. Errors: "name:line:column: …" where there is a position; ADM_INVALID when there is no
// document at all.
ADM_CHECKED bool adm_check_input_parse(struct adm_str text, const char *name,
                                       struct adm_arena *arena, struct adm_check_input *out,
                                       struct adm_error *err);
// Both.
ADM_CHECKED bool adm_check_input_read(const char *path, struct adm_arena *arena,
                                      struct adm_check_input *out, struct adm_error *err);
