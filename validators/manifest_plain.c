// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_plain.h"

#include <string.h>

#include "validators/manifest_line.h"

enum { KEY_BYTES_MAX = 1000 }; // libyaml takes 1024 characters

// A collection that is open, beside the tree's own frame of it.
struct level {
    int indent;
    bool map;
    bool flush;   // a list at the indentation of the map that it is a value of
    bool pending; // a key or a dash waits for its value on a line below
};

struct reader {
    struct adm_manifest_chunk *chunk;
    struct adm_manifest_tree *tree;
    struct adm_manifest_line line;
    const char *start; // of the current line
    struct level levels[ADM_JSON_DEPTH_MAX];
    size_t depth;
    bool began; // the root
};

static const struct adm_manifest_scalar nothing = {.plain = true, .text = {"", 0}};

// Only while a collection is open.
static struct level *top(struct reader *r) { return &r->levels[r->depth - 1]; }

static bool keep_comment(struct reader *r, struct adm_str comment) {
    return comment.len == 0 || adm_manifest_chunk_comment(r->chunk, comment);
}

// The rest of a line that has said what it says.
static bool end_line(struct reader *r) {
    struct adm_str comment = {0};
    return adm_manifest_line_end(&r->line, &comment) && keep_comment(r, comment);
}

static bool open_level(struct reader *r, struct level level) {
    ADM_TRY(adm_manifest_tree_open(r->tree, level.map, (struct adm_str){0}));
    r->levels[r->depth++] = level;
    return true;
}

static bool close_level(struct reader *r) {
    if (top(r)->pending)
        ADM_TRY(adm_manifest_tree_scalar(r->tree, &nothing));
    r->depth--;
    return adm_manifest_tree_close(r->tree);
}

static bool is_dash(const char *at) { return *at == '-' && (at[1] == ' ' || at[1] == '\n'); }

static bool add_text(struct reader *r, struct adm_str text, bool plain) {
    struct adm_manifest_scalar scalar = {.text = text, .plain = plain};
    return adm_manifest_tree_scalar(r->tree, &scalar);
}

// One scalar of a list or map in brackets, of letters, digits and `_-./` or in quotes.
static bool read_flow_text(struct reader *r) {
    struct adm_str text = {0};
    const char *at = r->line.at;
    bool one = false;
    if (*at == '"' || *at == '\'') {
        if (!adm_manifest_line_quoted(&r->line, &text, &one) || !one || text.len > KEY_BYTES_MAX)
            return false;
        return add_text(r, text, false);
    }
    while ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
           *at == '_' || *at == '/' || (at > r->line.at && (*at == '-' || *at == '.')))
        at++;
    text = (struct adm_str){r->line.at, (size_t)(at - r->line.at)};
    r->line.at = at;
    return text.len > 0 && text.len <= KEY_BYTES_MAX && add_text(r, text, true);
}

static void skip_spaces(struct reader *r) {
    while (*r->line.at == ' ')
        r->line.at++;
}

static bool take(struct reader *r, char c) {
    bool found = *r->line.at == c;
    r->line.at += found ? 1 : 0;
    return found;
}

// `[a, b]`, `{a: b}`, `[]`, `{}` on one line, of scalars.
static bool read_flow(struct reader *r) {
    bool map = *r->line.at == '{';
    char closer = map ? '}' : ']';
    ADM_TRY(adm_manifest_tree_open(r->tree, map, (struct adm_str){0}));
    r->line.at++;
    skip_spaces(r);
    bool more = *r->line.at != closer;
    while (more) {
        ADM_TRY(read_flow_text(r));
        if (map) {
            ADM_TRY(take(r, ':') && take(r, ' '));
            skip_spaces(r);
            ADM_TRY(read_flow_text(r));
        }
        skip_spaces(r);
        more = take(r, ',');
        skip_spaces(r);
    }
    return take(r, closer) && adm_manifest_tree_close(r->tree) && end_line(r);
}

static bool read_block(struct reader *r) {
    struct adm_str text = {0}, comment = {0};
    return adm_manifest_line_block(&r->line, top(r)->indent, &text, &comment) &&
           keep_comment(r, comment) && add_text(r, text, false);
}

struct token {
    struct adm_str text;
    bool quoted, key;
};

// A text up to its end, or up to the colon that makes it a key.
static bool read_token(struct reader *r, struct token *token) {
    const char *from = r->line.at;
    bool one = true;
    token->quoted = *from == '"' || *from == '\'';
    if (!token->quoted) {
        ADM_TRY(adm_manifest_line_plain(&r->line, &token->text, &token->key));
    } else {
        ADM_TRY(adm_manifest_line_quoted(&r->line, &token->text, &one));
        token->key = *r->line.at == ':' && (r->line.at[1] == ' ' || r->line.at[1] == '\n');
    }
    return !token->key || (one && r->line.at - from <= KEY_BYTES_MAX);
}

static bool add_token(struct reader *r, struct token *token) {
    if (r->depth == 0)
        return false;
    if (!token->quoted)
        ADM_TRY(adm_manifest_line_more(&r->line, top(r)->indent, &token->text));
    return add_text(r, token->text, !token->quoted) && end_line(r);
}

