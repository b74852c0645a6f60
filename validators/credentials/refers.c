// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/refers.h"

#include <string.h>

#include "validators/credentials/key_name.h"
#include "validators/credentials/template.h"

// A variable that has not ended after BODY_MAX bytes is none: looking further for an end that never
// comes would cost as much for each that opens on a line.
enum { NAME_MAX_LEN = 128, REST_MAX = 128, FILLING_MAX = 12, BODY_MAX = 1024 };

// The length of a bracketed part at `at`, brackets of that kind counted; 0 when it does not close.
static size_t bracketed(struct adm_str s, size_t at, char open, char close) {
    size_t depth = 0, to = at + BODY_MAX < s.len ? at + BODY_MAX : s.len;
    for (size_t i = at; i < to && s.data[i] != '\n'; i++) {
        depth += s.data[i] == open;
        if (s.data[i] == close && --depth == 0)
            return i - at + 1;
    }
    return 0;
}

static bool is_name(struct adm_str s) {
    return s.len > 0 && s.len <= NAME_MAX_LEN && !adm_chars_in(s.data[0], ADM_CHARS_DIGIT) &&
           adm_chars_all(s, ADM_CHARS_TOKEN);
}

// What is behind a variable's name: nothing, or an operator and a default.
static enum adm_refers read_default(struct adm_str rest, struct adm_str *inner) {
    static const char *const operators[] = {":-", ":=", ":", "-", "="};
    if (rest.len == 0)
        return ADM_REFERS_TO;
    for (size_t i = 0; i < sizeof operators / sizeof(char *); i++) {
        if (!adm_str_starts(rest, operators[i]))
            continue;
        *inner = adm_str_slice(rest, strlen(operators[i]), rest.len);
        bool message = inner->len > 0 && strchr("?+", inner->data[0]) != NULL;
        return inner->len == 0 || message ? ADM_REFERS_TO : ADM_REFERS_DEFAULT;
    }
    // ${X?message}, ${X+other}, ${X%.*}, ${X,,}, ${X[0]}, ${f(x)}
    return strchr("?+%#,^/[( |!@", rest.data[0]) != NULL ? ADM_REFERS_TO : ADM_REFERS_NOT;
}

// ${…}: a shell's, Spring's, a template's.
static enum adm_refers read_braces(struct adm_str body, struct adm_str *inner) {
    static const char *const sources[] = {
        "cf",    "ctx",    "dir",    "env",     "file",           "opt",
        "param", "script", "secret", "secrets", "secretsmanager", "self",
        "ssm",   "sys",    "vault"};
    size_t lead = adm_chars_run(body, 0, ADM_CHARS_SPACE, body.len);
    body = adm_chars_trim(adm_str_slice(body, lead, body.len));
    if (body.len > 0 && strchr("{!#", body.data[0]) != NULL)
        return ADM_REFERS_TO;
    size_t len = adm_chars_run(body, 0, ADM_CHARS_ALNUM | ADM_CHARS_DOT, body.len);
    len += adm_chars_run(body, len, ADM_CHARS_TOKEN & ~(unsigned)ADM_CHARS_DASH_LOW, body.len);
    while (len < body.len && body.data[len] == '_')
        len += 1 + adm_chars_run(body, len + 1, ADM_CHARS_ALNUM | ADM_CHARS_DOT, body.len);
    struct adm_str name = adm_str_slice(body, 0, len);
    if (name.len == 0 || name.len > NAME_MAX_LEN)
        return ADM_REFERS_NOT;
    if (adm_chars_at(body, len) == ':' && ADM_WORDS_IN(name, sources))
        return ADM_REFERS_TO;
    if (adm_chars_at(body, len) == '-' && is_name(body)) // ${db-password}: a name with dashes?
        return adm_key_name_is(body) ||
                       !adm_chars_all(name, ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DASH_LOW)
                   ? ADM_REFERS_TO
                   : read_default(adm_str_slice(body, len, body.len), inner);
    return read_default(adm_str_slice(body, len, body.len), inner);
}

