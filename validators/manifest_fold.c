// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_fold.h"

#include <string.h>

#include "core/utf8.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Past blanks and line ends; writes what they mean. A run without a line end is kept as it is.
static const char *fold_space(const char *at, const char *end, char **to) {
    const char *from = at;
    size_t breaks = 0;
    for (; at < end && (is_blank(*at) || *at == '\n'); at++)
        breaks += *at == '\n';
    if (breaks == 0) {
        memcpy(*to, from, (size_t)(at - from));
        *to += at - from;
        return at;
    }
    memset(*to, breaks == 1 ? ' ' : '\n', breaks == 1 ? 1 : breaks - 1);
    *to += breaks == 1 ? 1 : breaks - 1;
    return at;
}

static int digit(char c) {
    char lower = (char)(c | 0x20);
    if (c >= '0' && c <= '9')
        return c - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

static const char *unescape_rune(const char *at, const char *end, char **to) {
    uint32_t rune = 0;
    if (end - at < 6)
        return NULL;
    for (size_t i = 2; i < 6; i++) {
        int value = digit(at[i]);
        if (value < 0)
            return NULL;
        rune = rune << 4U | (uint32_t)value;
    }
    if (rune >= 0xD800U && rune <= 0xDFFFU)
        return NULL;
    *to += adm_utf8_encode(rune, *to);
    return at + 6;
}

static const char *unescape(const char *at, const char *end, char **to) {
    static const char from[] = "\"\\/ntr";
    static const char meant[] = "\"\\/\n\t\r";
    if (end - at < 2)
        return NULL;
    if (at[1] == 'u')
        return unescape_rune(at, end, to);
    const char *found = memchr(from, at[1], sizeof from - 1);
    if (found == NULL)
        return NULL;
    *(*to)++ = meant[found - from];
    return at + 2;
}

bool adm_manifest_fold(struct adm_str raw, char quote, struct adm_arena *arena,
                       struct adm_str *out) {
    char *text = adm_arena_alloc(arena, raw.len + 1);
    char *to = text;
    const char *at = raw.data;
    const char *end = raw.data + raw.len;
    if (text == NULL)
        return false;
    while (at < end) {
        if (is_blank(*at) || *at == '\n') {
            at = fold_space(at, end, &to);
        } else if (quote == '"' && *at == '\\') {
            at = unescape(at, end, &to);
            if (at == NULL)
                return false;
        } else {
            at += quote == '\'' && *at == '\'' ? 1 : 0;
            *to++ = *at++;
        }
    }
    *to = '\0';
    *out = (struct adm_str){text, (size_t)(to - text)};
    return true;
}

struct breaks {
    const char *line; // the start of the line that has content
    size_t count;     // empty lines before it
    size_t column;    // of its content, at most the block's indentation
};

// Past lines that have nothing but indentation, up to a line's content; as libyaml's
// yaml_parser_scan_block_scalar_breaks. False on a tab within the indentation.
static bool skip_breaks(size_t indent, const char **at, const char *end, struct breaks *out) {
    *out = (struct breaks){.line = *at};
    while (*at < end) {
        while (*at < end && **at == ' ' && (size_t)(*at - out->line) < indent)
            ++*at;
        out->column = (size_t)(*at - out->line);
        if (*at < end && **at == '\t' && out->column < indent)
            return false;
        if (*at == end || **at != '\n')
            return true;
        out->line = ++*at;
        out->count++;
        out->column = 0;
    }
    return true;
}

static const char *line_end(const char *at, const char *end) {
    const char *found = memchr(at, '\n', (size_t)(end - at));
    return found == NULL ? end : found;
}

// The start of the first line that is not the block's, or NULL.
static const char *find_end(size_t indent, const char *at, const char *end) {
    struct breaks breaks;
    for (;;) {
        if (!skip_breaks(indent, &at, end, &breaks))
            return NULL;
        if (at == end || breaks.column != indent)
            return breaks.line;
        at = line_end(at, end);
    }
}

static void put(char **to, char c, size_t count) {
    memset(*to, c, count);
    *to += count;
}

static char *copy_lines(const struct adm_manifest_block *block, const char *at, const char *end,
                        char *to) {
    struct breaks breaks;
    size_t broken = 0; // the last line's end, not yet written
    bool blank_before = false;
    for (;;) {
        bool clean = skip_breaks(block->indent, &at, end, &breaks);
        if (!clean || at == end || breaks.column != block->indent)
            break;
        bool folds = block->folded && broken > 0 && !blank_before && !is_blank(*at);
        if (folds && breaks.count == 1)
            put(&to, ' ', 1);
        else
            put(&to, '\n', breaks.count - (folds ? 1 : 0));
        const char *stop = line_end(at, end);
        blank_before = is_blank(*at);
        memcpy(to, at, (size_t)(stop - at));
        to += stop - at;
        at = stop;
        broken = 1;
    }
    if (block->chomp >= 0)
        put(&to, '\n', broken);
    if (block->chomp > 0)
        put(&to, '\n', breaks.count - broken);
    return to;
}

bool adm_manifest_fold_block(const struct adm_manifest_block *block, const char **at,
                             const char *end, struct adm_arena *arena, struct adm_str *out) {
    const char *stop = find_end(block->indent, *at, end);
    if (stop == NULL)
        return false;
    char *text = adm_arena_alloc(arena, (size_t)(stop - *at) + 1);
    if (text == NULL)
        return false;
    char *to = copy_lines(block, *at, stop, text);
    *to = '\0';
    *out = (struct adm_str){text, (size_t)(to - text)};
    *at = stop;
    return true;
}
