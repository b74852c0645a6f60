// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/template.h"

#include <string.h>

#include "validators/credentials/words.h"

enum { SELECT_DEPTH = 8 };

struct expression {
    struct adm_str literal;     // the last literal that may come out
    bool derived;               // a field, a variable or a look-up
    bool wants_default;         // the word before says that a literal is what comes out
    bool selects[SELECT_DEPTH]; // the call at this depth of brackets puts one argument out
    size_t depth;
    bool has_default;
    bool reads_variable; // env_var(…): its second literal is the default
    unsigned literals;
};

// Functions that only change what they are given.
static const char *const formatters[] = {
    "b64dec",  "b64enc",     "base64decode", "base64encode", "cat",    "d",
    "default", "fromjson",   "html",         "indent",       "lower",  "nindent",
    "print",   "printf",     "println",      "quote",        "repeat", "replace",
    "squote",  "title",      "tojson",       "tostring",     "toyaml", "trim",
    "trimall", "trimprefix", "trimsuffix",   "trunc",        "upper",  "urlquery",
};
// Before a literal that comes out when nothing else does.
static const char *const variables[] = {"env", "env_var", "getenv"};
static const char *const defaulting[] = {"coalesce", "d", "default", "or", "ternary"};
// Any of whose arguments may come out.
static const char *const selecting[] = {"and", "coalesce", "or"};

static size_t read_literal(struct adm_str s, size_t at, struct expression *e) {
    size_t end = at + 1;
    while (end < s.len && s.data[end] != s.data[at])
        end += s.data[end] == '\\' ? 2 : 1;
    struct adm_str literal = adm_str_slice(s, at + 1, end);
    e->literals++;
    bool selected = e->depth < SELECT_DEPTH && e->selects[e->depth];
    if ((e->wants_default || selected || (e->reads_variable && e->literals == 2)) &&
        literal.len > 0) {
        e->literal = literal;
        e->has_default = true;
    } else if (!e->has_default) {
        e->literal = literal;
    }
    return (end < s.len ? end : s.len) - at + 1;
}

static size_t read_word(struct adm_str s, size_t at, struct expression *e) {
    size_t len = adm_chars_run(s, at, ADM_CHARS_TOKEN, s.len);
    struct adm_str word = adm_str_slice(s, at, at + len);
    bool number = adm_chars_all(word, ADM_CHARS_DIGIT);
    e->wants_default = ADM_WORDS_IN(word, defaulting);
    if (ADM_WORDS_IN(word, selecting) && e->depth < SELECT_DEPTH)
        e->selects[e->depth] = true;
    e->reads_variable = e->reads_variable || ADM_WORDS_IN(word, variables);
    if (!number && !e->wants_default && !ADM_WORDS_IN(word, formatters) &&
        !adm_chars_all(word, ADM_CHARS_DASH_LOW))
        e->derived = true;
    return len;
}

// Brackets hold a call of their own, and a pipe ends one.
static void nest(struct expression *e, char c) {
    e->depth += c == '(';
    e->depth -= c == ')' && e->depth > 0;
    if ((c == '(' || c == '|') && e->depth < SELECT_DEPTH)
        e->selects[e->depth] = false;
}

static void read_expression(struct adm_str s, struct expression *e) {
    for (size_t i = 0; i < s.len;) {
        char c = s.data[i];
        if (c == '"' || c == '\'' || c == '`') {
            i += read_literal(s, i, e);
        } else if (adm_chars_in(c, ADM_CHARS_TOKEN)) {
            i += read_word(s, i, e);
        } else {
            e->derived = e->derived || c == '$';
            nest(e, c);
            if (c == '|' && adm_chars_at(s, i + 1) == '|')
                e->wants_default = true;
            i++;
        }
    }
}

enum adm_refers adm_template_read(struct adm_str text, size_t at, size_t *len,
                                  struct adm_str *inner) {
    size_t end = adm_chars_find(text, at + 2, text.len, "}}");
    if (end == SIZE_MAX)
        return ADM_REFERS_NOT;
    *len = end + 2 - at;
    if (adm_chars_at(text, at + *len) == '}') // {{{ x }}}
        *len += 1;
    struct expression e = {0};
    read_expression(adm_str_slice(text, at + 2, end), &e);
    *inner = e.literal;
    if (e.has_default)
        return ADM_REFERS_DEFAULT;
    bool nested = adm_str_index(e.literal, '{') < e.literal.len;
    return e.derived || nested || e.literal.len == 0 ? ADM_REFERS_TO : ADM_REFERS_DEFAULT;
}
