// SPDX-License-Identifier: Apache-2.0
// What belongs to a name without standing after it: the lines below it, the items of its list, the
// value beside it.
#include <string.h>

#include "validators/credentials/pair.h"
#include "validators/credentials/words.h"

static const char *const value_names[] = {
    "content",        "data",  "default",   "defaultvalue", "inline", "literal",
    "parametervalue", "plain", "plaintext", "val",          "value",
};
static const char *const name_names[] = {
    "attribute", "env",          "field",    "key",     "name", "option",   "param",
    "parameter", "parameterkey", "property", "setting", "var",  "variable",
};

static size_t skip_blanks(struct adm_str text, size_t at) {
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    return at;
}

static size_t line_end(struct adm_str text, size_t at) {
    size_t to = at + ADM_PAIR_VALUE_MAX < text.len ? at + ADM_PAIR_VALUE_MAX : text.len;
    const char *end = at < to ? memchr(text.data + at, '\n', to - at) : NULL;
    return end == NULL ? to : (size_t)(end - text.data);
}

static size_t line_start(struct adm_str text, size_t at) {
    size_t from = at > ADM_PAIR_VALUE_MAX ? at - ADM_PAIR_VALUE_MAX : 0;
    while (at > from && text.data[at - 1] != '\n')
        at--;
    return at;
}

// The key of the pair that begins at `at` (quotes and dashes skipped), and where its value begins;
// SIZE_MAX when it is no pair.
static size_t read_key(struct adm_str text, size_t at, struct adm_str *key) {
    size_t slashes = 0;
    while (adm_chars_in(adm_chars_at(text, at), ADM_CHARS_QUOTE) || adm_chars_at(text, at) == '\\')
        at++;
    size_t len = adm_chars_run(text, at, ADM_CHARS_TOKEN, ADM_PAIR_NAME_MAX);
    *key = adm_str_slice(text, at, at + len);
    at += len;
    while (slashes < 8 && (adm_chars_at(text, at) == '\\' ||
                           adm_chars_in(adm_chars_at(text, at), ADM_CHARS_QUOTE))) {
        at++;
        slashes++;
    }
    at = skip_blanks(text, at);
    char c = adm_chars_at(text, at);
    return len > 0 && (c == ':' || c == '=') ? at + 1 : SIZE_MAX;
}

// Whether a key may begin at `i`: behind a bracket, a comma, a line end or an attribute's quote,
// with blanks and its own quote between.
static bool may_begin(struct adm_str text, size_t from, size_t i) {
    bool blank = false;
    if (i > from && adm_chars_in(text.data[i - 1], ADM_CHARS_QUOTE))
        i--;
    while (i > from &&
           (text.data[i - 1] == '\\' || text.data[i - 1] == ' ' || text.data[i - 1] == '\t')) {
        blank = blank || text.data[i - 1] != '\\';
        i--;
    }
    char before = adm_chars_before(text, i, i > from ? 1 : i + 1);
    return i == from || strchr("{,[(\n\r", before) != NULL ||
           (blank && adm_chars_in(before, ADM_CHARS_QUOTE));
}

// The pair of one of these names in [from, to), anywhere on a line.
static bool find_inside(struct adm_str text, size_t from, size_t to, struct adm_pair_value *out) {
    struct adm_str part = adm_str_slice(text, 0, to);
    for (size_t i = from; i < to; i++) {
        struct adm_str key = {0};
        if (!adm_chars_in(text.data[i], ADM_CHARS_ALPHA) || !may_begin(text, from, i))
            continue;
        size_t at = read_key(part, i, &key);
        struct adm_pair_name inside = {.flow = true};
        if (at != SIZE_MAX && ADM_WORDS_IN(key, value_names))
            return adm_pair_value_at(part, at, &inside, out);
        i += key.len;
    }
    return false;
}

