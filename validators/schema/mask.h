// SPDX-License-Identifier: Apache-2.0
// What an excerpt may show: punctuation, keys that are plainly keys, and of the values only those
// of which a schema says that they are a boolean, a number, a choice (or near one) or the name of
// something in this file. Everything else is `********`, comments and anchors' names included.
// Redaction is by construction: a byte of the text is shown only because something here marked it.
#pragma once

#include "core/arena.h"
#include "core/error.h"
#include "validators/schema/jsonschema.h"

#define ADM_MASK "********"

// What is known of each byte of the text.
enum adm_mask_byte {
    ADM_MASK_UNKNOWN, // punctuation is shown
    ADM_MASK_HIDDEN,  // of a scalar that may not be shown
    ADM_MASK_SHOWN,
    ADM_MASK_NEVER, // of a secret, whatever else a schema says
};

// A zeroed mask shows punctuation only.
struct adm_mask {
    const unsigned char *bytes; // an enum adm_mask_byte each
    size_t len;                 // of the document's text
};

// What may be shown of the document, by what the program says of its places. Of a document without
// a root: nothing but keys that the program knows, where a `:` follows them.
ADM_CHECKED bool adm_mask_make(const struct adm_jsonschema *program,
                               const struct adm_document *document, struct adm_arena *arena,
                               struct adm_mask *out, struct adm_error *err);
// Whether a value that the subschema (NULL: none) judges may be printed: null, a boolean, a number
// where one is wanted (or a text of digits by its pattern), one of the choices or within edit
// distance 3 of one, or (x-floe-names) a key of the map that it refers to or near one.
bool adm_mask_shows(const struct adm_schema *schema, const struct adm_node *node,
                    const struct adm_node *root);
// The map of the file whose keys are the subschema's `x-floe-names`, or NULL.
const struct adm_node *adm_mask_names(const struct adm_schema *schema, const struct adm_node *root);
// Whether a key of a map that the subschema judges may be printed: one that the subschema names, or
// a word with a value. A word without one may be a value that lost its key: `{hunter2}`.
bool adm_mask_shows_key(const struct adm_schema *schema, const struct adm_member *member);
// Whether a key is written as one: letters, digits, a few signs. What is not may be a value.
bool adm_mask_shows_word(struct adm_str key);

// Spans of the text (bytes), which adm_mask_line turns into spans of the line that it returns.
struct adm_mask_marks {
    struct adm_span *spans;
    size_t count;
};
// The 1-based line with what may not be shown replaced by ADM_MASK and tabs by a space; in the
// arena. A mark that begins or ends within something masked takes the whole mask. Of a line of more
// than 4,096 bytes there is only what stands around the first mark.
struct adm_str adm_mask_line(const struct adm_document *document, const struct adm_mask *mask,
                             uint32_t line, const struct adm_mask_marks *marks,
                             struct adm_arena *arena);
