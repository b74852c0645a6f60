// SPDX-License-Identifier: Apache-2.0
#include "server/diff_yaml.h"

#include "server/diff_shown.h"

static bool is_list(const struct adm_diff_node *node) {
    return node->value->type == ADM_JSON_ARRAY;
}

static bool is_container(const struct adm_diff_node *node) {
    return is_list(node) || node->value->type == ADM_JSON_OBJECT;
}

static bool is_element(const struct adm_diff_node *node) {
    return node->parent != NULL && is_list(node->parent);
}

// Where the node's text begins, after its dashes: a list stands under its key, without indentation.
static size_t column_of(const struct adm_diff_node *node) {
    size_t column = 0;
    for (const struct adm_diff_node *at = node; at->parent != NULL; at = at->parent) {
        const struct adm_diff_node *parent = at->parent;
        bool indents = is_list(parent) || (!is_element(parent) && parent->parent != NULL);
        column += indents ? 2 : 0;
    }
    return column;
}

// An element begins with a dash, and its first part stands on the same line.
static size_t dashes_of(const struct adm_diff_node *node) {
    size_t dashes = is_element(node);
    while (is_element(node->parent) && node->parent->child == node) {
        dashes++;
        node = node->parent;
    }
    return dashes;
}

static void begin_line(const struct adm_diff_node *node, struct adm_text *text) {
    size_t dashes = dashes_of(node);
    for (size_t left = column_of(node) - 2 * dashes; left > 0; left--)
        adm_text_append_char(text, ' ');
    for (; dashes > 0; dashes--)
        adm_text_append_c(text, "- ");
}

static bool is_plain_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/';
}

// What YAML 1.1 readers take for something else than a text.
static bool is_word_of_yaml(struct adm_str s) {
    static const char *const words[] = {"y",   "n",    "yes",   "no",   "on",
                                        "off", "true", "false", "null", "~"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = 0;
        while (at < s.len && words[i][at] != '\0' && (s.data[at] | 0x20) == words[i][at])
            at++;
        if (at == s.len && words[i][at] == '\0')
            return true;
    }
    return false;
}

// Digits and signs in front could be a number or a date, a dash a list.
static bool is_plain(struct adm_str s) {
    if (s.len == 0 || is_word_of_yaml(s))
        return false;
    char first = s.data[0];
    if ((first >= '0' && first <= '9') || first == '-' || first == '.')
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (!is_plain_char(s.data[i]))
            return false;
    return true;
}

static void append_text(struct adm_str s, struct adm_text *text) {
    if (adm_str_is(s, ADM_DIFF_SHOWN_HIDDEN) || is_plain(s)) {
        adm_text_append(text, s);
        return;
    }
    struct adm_writer w;
    adm_writer_init(&w, text);
    adm_writer_string(&w, s);
}

static void append_scalar(const struct adm_diff_node *node, struct adm_text *text) {
    const struct adm_json *value = node->value;
    if (!adm_diff_shown_value(node, text->arena))
        adm_text_append_c(text, ADM_DIFF_SHOWN_HIDDEN);
    else if (value->type == ADM_JSON_STRING)
        append_text(adm_json_text(value), text);
    else if (value->type == ADM_JSON_NULL)
        adm_text_append_c(text, "null");
    else
        adm_text_append(text, (struct adm_str){value->data, value->len});
}

static void append_key(const struct adm_diff_node *node, struct adm_text *text) {
    if (!node->keyed)
        return;
    append_text(adm_diff_shown_key(node), text);
    adm_text_append_char(text, ':');
}

static void end_line(struct adm_diff_lines *lines, char sign, struct adm_text *text) {
    struct adm_str line = {0};
    if (!adm_text_finish(text, &line, NULL))
        lines->failed = true;
    adm_diff_lines_add(lines, sign, line);
}

// What stood there before the patch put something in: nothing, or what it replaced.
static void write_before(const struct adm_diff_node *node, struct adm_diff_lines *lines) {
    struct adm_text text;
    adm_text_init(&text, lines->arena);
    begin_line(node, &text);
    append_key(node, &text);
    adm_text_append_c(&text, node->keyed ? " " : "");
    if (node->old == NULL)
        adm_text_append_c(&text, is_list(node) ? "[]" : "{}");
    else
        adm_text_append_c(&text, node->old->type == ADM_JSON_NULL ? "null" : ADM_DIFF_SHOWN_HIDDEN);
    end_line(lines, '-', &text);
}

// Elements with parts have no line of their own.
static void write_after(const struct adm_diff_node *node, char sign, struct adm_diff_lines *lines) {
    struct adm_text text;
    if (!node->keyed && node->child != NULL)
        return;
    adm_text_init(&text, lines->arena);
    begin_line(node, &text);
    append_key(node, &text);
    if (node->child == NULL) {
        adm_text_append_c(&text, node->keyed ? " " : "");
        if (is_container(node))
            adm_text_append_c(&text, is_list(node) ? "[]" : "{}");
        else
            append_scalar(node, &text);
    }
    end_line(lines, sign, &text);
}

bool adm_diff_yaml_write(const struct adm_diff_tree *tree, struct adm_arena *arena,
                         struct adm_diff_lines *out, struct adm_error *err) {
    struct adm_diff_lines lines;
    size_t closed = 0;
    adm_diff_lines_init(&lines, arena);
    const struct adm_diff_node *node = adm_diff_tree_next(tree->root, &closed);
    for (; node != NULL; node = adm_diff_tree_next(node, &closed)) {
        bool grew = !node->added && node->was_empty && node->child != NULL;
        bool changed = grew || node->old != NULL;
        if (changed)
            write_before(node, &lines);
        write_after(node, node->added || changed ? '+' : ' ', &lines);
    }
    if (lines.failed)
        return adm_fail(err, ADM_MEMORY, "the object is too large to be shown");
    *out = lines;
    return true;
}
