// SPDX-License-Identifier: Apache-2.0
// What the machines' forms share.
#pragma once

#include "core/writer.h"
#include "validators/schema/render.h"

// "key": "text", the text cleaned; nothing for an empty one.
void adm_render_part_text(struct adm_writer *w, const char *key, struct adm_str text);
// Message and label in one: "storage profile has no key `x`: did you mean `y`?"; in the arena.
struct adm_str adm_render_part_sentence(const struct adm_diagnostic *diagnostic,
                                        struct adm_arena *arena);
struct adm_render_part_region {
    struct adm_position start, end; // the end is exclusive
};
struct adm_render_part_region adm_render_part_region(const struct adm_document *document,
                                                     struct adm_span span);
