// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/pair_value.h"

#include <string.h>

#include "validators/credentials/refers.h"

enum { TEMPLATE_NEAR = 1024 };

// To the end of $(…) on its line, or where it is.
static size_t skip_command(struct adm_str text, size_t at) {
    size_t depth = 0, to = adm_pair_value_line_end(text, at);
    for (size_t i = at; i < to; i++) {
        depth += text.data[i] == '(';
        if (text.data[i] == ')' && --depth == 0)
            return i;
    }
    return at;
}

// A quote, the backslashes before it, and whether there are three.
struct opening {
    size_t slashes, start;
    char quote;
    bool triple;
};

static struct opening read_opening(struct adm_str text, size_t at) {
    struct opening o = {0};
    while (adm_chars_at(text, at + o.slashes) == '\\' && o.slashes < 8)
        o.slashes++;
    o.quote = adm_chars_at(text, at + o.slashes);
    o.start = at + o.slashes + 1;
    o.triple = adm_chars_at(text, o.start) == o.quote && adm_chars_at(text, o.start + 1) == o.quote;
    o.start += o.triple ? 2 : 0;
    return o;
}

// In quotes; a backslash keeps the next character, and a quote that is itself escaped closes at one
// that is escaped as often. Two single quotes are one.
bool adm_pair_value_quoted(struct adm_str text, size_t at, struct adm_pair_value *out) {
    struct opening o = read_opening(text, at);
    size_t run = 0, limit = o.start + ADM_PAIR_VALUE_MAX;
    for (size_t i = o.start; i < text.len && i < limit; i++) {
        char c = text.data[i];
        if (c == '\\') {
            run++;
            continue;
        }
        if (c == '$' && adm_chars_at(text, i + 1) == '(') // "$(cat "$FILE")"
            i = skip_command(text, i);
        if (c != o.quote || run > o.slashes) {
            run = 0;
            continue;
        }
        if (c == '\'' && o.slashes == 0 && !o.triple && adm_chars_at(text, i + 1) == '\'') {
            i++;
            continue;
        }
        *out = (struct adm_pair_value){.at = o.start, .end = i + 1, .quoted = true};
        out->text = adm_str_slice(text, o.start, i - run);
        return true;
    }
    return false;
}

// Lines that are indented more than the name's: a block scalar.
static bool read_block(struct adm_str text, size_t at, const struct adm_pair_name *name,
                       struct adm_pair_value *out) {
    size_t start = adm_pair_value_line_end(text, at) + 1, end = start, base = name->line;
    size_t indent = adm_pair_value_blanks(text, base) - base;
    while (end < text.len && end - start < ADM_PAIR_VALUE_MAX) {
        size_t next = adm_pair_value_line_end(text, end),
               content = adm_pair_value_blanks(text, end);
        if (content < next && content - end <= indent)
            break;
        end = next < text.len ? next + 1 : next;
    }
    if (start >= end)
        return false;
    size_t first = adm_pair_value_blanks(text, start);
    *out = (struct adm_pair_value){.at = first, .end = end, .quoted = true, .is_block = true};
    out->text = adm_chars_trim(adm_str_slice(text, first, end));
    return out->text.len > 0;
}

static bool ends_inside(char c, const struct adm_pair_name *name) {
    if (c == name->inside && c != '\0')
        return true;
    if (c == ',' && name->flag) // --credential=realm,user,secret
        return false;
    return c == '\n' || adm_chars_in(c, ADM_CHARS_SPACE | ADM_CHARS_QUOTE) ||
           strchr(";&,)}]<|\\", c) != NULL;
}

// The end of a value inside a line: what ends a word, unless a variable is in the way.
static size_t word_end(struct adm_str text, size_t at, const struct adm_pair_name *name) {
    size_t i = at, limit = adm_pair_value_line_end(text, at);
    while (i < limit) {
        size_t len = 0;
        struct adm_str inner = {0};
        bool opens = text.data[i] == '$' || text.data[i] == '{' || text.data[i] == '<';
        if (opens && text.data[i] != '<' &&
            adm_refers_variable(adm_str_slice(text, 0, limit), i, &len, &inner) != ADM_REFERS_NOT) {
            i += len;
            continue;
        }
        if (i == at && opens && text.data[i] == '<') { // <placeholder>
            size_t close = adm_chars_find(text, i, limit, ">");
            i = close == SIZE_MAX ? i + 1 : close + 1;
            continue;
        }
        if (ends_inside(text.data[i], name))
            break;
        i++;
    }
    return i < limit ? i : limit;
}

