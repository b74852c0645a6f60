// SPDX-License-Identifier: Apache-2.0
#include "manifest_reading.h"

#include <criterion/criterion.h>

enum { ARENA_MAX = 328 * 1024 * 1024 }; // of a request with the default limits

void reading_init(struct reading *r, struct adm_str text) {
    *r = (struct reading){0};
    adm_arena_init(&r->arena, ARENA_MAX);
    r->read = adm_manifest_read(text, &r->arena, &r->manifest, &r->err);
}

static void append_string(struct adm_text *out, struct adm_str text) {
    adm_text_append_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c == '\n')
            adm_text_append_c(out, "\\n");
        else if (c < 0x20U)
            adm_text_printf(out, "\\x%02x", c);
        else
            adm_text_append_char(out, text.data[i]);
    }
    adm_text_append_char(out, '"');
}

struct open {
    const struct adm_json *end; // behind its last node
    char closer;
    bool keyed, first, value;
};

static void append_separator(struct adm_text *out, struct open *open) {
    if (open->value)
        adm_text_append_char(out, ':');
    else if (!open->first)
        adm_text_append_char(out, ',');
    open->first = false;
    open->value = open->keyed && !open->value;
}

static struct open opened(const struct adm_json *node) {
    bool object = node->type == ADM_JSON_OBJECT;
    return (struct open){node + node->span, object ? '}' : ']', object, true, false};
}

static bool is_container(const struct adm_json *node) {
    return node->type == ADM_JSON_OBJECT || node->type == ADM_JSON_ARRAY;
}

static void append_node(struct adm_text *out, const struct adm_json *node) {
    if (is_container(node))
        adm_text_append_char(out, node->type == ADM_JSON_OBJECT ? '{' : '[');
    else if (node->type == ADM_JSON_STRING)
        append_string(out, adm_json_text(node));
    else
        adm_text_append(out, (struct adm_str){node->data, node->len});
}

void reading_append(struct adm_text *out, const struct adm_json *root) {
    struct open stack[ADM_JSON_DEPTH_MAX + 1];
    size_t depth = 0;
    for (const struct adm_json *node = root; node < root + root->span; node++) {
        if (depth > 0)
            append_separator(out, &stack[depth - 1]);
        append_node(out, node);
        if (is_container(node))
            stack[depth++] = opened(node);
        while (depth > 0 && stack[depth - 1].end == node + 1)
            adm_text_append_char(out, stack[--depth].closer);
    }
}

const char *reading_show(struct reading *r) {
    struct adm_text out;
    struct adm_str text = {0};
    if (!r->read)
        return r->err.message;
    adm_text_init(&out, &r->arena);
    for (size_t i = 0; i < r->manifest.count; i++) {
        const struct adm_manifest_document *document = &r->manifest.documents[i];
        adm_text_append_c(&out, i == 0 ? "" : "\n");
        adm_text_append_c(&out, document->shadowed ? "~" : "");
        if (document->object == NULL)
            adm_text_append_char(&out, '-');
        else
            reading_append(&out, document->object);
        for (size_t k = 0; k < document->loose_count; k++) {
            adm_text_append_c(&out, " | ");
            adm_text_append(&out, document->loose[k]);
        }
    }
    cr_assert(adm_text_finish(&out, &text, NULL));
    return text.data;
}