// From a bracket to the one that closes it.
static size_t closing(struct adm_str text, size_t at) {
    size_t depth = 0, to = at + (size_t)ADM_PAIR_NEAR * 2 < text.len
                               ? at + (size_t)ADM_PAIR_NEAR * 2
                               : text.len;
    for (size_t i = at; i < to; i++) {
        depth += text.data[i] == '{' || text.data[i] == '[';
        if ((text.data[i] == '}' || text.data[i] == ']') && --depth == 0)
            return i;
    }
    return to;
}

static bool next_in_list(struct adm_str text, size_t *open, struct adm_pair_value *out) {
    size_t at = *open + 1 + adm_chars_run(text, *open + 1, ADM_CHARS_SPACE, 200);
    struct adm_pair_name inside = {.flow = true};
    char c = adm_chars_at(text, at);
    *open = SIZE_MAX;
    if (c == ']' || c == '{' || c == '[' || at >= text.len ||
        !adm_pair_value_at(text, at, &inside, out))
        return false;
    size_t next = out->end + adm_chars_run(text, out->end, ADM_CHARS_SPACE, 200);
    if (adm_chars_at(text, next) == ',')
        *open = next;
    return true;
}

// The first line below that has anything, when it is indented more than the name's (an item of a
// list may stand as far left as the name). SIZE_MAX: none.
static size_t line_below(struct adm_str text, const struct adm_pair_name *name, size_t at) {
    size_t own = skip_blanks(text, name->line) - name->line;
    for (size_t i = 0; i < ADM_PAIR_LINES && at < text.len; i++) {
        size_t content = skip_blanks(text, at), end = line_end(text, at);
        char c = adm_chars_at(text, content);
        if (content >= end || c == '\r' || c == '#') {
            at = end + 1;
            continue;
        }
        bool item = c == '-' && adm_chars_at(text, content + 1) == ' ' && content - at >= own &&
                    name->first;
        return content - at > own || item ? content : SIZE_MAX;
    }
    return SIZE_MAX;
}

// `*open` is at a line's end.
static bool next_below(struct adm_str text, const struct adm_pair_name *name, size_t *open,
                       struct adm_pair_value *out) {
    size_t at = line_below(text, name, line_end(text, *open) + 1);
    struct adm_pair_name line = {.first = true};
    struct adm_str key = {0};
    *open = SIZE_MAX;
    if (at == SIZE_MAX)
        return false;
    line.line = line_start(text, at);
    if (text.data[at] == '-' && adm_chars_at(text, at + 1) == ' ') {
        struct adm_str item = adm_str_slice(text, at + 2, line_end(text, at));
        bool map = item.len == 0 || strchr("{[", item.data[0]) != NULL ||
                   read_key(item, 0, &key) != SIZE_MAX;
        if (map || !adm_pair_value_at(text, at + 2, &line, out))
            return false;
        *open = out->end;
        return true;
    }
    size_t value = read_key(text, at, &key);
    if (value == SIZE_MAX) // a scalar that begins on the next line
        return adm_pair_value_at(text, at, &line, out) &&
               !adm_chars_any(out->text, ADM_CHARS_SPACE);
    return ADM_WORDS_IN(key, value_names) && adm_pair_value_at(text, value, &line, out);
}

bool adm_pair_value_below(struct adm_str text, const struct adm_pair_name *name, size_t *open,
                          struct adm_pair_value *out) {
    size_t at = *open;
    if (at == SIZE_MAX || at >= text.len)
        return false;
    if (text.data[at] == '{') {
        *open = SIZE_MAX;
        return find_inside(text, at + 1, closing(text, at), out);
    }
    if (text.data[at] == '[' || text.data[at] == ',')
        return next_in_list(text, open, out);
    return next_below(text, name, open, out);
}

