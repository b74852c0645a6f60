// SPDX-License-Identifier: Apache-2.0
#include "validators/manifest_yaml.h"

#include <string.h>
#include <yaml.h>

#include "core/yaml.h"
#include "core/yaml_text.h"
#include "validators/manifest_text.h"

enum { MARK_BYTES = 3 };
static const char mark[] = "\xEF\xBB\xBF";

struct reader {
    struct adm_manifest_chunk *chunk;
    struct adm_manifest_tree *tree;
    struct adm_str text;   // what libyaml is given, see hide_marks
    struct adm_str origin; // the same with its byte order marks, a part of the chunk's body
    yaml_parser_t parser;
    yaml_event_t event;
    size_t chars, bytes; // the same place, counted as libyaml does and as we do
    size_t seen;         // bytes in which comments have been looked for
    char stand_in;       // last byte of what stands for a byte order mark, or 0
};

// libyaml refuses byte order marks, go-yaml does not. A character of the same length that is not in
// the text stands for them.
static bool hide_marks(struct reader *r, char *text, size_t len) {
    static const char candidates[] = "\xB9\xBA\xBB"; // U+FFF9 to U+FFFB
    char rune[] = "\xEF\xBF\xB9";
    char *at = memmem(text, len, mark, MARK_BYTES);
    for (size_t i = 0; at != NULL && i < sizeof candidates - 1 && r->stand_in == 0; i++) {
        rune[2] = candidates[i];
        if (memmem(text, len, rune, MARK_BYTES) == NULL)
            r->stand_in = candidates[i];
    }
    if (at != NULL && r->stand_in == 0)
        return adm_manifest_tree_fail(r->tree, ADM_SYNTAX,
                                      "byte order marks among unusual characters; remove them");
    rune[2] = r->stand_in;
    for (; at != NULL; at = memmem(at, (size_t)(text + len - at), mark, MARK_BYTES))
        memcpy(at, rune, MARK_BYTES);
    return true;
}

// What libyaml is to read: the bytes as they stand, or a copy without marks.
static bool prepare(struct reader *r) {
    r->text = r->origin;
    if (!r->chunk->unusual || !adm_str_contains(r->origin, ADM_STR("\xEF\xBB\xBF")))
        return true;
    struct adm_str copy = adm_arena_copy(r->tree->arena, r->origin);
    if (copy.data == NULL)
        return adm_manifest_tree_fail_memory(r->tree);
    r->text = copy;
    return hide_marks(r, (char *)(uintptr_t)copy.data, copy.len); // the copy is ours
}

static void show_marks(const struct reader *r, char *text, size_t len) {
    const char rune[] = {'\xEF', '\xBF', r->stand_in};
    char *at = memmem(text, len, rune, sizeof rune);
    for (; at != NULL; at = memmem(at, (size_t)(text + len - at), rune, sizeof rune))
        memcpy(at, mark, MARK_BYTES);
}

static bool is_tail(char c) { return ((unsigned char)c & 0xC0U) == 0x80U; }

// The byte offset of a character; next to the last one asked for, so that all steps are short.
static size_t offset_of(struct reader *r, size_t chars) {
    while (r->chars < chars && r->bytes < r->text.len) {
        r->chars++;
        r->bytes++;
        while (r->bytes < r->text.len && is_tail(r->text.data[r->bytes]))
            r->bytes++;
    }
    while (r->chars > chars && r->bytes > 0) {
        r->chars--;
        r->bytes--;
        while (r->bytes > 0 && is_tail(r->text.data[r->bytes]))
            r->bytes--;
    }
    return r->bytes;
}

static size_t in_stream(const struct reader *r, size_t offset) {
    return adm_manifest_chunk_offset(r->chunk,
                                     (size_t)(r->origin.data - r->chunk->body.data) + offset);
}

static struct adm_str original(const struct reader *r, size_t from, size_t to) {
    return adm_str_slice(r->origin, from, to);
}

