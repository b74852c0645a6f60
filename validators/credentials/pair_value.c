// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "validators/credentials/pair.h"
#include "validators/credentials/refers.h"

enum { NETRC_NEAR = 160, SAID_MIN = 6, TEMPLATE_NEAR = 1024 };

static size_t skip_blanks(struct adm_str text, size_t at) {
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    return at;
}

static size_t line_end(struct adm_str text, size_t at) {
    size_t to = at + ADM_PAIR_VALUE_MAX < text.len ? at + ADM_PAIR_VALUE_MAX : text.len;
    const char *end = memchr(text.data + at, '\n', to - at);
    return end == NULL ? to : (size_t)(end - text.data);
}

// To the end of $(…) on its line, or where it is.
static size_t skip_command(struct adm_str text, size_t at) {
    size_t depth = 0, to = line_end(text, at);
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
static bool read_quoted(struct adm_str text, size_t at, struct adm_pair_value *out) {
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
    size_t start = line_end(text, at) + 1, end = start, base = name->line;
    size_t indent = skip_blanks(text, base) - base;
    while (end < text.len && end - start < ADM_PAIR_VALUE_MAX) {
        size_t next = line_end(text, end), content = skip_blanks(text, end);
        if (content < next && content - end <= indent)
            break;
        end = next < text.len ? next + 1 : next;
    }
    if (start >= end)
        return false;
    size_t first = skip_blanks(text, start);
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
    size_t i = at, limit = line_end(text, at);
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
    size_t end = line_end(text, at);
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
        at = skip_blanks(text, end + 1);
        end = at < text.len ? plain_end(text, at) : at;
    } else if (alone) {
        end = first_of_many(text, at, end, name);
    }
    *out = (struct adm_pair_value){.text = adm_str_slice(text, at, end), .at = at, .end = end};
    return end > at;
}

