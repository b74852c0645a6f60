// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/render_part.h"

#include "validators/schema/mask_rune.h"

void adm_render_part_text(struct adm_writer *w, const char *key, struct adm_str text) {
    struct adm_text clean;
    adm_text_init(&clean, w->text->arena);
    adm_mask_rune_append(&clean, text, true);
    w->text->failed = w->text->failed || clean.failed;
    if (text.len > 0)
        adm_writer_field(w, key, adm_text_str(&clean));
}

struct adm_str adm_render_part_sentence(const struct adm_diagnostic *diagnostic,
                                        struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_text_append(&text, diagnostic->message);
    if (diagnostic->primary.text.len > 0)
        adm_text_append_c(&text, ": ");
    adm_text_append(&text, diagnostic->primary.text);
    return adm_text_str(&text);
}

struct adm_render_part_region adm_render_part_region(const struct adm_document *document,
                                                     struct adm_span span) {
    return (struct adm_render_part_region){
        adm_yaml_tree_position(document, span.start),
        adm_yaml_tree_position(document, span.end > span.start ? span.end : span.start),
    };
}
