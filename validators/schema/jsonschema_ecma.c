// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_ecma.h"

#include <string.h>

#include "core/text.h"
#include "core/utf8.h"
#include "validators/schema/jsonschema_ecma_property.h"

// ECMA's white space and what is none of it, as the inside of a class.
static const char space[] = "\t\n\x0B\f\r "
                            "\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";
static const char no_space[] = "\x01-\x08\x0E-\x1F!-\xC2\x9F\u00A1-\u167F\u1681-\u1FFF\u200B-\u2027"
                               "\\u202A-\\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uFEFE"
                               "\uFF00-\U0010FFFF";
static const char line_ends[] = "\n\r\u2028\u2029";

struct translator {
    struct adm_str in;
    size_t at;
    struct adm_text out;
    struct adm_error *err;
    bool in_class;
    bool atom; // what stands before may be repeated
};

static bool refuse(const struct translator *t, const char *why) {
    return adm_fail(t->err, ADM_INVALID, "%s (at byte %zu of the pattern)", why, t->at);
}

static char peek(const struct translator *t, size_t ahead) {
    if (t->in.len - t->at <= ahead)
        return '\0';
    return t->in.data[t->at + ahead];
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    char lower = (char)(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// `count` hex digits at `ahead` bytes from here; -1 when they are none.
static int32_t hex_number(const struct translator *t, size_t ahead, size_t count) {
    int32_t value = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = hex_digit(peek(t, ahead + i));
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

// A literal character, escaped where PCRE2 would read more into it.
static bool emit_rune(struct translator *t, uint32_t rune) {
    char bytes[4];
    if (rune < 0x80 && strchr("\\^$.*+?()[]{}|-", (int)rune) != NULL && rune != 0)
        adm_text_append_char(&t->out, '\\');
    adm_text_append(&t->out, (struct adm_str){bytes, adm_utf8_encode(rune, bytes)});
    t->atom = true;
    return true;
}

static bool emit(struct translator *t, const char *text) {
    adm_text_append_c(&t->out, text);
    t->atom = true;
    return true;
}

static bool emit_class(struct translator *t, const char *open, const char *inside) {
    if (!t->in_class)
        adm_text_append_c(&t->out, open);
    adm_text_append_c(&t->out, inside);
    if (!t->in_class)
        adm_text_append_c(&t->out, "]");
    t->atom = true;
    return true;
}

static bool emit_no_space(struct translator *t) {
    if (!t->in_class)
        return emit_class(t, "[^", space);
    adm_text_append_char(&t->out, '\0');
    return emit_class(t, "", no_space);
}

static bool is_surrogate(int32_t unit, int32_t from) { return unit >= from && unit < from + 0x400; }

// \uHHHH, \uHHHH\uHHHH of a surrogate pair, \u{H…}; `at` is behind the `u`.
static bool take_unicode(struct translator *t) {
    if (peek(t, 0) == '{') {
        size_t digits = adm_str_index(adm_str_slice(t->in, t->at + 1, t->in.len), '}');
        int32_t rune = digits == 0 || digits > 7 ? -1 : hex_number(t, 1, digits);
        if (rune < 0 || rune > 0x10FFFF || is_surrogate(rune, 0xD800) || is_surrogate(rune, 0xDC00))
            return refuse(t, "`\\u{…}` names no character");
        t->at += digits + 2;
        return emit_rune(t, (uint32_t)rune);
    }
    int32_t unit = hex_number(t, 0, 4);
    if (unit < 0 || is_surrogate(unit, 0xDC00))
        return refuse(t, "`\\u` needs four hex digits of a character");
    if (!is_surrogate(unit, 0xD800)) {
        t->at += 4;
        return emit_rune(t, (uint32_t)unit);
    }
    int32_t low = peek(t, 4) == '\\' && peek(t, 5) == 'u' ? hex_number(t, 6, 4) : -1;
    if (!is_surrogate(low, 0xDC00))
        return refuse(t, "half of a surrogate pair");
    t->at += 10;
    return emit_rune(t, 0x10000U + (((uint32_t)unit - 0xD800U) << 10U) + ((uint32_t)low - 0xDC00U));
}

static bool take_hex(struct translator *t) {
    int32_t value = hex_number(t, 0, 2);
    if (value < 0)
        return refuse(t, "`\\x` needs two hex digits");
    t->at += 2;
    return emit_rune(t, (uint32_t)value);
}

static bool take_control(struct translator *t) {
    char lower = (char)(peek(t, 0) | 0x20);
    if (lower < 'a' || lower > 'z')
        return refuse(t, "`\\c` needs a letter");
    t->at++;
    return emit_rune(t, (uint32_t)(lower - 'a' + 1));
}

static bool take_property(struct translator *t, char letter) {
    struct adm_str rest = adm_str_slice(t->in, t->at, t->in.len);
    size_t end = adm_str_index(rest, '}');
    if (peek(t, 0) != '{' || end == rest.len ||
        !adm_jsonschema_ecma_property_append(adm_str_slice(rest, 1, end), letter == 'P', &t->out))
        return refuse(t, "no Unicode property that is known here");
    t->at += end + 1;
    t->atom = true;
    return true;
}

static bool take_group_number(struct translator *t) {
    size_t digits = 0;
    while (peek(t, digits) >= '0' && peek(t, digits) <= '9')
        digits++;
    if (t->in_class || digits > 3)
        return refuse(t, "no such group");
    adm_text_append_c(&t->out, "\\g{");
    adm_text_append(&t->out, adm_str_slice(t->in, t->at, t->at + digits));
    t->at += digits;
    return emit(t, "}");
}

static bool take_group_name(struct translator *t) {
    if (t->in_class || peek(t, 0) != '<')
        return refuse(t, "`\\k` needs the name of a group: \\k<name>");
    return emit(t, "\\k");
}

static bool take_boundary(struct translator *t, char letter) {
    if (t->in_class && letter == 'B')
        return refuse(t, "`\\B` has no meaning in a class");
    if (t->in_class)
        return emit_rune(t, '\b');
    adm_text_append_c(&t->out, letter == 'b' ? "\\b" : "\\B");
    t->atom = false;
    return true;
}

// Escapes that are one character, or a class that PCRE2 has too.
static const struct {
    char letter;
    const char *text;
} plain_escapes[] = {{'d', "\\d"}, {'D', "\\D"}, {'w', "\\w"}, {'W', "\\W"}, {'t', "\t"},
                     {'n', "\n"},  {'r', "\r"},  {'f', "\f"},  {'v', "\x0B"}};

static bool take_letter(struct translator *t, char letter) {
    for (size_t i = 0; i < sizeof plain_escapes / sizeof *plain_escapes; i++) {
        if (plain_escapes[i].letter == letter)
            return emit(t, plain_escapes[i].text);
    }
    switch (letter) {
    case 's':
        return emit_class(t, "[", space);
    case 'S':
        return emit_no_space(t);
    case 'b':
    case 'B':
        return take_boundary(t, letter);
    case 'c':
        return take_control(t);
    case 'x':
        return take_hex(t);
    case 'u':
        return take_unicode(t);
    case 'p':
    case 'P':
        return take_property(t, letter);
    case 'k':
        return take_group_name(t);
    default:
        return refuse(t, "an escape that ECMA-262 does not have");
    }
}

static bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool take_escape(struct translator *t) {
    char c = peek(t, 1);
    if (t->in.len - t->at < 2)
        return refuse(t, "`\\` at the end");
    if (c == '0' && (peek(t, 2) < '0' || peek(t, 2) > '9')) {
        t->at += 2;
        return emit_rune(t, 0);
    }
    t->at++;
    if (c >= '1' && c <= '9')
        return take_group_number(t);
    if (!is_alphanumeric(c) && c > 0) {
        t->at++;
        return emit_rune(t, (uint32_t)c);
    }
    if (c <= '9')
        return refuse(t, "an escape that ECMA-262 does not have");
    t->at++;
    return take_letter(t, c);
}

// `(`, `(?:`, `(?=`, `(?!`, `(?<=`, `(?<!`, `(?<name>`.
static bool take_group(struct translator *t) {
    size_t len = 1;
    if (peek(t, 1) == '*')
        return refuse(t, "nothing stands before `*`");
    if (peek(t, 1) == '?') {
        len = peek(t, 2) == '<' ? 4 : 3;
        bool known = peek(t, 2) != '\0' && strchr(":=!<", peek(t, 2)) != NULL;
        bool named = is_alphanumeric(peek(t, 3)) || peek(t, 3) == '_';
        bool behind = peek(t, 3) == '=' || peek(t, 3) == '!';
        if (!known || (len == 4 && !named && !behind))
            return refuse(t, "a group that ECMA-262 does not have");
    }
    adm_text_append(&t->out, adm_str_slice(t->in, t->at, t->at + len));
    t->at += len;
    t->atom = false;
    return true;
}

// Bytes of `{n}`, `{n,}`, `{n,m}` here; 0 when it is none.
static size_t braces(const struct translator *t) {
    size_t len = 1;
    size_t digits = 0;
    for (; peek(t, len) >= '0' && peek(t, len) <= '9'; len++)
        digits++;
    if (digits > 0 && peek(t, len) == ',') {
        for (len++; peek(t, len) >= '0' && peek(t, len) <= '9';)
            len++;
    }
    return digits > 0 && peek(t, len) == '}' ? len + 1 : 0;
}

static bool take_quantifier(struct translator *t, size_t len) {
    if (!t->atom)
        return refuse(t, "nothing stands before a quantifier");
    if (peek(t, len) == '?')
        len++;
    adm_text_append(&t->out, adm_str_slice(t->in, t->at, t->at + len));
    t->at += len;
    t->atom = false; // `a**`, `a++`: PCRE2 would take the second for a possessive
    return true;
}

static bool take_rune(struct translator *t) {
    size_t len = (unsigned char)t->in.data[t->at] < 0x80 ? 1 : adm_utf8_length(t->in.data + t->at);
    if (len == 0)
        return refuse(t, "no UTF-8");
    if (len == 1) {
        t->at++;
        return emit_rune(t, (uint32_t)t->in.data[t->at - 1]);
    }
    adm_text_append(&t->out, adm_str_slice(t->in, t->at, t->at + len));
    t->at += len;
    t->atom = true;
    return true;
}

static bool take_in_class(struct translator *t) {
    char c = t->in.data[t->at];
    if (c == '\\')
        return take_escape(t);
    if (c != ']' && c != '-')
        return take_rune(t);
    t->at++;
    t->in_class = c == '-';
    return emit(t, c == '-' ? "-" : "]");
}

static bool take_bare(struct translator *t, bool atom) {
    adm_text_append_char(&t->out, t->in.data[t->at++]);
    t->atom = atom;
    return true;
}

static bool take_outside(struct translator *t) {
    size_t counted = 0;
    switch (t->in.data[t->at]) {
    case '\\':
        return take_escape(t);
    case '(':
        return take_group(t);
    case '[':
        t->in_class = true;
        ADM_TRY(take_bare(t, false));
        return peek(t, 0) != '^' || take_bare(t, false);
    case '.':
        t->at++;
        return emit_class(t, "[^", line_ends);
    case '*':
    case '+':
    case '?':
        return take_quantifier(t, 1);
    case '{':
        counted = braces(t);
        return counted > 0 ? take_quantifier(t, counted) : take_rune(t);
    case ')':
        return take_bare(t, true);
    case '^':
    case '$':
    case '|':
        return take_bare(t, false);
    default:
        return take_rune(t);
    }
}

bool adm_jsonschema_ecma_translate(struct adm_str pattern, struct adm_arena *arena,
                                   struct adm_str *out, struct adm_error *err) {
    if (pattern.len > ADM_JSONSCHEMA_ECMA_BYTES_MAX)
        return adm_fail(err, ADM_LIMIT, "a pattern of more than 8 KiB");
    struct translator t = {.in = pattern, .err = err};
    adm_text_init(&t.out, arena);
    while (t.at < t.in.len)
        ADM_TRY(t.in_class ? take_in_class(&t) : take_outside(&t));
    return adm_text_finish(&t.out, out, err);
}
