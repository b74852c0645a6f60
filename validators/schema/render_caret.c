// SPDX-License-Identifier: Apache-2.0
// The caret form (YAML-SCHEMA.md's golden examples are tests/fixtures/diagnostics).
#include "validators/schema/render.h"

#include <string.h>

#include "validators/schema/mask_rune.h"

enum {
    LABELS_MAX = ADM_DIAGNOSTIC_REASONS_MAX + 1,
    NUMBER_WIDTH = 3,  // of the gutter, at least
    COLUMNS_MAX = 120, // of an excerpt's line; a longer one is cut
    COLUMNS_SEEN = 80, // where a mark still needs no cut before it
    COLUMNS_BEFORE = 40,
};

static const char ellipsis[] = "\xE2\x80\xA6";

enum style { STYLE_NONE, STYLE_BOLD, STYLE_RED, STYLE_YELLOW, STYLE_BLUE };

struct label {
    const struct adm_label *label;
    bool primary;
    uint32_t line;
    size_t group;
};

struct caret {
    const struct adm_render_file *file;
    const struct adm_diagnostic *diagnostic;
    struct adm_text *out;
    bool colour;
    int gutter; // columns of the line numbers
};

static void style(const struct caret *c, enum style which) {
    static const char *const codes[] = {"\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m",
                                        "\x1b[1;34m"};
    if (c->colour)
        adm_text_append_c(c->out, codes[which]);
}

static enum style severity_style(const struct caret *c) {
    return c->diagnostic->severity == ADM_SEVERITY_ERROR ? STYLE_RED : STYLE_YELLOW;
}

static void write_header(const struct caret *c) {
    const struct adm_diagnostic *d = c->diagnostic;
    struct adm_position at = adm_yaml_tree_position(c->file->document, d->primary.span.start);
    style(c, STYLE_BOLD);
    adm_mask_rune_append(c->out, c->file->name, false);
    adm_text_printf(c->out, ":%u:%u: ", at.line, at.column);
    style(c, severity_style(c));
    adm_text_printf(c->out, "%s[%s]", adm_diagnostic_severity_name(d->severity), d->code);
    style(c, STYLE_NONE);
    adm_text_append_c(c->out, ": ");
    style(c, STYLE_BOLD);
    adm_mask_rune_append(c->out, d->message, false);
    style(c, STYLE_NONE);
    adm_text_append_char(c->out, '\n');
}

// Of two that are equal the reader wants the first one first; else the mistake, then its reasons.
static bool is_told_in_order(const struct adm_diagnostic *d) {
    static const char *const codes[] = {"duplicate-key", "anchor-twice", "not-unique",
                                        "second-document"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (strcmp(d->code, codes[i]) == 0)
            return true;
    return false;
}

// Labels of one line belong together: the place of the first of them, or of the line.
static size_t group_of(const struct label *labels, size_t index, bool in_order) {
    size_t first = 0;
    while (labels[first].line != labels[index].line)
        first++;
    return in_order ? labels[index].line : first;
}

static bool comes_before(const struct label *a, const struct label *b) {
    if (a->group != b->group)
        return a->group < b->group;
    return a->label->span.start < b->label->span.start;
}

// The labels in the order in which they are shown.
static size_t collect(const struct caret *c, struct label *labels) {
    const struct adm_diagnostic *d = c->diagnostic;
    bool in_order = is_told_in_order(d);
    size_t count = d->reason_count < LABELS_MAX ? d->reason_count + 1 : LABELS_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct adm_label *label = i == 0 ? &d->primary : &d->reasons[i - 1];
        uint32_t line = adm_yaml_tree_position(c->file->document, label->span.start).line;
        labels[i] = (struct label){label, i == 0, line, 0};
        labels[i].group = group_of(labels, i, in_order);
    }
    for (size_t i = 1; i < count; i++) {
        struct label moved = labels[i];
        size_t at = i;
        for (; at > 0 && comes_before(&moved, &labels[at - 1]); at--)
            labels[at] = labels[at - 1];
        labels[at] = moved;
    }
    return count;
}

static void write_gutter(const struct caret *c, uint32_t line) {
    style(c, STYLE_BLUE);
    if (line > 0)
        adm_text_printf(c->out, "%-*u |", c->gutter, line);
    else
        adm_text_printf(c->out, "%*s |", c->gutter, "");
    style(c, STYLE_NONE);
}

static void write_underline(const struct caret *c, const struct label *label, struct adm_str line,
                            struct adm_span span) {
    size_t before = adm_mask_rune_columns(adm_str_slice(line, 0, span.start));
    size_t width = adm_mask_rune_columns(adm_str_slice(line, span.start, span.end));
    write_gutter(c, 0);
    adm_text_printf(c->out, "%*s", (int)before + 1, "");
    style(c, label->primary ? severity_style(c) : STYLE_BLUE);
    for (size_t i = 0; i < width || i == 0; i++)
        adm_text_append_char(c->out, label->primary ? '^' : '-');
    if (label->label->text.len > 0) {
        adm_text_append_char(c->out, ' ');
        adm_mask_rune_append(c->out, label->label->text, false);
    }
    style(c, STYLE_NONE);
    adm_text_append_char(c->out, '\n');
}

