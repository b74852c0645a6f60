// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_cause.h"

#include <string.h>

// Keys are at most this long, in characters (YAML 1.1, 7.3.1).
enum { KEY_CHARACTERS_MAX = 1024 };

static bool is_break(char c) { return c == '\n' || c == '\r'; }
static bool is_tail(char c) { return ((unsigned char)c & 0xC0U) == 0x80U; }

// NUL at the text's end.
static char byte_at(const struct adm_yaml_stop *stop, uint32_t at) {
    if (at < stop->text.len)
        return stop->text.data[at];
    return '\0';
}

static bool is_end(const struct adm_yaml_stop *stop, uint32_t at) {
    char c = byte_at(stop, at);
    return c == '\0' || c == ' ' || c == '\t' || is_break(c);
}

static uint32_t line_start(const struct adm_yaml_stop *stop, uint32_t at) {
    while (at > 0 && !is_break(stop->text.data[at - 1]))
        at--;
    return at;
}

// The end of the line without its trailing spaces.
static uint32_t line_end(const struct adm_yaml_stop *stop, uint32_t at) {
    uint32_t end = at;
    for (; at < stop->text.len && !is_break(stop->text.data[at]); at++)
        if (stop->text.data[at] != ' ' && stop->text.data[at] != '\t')
            end = at + 1;
    return end;
}

static uint32_t skip_spaces(const struct adm_yaml_stop *stop, uint32_t at) {
    while (byte_at(stop, at) == ' ' || byte_at(stop, at) == '\t')
        at++;
    return at;
}

static bool is_first_in_line(const struct adm_yaml_stop *stop, uint32_t at) {
    return skip_spaces(stop, line_start(stop, at)) == at;
}

// The start of the nearest line above that is neither empty nor a comment, or this line's.
static uint32_t line_above(const struct adm_yaml_stop *stop, uint32_t at) {
    uint32_t start = line_start(stop, at);
    for (uint32_t line = start; line > 0;) {
        line = line_start(stop, line - 1);
        char first = byte_at(stop, skip_spaces(stop, line));
        if (first != '#' && !is_break(first))
            return line;
    }
    return start;
}

// The first colon with a space or the line's end after it (or, not `spaced`, with neither) in
// [from, to); `to` when there is none. Colons in quotes are passed over.
static uint32_t find_colon(const struct adm_yaml_stop *stop, struct adm_span part, bool spaced) {
    char quote = '\0';
    for (uint32_t i = part.start; i < part.end; i++) {
        char c = stop->text.data[i];
        bool opens = (c == '"' || c == '\'') &&
                     (i == part.start || strchr(" \t[{,:", stop->text.data[i - 1]) != NULL);
        if (quote != '\0' && c == quote)
            quote = '\0';
        else if (quote != '\0')
            continue;
        else if (opens)
            quote = c;
        else if (c == ':' && is_end(stop, i + 1) == spaced && byte_at(stop, i + 1) != '/')
            return i;
    }
    return part.end;
}

static struct adm_span rune_at(const struct adm_yaml_stop *stop, uint32_t at) {
    uint32_t end = at;
    if (end < stop->text.len && !is_break(stop->text.data[end]))
        for (end++; end < stop->text.len && is_tail(stop->text.data[end]);)
            end++;
    return (struct adm_span){at, end};
}

struct adm_yaml_cause adm_yaml_cause_at(const struct adm_yaml_stop *stop,
                                        enum adm_yaml_refusal refusal, uint32_t place) {
    return (struct adm_yaml_cause){.refusal = refusal, .span = rune_at(stop, place)};
}

static struct adm_yaml_cause because(struct adm_yaml_cause cause, struct adm_span span,
                                     struct adm_str label) {
    cause.reason = (struct adm_label){span, label};
    return cause;
}

struct adm_yaml_cause adm_yaml_cause_open_quote(const struct adm_yaml_stop *stop) {
    return adm_yaml_cause_at(stop, ADM_YAML_QUOTE_OPEN, stop->from);
}