// The end of a value that has its line for itself: a comment and a separator after it are not its.
static size_t plain_end(struct adm_str text, size_t at) {
    size_t end = adm_pair_value_line_end(text, at);
    for (size_t i = at; i + 1 < end; i++)
        if ((text.data[i] == ' ' || text.data[i] == '\t') &&
            (text.data[i + 1] == '#' || text.data[i + 1] == ';')) {
            end = i;
            break;
        }
    while (end > at && adm_chars_in(text.data[end - 1], ADM_CHARS_SPACE))
        end--;
    while (end > at && (text.data[end - 1] == ',' || text.data[end - 1] == ';'))
        end--;
    return end;
}

// A value that stands on its line alone, but with more values behind it: KEY=value command,
// a=1&b=2, Key=Value;Key=Value.
static size_t first_of_many(struct adm_str text, size_t at, size_t end,
                            const struct adm_pair_name *name) {
    size_t word = word_end(text, at, name);
    if (at > 0 && text.data[at - 1] == '=' && word < end && adm_chars_at(text, word) == ' ')
        return word;
    if (name->quote != '\0')
        return end;
    for (size_t i = at; i < end; i++)
        if (text.data[i] == '&' || text.data[i] == ';')
            return adm_chars_find(text, i, end, "=") < end ? i : end;
    return end;
}

// Whether the value is on the next line: a here-document, or a line that goes on.
static bool goes_on(struct adm_str text, size_t at, size_t end) {
    if (adm_chars_at(text, end) != '\n')
        return false;
    return (end == at + 1 && text.data[at] == '\\') || adm_chars_begins(text, at, "<<");
}

static bool read_plain(struct adm_str text, size_t at, const struct adm_pair_name *name,
                       struct adm_pair_value *out) {
    bool alone = name->first && name->inside == '\0' && !name->flow && !name->flag;
    size_t end = alone ? plain_end(text, at) : word_end(text, at, name);
    if (alone && goes_on(text, at, end)) {
        at = adm_pair_value_blanks(text, end + 1);
        end = at < text.len ? plain_end(text, at) : at;
    } else if (alone) {
        end = first_of_many(text, at, end, name);
    }
    *out = (struct adm_pair_value){.text = adm_str_slice(text, at, end), .at = at, .end = end};
    return end > at;
}

// !tag, &anchor: said of the value, not part of it.
size_t adm_pair_value_properties(struct adm_str text, size_t at) {
    for (size_t i = 0; i < 3; i++) {
        char c = adm_chars_at(text, at);
        size_t end = at;
        if (c != '!' && c != '&')
            break;
        while (end < text.len && !adm_chars_in(text.data[end], ADM_CHARS_SPACE))
            end++;
        if (adm_chars_at(text, end) != ' ')
            break;
        at = adm_pair_value_blanks(text, end);
    }
    return at;
}

// CloudFormation's short forms, where the text around is a template of it.
static bool is_intrinsic(struct adm_str text, size_t at) {
    static const char *const tags[] = {"!findinmap ", "!getatt ", "!importvalue ", "!join ",
                                       "!ref ",       "!select ", "!sub "};
    size_t from = at > TEMPLATE_NEAR ? at - TEMPLATE_NEAR : 0;
    for (size_t i = 0; i < sizeof tags / sizeof(char *); i++)
        if (adm_chars_begins(text, at, tags[i]))
            return adm_chars_find(text, from, at + TEMPLATE_NEAR, "properties:") != SIZE_MAX ||
                   adm_chars_find(text, from, at + TEMPLATE_NEAR, "aws::") != SIZE_MAX;
    return false;
}

bool adm_pair_value_is_quoted(struct adm_str text, size_t at) {
    size_t i = at;
    while (adm_chars_at(text, i) == '\\' && i - at < 8)
        i++;
    char c = adm_chars_at(text, i);
    return c == '"' || c == '\'' || (c == '`' && i == at);
}

static bool ends_line(struct adm_str text, size_t at) {
    at += adm_chars_at(text, at) == '\r';
    return at >= text.len || text.data[at] == '\n';
}

bool adm_pair_value_at(struct adm_str text, size_t at, const struct adm_pair_name *name,
                       struct adm_pair_value *out) {
    at = adm_pair_value_blanks(text, at);
    if (is_intrinsic(text, at))
        return false;
    at = adm_pair_value_properties(text, at);
    if (at >= text.len)
        return false;
    if (adm_pair_value_is_quoted(text, at) && text.data[at] != name->inside) {
        if (!adm_pair_value_quoted(text, at, out))
            return read_plain(text, at, name, out);
        return text.data[at] != '`' || !adm_chars_any(out->text, ADM_CHARS_SPACE); // a command
    }
    char c = text.data[at];
    size_t rest = at + 1 + adm_chars_run(text, at + 1, ADM_CHARS_DIGIT, 2);
    rest += adm_chars_at(text, rest) == '-' || adm_chars_at(text, rest) == '+' ? 1U : 0U;
    if ((c == '|' || c == '>') && name->first && ends_line(text, adm_pair_value_blanks(text, rest)))
        return read_block(text, at, name, out);
    return read_plain(text, at, name, out);
}
