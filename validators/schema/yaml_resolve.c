// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_resolve.h"

#include <string.h>

#include "validators/schema/yaml_number.h"
#include "validators/schema/yaml_time.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where the characters of `set` that begin at `at` end. The texts end with a NUL or not: `set`
// never holds one.
static size_t skip(struct adm_str s, size_t at, const char *set) {
    while (at < s.len && s.data[at] != '\0' && strchr(set, s.data[at]) != NULL)
        at++;
    return at;
}

static size_t skip_digits(struct adm_str s, size_t at) {
    while (at < s.len && (is_digit(s.data[at]) || s.data[at] == '_'))
        at++;
    return at;
}

static bool has(struct adm_str s, size_t at, const char *set) {
    return at < s.len && s.data[at] != '\0' && strchr(set, s.data[at]) != NULL;
}

// `(:[0-5]?[0-9])+` from `at`; where it ends, or `at` when it does not match. Two digits are taken
// where there are two: what follows (`:`, `.` or the end) leaves no choice.
static size_t skip_sixties(struct adm_str s, size_t at) {
    while (at < s.len && s.data[at] == ':') {
        size_t digits = at + 1;
        if (digits + 1 < s.len && s.data[digits] >= '0' && s.data[digits] <= '5' &&
            is_digit(s.data[digits + 1]))
            at = digits + 2;
        else if (digits < s.len && is_digit(s.data[digits]))
            at = digits + 1;
        else
            break;
    }
    return at;
}

// `([eE][-+][0-9]+)?$`
static bool is_exponent(struct adm_str s, size_t at) {
    if (at == s.len)
        return true;
    if (!has(s, at, "eE") || !has(s, at + 1, "-+"))
        return false;
    size_t end = skip(s, at + 2, "0123456789");
    return end > at + 2 && end == s.len;
}

// Three letters each.
static bool is_endless(const char *word) {
    return memcmp(word, "inf", 3) == 0 || memcmp(word, "Inf", 3) == 0 ||
           memcmp(word, "INF", 3) == 0;
}

static bool is_no_number(const char *word) {
    return memcmp(word, "nan", 3) == 0 || memcmp(word, "NaN", 3) == 0 ||
           memcmp(word, "NAN", 3) == 0;
}

static bool is_float(struct adm_str s) {
    size_t start = has(s, 0, "-+") ? 1 : 0;
    if (start < s.len && is_digit(s.data[start])) {
        size_t whole = skip_digits(s, start);
        size_t sixties = skip_sixties(s, whole);
        if (!has(s, sixties, "."))
            return false;
        size_t fraction = skip_digits(s, sixties + 1);
        return sixties > whole ? fraction == s.len : is_exponent(s, fraction);
    }
    bool word = s.len == start + 4 && s.data[start] == '.';
    if (word && (is_endless(s.data + start + 1) || (start == 0 && is_no_number(s.data + 1))))
        return true;
    return s.len > 1 && s.data[0] == '.' && is_digit(s.data[1]) &&
           is_exponent(s, skip_digits(s, 1));
}

static bool is_int(struct adm_str s) {
    size_t start = has(s, 0, "-+") ? 1 : 0;
    struct adm_str digits = adm_str_slice(s, start, s.len);
    if (digits.len == 0 || !is_digit(digits.data[0]))
        return false;
    if (digits.data[0] != '0') {
        size_t whole = skip_digits(digits, 1);
        return skip_sixties(digits, whole) == digits.len;
    }
    if (digits.len == 1)
        return true;
    if (digits.data[1] == 'b')
        return digits.len > 2 && skip(digits, 2, "01_") == digits.len;
    if (digits.data[1] == 'x')
        return digits.len > 2 && skip(digits, 2, "0123456789abcdefABCDEF_") == digits.len;
    return skip(digits, 1, "01234567_") == digits.len;
}

static enum adm_yaml_resolved set_number(struct adm_node *node, enum adm_node_type type,
                                         enum adm_yaml_number made) {
    if (made == ADM_YAML_NUMBER_OK) {
        node->type = type;
        return ADM_YAML_RESOLVED;
    }
    node->wide = false;
    node->number = 0;
    return made == ADM_YAML_NUMBER_NO_DIGITS ? ADM_YAML_RESOLVED_NO_DIGITS
                                             : ADM_YAML_RESOLVED_NO_SIZE;
}

