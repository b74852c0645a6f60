// SPDX-License-Identifier: Apache-2.0
// How a name is given its value where it stands: by a sign, in an element, in a call, by a flag, by
// a directive, in words.
#include <string.h>

#include "validators/credentials/pair_value.h"
#include "validators/credentials/trivial.h"

enum { NETRC_NEAR = 160, SAID_MIN = 6, SPACED_MIN = 8 };

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
    size_t limit = adm_pair_value_line_end(text, name->end);
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
    size_t at = adm_pair_value_blanks(text, name->after),
           lead = name->start - (name->quote != '\0');
    if (adm_chars_at(text, name->end) == '(' && name->quote == '\0' && at == name->end)
        return adm_pair_value_is_quoted(text, at + 1) && adm_chars_at(text, at + 1) != '`' &&
               adm_pair_value_quoted(text, at + 1, out) &&
               adm_chars_at(text, adm_pair_value_blanks(text, out->end)) == ')';
    if (adm_chars_at(text, at) != ',' || name->quote == '\0')
        return false;
    while (lead > 0 && text.data[lead - 1] == ' ')
        lead--;
    for (size_t i = 0; i < sizeof calls / sizeof(char *); i++) {
        size_t len = strlen(calls[i]);
        if (lead >= len && adm_chars_begins(text, lead - len, calls[i]))
            return adm_pair_value_is_quoted(text, adm_pair_value_blanks(text, at + 1)) &&
                   adm_pair_value_quoted(text, adm_pair_value_blanks(text, at + 1), out);
    }
    return false;
}