// Whether only spaces lie between where the span ends and the place.
static bool follows(const struct adm_yaml_stop *stop, struct adm_span span, uint32_t at) {
    return span.end > span.start && span.end <= at && skip_spaces(stop, span.end) == at;
}

// Something goes on where a value is complete.
static struct adm_yaml_cause find_followed(const struct adm_yaml_stop *stop) {
    const struct adm_span *quoted = &stop->events->quoted;
    if (follows(stop, stop->events->alias, stop->at))
        return adm_yaml_cause_at(stop, ADM_YAML_ALIAS_FOLLOWED, stop->at);
    if (!follows(stop, *quoted, stop->at))
        return adm_yaml_cause_at(stop, ADM_YAML_VALUE_FOLLOWED, stop->at);
    if (line_start(stop, quoted->start) == line_start(stop, quoted->end))
        return because(adm_yaml_cause_at(stop, ADM_YAML_QUOTE_FOLLOWED, stop->at),
                       rune_at(stop, quoted->end - 1), ADM_STR("closed here"));
    return because(adm_yaml_cause_at(stop, ADM_YAML_QUOTE_LATE, quoted->start),
                   rune_at(stop, quoted->end - 1), ADM_STR("closed here"));
}

static struct adm_yaml_cause find_deeper(const struct adm_yaml_stop *stop, uint32_t first,
                                         uint32_t above) {
    return because(adm_yaml_cause_at(stop, ADM_YAML_INDENT_DEEPER, first),
                   rune_at(stop, skip_spaces(stop, above)), ADM_STR("the line above begins here"));
}

struct adm_yaml_cause adm_yaml_cause_in_map(const struct adm_yaml_stop *stop) {
    char c = byte_at(stop, stop->at);
    uint32_t above = line_above(stop, stop->at);
    if (c == ',')
        return adm_yaml_cause_at(stop, ADM_YAML_VALUE_FOLLOWED, stop->at);
    if (c == ']' || c == '}')
        return adm_yaml_cause_at(stop, ADM_YAML_BRACKET_CLOSED, stop->at);
    if (c == ':' && is_end(stop, stop->at + 1))
        return adm_yaml_cause_at(stop, ADM_YAML_COLON_ALONE, stop->at);
    if (!is_first_in_line(stop, stop->at))
        return find_followed(stop);
    if (stop->at - line_start(stop, stop->at) > skip_spaces(stop, above) - above)
        return find_deeper(stop, stop->at, above);
    bool item = c == '-' && is_end(stop, stop->at + 1);
    enum adm_yaml_refusal refusal = item ? ADM_YAML_ITEM_IN_MAP : ADM_YAML_INDENT_MAP;
    return because(adm_yaml_cause_at(stop, refusal, stop->at), rune_at(stop, stop->from),
                   ADM_STR("the map begins here"));
}

struct adm_yaml_cause adm_yaml_cause_in_list(const struct adm_yaml_stop *stop) {
    if (!is_first_in_line(stop, stop->at))
        return find_followed(stop);
    return because(adm_yaml_cause_at(stop, ADM_YAML_INDENT_LIST, stop->at),
                   rune_at(stop, stop->from), ADM_STR("the list begins here"));
}

struct adm_yaml_cause adm_yaml_cause_in_brackets(const struct adm_yaml_stop *stop) {
    char c = byte_at(stop, stop->at);
    struct adm_span opened = rune_at(stop, stop->from);
    bool same_line = line_start(stop, stop->from) == line_start(stop, stop->at);
    if (c == ']' || c == '}')
        return because(adm_yaml_cause_at(stop, ADM_YAML_BRACKET_OTHER, stop->at), opened,
                       ADM_STR("opened here"));
    if (follows(stop, stop->events->quoted, stop->at))
        return find_followed(stop);
    if (c != '\0' && same_line)
        return because(adm_yaml_cause_at(stop, ADM_YAML_COMMA_MISSING, stop->at), opened,
                       ADM_STR("opened here"));
    struct adm_yaml_cause cause = adm_yaml_cause_at(stop, ADM_YAML_BRACKET_OPEN, stop->from);
    return c == '\0' ? cause : because(cause, rune_at(stop, stop->at), ADM_STR("still open here"));
}

