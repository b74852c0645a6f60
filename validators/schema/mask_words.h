// SPDX-License-Identifier: Apache-2.0
// The words that are keys in a schema: in a text that is no usable YAML, and where the reader has
// refused something and the tree lacks it, only they are known to be keys.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/schema/jsonschema.h"

struct adm_mask_words {
    const struct adm_str *items; // a hash table; empty slots have no bytes
    size_t capacity;             // a power of two, or 0
};

// The properties of every subschema that can be reached through `properties`,
// `additionalProperties`, `items` and `$ref`; in the arena.
ADM_CHECKED bool adm_mask_words_of(const struct adm_jsonschema *program, struct adm_arena *arena,
                                   struct adm_mask_words *out, struct adm_error *err);
bool adm_mask_words_has(const struct adm_mask_words *words, struct adm_str word);
// Whether something of which nothing is known (an enum adm_mask_byte for each byte of the text)
// looks like a key: it stands first in its line or after a `- `, `{` or `,`, with a `:` behind it.
bool adm_mask_words_are_wanted(struct adm_str text, const unsigned char *bytes);
// Marks as shown what looks like a key and is one of the words.
void adm_mask_words_mark(const struct adm_mask_words *words, struct adm_str text,
                         unsigned char *bytes);