// $(VAR), $(command): only what a command prints literally is a value, also through base64.
static enum adm_refers read_command(struct adm_str body, struct adm_str *inner) {
    size_t echo = adm_str_starts(body, "echo ") ? 5 : 0, pipe = adm_str_index(body, '|');
    if (adm_str_starts(body, "printf "))
        echo = 7;
    if (echo == 0 || adm_str_index(body, '$') < body.len ||
        (pipe < body.len && adm_chars_find(body, pipe, body.len, "base64") == SIZE_MAX))
        return ADM_REFERS_TO;
    *inner = adm_chars_trim(adm_str_slice(body, echo, pipe));
    return ADM_REFERS_DEFAULT;
}

// What joins another word to a variable's name at `at`, and that word: .part, :part, ::part, _.
static size_t joined_part(struct adm_str s, size_t at) {
    char c = adm_chars_at(s, at);
    size_t sign = c == ':' && adm_chars_at(s, at + 1) == ':' ? 2 : 1; // $section::name
    if (c != '_' && c != '.' && c != ':' && c != '-')
        return 0;
    size_t run = adm_chars_run(s, at + sign, ADM_CHARS_ALNUM, NAME_MAX_LEN);
    return run > 0 || c == '_' ? sign + run : 0;
}

// $NAME, $name.part:part; passwords may begin with $, so that small letters with digits are not.
static size_t dollar_name(struct adm_str s, size_t at) {
    size_t len = adm_chars_run(s, at + 1, ADM_CHARS_ALNUM, NAME_MAX_LEN);
    for (size_t more = 1; more > 0 && len > 0; len += more)
        more = joined_part(s, at + 1 + len);
    if (adm_chars_at(s, at + 1) == '_' && len == 0)
        len = adm_chars_run(s, at + 1, ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DASH_LOW, NAME_MAX_LEN);
    struct adm_str name = adm_str_slice(s, at + 1, at + 1 + len);
    bool shouts = adm_chars_all(name, ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DASH_LOW);
    if (len == 0 || (!shouts && adm_chars_any(name, ADM_CHARS_DIGIT) && !adm_key_name_is(name)))
        return 0;
    return len + 1;
}

struct form {
    const char *open, *close;
};

