// SPDX-License-Identifier: Apache-2.0
// A JSON writer into a text: commas and escapes are its business, nesting is the caller's. Output
// is compact; strings that are not UTF-8 have their bad bytes replaced by U+FFFD.
#pragma once

#include "core/json.h"
#include "core/text.h"

struct adm_writer {
    struct adm_text *text; // borrowed
    bool comma;            // the next value or key needs a comma before it
};

void adm_writer_init(struct adm_writer *w, struct adm_text *text);
void adm_writer_open(struct adm_writer *w, char bracket);  // '{' or '['
void adm_writer_close(struct adm_writer *w, char bracket); // '}' or ']'
void adm_writer_key(struct adm_writer *w, const char *key);
void adm_writer_key_str(struct adm_writer *w, struct adm_str key);
void adm_writer_string(struct adm_writer *w, struct adm_str value);
void adm_writer_int(struct adm_writer *w, int64_t value);
void adm_writer_bool(struct adm_writer *w, bool value);
void adm_writer_null(struct adm_writer *w);
// A value that is JSON already.
void adm_writer_raw(struct adm_writer *w, struct adm_str json);
// A whole tree, as it was read (numbers keep their literal).
void adm_writer_tree(struct adm_writer *w, const struct adm_json *node);
// Short forms of key + value.
void adm_writer_field(struct adm_writer *w, const char *key, struct adm_str value);
void adm_writer_field_c(struct adm_writer *w, const char *key, const char *value);
void adm_writer_field_int(struct adm_writer *w, const char *key, int64_t value);
void adm_writer_field_bool(struct adm_writer *w, const char *key, bool value);