// A JSON patch names its value by the last segment of `path`, where `op` stands beside it: the
// start of the path that ends in the name, or the name's own start.
static size_t path_start(struct adm_str text, const struct adm_pair_name *name) {
    size_t at = name->start, near = ADM_PAIR_NEAR / 4;
    if (adm_chars_before(text, at, 1) != '/')
        return at;
    size_t from = at > near ? at - near : 0, to = at + near < text.len ? at + near : text.len;
    while (at > name->line && (adm_chars_in(text.data[at - 1], ADM_CHARS_TOKEN | ADM_CHARS_TILDE) ||
                               text.data[at - 1] == '/'))
        at--;
    size_t key = at;
    while (key > name->line && strchr(" \"'\\:", text.data[key - 1]) != NULL)
        key--;
    bool path = key >= 4 && adm_chars_begins(text, key - 4, "path");
    bool patch = adm_chars_find(text, from, to, "op\"") != SIZE_MAX ||
                 adm_chars_find(text, from, to, "op\\\"") != SIZE_MAX ||
                 adm_chars_find(text, from, to, "op:") != SIZE_MAX;
    return path && patch ? at : name->start;
}

// Where the pair begins whose value the name is: name: X, "key": "X", key="X". SIZE_MAX: none.
static size_t naming_key(struct adm_str text, const struct adm_pair_name *name) {
    size_t place = path_start(text, name), at = place, start = 0;
    while (at > name->line && strchr(" \"'\\:=>\t", text.data[at - 1]) != NULL)
        at--;
    start = at;
    while (start > name->line &&
           adm_chars_in(text.data[start - 1], ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW))
        start--;
    struct adm_str word = adm_str_slice(text, start, at);
    bool sign = adm_chars_find(text, at, place, ":") < place ||
                adm_chars_find(text, at, place, "=") < place ||
                adm_chars_find(text, at, place, ">") < place;
    bool names =
        place == name->start ? ADM_WORDS_IN(word, name_names) : adm_chars_same(word, "path");
    return sign && names ? start : SIZE_MAX;
}

static bool is_item(struct adm_str text, size_t at) {
    return adm_chars_at(text, at) == '-' && adm_chars_at(text, at + 1) == ' ';
}

enum line { LINE_OTHER, LINE_PAIR, LINE_OUTSIDE };

// What the line is to a map whose keys begin in column `column`; `key` and `at` of a pair in it.
static enum line judge_line(struct adm_str text, size_t line, size_t column, struct adm_str *key,
                            size_t *at) {
    size_t content = skip_blanks(text, line);
    if (is_item(text, content))
        content = skip_blanks(text, content + 1);
    if (content >= line_end(text, line))
        return LINE_OTHER;
    if (content - line < column)
        return LINE_OUTSIDE;
    *at = content - line == column ? read_key(text, content, key) : SIZE_MAX;
    return *at == SIZE_MAX ? LINE_OTHER : LINE_PAIR;
}

// The next line of the same map, downwards or (`up`) upwards; SIZE_MAX where the item ends.
static size_t next_line(struct adm_str text, size_t line, bool up) {
    bool begins = is_item(text, skip_blanks(text, line)); // an item begins here
    if (up)
        return line == 0 || begins ? SIZE_MAX : line_start(text, line - 1);
    size_t next = line_end(text, line) + 1;
    return next >= text.len || is_item(text, skip_blanks(text, next)) ? SIZE_MAX : next;
}

// The value among the lines of the same map.
static bool find_in_lines(struct adm_str text, size_t line, size_t column, bool up,
                          struct adm_pair_value *out) {
    for (size_t i = 0; i < ADM_PAIR_LINES; i++) {
        struct adm_pair_name own = {.first = true};
        struct adm_str key = {0};
        size_t at = SIZE_MAX;
        line = next_line(text, line, up);
        if (line == SIZE_MAX)
            return false;
        own.line = line;
        enum line what = judge_line(text, line, column, &key, &at);
        if (what == LINE_OUTSIDE)
            return false;
        if (what == LINE_PAIR && ADM_WORDS_IN(key, value_names))
            return adm_pair_value_at(text, at, &own, out);
    }
    return false;
}