// A line that ought to be `key: value`, or its first line ought to.
static struct adm_yaml_cause find_key(const struct adm_yaml_stop *stop, uint32_t line) {
    struct adm_span whole = {skip_spaces(stop, line), line_end(stop, line)};
    uint32_t colon = find_colon(stop, whole, false);
    if (colon < whole.end)
        return adm_yaml_cause_at(stop, ADM_YAML_COLON_SPACE, colon);
    return (struct adm_yaml_cause){.refusal = ADM_YAML_COLON_MISSING, .span = whole};
}

struct adm_yaml_cause adm_yaml_cause_no_colon(const struct adm_yaml_stop *stop) {
    bool long_key = stop->at - stop->from > KEY_CHARACTERS_MAX &&
                    line_end(stop, stop->from) - stop->from > KEY_CHARACTERS_MAX;
    if (long_key)
        return adm_yaml_cause_at(stop, ADM_YAML_KEY_LENGTH, stop->from);
    return find_key(stop, stop->from);
}

// A colon where no value may begin: the value before it has one, or the line is deeper than it may
// be, or the line above is no key.
struct adm_yaml_cause adm_yaml_cause_colon(const struct adm_yaml_stop *stop) {
    uint32_t start = line_start(stop, stop->at), first = skip_spaces(stop, start);
    uint32_t above = line_above(stop, stop->at);
    if (stop->at - start > 3 && memcmp(stop->text.data + start, "---", 3) == 0)
        return adm_yaml_cause_at(stop, ADM_YAML_COLON_AFTER_DASHES, stop->at);
    struct adm_span before = {first, stop->at};
    if (find_colon(stop, before, true) < stop->at || above == start)
        return adm_yaml_cause_at(stop, ADM_YAML_COLON_IN_VALUE, stop->at);
    struct adm_span other = {skip_spaces(stop, above), line_end(stop, above)};
    if (find_colon(stop, other, true) == other.end && byte_at(stop, other.start) != '-')
        return find_key(stop, above);
    return find_deeper(stop, first, above);
}

struct adm_yaml_cause adm_yaml_cause_item(const struct adm_yaml_stop *stop) {
    return adm_yaml_cause_at(stop, ADM_YAML_ITEM_ON_LINE, stop->at);
}

struct adm_yaml_cause adm_yaml_cause_no_value(const struct adm_yaml_stop *stop) {
    char c = byte_at(stop, stop->at);
    const struct adm_yaml_events *events = stop->events;
    if (c == '\0' && events->flow_depth > 0)
        return adm_yaml_cause_at(stop, ADM_YAML_BRACKET_OPEN,
                                 events->frames[events->depth - 1].item.node->span.start);
    if (c == ',')
        return adm_yaml_cause_at(stop, ADM_YAML_VALUE_MISSING, stop->at);
    if (c == ':')
        return adm_yaml_cause_at(stop, ADM_YAML_TEXT_START, stop->at);
    bool closes = c == ']' || c == '}';
    return adm_yaml_cause_at(stop, closes ? ADM_YAML_BRACKET_CLOSED : ADM_YAML_SYNTAX, stop->at);
}

struct adm_yaml_cause adm_yaml_cause_start(const struct adm_yaml_stop *stop) {
    bool tab = byte_at(stop, stop->at) == '\t';
    return adm_yaml_cause_at(stop, tab ? ADM_YAML_TAB : ADM_YAML_TEXT_START, stop->at);
}

struct adm_yaml_cause adm_yaml_cause_over(const struct adm_yaml_stop *stop) {
    return adm_yaml_cause_at(stop, ADM_YAML_DOCUMENT_OVER, stop->at);
}
