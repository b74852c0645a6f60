// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "validators/credentials/pair.h"

static bool is_name_char(char c) { return adm_chars_in(c, ADM_CHARS_TOKEN); }

// \n, \t and \r of an escaped text end a word: their letter is not the name's.
static size_t skip_escape(struct adm_str text, size_t start, size_t hit) {
    bool escape = start > 0 && start < hit && text.data[start - 1] == '\\' &&
                  strchr("nrt", text.data[start]) != NULL;
    return escape ? start + 1 : start;
}

static void find_bounds(struct adm_str text, size_t hit, struct adm_pair_name *name) {
    size_t start = hit, end = hit;
    while (start > 0 && hit - start < ADM_PAIR_NAME_MAX && is_name_char(text.data[start - 1]))
        start--;
    while (end < text.len && end - hit < ADM_PAIR_NAME_MAX && is_name_char(text.data[end]))
        end++;
    start = skip_escape(text, start, hit);
    size_t dashes = adm_chars_run(text, start, ADM_CHARS_DASH_LOW | ADM_CHARS_DOT, end - start);
    name->flag = dashes > 0 && text.data[start] == '-';
    name->start = start + dashes;
    name->end = end;
}

// "Secret Access Key", "User ID": up to two words before, one space between.
static void take_words_before(struct adm_str text, struct adm_pair_name *name) {
    static const char *const parts[] = {"id",  "key",    "string",  "token",
                                        "url", "secret", "password"};
    bool part = false;
    for (size_t i = 0; i < sizeof parts / sizeof(char *); i++)
        part = part || adm_chars_same(adm_str_slice(text, name->start, name->end), parts[i]);
    for (size_t i = 0; part && i < 2 && name->start >= 2 && text.data[name->start - 1] == ' ';
         i++) {
        size_t start = name->start - 1;
        while (start > 0 && adm_chars_in(text.data[start - 1], ADM_CHARS_ALPHA))
            start--;
        if (start + 1 >= name->start ||
            (start > 0 && strchr(" \n\"'\t", text.data[start - 1]) == NULL))
            break;
        name->start = start;
    }
}

static void find_quotes(struct adm_str text, struct adm_pair_name *name) {
    size_t after = name->end, before = name->start;
    while (after < text.len && text.data[after] == '\\' && after - name->end < 8)
        after++;
    char quote = adm_chars_at(text, after);
    bool opened = before > 0 && text.data[before - 1] == quote;
    name->after = name->end;
    if (!adm_chars_in(quote, ADM_CHARS_QUOTE) || !opened)
        return;
    name->quote = quote;
    name->after = after + 1;
}

// Words that may stand before a name at the start of its line.
static bool is_lead(struct adm_str lead) {
    static const char *const words[] = {
        "export", "set", "env",     "local",    "const",  "var", "let",   "setx", "variable",
        "def",    "arg", "declare", "readonly", "string", "val", "final", "-e",   "--env"};
    while (lead.len > 0 && (adm_chars_in(lead.data[0], ADM_CHARS_SPACE | ADM_CHARS_QUOTE) ||
                            strchr("-#/;*?<\\.@$", lead.data[0]) != NULL)) {
        lead.data++;
        lead.len--;
    }
    while (lead.len > 0 && strchr(" \t\"'$-.\\", lead.data[lead.len - 1]) != NULL)
        lead.len--;
    for (size_t i = 0; i < sizeof words / sizeof(char *); i++)
        if (adm_chars_same(lead, words[i]))
            return true;
    return lead.len == 0;
}

// Whether a quote opens at `i`: not after a backslash, and not an apostrophe.
static bool opens_quote(struct adm_str lead, size_t i) {
    char before = adm_chars_before(lead, i, 1);
    if (before == '\\')
        return false;
    return lead.data[i] == '"' || (lead.data[i] == '\'' && !adm_chars_in(before, ADM_CHARS_ALNUM));
}

// The state of quotes and brackets where the name begins.
static void read_line(struct adm_str lead, struct adm_pair_name *name) {
    char quote = '\0';
    size_t depth = 0;
    for (size_t i = 0; i < lead.len; i++) {
        char c = lead.data[i];
        if (quote != '\0' && c == quote && adm_chars_before(lead, i, 1) != '\\') {
            quote = '\0';
        } else if (quote == '\0') {
            if (opens_quote(lead, i))
                quote = c;
            depth += c == '{';
            depth -= c == '}' && depth > 0;
        }
    }
    if (quote != name->quote)
        name->inside = quote;
    name->flow = depth > 0;
}

static bool is_comment(struct adm_str lead) {
    lead = adm_chars_trim(lead);
    return adm_str_starts(lead, "#") ||
           (adm_str_starts(lead, "//") && adm_chars_find(lead, 2, lead.len, "/:") == SIZE_MAX) ||
           adm_str_starts(lead, ";") || adm_str_starts(lead, "* ") ||
           adm_str_starts(lead, "<!--") || adm_str_is(lead, "*") || adm_str_starts(lead, "-- ");
}

bool adm_pair_name_at(struct adm_str text, size_t hit, struct adm_pair_name *out) {
    struct adm_pair_name name = {0};
    find_bounds(text, hit, &name);
    take_words_before(text, &name);
    if (name.end <= name.start || name.end - name.start >= ADM_PAIR_NAME_MAX)
        return false;
    name.text = adm_str_slice(text, name.start, name.end);
    *out = name;
    return true;
}

void adm_pair_name_place(struct adm_str text, struct adm_pair_name *name) {
    size_t start = name->start, line = start;
    find_quotes(text, name);
    while (line > 0 && text.data[line - 1] != '\n' && start - line < ADM_PAIR_NEAR)
        line--;
    struct adm_str lead = adm_str_slice(text, line, start);
    bool authority = adm_chars_before(text, start, 1) == '/' &&
                     adm_chars_before(text, start, 2) == '/' &&
                     adm_chars_before(text, start, 3) == ':';
    name->line = line;
    name->variable =
        adm_chars_before(text, start, 1) == '{' && adm_chars_before(text, start, 2) == '$';
    name->record = adm_chars_at(text, name->end) == ':' &&
                   ((adm_chars_before(text, start, 1) == ':' &&
                     adm_chars_in(adm_chars_before(text, start, 2), ADM_CHARS_TOKEN)) ||
                    authority);
    name->element = adm_chars_before(text, start, 1) == '<';
    name->comment = is_comment(lead);
    name->first = is_lead(lead);
    size_t spaces = adm_chars_run(lead, 0, ADM_CHARS_SPACE, lead.len);
    name->indent = name->first ? lead.len - (name->quote != '\0') : spaces;
    read_line(lead, name);
}