// !tag, &anchor: said of the value, not part of it.
static size_t skip_properties(struct adm_str text, size_t at) {
    for (size_t i = 0; i < 3; i++) {
        char c = adm_chars_at(text, at);
        size_t end = at;
        if (c != '!' && c != '&')
            break;
        while (end < text.len && !adm_chars_in(text.data[end], ADM_CHARS_SPACE))
            end++;
        if (adm_chars_at(text, end) != ' ')
            break;
        at = skip_blanks(text, end);
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

static bool is_quote_at(struct adm_str text, size_t at) {
    size_t i = at;
    while (adm_chars_at(text, i) == '\\' && i - at < 8)
        i++;
    char c = adm_chars_at(text, i);
    return c == '"' || c == '\'' || (c == '`' && i == at);
}

bool adm_pair_value_at(struct adm_str text, size_t at, const struct adm_pair_name *name,
                       struct adm_pair_value *out) {
    at = skip_blanks(text, at);
    if (is_intrinsic(text, at))
        return false;
    at = skip_properties(text, at);
    if (at >= text.len)
        return false;
    if (is_quote_at(text, at) && text.data[at] != name->inside) {
        if (!read_quoted(text, at, out))
            return read_plain(text, at, name, out);
        return text.data[at] != '`' || !adm_chars_any(out->text, ADM_CHARS_SPACE); // a command
    }
    char c = text.data[at];
    size_t rest = at + 1 + adm_chars_run(text, at + 1, ADM_CHARS_DIGIT, 2);
    rest += adm_chars_at(text, rest) == '-' || adm_chars_at(text, rest) == '+' ? 1U : 0U;
    if ((c == '|' || c == '>') && name->first && skip_blanks(text, rest) == line_end(text, at))
        return read_block(text, at, name, out);
    return read_plain(text, at, name, out);
}

// The length of what separates a name from its value at `at`, or 0.
static size_t separator(struct adm_str text, size_t at) {
    static const char *const signs[] = {"=>", ":=", "?=", "+=", "==", "=~", "::", "=", ":"};
    static const char *const none[] = {"==", "=~", "::", "://"};
    struct adm_str rest = adm_str_slice(text, at, at + 3 < text.len ? at + 3 : text.len);
    for (size_t i = 0; i < sizeof none / sizeof(char *); i++)
        if (adm_str_starts(rest, none[i]))
            return 0;
    for (size_t i = 0; i < sizeof signs / sizeof(char *); i++)
        if (adm_str_starts(rest, signs[i]))
            return strlen(signs[i]);
    return 0;
}

// <password>x</password>, <password attribute="y">x</password>
static bool read_element(struct adm_str text, const struct adm_pair_name *name,
                         struct adm_pair_value *out) {
    size_t limit = line_end(text, name->end);
    size_t close = adm_chars_find(text, name->end, limit, ">");
    if (close == SIZE_MAX || text.data[close - 1] == '/')
        return false;
    size_t to = close + ADM_PAIR_VALUE_MAX < text.len ? close + ADM_PAIR_VALUE_MAX : text.len;
    size_t end = adm_chars_find(text, close + 1, to, "</");
    if (end == SIZE_MAX)
        return false;
    *out = (struct adm_pair_value){.at = close + 1, .end = end, .quoted = true};
    struct adm_str inside = adm_str_slice(text, close + 1, end);
    if (adm_str_index(inside, '<') < inside.len && !adm_str_starts(inside, "<!"))
        return false; // elements inside
    if (adm_str_starts(inside, "<![CDATA[") && adm_str_ends(inside, "]]>"))
        inside = adm_str_slice(inside, 9, inside.len - 3);
    out->text = adm_chars_trim(inside);
    out->at = (size_t)(out->text.data - text.data);
    return out->text.len > 0;
}

// define('X', 'v'), getenv("X", "v"), setPassword("v")
static bool read_call(struct adm_str text, const struct adm_pair_name *name,
                      struct adm_pair_value *out) {
    static const char *const calls[] = {"define(", "env(",         "get(", "getenv(", "setenv(",
                                        "put(",    "setproperty(", "set(", "default("};
    size_t at = skip_blanks(text, name->after), lead = name->start - (name->quote != '\0');
    if (adm_chars_at(text, name->end) == '(' && name->quote == '\0' && at == name->end)
        return is_quote_at(text, at + 1) && adm_chars_at(text, at + 1) != '`' &&
               read_quoted(text, at + 1, out) &&
               adm_chars_at(text, skip_blanks(text, out->end)) == ')';
    if (adm_chars_at(text, at) != ',' || name->quote == '\0')
        return false;
    while (lead > 0 && text.data[lead - 1] == ' ')
        lead--;
    for (size_t i = 0; i < sizeof calls / sizeof(char *); i++) {
        size_t len = strlen(calls[i]);
        if (lead >= len && adm_chars_begins(text, lead - len, calls[i]))
            return is_quote_at(text, skip_blanks(text, at + 1)) &&
                   read_quoted(text, skip_blanks(text, at + 1), out);
    }
    return false;
}

// --password x; "--password", "x"; and on the next line of a list: - x
static bool read_flag(struct adm_str text, const struct adm_pair_name *name,
                      struct adm_pair_value *out) {
    size_t at = name->end;
    bool listed = name->quote != '\0' || is_quote_at(text, at);
    while (adm_chars_at(text, at) == '\\' ||
           (listed && adm_chars_in(adm_chars_at(text, at), ADM_CHARS_QUOTE)))
        at++;
    size_t blank = skip_blanks(text, at);
    if (listed && adm_chars_at(text, blank) == ',') {
        at = blank + 1 + adm_chars_run(text, blank + 1, ADM_CHARS_SPACE, 200);
        // Not the next key of a map.
        return is_quote_at(text, at) && read_quoted(text, at, out) &&
               adm_chars_at(text, skip_blanks(text, out->end)) != ':';
    }
    if (blank < text.len && text.data[blank] == '\n') {
        size_t next = skip_blanks(text, blank + 1);
        if (adm_chars_at(text, next) != '-' || adm_chars_at(text, next + 1) != ' ')
            return false;
        struct adm_pair_name item = {.first = true, .line = blank + 1};
        return adm_pair_value_at(text, next + 2, &item, out);
    }
    return blank > at && adm_chars_at(text, blank) != '-' &&
           adm_pair_value_at(text, blank, name, out);
}

// Directives without a separator: requirepass x, ENV PASSWORD x, login u password x, PASSWORD 'x'.
static bool read_directive(struct adm_str text, const struct adm_pair_name *name,
                           struct adm_pair_value *out) {
    static const char *const words[] = {
        "requirepass", "masterauth",        "auth_pass", "bindpw",     "rootpw",
        "sasl_passwd", "insecure-password", "authtoken", "_authtoken", "_password"};
    size_t at = skip_blanks(text, name->end), lead = name->line;
    if (at == name->end || name->quote != '\0')
        return false;
    if (adm_chars_at(text, at) == '\'' && name->inside != '\'')
        return read_quoted(text, at, out);
    if (name->inside != '\0')
        return false;
    bool known = false;
    for (size_t i = 0; i < sizeof words / sizeof(char *); i++)
        known = known || adm_chars_same(name->text, words[i]);
    size_t first = skip_blanks(text, lead);
    struct adm_str before = adm_str_slice(text, first, name->start);
    bool docker = adm_chars_begins(before, 0, "env ") || adm_chars_begins(before, 0, "arg ");
    size_t near = name->start > NETRC_NEAR ? name->start - NETRC_NEAR : 0;
    bool netrc =
        adm_chars_begins(name->text, name->text.len < 8 ? 0 : name->text.len - 8, "password") &&
        adm_chars_find(text, near, name->end, "machine ") < name->end &&
        adm_chars_find(text, near, name->end, "login ") < name->end;
    bool user = adm_chars_begins(before, 0, "user "); // HAProxy
    if (!(known && (name->first || user || before.len > 0)) && !docker && !netrc)
        return false;
    return adm_pair_value_at(text, at, name, out);
}

// "The password is x7Kq-lamp, please …": a word with digits in it.
static bool read_said(struct adm_str text, size_t at, const struct adm_pair_name *name,
                      struct adm_pair_value *out) {
    struct adm_pair_name word = {.inside = name->inside};
    if (!adm_pair_value_at(text, at, &word, out))
        return false;
    while (out->text.len > 0 && strchr(".!?", out->text.data[out->text.len - 1]) != NULL)
        out->text.len--;
    return out->text.len >= SAID_MIN && !adm_chars_any(out->text, ADM_CHARS_SPACE) &&
           adm_chars_any(out->text, ADM_CHARS_DIGIT) && adm_chars_any(out->text, ADM_CHARS_ALPHA);
}

// The type between a name and its value in Python and TypeScript: password: str = "x".
static size_t skip_type(struct adm_str text, size_t at) {
    size_t word = adm_chars_run(text, at, ADM_CHARS_ALPHA, 16);
    size_t sign = skip_blanks(text, at + word);
    bool typed = word > 0 && adm_chars_at(text, sign) == '=' &&
                 adm_chars_at(text, sign + 1) == ' ' &&
                 is_quote_at(text, skip_blanks(text, sign + 1));
    return typed ? skip_blanks(text, sign + 1) : at;
}

static size_t value_start(struct adm_str text, const struct adm_pair_name *name, size_t sign) {
    size_t at = skip_blanks(text, sign);
    // JSON and flow maps may go on in the next line; in YAML that is what stands below.
    if (name->quote != '\0' && adm_chars_at(text, at) == '\n') {
        size_t next = at + adm_chars_run(text, at, ADM_CHARS_SPACE, 200);
        at = is_quote_at(text, next) ? next : at;
    }
    return skip_type(text, at);
}

// Behind the name: brackets that end an index, blanks, and the line end of an explicit key.
static size_t sign_start(struct adm_str text, const struct adm_pair_name *name) {
    size_t at = name->after;
    while (at < text.len && (text.data[at] == ']' || text.data[at] == ')') && at - name->after < 2)
        at++;
    at = skip_blanks(text, at);
    size_t next = skip_blanks(text, at + 1);
    bool explicit = adm_chars_at(text, at) == '\n' && name->first; // ? password \n : x
    return explicit && adm_chars_at(text, next) == ':' ? next : at;
}

// A colon that separates nothing: `pwd`:…, "PASS: all is well", psql's :'variable'.
static bool is_idle_colon(struct adm_str text, const struct adm_pair_name *name, size_t at) {
    if (text.data[at] != ':')
        return false;
    bool said = adm_chars_at(text, at + 1) == ' ' && !name->first && !name->flow;
    return name->quote == '`' || (said && adm_chars_same(name->text, "pass")) ||
           (at > name->after && adm_chars_at(text, at + 1) == '\'');
}

static bool read_unsigned(struct adm_str text, const struct adm_pair_name *name, size_t at,
                          struct adm_pair_value *out) {
    if (adm_chars_begins(text, at, "is ") && read_said(text, at + 3, name, out))
        return true;
    return read_call(text, name, out) || (name->flag && read_flag(text, name, out)) ||
           read_directive(text, name, out);
}

// Whether a map, a list or the lines below are the value.
static bool opens_more(struct adm_str text, const struct adm_pair_name *name, size_t at) {
    char c = adm_chars_at(text, at), after = adm_chars_at(text, skip_properties(text, at));
    bool map = c == '{' && adm_chars_at(text, at + 1) != '{';
    return ((map || c == '[') && name->inside == '\0') || after == '\n' || after == '\r';
}

bool adm_pair_value_of(struct adm_str text, const struct adm_pair_name *name,
                       struct adm_pair_value *out, size_t *open) {
    *open = SIZE_MAX;
    if (name->element)
        return read_element(text, name, out);
    size_t at = sign_start(text, name), sign = separator(text, at);
    if (sign == 0 && adm_chars_at(text, at) == '{')
        *open = at;
    if (sign == 0)
        return read_unsigned(text, name, at, out);
    if (is_idle_colon(text, name, at))
        return false;
    at = value_start(text, name, at + sign);
    if (!opens_more(text, name, at))
        return adm_pair_value_at(text, at, name, out);
    *open = at;
    return false;
}
