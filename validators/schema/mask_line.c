// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/mask.h"

#include <string.h>

#include "core/text.h"
#include "validators/schema/mask_rune.h"

// A line on its way out. Pieces are runs of its bytes; each becomes itself or one mask.
struct writer {
    struct adm_str text; // the document's
    const struct adm_mask *mask;
    const struct adm_mask_marks *marks;
    struct adm_span *moved; // where the marks are in `out`
    struct adm_text out;
    size_t at, end; // of the line that is left
    size_t far;     // no piece that begins here or behind is written
};

// A longer line is written around its first mark only, which is what is shown of it: it may be a
// megabyte, and many diagnostics may stand in it.
enum { LINE_BYTES_MAX = 4096, BEFORE_BYTES = 1024, AFTER_BYTES = 1024 };

static const char ellipsis[] = "\xE2\x80\xA6";

static bool is_one_of(char c, const char *set) { return c != '\0' && strchr(set, c) != NULL; }
static bool is_blank(char c) { return is_one_of(c, " \t"); }

// The byte at `i`; a space beyond the line.
static char peek(const struct writer *w, size_t i) {
    if (i >= w->end)
        return ' ';
    return w->text.data[i];
}

static enum adm_mask_byte kind(const struct writer *w, size_t i) {
    return i < w->mask->len ? (enum adm_mask_byte)w->mask->bytes[i] : ADM_MASK_UNKNOWN;
}

// Moves the marks' ends that lie in [at, to) to the piece's place in `out`: to both its ends if it
// becomes something of `width` bytes.
static void move_marks(struct writer *w, size_t to, size_t width) {
    size_t written = w->out.len;
    for (size_t i = 0; i < w->marks->count; i++) {
        struct adm_span span = w->marks->spans[i];
        if (span.start >= w->at && span.start < to)
            w->moved[i].start = (uint32_t)(written + (width > 0 ? 0 : span.start - w->at));
        if (span.end > w->at && span.end <= to)
            w->moved[i].end = (uint32_t)(written + (width > 0 ? width : span.end - w->at));
    }
}

// What no terminal may get is overwritten byte by byte, so that the marks stay right.
static void show(struct writer *w, size_t to) {
    move_marks(w, to, 0);
    size_t at = w->out.len, len = 0;
    uint32_t rune = 0;
    adm_text_append(&w->out, adm_str_slice(w->text, w->at, to));
    for (; at < w->out.len; at += len) {
        len = adm_mask_rune_next(adm_text_str(&w->out), at, &rune);
        if (rune == '\t')
            w->out.data[at] = ' ';
        else if (rune == 0xFFFDU || adm_mask_rune_is_unsafe(rune))
            memset(w->out.data + at, '?', len);
    }
    w->at = to;
}

static void replace(struct writer *w, size_t to, const char *by) {
    move_marks(w, to, strlen(by));
    adm_text_append_c(&w->out, by);
    w->at = to;
}

static size_t end_of_run(const struct writer *w, bool (*goes_on)(const struct writer *, size_t)) {
    size_t i = w->at;
    while (i < w->end && goes_on(w, i))
        i++;
    return i;
}

static bool is_shown(const struct writer *w, size_t i) { return kind(w, i) == ADM_MASK_SHOWN; }
static bool is_unknown(const struct writer *w, size_t i) { return kind(w, i) == ADM_MASK_UNKNOWN; }
static bool is_hidden(const struct writer *w, size_t i) {
    return kind(w, i) == ADM_MASK_HIDDEN || kind(w, i) == ADM_MASK_NEVER;
}
static bool is_name(const struct writer *w, size_t i) {
    return is_unknown(w, i) && !is_one_of(w->text.data[i], " \t,[]{}");
}

// Before a `-`, `?` or `:` that is punctuation stands nothing of a scalar; after it, a blank.
static bool is_indicator(const struct writer *w, size_t i) {
    char c = w->text.data[i];
    bool last = is_one_of(peek(w, i + 1), " \t,[]{}");
    if (c == ':')
        return last || (i > 0 && !is_unknown(w, i - 1));
    if (c == '-' || c == '?')
        return last && (i == 0 || is_one_of(w->text.data[i - 1], " \t\n\r-[{,"));
    return is_one_of(c, " \t,[]{}");
}

static bool is_whole_line(const struct writer *w, const char *marker) {
    return w->end - w->at == 3 && memcmp(w->text.data + w->at, marker, 3) == 0;
}

static bool is_merge(const struct writer *w) {
    return peek(w, w->at) == '<' && peek(w, w->at + 1) == '<' && peek(w, w->at + 2) == ':';
}