static enum adm_yaml_resolved resolve_number(struct adm_node *node) {
    if (is_float(node->text))
        return set_number(node, ADM_NODE_FLOAT, adm_yaml_number_float(node));
    if (is_int(node->text))
        return set_number(node, ADM_NODE_INT, adm_yaml_number_int(node));
    enum adm_yaml_time time = adm_yaml_time_of(node->text);
    if (time == ADM_YAML_TIME_UNREAL)
        return ADM_YAML_RESOLVED_NO_TIMESTAMP;
    if (time == ADM_YAML_TIME_REAL)
        node->type = ADM_NODE_TIMESTAMP;
    return ADM_YAML_RESOLVED;
}

// All lower, Capitalised or ALL UPPER; `y`, `n` and `tRUE` are texts. By length.
static const struct {
    enum adm_node_type type;
    bool truth;
    char text[5];
} words[] = {
    {ADM_NODE_NULL, false, "~"},     {ADM_NODE_BOOL, true, "on"},
    {ADM_NODE_BOOL, true, "On"},     {ADM_NODE_BOOL, true, "ON"},
    {ADM_NODE_BOOL, false, "no"},    {ADM_NODE_BOOL, false, "No"},
    {ADM_NODE_BOOL, false, "NO"},    {ADM_NODE_BOOL, true, "yes"},
    {ADM_NODE_BOOL, true, "Yes"},    {ADM_NODE_BOOL, true, "YES"},
    {ADM_NODE_BOOL, false, "off"},   {ADM_NODE_BOOL, false, "Off"},
    {ADM_NODE_BOOL, false, "OFF"},   {ADM_NODE_BOOL, true, "true"},
    {ADM_NODE_BOOL, true, "True"},   {ADM_NODE_BOOL, true, "TRUE"},
    {ADM_NODE_NULL, false, "null"},  {ADM_NODE_NULL, false, "Null"},
    {ADM_NODE_NULL, false, "NULL"},  {ADM_NODE_BOOL, false, "false"},
    {ADM_NODE_BOOL, false, "False"}, {ADM_NODE_BOOL, false, "FALSE"},
};

static void resolve_word(struct adm_node *node) {
    // Where the words of each length begin.
    static const unsigned char begins[] = {0, 0, 1, 7, 13, 19, 22};
    size_t len = node->text.len;
    if (len > sizeof words->text)
        return;
    for (size_t i = begins[len]; i < begins[len + 1]; i++)
        if (words[i].text[0] == node->text.data[0] &&
            memcmp(words[i].text, node->text.data, len) == 0) {
            node->type = words[i].type;
            node->truth = words[i].truth;
            return;
        }
}

// What a text may be, by its first byte. Most begin with a letter that no word above begins with.
enum kind { KIND_TEXT, KIND_WORD, KIND_NUMBER, KIND_SIGN };

static const unsigned char kinds[256] = {
    ['y'] = KIND_WORD,   ['Y'] = KIND_WORD,   ['n'] = KIND_WORD,   ['N'] = KIND_WORD,
    ['t'] = KIND_WORD,   ['T'] = KIND_WORD,   ['f'] = KIND_WORD,   ['F'] = KIND_WORD,
    ['o'] = KIND_WORD,   ['O'] = KIND_WORD,   ['~'] = KIND_WORD,   ['0'] = KIND_NUMBER,
    ['1'] = KIND_NUMBER, ['2'] = KIND_NUMBER, ['3'] = KIND_NUMBER, ['4'] = KIND_NUMBER,
    ['5'] = KIND_NUMBER, ['6'] = KIND_NUMBER, ['7'] = KIND_NUMBER, ['8'] = KIND_NUMBER,
    ['9'] = KIND_NUMBER, ['-'] = KIND_NUMBER, ['+'] = KIND_NUMBER, ['.'] = KIND_NUMBER,
    ['='] = KIND_SIGN,   ['<'] = KIND_SIGN,
};

static enum adm_yaml_resolved resolve_sign(struct adm_str text) {
    if (adm_str_is(text, "="))
        return ADM_YAML_RESOLVED_EQUALS;
    return adm_str_is(text, "<<") ? ADM_YAML_RESOLVED_MERGE : ADM_YAML_RESOLVED;
}

enum adm_yaml_resolved adm_yaml_resolve_plain(struct adm_node *node) {
    node->type = node->text.len == 0 ? ADM_NODE_NULL : ADM_NODE_TEXT;
    unsigned char kind = node->text.len == 0 ? KIND_TEXT : kinds[(unsigned char)node->text.data[0]];
    if (kind == KIND_TEXT)
        return ADM_YAML_RESOLVED;
    if (kind == KIND_NUMBER)
        return resolve_number(node);
    if (kind == KIND_SIGN)
        return resolve_sign(node->text);
    resolve_word(node);
    return ADM_YAML_RESOLVED;
}