// Whether nothing but a comment follows on this line: then the value stands below.
static bool is_below(struct reader *r) {
    const char *at = r->line.at;
    while (*at == ' ')
        at++;
    return *at == '\n' || (*at == '#' && at > r->line.at);
}

static bool wait_below(struct reader *r) {
    top(r)->pending = true;
    return end_line(r);
}

// What begins like no text; `*done` when it was one of those.
static bool read_special(struct reader *r, bool *done) {
    char c = *r->line.at;
    *done = c == '[' || c == '{' || c == '|' || c == '>';
    if (!*done)
        return true;
    if (r->depth == 0)
        return false;
    return c == '[' || c == '{' ? read_flow(r) : read_block(r);
}

// Behind a key, at its colon.
static bool read_value(struct reader *r) {
    struct token token = {0};
    bool done = false;
    r->line.at++;
    if (is_below(r))
        return wait_below(r);
    skip_spaces(r);
    ADM_TRY(read_special(r, &done));
    return done || (read_token(r, &token) && !token.key && add_token(r, &token));
}

// A collection or a scalar at the current column: after a dash, or first on its line.
static bool read_node(struct reader *r) {
    struct token token = {0};
    bool done = false;
    while (is_dash(r->line.at)) {
        struct level list = {.indent = (int)(r->line.at - r->start)};
        ADM_TRY(open_level(r, list));
        r->line.at++;
        if (is_below(r))
            return wait_below(r);
        skip_spaces(r);
    }
    struct level map = {.indent = (int)(r->line.at - r->start), .map = true};
    ADM_TRY(read_special(r, &done));
    if (done)
        return true;
    ADM_TRY(read_token(r, &token));
    if (!token.key)
        return add_token(r, &token);
    return open_level(r, map) && add_text(r, token.text, !token.quoted) && read_value(r);
}

static bool read_entry(struct reader *r) {
    r->line.at++;
    if (is_below(r))
        return wait_below(r);
    skip_spaces(r);
    return read_node(r);
}

static bool read_member(struct reader *r) {
    struct token token = {0};
    return read_token(r, &token) && token.key && add_text(r, token.text, !token.quoted) &&
           read_value(r);
}

// Whether the open collection ends before a line of this column.
static bool ends_before(const struct level *level, int column, bool dash) {
    return level->indent > column || (level->indent == column && level->flush && !dash);
}

// The line goes on with the open collection: its next entry, its next member, or the value that a
// key or a dash waits for.
static bool read_next(struct reader *r, struct level *level, int column) {
    bool dash = is_dash(r->line.at);
    bool pending = level->pending;
    level->pending = false;
    if (column > level->indent)
        return pending && read_node(r);
    if (level->map && dash) {
        struct level list = {.indent = column, .flush = true};
        return pending && open_level(r, list) && read_entry(r);
    }
    if (pending)
        ADM_TRY(adm_manifest_tree_scalar(r->tree, &nothing));
    if (level->map)
        return read_member(r);
    return dash && read_entry(r);
}

static bool read_content(struct reader *r, int column) {
    bool dash = is_dash(r->line.at);
    r->tree->at = adm_manifest_chunk_offset(r->chunk, (size_t)(r->line.at - r->chunk->body.data));
    while (r->depth > 0 && ends_before(top(r), column, dash))
        ADM_TRY(close_level(r));
    if (r->depth > 0)
        return read_next(r, top(r), column);
    bool first = !r->began;
    r->began = true;
    return first && read_node(r);
}

static bool read_line(struct reader *r) {
    r->start = r->line.at;
    skip_spaces(r);
    const char *at = r->line.at;
    if (take(r, '\n'))
        return true;
    if (*at == '#') {
        const char *end = memchr(at, '\n', (size_t)(r->line.end - at));
        r->line.at = end + 1;
        return keep_comment(r, (struct adm_str){at, (size_t)(end - at)});
    }
    bool ends_document = at == r->start && strncmp(at, "...", 3) == 0;
    return !ends_document && read_content(r, (int)(at - r->start));
}

static bool read_lines(struct reader *r) {
    while (r->line.at < r->line.end)
        ADM_TRY(read_line(r));
    while (r->depth > 0)
        ADM_TRY(close_level(r));
    return !r->began || adm_manifest_chunk_take(r->chunk);
}

// Characters that the reader does not know about.
static bool is_plain(const struct adm_manifest_chunk *chunk) {
    return !chunk->unusual && memchr(chunk->body.data, '\r', chunk->body.len) == NULL;
}

bool adm_manifest_plain_read(struct adm_manifest_chunk *chunk) {
    struct adm_str body = chunk->body;
    struct reader r = {.chunk = chunk,
                       .tree = chunk->tree,
                       .line = {body.data, body.data + body.len, chunk->tree->arena}};
    if (!is_plain(chunk))
        return false;
    adm_manifest_tree_begin(r.tree);
    if (read_lines(&r))
        return true;
    adm_manifest_chunk_forget(chunk);
    adm_manifest_tree_begin(r.tree);
    return false;
}