// <name>X</name><value>y</value>, <property name="X" value="y"/>, <property name="X">y</property>
static bool find_in_element(struct adm_str text, const struct adm_pair_name *name,
                            struct adm_pair_value *out) {
    size_t to = name->end + ADM_PAIR_NEAR < text.len ? name->end + ADM_PAIR_NEAR : text.len;
    size_t close = adm_chars_find(text, name->end, to, ">");
    if (close == SIZE_MAX)
        return false;
    if (find_inside(text, name->after, close, out))
        return true;
    struct adm_str rest = adm_str_slice(text, close + 1, to);
    size_t blank = adm_chars_run(rest, 0, ADM_CHARS_SPACE, rest.len);
    struct adm_pair_name element = {.element = true, .start = close + 1 + blank};
    if (adm_chars_begins(rest, blank, "<value>")) {
        element.end = element.start + 6;
    } else if (text.data[name->end] == '<' || text.data[close - 1] == '/' || blank > 0) {
        return false;
    } else {
        element.end = close;
    }
    size_t open = 0;
    return adm_pair_value_of(text, &element, out, &open);
}

bool adm_pair_value_beside(struct adm_str text, const struct adm_pair_name *name,
                           struct adm_pair_value *out) {
    size_t key = naming_key(text, name);
    if (key == SIZE_MAX)
        return false;
    size_t column = key - name->line;
    column -= column > 0 && adm_chars_in(text.data[key - 1], ADM_CHARS_QUOTE) ? 1U : 0U;
    size_t open = key;
    while (open > name->line && text.data[open - 1] != '{' && text.data[open - 1] != '<')
        open--;
    char bracket = adm_chars_before(text, open, 1);
    if (open > name->line && bracket == '<')
        return find_in_element(text, name, out);
    if (open > name->line && bracket == '{')
        return find_inside(text, open, closing(text, open - 1), out);
    return find_in_lines(text, name->line, column, false, out) ||
           find_in_lines(text, name->line, column, true, out);
}

bool adm_pair_value_anchored(struct adm_str text, const struct adm_pair_value *value,
                             struct adm_pair_value *out) {
    struct adm_str name = adm_str_slice(value->text, 1, value->text.len);
    size_t back = (size_t)ADM_PAIR_VALUE_MAX * 8;
    size_t at = value->at > back ? value->at - back : 0;
    if (value->quoted || adm_chars_at(value->text, 0) != '*' ||
        !adm_chars_all(name, ADM_CHARS_TOKEN))
        return false;
    while (true) {
        const char *found = memmem(text.data + at, value->at - at, name.data, name.len);
        if (found == NULL)
            return false;
        at = (size_t)(found - text.data) + name.len;
        if (adm_chars_before(text, at - name.len, 1) == '&' && adm_chars_at(text, at) == ' ')
            break;
    }
    struct adm_pair_name line = {.first = true, .line = line_start(text, at)};
    return adm_pair_value_at(text, at, &line, out);
}

static bool points_at(struct adm_str text, size_t line, size_t column) {
    static const char *const pointers[] = {"key",       "name",       "namespace",
                                           "remoteref", "secretname", "secretref"};
    struct adm_str key = {0};
    size_t content = skip_blanks(text, line);
    if (adm_chars_at(text, content) == '-')
        content = skip_blanks(text, content + 1);
    return content - line == column && read_key(text, content, &key) != SIZE_MAX &&
           ADM_WORDS_IN(key, pointers);
}

bool adm_pair_points(struct adm_str text, const struct adm_pair_name *name) {
    size_t next = line_end(text, name->end) + 1;
    return name->first &&
           ((name->line > 0 && points_at(text, line_start(text, name->line - 1), name->indent)) ||
            (next < text.len && points_at(text, next, name->indent)));
}