// Where the columns of `line` from `from` on reach `columns`.
static size_t advance(struct adm_str line, size_t from, size_t columns) {
    size_t at = from, taken = 0;
    uint32_t rune = 0;
    while (at < line.len && taken < columns) {
        at += adm_mask_rune_next(line, at, &rune);
        taken += adm_mask_rune_width(rune);
    }
    return at;
}

// Cuts a long line around the first mark.
static struct adm_str cut(const struct caret *c, struct adm_str line,
                          const struct adm_mask_marks *marks) {
    if (adm_mask_rune_columns(line) <= COLUMNS_MAX)
        return line;
    size_t before = adm_mask_rune_columns(adm_str_slice(line, 0, marks->spans[0].start));
    size_t from = before <= COLUMNS_SEEN ? 0 : advance(line, 0, before - COLUMNS_BEFORE);
    size_t to = advance(line, from, COLUMNS_MAX);
    size_t lead = from > 0 ? sizeof ellipsis - 1 : 0;
    struct adm_text out;
    adm_text_init(&out, c->out->arena);
    adm_text_append(&out, (struct adm_str){ellipsis, lead});
    adm_text_append(&out, adm_str_slice(line, from, to));
    for (size_t i = 0; i < marks->count; i++) {
        struct adm_span *span = &marks->spans[i];
        size_t start = span->start < from ? from : span->start > to ? to : span->start;
        size_t end = span->end < start ? start : span->end > to ? to : span->end;
        *span = (struct adm_span){(uint32_t)(start - from + lead), (uint32_t)(end - from + lead)};
    }
    if (to < line.len)
        adm_text_append_c(&out, ellipsis);
    return adm_text_str(&out);
}

// One line of the file and a row for each of its labels.
static void write_line(const struct caret *c, const struct label *labels, size_t count) {
    struct adm_span spans[LABELS_MAX];
    struct adm_mask_marks marks = {spans, count};
    for (size_t i = 0; i < count; i++)
        spans[i] = labels[i].label->span;
    struct adm_str line =
        adm_mask_line(c->file->document, c->file->mask, labels->line, &marks, c->out->arena);
    line = cut(c, line, &marks);
    write_gutter(c, labels->line);
    if (line.len > 0)
        adm_text_append_char(c->out, ' ');
    adm_text_append(c->out, line);
    adm_text_append_char(c->out, '\n');
    for (size_t i = 0; i < count; i++)
        write_underline(c, &labels[i], line, spans[i]);
}

static void write_excerpt(struct caret *c) {
    struct label labels[LABELS_MAX];
    size_t count = collect(c, labels);
    uint32_t last = 0;
    for (size_t i = 0; i < count; i++)
        last = labels[i].line > last ? labels[i].line : last;
    for (c->gutter = NUMBER_WIDTH; last >= 1000; last /= 10)
        c->gutter++;
    // A mistake that nothing is to be said about beside the line speaks for itself.
    if (count == 1 && c->diagnostic->primary.text.len == 0)
        return;
    for (size_t i = 0, end = 0; i < count; i = end) {
        for (end = i + 1; end < count && labels[end].line == labels[i].line;)
            end++;
        write_line(c, labels + i, end - i);
    }
}

static void write_field(const struct caret *c, const char *name, struct adm_str first,
                        struct adm_str rest) {
    style(c, STYLE_BLUE);
    adm_text_printf(c->out, "%*s = ", c->gutter, "");
    style(c, STYLE_NONE);
    adm_text_append_c(c->out, name);
    adm_mask_rune_append(c->out, first, false);
    adm_text_append_c(c->out, first.len > 0 && rest.len > 0 ? "; " : "");
    while (rest.len > 0) {
        size_t end = adm_str_index(rest, '\n');
        adm_mask_rune_append(c->out, adm_str_slice(rest, 0, end), false);
        rest = adm_str_slice(rest, end + 1, rest.len);
        if (rest.len > 0)
            adm_text_printf(c->out, "\n%*s", c->gutter + 3 + (int)strlen(name), "");
    }
    adm_text_append_char(c->out, '\n');
}

void adm_render_caret(const struct adm_render_file *file, const struct adm_diagnostic *diagnostic,
                      bool colour, struct adm_text *out) {
    struct caret c = {file, diagnostic, out, colour, NUMBER_WIDTH};
    const struct adm_str nothing = {0};
    write_header(&c);
    write_excerpt(&c);
    if (diagnostic->help.len > 0)
        write_field(&c, "help: ", nothing, diagnostic->help);
    if (diagnostic->path.len > 0)
        write_field(&c, "at ", diagnostic->path, diagnostic->note);
    else if (diagnostic->note.len > 0)
        write_field(&c, "", nothing, diagnostic->note);
}
