// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_split.h"

static bool is_blank(char c) { return c == ' ' || c == '\t'; }
static bool is_space(char c) { return is_blank(c) || c == '\n' || c == '\r'; }

enum { BLOCK = 64 };

// In blocks, so that it is done in vectors.
static size_t count_lines(struct adm_str text) {
    size_t count = 0;
    size_t i = 0;
    for (; text.len - i >= BLOCK; i += BLOCK) {
        unsigned char found = 0;
        for (size_t k = 0; k < BLOCK; k++)
            found = (unsigned char)(found + (text.data[i + k] == '\n'));
        count += found;
    }
    for (; i < text.len; i++)
        count += text.data[i] == '\n';
    return count;
}

static void advance(struct adm_manifest_split *split, size_t bytes) {
    split->line += (uint32_t)count_lines(adm_str_slice(split->text, 0, bytes));
    split->text = adm_str_slice(split->text, bytes, split->text.len);
}

// Past the dashes that the text begins with, and the blanks and the line's end behind them: a
// document's indentation counts only from a line's start. More than three dashes are text.
static size_t skip_separator(struct adm_str text) {
    if (!adm_str_starts(text, "---") || adm_str_starts(text, "----"))
        return 0;
    size_t at = 3;
    while (at < text.len && is_blank(text.data[at]))
        at++;
    if (at + 1 < text.len && text.data[at] == '\r' && text.data[at + 1] == '\n')
        at++;
    return at < text.len && text.data[at] == '\n' ? at + 1 : at;
}

// Whether a line that begins in these bytes, or just behind them, begins with a dash.
static bool has_dash(const char *at) {
    unsigned char found = 0;
    for (size_t i = 0; i < BLOCK; i++)
        found |= (unsigned char)((at[i] == '\n') & (at[i + 1] == '-'));
    return found != 0;
}

// Where the first line behind the one at the start begins with three dashes, or the length. In
// blocks, so that it is done in vectors.
static size_t find_dashes(struct adm_str text) {
    for (size_t from = 0; from < text.len; from += BLOCK) {
        if (text.len - from > BLOCK && !has_dash(text.data + from))
            continue;
        for (size_t i = from; i < text.len && i < from + BLOCK; i++)
            if (text.data[i] == '\n' && adm_str_starts(adm_str_slice(text, i + 1, text.len), "---"))
                return i + 1;
    }
    return text.len;
}

// Up to the next separator, which may follow at once.
static size_t chunk_length(struct adm_str text) {
    if (text.len == 0 || skip_separator(text) > 0)
        return 0;
    return find_dashes(text);
}

bool adm_manifest_split_next(struct adm_manifest_split *split, struct adm_str *chunk,
                             uint32_t *line) {
    if (split->text.len == 0)
        return false;
    advance(split, skip_separator(split->text));
    *line = split->line;
    size_t len = chunk_length(split->text);
    *chunk = adm_str_slice(split->text, 0, len);
    advance(split, len);
    return true;
}

struct adm_str adm_manifest_split_trimmed(struct adm_str chunk) {
    while (chunk.len > 0 && is_space(chunk.data[chunk.len - 1]))
        chunk.len--;
    return chunk;
}

static struct adm_str first_line(struct adm_str text) {
    return adm_str_slice(text, 0, adm_str_index(text, '\n'));
}

struct adm_str adm_manifest_split_source(struct adm_str chunk) {
    static const char source[] = "# Source: ";
    struct adm_str rest = chunk;
    while (rest.len > 0) {
        struct adm_str line = first_line(rest);
        if (adm_str_starts(line, source))
            return adm_manifest_split_trimmed(adm_str_slice(line, sizeof source - 1, line.len));
        if (adm_manifest_split_trimmed(line).len > 0 && line.data[0] != '#')
            break;
        rest = adm_str_slice(rest, line.len + 1, rest.len);
    }
    return (struct adm_str){0};
}
