// SPDX-License-Identifier: Apache-2.0
#include "core/writer.h"

#include "core/utf8.h"

void adm_writer_init(struct adm_writer *w, struct adm_text *text) {
    *w = (struct adm_writer){.text = text};
}

static void separate(struct adm_writer *w) {
    if (w->comma)
        adm_text_append_char(w->text, ',');
    w->comma = true;
}

void adm_writer_open(struct adm_writer *w, char bracket) {
    separate(w);
    adm_text_append_char(w->text, bracket);
    w->comma = false;
}

void adm_writer_close(struct adm_writer *w, char bracket) {
    adm_text_append_char(w->text, bracket);
    w->comma = true;
}

static const char *escape_of(char c) {
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

// The character at s[i], which is not plain ASCII; returns the bytes it took.
static size_t write_special(struct adm_text *text, struct adm_str s, size_t i) {
    const char *escape = escape_of(s.data[i]);
    if (escape != NULL) {
        adm_text_append_c(text, escape);
        return 1;
    }
    if ((unsigned char)s.data[i] < 0x20U) {
        adm_text_printf(text, "\\u%04x", (unsigned)s.data[i]);
        return 1;
    }
    char rune[5] = {0}; // bounded and ended by NUL: the slice may end within a sequence
    for (size_t k = 0; k < 4 && i + k < s.len; k++)
        rune[k] = s.data[i + k];
    size_t len = adm_utf8_length(rune);
    if (len == 0) {
        adm_text_append_c(text, "\xEF\xBF\xBD");
        return 1;
    }
    adm_text_append(text, (struct adm_str){rune, len});
    return len;
}

static bool is_plain(char c) {
    return (unsigned char)c >= 0x20U && (unsigned char)c < 0x80U && c != '"' && c != '\\';
}

static void write_quoted(struct adm_text *text, struct adm_str s) {
    adm_text_append_char(text, '"');
    size_t i = 0;
    while (i < s.len) {
        size_t from = i;
        while (i < s.len && is_plain(s.data[i]))
            i++;
        adm_text_append(text, adm_str_slice(s, from, i));
        if (i < s.len)
            i += write_special(text, s, i);
    }
    adm_text_append_char(text, '"');
}

void adm_writer_key_str(struct adm_writer *w, struct adm_str key) {
    separate(w);
    write_quoted(w->text, key);
    adm_text_append_char(w->text, ':');
    w->comma = false;
}

void adm_writer_key(struct adm_writer *w, const char *key) {
    adm_writer_key_str(w, adm_str_from(key));
}

void adm_writer_string(struct adm_writer *w, struct adm_str value) {
    separate(w);
    write_quoted(w->text, value);
}

void adm_writer_int(struct adm_writer *w, int64_t value) {
    separate(w);
    adm_text_append_int(w->text, value);
}

void adm_writer_bool(struct adm_writer *w, bool value) {
    adm_writer_raw(w, value ? ADM_STR("true") : ADM_STR("false"));
}

void adm_writer_null(struct adm_writer *w) { adm_writer_raw(w, ADM_STR("null")); }

void adm_writer_raw(struct adm_writer *w, struct adm_str json) {
    separate(w);
    adm_text_append(w->text, json);
}

static void write_scalar(struct adm_writer *w, const struct adm_json *node) {
    if (node->type == ADM_JSON_STRING)
        adm_writer_string(w, adm_json_text(node));
    else if (node->type == ADM_JSON_NULL)
        adm_writer_null(w);
    else
        adm_writer_raw(w, (struct adm_str){node->data, node->len});
}

// Opens a container and pushes its walk, or writes a scalar.
static size_t enter(struct adm_writer *w, const struct adm_json *node, struct adm_json_iter *stack,
                    size_t depth) {
    bool object = node->type == ADM_JSON_OBJECT;
    if (!object && node->type != ADM_JSON_ARRAY) {
        write_scalar(w, node);
        return depth;
    }
    adm_writer_open(w, object ? '{' : '[');
    stack[depth] = adm_json_iter(node);
    return depth + 1;
}

void adm_writer_tree(struct adm_writer *w, const struct adm_json *node) {
    struct adm_json_iter stack[ADM_JSON_DEPTH_MAX];
    size_t depth = enter(w, node, stack, 0);
    while (depth > 0) {
        struct adm_json_iter *it = &stack[depth - 1];
        if (!adm_json_next(it)) {
            adm_writer_close(w, it->keyed ? '}' : ']');
            depth--;
            continue;
        }
        if (it->keyed)
            adm_writer_key_str(w, it->key);
        depth = enter(w, it->value, stack, depth);
    }
}

void adm_writer_field(struct adm_writer *w, const char *key, struct adm_str value) {
    adm_writer_key(w, key);
    adm_writer_string(w, value);
}

void adm_writer_field_c(struct adm_writer *w, const char *key, const char *value) {
    adm_writer_field(w, key, adm_str_from(value));
}

void adm_writer_field_int(struct adm_writer *w, const char *key, int64_t value) {
    adm_writer_key(w, key);
    adm_writer_int(w, value);
}

void adm_writer_field_bool(struct adm_writer *w, const char *key, bool value) {
    adm_writer_key(w, key);
    adm_writer_bool(w, value);
}