// --password x; "--password", "x"; and on the next line of a list: - x
static bool read_flag(struct adm_str text, const struct adm_pair_name *name,
                      struct adm_pair_value *out) {
    size_t at = name->end;
    bool listed = name->quote != '\0' || adm_pair_value_is_quoted(text, at);
    while (adm_chars_at(text, at) == '\\' ||
           (listed && adm_chars_in(adm_chars_at(text, at), ADM_CHARS_QUOTE)))
        at++;
    size_t blank = adm_pair_value_blanks(text, at);
    if (listed && adm_chars_at(text, blank) == ',') {
        at = blank + 1 + adm_chars_run(text, blank + 1, ADM_CHARS_SPACE, 200);
        // Not the next key of a map.
        return adm_pair_value_is_quoted(text, at) && adm_pair_value_quoted(text, at, out) &&
               adm_chars_at(text, adm_pair_value_blanks(text, out->end)) != ':';
    }
    if (blank < text.len && text.data[blank] == '\n') {
        size_t next = adm_pair_value_blanks(text, blank + 1);
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
    size_t at = adm_pair_value_blanks(text, name->end), lead = name->line;
    if (at == name->end || name->quote != '\0')
        return false;
    if (adm_chars_at(text, at) == '\'' && name->inside != '\'')
        return adm_pair_value_quoted(text, at, out);
    if (name->inside != '\0')
        return false;
    bool known = false;
    for (size_t i = 0; i < sizeof words / sizeof(char *); i++)
        known = known || adm_chars_same(name->text, words[i]);
    size_t first = adm_pair_value_blanks(text, lead);
    struct adm_str before = adm_str_slice(text, first, name->start);
    bool docker = adm_chars_begins(before, 0, "env ") || adm_chars_begins(before, 0, "arg ") ||
                  adm_chars_find(before, 0, before.len, "aws configure set ") < before.len;
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

// Whether one of the lines before heads a section: [OUTPUT].
static bool is_in_section(struct adm_str text, size_t line) {
    for (size_t i = 0; i < ADM_PAIR_LINES && line > 0; i++) {
        size_t end = line - 1, start = end;
        while (start > 0 && end - start < ADM_PAIR_NAME_MAX && text.data[start - 1] != '\n')
            start--;
        struct adm_str before = adm_chars_trim(adm_str_slice(text, start, end));
        if (before.len > 2 && before.data[0] == '[' && before.data[before.len - 1] == ']')
            return adm_chars_all(adm_str_slice(before, 1, before.len - 1),
                                 ADM_CHARS_TOKEN | ADM_CHARS_SPACE);
        line = start;
    }
    return false;
}

static bool has_bracket(struct adm_str s) {
    for (size_t i = 0; i < s.len; i++)
        if (strchr("(<[{;", s.data[i]) != NULL)
            return true;
    return false;
}

// A line that is a name of several words and one value, white space between, as in properties,
// spark-defaults.conf and Fluent Bit. Where the format is not told by the name or a section, only
// what cannot be a word is a value: tables and declarations of types look the same.
static bool read_spaced(struct adm_str text, const struct adm_pair_name *name,
                        struct adm_pair_value *out) {
    size_t at = adm_pair_value_blanks(text, name->end), end = at;
    if (at == name->end || name->quote != '\0' || name->inside != '\0' || name->comment ||
        !name->first || name->flag || name->start - name->line > ADM_PAIR_NAME_MAX)
        return false;
    while (end < text.len && end - at < ADM_PAIR_VALUE_MAX &&
           !adm_chars_in(text.data[end], ADM_CHARS_SPACE))
        end++;
    struct adm_str value = adm_str_slice(text, at, end);
    size_t rest = adm_pair_value_blanks(text, end);
    rest += adm_chars_at(text, rest) == '\r';
    if (value.len == 0 || (rest < text.len && text.data[rest] != '\n'))
        return false;
    bool joined = adm_str_index(name->text, '.') < name->text.len ||
                  adm_str_index(name->text, '_') < name->text.len;
    bool random = value.len >= SPACED_MIN && adm_chars_any(value, ADM_CHARS_DIGIT) &&
                  adm_chars_any(value, ADM_CHARS_ALPHA) && !has_bracket(value) &&
                  !adm_trivial_is_name(value);
    *out = (struct adm_pair_value){.text = value, .at = at, .end = end};
    return joined &&
           (random || adm_chars_begins(name->text, 0, "spark.") || is_in_section(text, name->line));
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
    size_t sign = adm_pair_value_blanks(text, at + word);
    bool typed = word > 0 && adm_chars_at(text, sign) == '=' &&
                 adm_chars_at(text, sign + 1) == ' ' &&
                 adm_pair_value_is_quoted(text, adm_pair_value_blanks(text, sign + 1));
    return typed ? adm_pair_value_blanks(text, sign + 1) : at;
}

static size_t value_start(struct adm_str text, const struct adm_pair_name *name, size_t sign) {
    size_t at = adm_pair_value_blanks(text, sign);
    // JSON and flow maps may go on in the next line; in YAML that is what stands below.
    if (name->quote != '\0' && adm_chars_at(text, at) == '\n') {
        size_t next = at + adm_chars_run(text, at, ADM_CHARS_SPACE, 200);
        at = adm_pair_value_is_quoted(text, next) ? next : at;
    }
    return skip_type(text, at);
}

// Behind the name: brackets that end an index, blanks, and the line end of an explicit key.
static size_t sign_start(struct adm_str text, const struct adm_pair_name *name) {
    size_t at = name->after;
    while (at < text.len && (text.data[at] == ']' || text.data[at] == ')') && at - name->after < 2)
        at++;
    at = adm_pair_value_blanks(text, at);
    size_t next = adm_pair_value_blanks(text, at + 1);
    bool explicit = adm_chars_at(text, at) == '\n' && name->first; // ? password \n : x
    return explicit && adm_chars_at(text, next) == ':' ? next : at;
}

// A colon that separates nothing: `pwd`:…, "PASS: all is well", --- PASS: Test, psql's :'variable'.
static bool is_idle_colon(struct adm_str text, const struct adm_pair_name *name, size_t at) {
    if (text.data[at] != ':')
        return false;
    bool said = adm_chars_at(text, at + 1) == ' ' &&
                ((!name->first && (!name->flow || name->inside != '\0')) ||
                 (name->start >= 4 && adm_chars_begins(text, name->start - 4, "--- ")));
    bool test = adm_chars_begins(text, at, ": test") && adm_str_is(name->text, "PASS");
    return name->quote == '`' || test || (said && adm_chars_same(name->text, "pass")) ||
           (at > name->after && adm_chars_at(text, at + 1) == '\'');
}

static bool read_unsigned(struct adm_str text, const struct adm_pair_name *name, size_t at,
                          struct adm_pair_value *out) {
    if (adm_chars_begins(text, at, "is ") && read_said(text, at + 3, name, out))
        return true;
    return read_call(text, name, out) || (name->flag && read_flag(text, name, out)) ||
           read_directive(text, name, out) || read_spaced(text, name, out);
}

// Whether a map, a list or the lines below are the value.
static bool opens_more(struct adm_str text, const struct adm_pair_name *name, size_t at) {
    char c = adm_chars_at(text, at),
         after = adm_chars_at(text, adm_pair_value_properties(text, at));
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