// Forms whose inside is a name: %X%, @X@, #{x}, ((x)), __X__, <%= x %>.
static size_t named_form(struct adm_str s, size_t at) {
    static const struct form forms[] = {
        {"$__file{", "}"}, {"$__env{", "}"}, {"$__vault{", "}"}, {"#{", "}"},
        {"%{", "}"},       {"@{", "}"},      {"%(", ")s"},       {"((", "))"},
        {"<%", "%>"},      {"[[", "]]"},     {"{%", "%}"},       {"__", "__"},
        {"%", "%"},        {"@@", "@@"},     {"@", "@"},         {"{", "}"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t open = strlen(forms[i].open);
        if (s.len - at < open || memcmp(s.data + at, forms[i].open, open) != 0)
            continue;
        size_t end = adm_chars_find(s, at + open, at + BODY_MAX, forms[i].close);
        if (end == SIZE_MAX || end == at + open)
            continue;
        struct adm_str inside = adm_chars_trim(adm_str_slice(s, at + open, end));
        bool tag = open != 1 && adm_str_index(inside, '"') == inside.len;
        bool name =
            is_name(inside) && (!adm_chars_any(inside, ADM_CHARS_DIGIT) ||
                                adm_chars_all(inside, ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DASH_LOW));
        if (name || (tag && forms[i].open[0] != '_' && forms[i].open[0] != '@'))
            return end + strlen(forms[i].close) - at;
    }
    return 0;
}

static enum adm_refers read_dollar(struct adm_str text, size_t at, size_t *len,
                                   struct adm_str *inner) {
    // Compose and Kubernetes write $$ for one $.
    size_t open = adm_chars_at(text, at + 1) == '$' ? at + 2 : at + 1;
    char next = adm_chars_at(text, open);
    if (next == '{' || next == '(') {
        size_t body = bracketed(text, open, next, next == '{' ? '}' : ')');
        if (body < 2)
            return ADM_REFERS_NOT;
        struct adm_str inside = adm_str_slice(text, open + 1, open + body - 1);
        *len = open + body - at;
        return next == '{' ? read_braces(inside, inner) : read_command(inside, inner);
    }
    *len = named_form(text, at); // $__file{…}
    if (*len == 0)
        *len = dollar_name(text, at);
    return *len > 0 ? ADM_REFERS_TO : ADM_REFERS_NOT;
}

enum adm_refers adm_refers_variable(struct adm_str text, size_t at, size_t *len,
                                    struct adm_str *inner) {
    if (adm_chars_in(text.data[at], ADM_CHARS_ALNUM))
        return ADM_REFERS_NOT;
    if (text.data[at] == '$')
        return read_dollar(text, at, len, inner);
    if (text.data[at] == '{' && adm_chars_at(text, at + 1) == '{')
        return adm_template_read(text, at, len, inner);
    if (text.data[at] == '`') {
        size_t end = adm_str_index(adm_str_slice(text, at + 1, text.len), '`');
        *len = end + 2;
        return at + *len <= text.len ? ADM_REFERS_TO : ADM_REFERS_NOT;
    }
    *len = named_form(text, at);
    return *len > 0 ? ADM_REFERS_TO : ADM_REFERS_NOT;
}

// A URL or a connection string whose password is a variable: postgres://:@db/x, password=
static bool is_emptied_url(struct adm_str rest) {
    static const char *const places[] = {"://:@", "password=", "pwd="};
    for (size_t i = 0; i < sizeof places / sizeof(char *); i++) {
        size_t at = adm_chars_find(rest, 0, rest.len, places[i]), len = strlen(places[i]);
        if (at >= rest.len)
            continue;
        char next = adm_chars_at(rest, at + len);
        if (i == 0 || next == '\0' || next == ' ' || next == '&' || next == ';')
            return adm_chars_find(rest, at + len, rest.len, "password=") == SIZE_MAX;
    }
    return false;
}

// Whether what stands between the variables is only the words of a name, or of a header.
static bool is_filling(struct adm_str rest) {
    return rest.len == 0 || is_emptied_url(rest) ||
           adm_chars_all(rest, ADM_CHARS_LOWER | ADM_CHARS_DASH_LOW | ADM_CHARS_DOT |
                                   ADM_CHARS_SPACE | ADM_CHARS_PLUS_SLASH) ||
           adm_chars_same(adm_chars_trim(rest), "bearer") ||
           adm_chars_same(adm_chars_trim(rest), "basic") ||
           (!adm_chars_any(rest, ADM_CHARS_ALPHA) && rest.len <= FILLING_MAX);
}

static enum adm_refers read_variables(struct adm_str value, struct adm_str *inner) {
    char rest[REST_MAX];
    size_t rest_len = 0;
    enum adm_refers found = ADM_REFERS_NOT;
    for (size_t i = 0; i < value.len;) {
        size_t len = 0;
        enum adm_refers this = adm_refers_variable(value, i, &len, inner);
        if (this == ADM_REFERS_DEFAULT)
            return this;
        if (this == ADM_REFERS_TO)
            found = this;
        else if (rest_len == sizeof rest)
            return ADM_REFERS_NOT;
        else
            rest[rest_len++] = value.data[i];
        i += this == ADM_REFERS_TO ? len : 1;
    }
    struct adm_str filling = {rest, rest_len};
    size_t comment = adm_chars_find(filling, 0, filling.len, "# ");
    if (comment < filling.len && adm_str_index(filling, '/') < comment) // $dir/key.pem# the key
        filling.len = comment;
    return is_filling(filling) ? found : ADM_REFERS_NOT;
}

enum adm_refers adm_refers_read(struct adm_str value, struct adm_str *inner) {
    enum adm_refers found = read_variables(value, inner);
    if (found == ADM_REFERS_NOT && adm_refers_is_address(value))
        return ADM_REFERS_TO;
    return found;
}
