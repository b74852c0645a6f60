// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_line.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "validators/manifest_fold.h"

// What a plain text stops at, or a chunk is declined for.
static bool is_stop(char c) {
    static const bool stops[256] = {['\n'] = true, [':'] = true, ['#'] = true, ['\t'] = true};
    return stops[(unsigned char)c];
}

// Characters that no plain text begins with, or that mean more than text there.
static bool begins_plain(const char *at) {
    static const bool indicators[256] = {
        ['\n'] = true, ['\t'] = true, [' '] = true, ['?'] = true, [':'] = true,  [','] = true,
        ['['] = true,  [']'] = true,  ['{'] = true, ['}'] = true, ['#'] = true,  ['&'] = true,
        ['*'] = true,  ['!'] = true,  ['|'] = true, ['>'] = true, ['\''] = true, ['"'] = true,
        ['%'] = true,  ['@'] = true,  ['`'] = true, ['<'] = true, ['='] = true,
    };
    if (*at == '-')
        return at[1] != ' ' && at[1] != '\n' && at[1] != '\t';
    return !indicators[(unsigned char)*at];
}

static const char *skip_spaces(const char *at) {
    while (*at == ' ')
        at++;
    return at;
}

static const char *line_end(const struct adm_manifest_line *line, const char *at) {
    return memchr(at, '\n', (size_t)(line->end - at)); // the input ends with one
}

bool adm_manifest_line_end(struct adm_manifest_line *line, struct adm_str *comment) {
    const char *at = skip_spaces(line->at);
    *comment = (struct adm_str){0};
    if (*at == '#' && at > line->at) {
        const char *end = line_end(line, at);
        *comment = (struct adm_str){at, (size_t)(end - at)};
        at = end;
    }
    if (*at != '\n')
        return false;
    line->at = at + 1;
    return true;
}

#if defined(__SSE2__)
// Whole lanes without a stop, or up to the first stop in the next.
static const char *skip_lanes(const char *at, const char *end) {
    enum { LANE = 16 };
    for (; end - at >= LANE; at += LANE) {
        __m128i text = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i ends = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8('\n')),
                                    _mm_cmpeq_epi8(text, _mm_set1_epi8('\t')));
        __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(text, _mm_set1_epi8(':')),
                                     _mm_cmpeq_epi8(text, _mm_set1_epi8('#')));
        int found = _mm_movemask_epi8(_mm_or_si128(ends, marks));
        if (found != 0)
            return at + __builtin_ctz((unsigned)found);
    }
    return at;
}
#else
static const char *skip_lanes(const char *at, const char *end) {
    (void)end;
    return at;
}
#endif

// The end of the plain text at `at` and what stops it; NULL on a tab. Blanks before it are not part
// of the text. The last byte before `end` is a line end.
static const char *scan_plain(const char *at, const char *end, const char **stop) {
    const char *from = at;
    for (;; at++) {
        at = skip_lanes(at, end);
        while (!is_stop(*at))
            at++;
        if (*at == '\n' || (*at == '#' && at[-1] == ' ') ||
            (*at == ':' && (at[1] == ' ' || at[1] == '\n')))
            break;
        if (*at == '\t' || (*at == ':' && at[1] == '\t'))
            return NULL;
    }
    *stop = at;
    while (at > from && at[-1] == ' ')
        at--;
    return at;
}

bool adm_manifest_line_plain(struct adm_manifest_line *line, struct adm_str *text, bool *key) {
    const char *stop = NULL;
    if (!begins_plain(line->at))
        return false;
    const char *end = scan_plain(line->at, line->end, &stop);
    if (end == NULL || end == line->at)
        return false;
    *text = (struct adm_str){line->at, (size_t)(end - line->at)};
    *key = *stop == ':';
    line->at = *key ? stop : end;
    return true;
}