// Comments up to the offset, which is no place within a token.
static bool see(struct reader *r, size_t to) {
    if (to <= r->seen)
        return true;
    struct adm_str gap = original(r, r->seen, to);
    r->seen = to;
    return adm_manifest_chunk_gap(r->chunk, gap);
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Where the scalar itself begins: after its tag and anchor, and the comments between them.
static size_t skip_properties(const struct reader *r, size_t at, size_t end) {
    while (at < end) {
        char c = r->text.data[at];
        if (c == '#')
            while (at < end && r->text.data[at] != '\n' && r->text.data[at] != '\r')
                at++;
        else if (c == '!' || c == '&')
            while (at < end && !is_space(r->text.data[at]))
                at++;
        else if (is_space(c))
            at++;
        else
            break;
    }
    return at;
}

// Comments before a scalar, and behind the `|` of a block scalar.
static bool see_scalar(struct reader *r) {
    size_t start = offset_of(r, r->event.start_mark.index);
    size_t end = offset_of(r, r->event.end_mark.index);
    bool properties = r->event.data.scalar.tag != NULL || r->event.data.scalar.anchor != NULL;
    size_t token = properties ? skip_properties(r, start, end) : start;
    yaml_scalar_style_t style = r->event.data.scalar.style;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        while (token < end && r->text.data[token] != '\n' && r->text.data[token] != '\r')
            token++;
    ADM_TRY(see(r, token));
    if (end > r->seen)
        r->seen = end;
    return true;
}

static bool take_scalar(struct reader *r) {
    const char *value = (const char *)r->event.data.scalar.value;
    ADM_TRY(see_scalar(r));
    struct adm_str text =
        adm_arena_copy(r->tree->arena, (struct adm_str){value, r->event.data.scalar.length});
    if (text.data == NULL)
        return adm_manifest_tree_fail_memory(r->tree);
    if (r->stand_in != 0) // the copy is ours
        show_marks(r, (char *)(uintptr_t)text.data, text.len);
    const char *tag = (const char *)r->event.data.scalar.tag;
    struct adm_manifest_scalar scalar = {
        .text = text,
        .plain = tag == NULL && r->event.data.scalar.plain_implicit,
        .tag = tag,
        .anchor = adm_str_from((const char *)r->event.data.scalar.anchor),
    };
    return adm_manifest_tree_scalar(r->tree, &scalar);
}

static bool take_alias(struct reader *r) {
    ADM_TRY(see(r, offset_of(r, r->event.start_mark.index)));
    r->seen = offset_of(r, r->event.end_mark.index);
    return adm_manifest_tree_alias(r->tree, adm_str_from((const char *)r->event.data.alias.anchor));
}

static bool take_event(struct reader *r) {
    r->tree->at = in_stream(r, offset_of(r, r->event.start_mark.index));
    switch (r->event.type) {
    case YAML_DOCUMENT_END_EVENT:
        return adm_manifest_chunk_take(r->chunk);
    case YAML_ALIAS_EVENT:
        return take_alias(r);
    case YAML_SCALAR_EVENT:
        return take_scalar(r);
    case YAML_SEQUENCE_START_EVENT:
        return adm_manifest_tree_open(
            r->tree, false, adm_str_from((const char *)r->event.data.sequence_start.anchor));
    case YAML_MAPPING_START_EVENT:
        return adm_manifest_tree_open(
            r->tree, true, adm_str_from((const char *)r->event.data.mapping_start.anchor));
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        ADM_TRY(see(r, offset_of(r, r->event.end_mark.index)));
        return adm_manifest_tree_close(r->tree);
    case YAML_STREAM_END_EVENT:
        return see(r, r->text.len);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_START_EVENT:
        break;
    }
    return true;
}

static bool fail_problem(struct reader *r) {
    const char *problem = r->parser.problem == NULL ? "not YAML" : r->parser.problem;
    size_t at = in_stream(r, offset_of(r, r->parser.problem_mark.index));
    struct adm_yaml_place place = adm_yaml_text_place(r->tree->text, at);
    return adm_fail(r->tree->err, ADM_SYNTAX, "line %zu column %zu: %s; %s", place.line,
                    place.column, problem, adm_yaml_advice(problem));
}

static bool is_container(const struct adm_json *value) {
    return value->type == ADM_JSON_OBJECT || value->type == ADM_JSON_ARRAY;
}

// What a whole document is followed by is nothing to the API server, whatever it is. A scalar
// before it is but the beginning of what cannot be parsed.
static bool take_problem(struct reader *r) {
    if (r->parser.error == YAML_MEMORY_ERROR)
        return adm_manifest_tree_fail_memory(r->tree);
    if (r->tree->complete && is_container(r->tree->nodes))
        ADM_TRY(adm_manifest_chunk_take(r->chunk));
    if (r->chunk->root_count == 0)
        return fail_problem(r);
    adm_manifest_tree_begin(r->tree);
    return adm_manifest_chunk_loose(r->chunk, original(r, r->seen, r->text.len));
}

static bool read_events(struct reader *r) {
    bool more = true;
    while (more) {
        if (!yaml_parser_parse(&r->parser, &r->event))
            return take_problem(r);
        more = r->event.type != YAML_STREAM_END_EVENT;
        bool taken = take_event(r);
        yaml_event_delete(&r->event);
        ADM_TRY(taken);
    }
    return true;
}

bool adm_manifest_yaml_read(struct adm_manifest_chunk *chunk, size_t from) {
    struct reader r = {.chunk = chunk, .tree = chunk->tree};
    r.origin = adm_str_slice(chunk->body, from, chunk->body.len);
    if (r.origin.len == 0)
        return true;
    adm_manifest_tree_begin(r.tree);
    ADM_TRY(prepare(&r));
    if (!yaml_parser_initialize(&r.parser))
        return adm_manifest_tree_fail_memory(r.tree);
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)r.text.data, r.text.len);
    bool read = read_events(&r);
    yaml_parser_delete(&r.parser);
    return read;
}