// A piece that no scalar of the tree has: punctuation, or what is unknown.
static void write_unknown(struct writer *w, size_t start) {
    char c = w->text.data[w->at];
    bool apart = w->at == start || is_blank(w->text.data[w->at - 1]);
    if (c == '#' && apart) {
        show(w, w->at + 1);
        replace(w, w->end, " \xE2\x80\xA6");
    } else if (is_whole_line(w, "---") || is_whole_line(w, "...")) {
        show(w, w->end);
    } else if (is_merge(w)) {
        show(w, w->at + 3);
    } else if (is_one_of(c, "&*!") && apart) {
        show(w, w->at + 1);
        replace(w, end_of_run(w, is_name), ellipsis);
    } else if (is_indicator(w, w->at)) {
        show(w, w->at + 1);
    } else {
        size_t end = end_of_run(w, is_unknown);
        while (is_blank(w->text.data[end - 1]))
            end--;
        replace(w, end, ADM_MASK);
    }
}

static void write_line(struct writer *w, size_t start) {
    while (w->at < w->end && w->at < w->far) {
        if (is_shown(w, w->at))
            show(w, end_of_run(w, is_shown));
        else if (is_blank(w->text.data[w->at]))
            show(w, w->at + 1);
        else if (is_unknown(w, w->at))
            write_unknown(w, start);
        else
            replace(w, end_of_run(w, is_hidden), ADM_MASK);
    }
}

// Begins where something known begins or ends, for there no comment goes on and no piece, or else
// with all that is like what stands there as one mask.
static void skip_far(struct writer *w, size_t from) {
    size_t to = from + BEFORE_BYTES / 2;
    size_t at = from;
    while (at < to && kind(w, at) == kind(w, at - 1))
        at++;
    w->at = at;
    replace(w, at, ellipsis);
    if (at < to)
        return;
    while (at < w->end && kind(w, at) == kind(w, from))
        at++;
    replace(w, at, ADM_MASK);
}

// What is left out begins with an ellipsis, or ends with one.
static void write_part(struct writer *w) {
    size_t start = w->at, mark = w->marks->spans[0].start;
    w->far = mark + AFTER_BYTES;
    if (mark - start > BEFORE_BYTES)
        skip_far(w, mark - BEFORE_BYTES);
    write_line(w, start);
    if (w->at < w->end)
        replace(w, w->end, ellipsis);
}

// Marks that begin before the line or end behind it are cut to it.
static bool prepare(struct writer *w, uint32_t line_start) {
    w->moved = adm_arena_array(w->out.arena, w->marks->count + 1, sizeof *w->moved);
    for (size_t i = 0; w->moved != NULL && i < w->marks->count; i++) {
        struct adm_span *span = &w->marks->spans[i];
        span->start = span->start < line_start ? line_start : span->start;
        span->start = span->start > w->end ? (uint32_t)w->end : span->start;
        span->end = span->end > w->end ? (uint32_t)w->end : span->end;
        w->moved[i] = (struct adm_span){UINT32_MAX, UINT32_MAX};
    }
    return w->moved != NULL;
}

static void finish(struct writer *w) {
    while (w->out.len > 0 && w->out.data[w->out.len - 1] == ' ')
        w->out.len--;
    for (size_t i = 0; i < w->marks->count; i++) {
        struct adm_span moved = w->moved[i];
        if (moved.start == UINT32_MAX)
            moved.start = (uint32_t)w->out.len;
        if (moved.end == UINT32_MAX || moved.end < moved.start)
            moved.end = moved.start;
        w->marks->spans[i] = moved;
    }
}

struct adm_str adm_mask_line(const struct adm_document *document, const struct adm_mask *mask,
                             uint32_t line, const struct adm_mask_marks *marks,
                             struct adm_arena *arena) {
    struct adm_str whole = adm_yaml_tree_line(document, line);
    if (whole.len == 0) // nor may the text be NULL below
        whole.data = document->text.data;
    size_t start = document->text.data == NULL ? 0 : (size_t)(whole.data - document->text.data);
    struct writer w = {document->text, mask, marks, NULL, {0}, start, start + whole.len, SIZE_MAX};
    adm_text_init(&w.out, arena);
    if (!prepare(&w, (uint32_t)start))
        return (struct adm_str){0};
    if (whole.len > LINE_BYTES_MAX && marks->count > 0)
        write_part(&w);
    else
        write_line(&w, start);
    finish(&w);
    return adm_text_str(&w.out);
}
