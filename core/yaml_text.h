// SPDX-License-Identifier: Apache-2.0
// The bytes of a YAML text, before libyaml sees them: UTF-8 without NUL and control characters, so
// that a bad byte is named by its place.
#pragma once

#include "core/error.h"
#include "core/str.h"

// Checks the text and leaves out a byte order mark. ADM_LIMIT past ADM_YAML_BYTES_MAX or with more
// than 64 %TAG directives (libyaml compares each with all); ADM_SYNTAX with "name:line:column: …".
ADM_CHECKED bool adm_yaml_text_check(struct adm_str text, const char *name, struct adm_str *out,
                                     struct adm_error *err);

struct adm_yaml_place {
    size_t line, column; // 1-based, in characters as libyaml counts
};
// Where a byte stands; past the text's end, where the text ends.
struct adm_yaml_place adm_yaml_text_place(struct adm_str text, size_t offset);