// The next line that is not empty, when it is indented deeper and no comment; else NULL.
static const char *next_line(const struct adm_manifest_line *line, const char *at, int indent,
                             bool *tab) {
    while (at < line->end && *at == '\n') {
        const char *start = at + 1;
        at = start;
        while (at < line->end && *at == ' ')
            at++;
        if (at == line->end)
            return NULL;
        *tab = *at == '\t';
        if (*at != '\n')
            return at - start > indent && *at != '#' ? at : NULL;
    }
    return NULL;
}

bool adm_manifest_line_more(struct adm_manifest_line *line, int indent, struct adm_str *text) {
    const char *at = skip_spaces(line->at);
    const char *end = line->at;
    const char *stop = at;
    bool tab = false;
    const char *next = *at == '\n' ? next_line(line, at, indent, &tab) : NULL;
    if (next == NULL && !tab)
        return true;
    while (next != NULL && !tab) {
        end = scan_plain(next, line->end, &stop);
        if (end == NULL || *stop == ':')
            return false;
        next = *stop == '\n' ? next_line(line, stop, indent, &tab) : NULL;
    }
    if (tab)
        return false;
    struct adm_str raw = {text->data, (size_t)(end - text->data)};
    line->at = end;
    return adm_manifest_fold(raw, '\0', line->arena, text);
}

// The closing quote of the text that begins at `at`, or NULL; `*plain` when it stands as it is
// meant.
static const char *find_quote(const struct adm_manifest_line *line, const char *at, char quote,
                              bool *plain) {
    *plain = true;
    for (; at < line->end; at++) {
        bool escape = quote == '"' ? *at == '\\' : *at == quote && at[1] == quote;
        if (*at == quote && !escape)
            return at;
        *plain = *plain && !escape && *at != '\n';
        at += escape ? 1 : 0;
    }
    return NULL;
}

// Whether a line of the text begins as the end of a document does.
static bool ends_document(struct adm_str raw) { return adm_str_contains(raw, ADM_STR("\n...")); }

bool adm_manifest_line_quoted(struct adm_manifest_line *line, struct adm_str *text, bool *one) {
    char quote = *line->at;
    bool plain = false;
    const char *close = find_quote(line, line->at + 1, quote, &plain);
    if (close == NULL)
        return false;
    struct adm_str raw = {line->at + 1, (size_t)(close - line->at) - 1};
    line->at = close + 1;
    *one = plain || memchr(raw.data, '\n', raw.len) == NULL;
    *text = raw;
    return plain || (!ends_document(raw) && adm_manifest_fold(raw, quote, line->arena, text));
}

// As libyaml finds it: the deepest of the empty lines and the first other one.
static bool find_indent(const struct adm_manifest_line *line, size_t least, size_t *out) {
    const char *at = line->at;
    *out = least;
    while (at < line->end) {
        const char *start = at;
        while (at < line->end && *at == ' ')
            at++;
        size_t column = (size_t)(at - start);
        *out = column > *out ? column : *out;
        if (at == line->end || *at != '\n')
            return at == line->end || *at != '\t';
        at++;
    }
    return true;
}

bool adm_manifest_line_block(struct adm_manifest_line *line, int indent, struct adm_str *text,
                             struct adm_str *comment) {
    struct adm_manifest_block block = {.folded = *line->at == '>'};
    line->at++;
    if (*line->at == '+' || *line->at == '-')
        block.chomp = *line->at++ == '+' ? 1 : -1;
    bool given = *line->at >= '1' && *line->at <= '9';
    size_t least = (size_t)indent + 1;
    if (given)
        block.indent = (size_t)indent + (size_t)(*line->at++ - '0');
    if (block.chomp == 0 && given && (*line->at == '+' || *line->at == '-'))
        block.chomp = *line->at++ == '+' ? 1 : -1;
    if (!adm_manifest_line_end(line, comment))
        return false;
    if (!given && !find_indent(line, least, &block.indent))
        return false;
    return adm_manifest_fold_block(&block, &line->at, line->end, line->arena, text);
}
