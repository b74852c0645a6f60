// SPDX-License-Identifier: Apache-2.0
// The bytes of a manifest stream, before anything parses them.
#pragma once

#include "core/error.h"
#include "core/str.h"

#define ADM_MANIFEST_BYTES_MAX ((size_t)32 * 1024 * 1024)

// Fails with "line L column C: what" for the byte at `offset`.
bool adm_manifest_text_fail(struct adm_str text, size_t offset, enum adm_code code,
                            const char *what, struct adm_error *err);

// Checks that the text is UTF-8 of the characters that YAML allows. A byte order mark is one of
// them for the API server's reader, but at the start of a line, where that reader skips it, it is
// refused. `*unusual`: there is one behind the first character, or one of the line ends U+0085,
// U+2028, U+2029. ADM_SYNTAX; ADM_LIMIT past ADM_MANIFEST_BYTES_MAX, or with more than 64 lines
// that begin with %TAG (libyaml compares each tag with all of them).
ADM_CHECKED bool adm_manifest_text_check(struct adm_str text, bool *unusual, struct adm_error *err);
