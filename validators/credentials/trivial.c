// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/trivial.h"

#include <string.h>

#include "validators/credentials/key_name.h"

enum { CAMEL_MIN = 2, NAME_MAX_LEN = 100, WORD_MAX = 12, RANGE_MAX = 64, JUMBLED_MIN = 10 };

static const char *const scalars[] = {
    "all",      "always",    "and",     "any",    "are",      "array",     "as",      "at",
    "auto",     "automatic", "be",      "bool",   "boolean",  "by",        "bytes",   "default",
    "disable",  "disabled",  "empty",   "enable", "enabled",  "false",     "for",     "from",
    "generate", "generated", "if",      "in",     "inherit",  "int",       "integer", "is",
    "it",       "manual",    "missing", "must",   "n",        "na",        "never",   "nil",
    "no",       "none",      "not",     "null",   "number",   "object",    "of",      "off",
    "on",       "optional",  "or",      "random", "required", "should",    "str",     "string",
    "that",     "the",       "this",    "to",     "true",     "undefined", "unset",   "unused",
    "void",     "was",       "when",    "which",  "will",     "with",      "y",       "yes",
};

static bool is_number(struct adm_str s) {
    size_t sign = s.len > 1 && (s.data[0] == '-' || s.data[0] == '+') ? 1 : 0;
    size_t digits = adm_chars_run(s, sign, ADM_CHARS_DIGIT, s.len);
    size_t rest = sign + digits;
    if (digits == 0)
        return false;
    if (adm_chars_at(s, rest) == '.') // 0.5
        rest += 1 + adm_chars_run(s, rest + 1, ADM_CHARS_DIGIT, s.len);
    return rest == s.len && (digits <= 4 || rest > sign + digits);
}

// 30s, 1h30m, 10Mi, 100ms, 5 minutes
static bool is_quantity(struct adm_str s) {
    static const char *const units[] = {
        "b",    "d",     "day",    "days",    "e",  "g",   "gb",   "gi",    "gib",    "h",
        "hour", "hours", "k",      "kb",      "ki", "kib", "m",    "mb",    "mi",     "mib",
        "min",  "mins",  "minute", "minutes", "ms", "ns",  "s",    "sec",   "second", "seconds",
        "t",    "tb",    "ti",     "tib",     "us", "w",   "week", "weeks", "y",
    };
    size_t at = 0, parts = 0;
    while (at < s.len) {
        size_t digits = adm_chars_run(s, at, ADM_CHARS_DIGIT | ADM_CHARS_DOT, s.len);
        size_t gap = adm_chars_run(s, at + digits, ADM_CHARS_SPACE, 1);
        size_t unit = adm_chars_run(s, at + digits + gap, ADM_CHARS_ALPHA, s.len);
        struct adm_str word = adm_str_slice(s, at + digits + gap, at + digits + gap + unit);
        if (digits == 0 || digits > 6 || !ADM_WORDS_IN(word, units))
            return false;
        at += digits + gap + unit;
        parts++;
    }
    return parts > 0;
}

// 1.2.3, v1, 10.0.0.1: digits and dots only.
static bool is_version(struct adm_str s) {
    size_t lead = s.len > 1 && s.data[0] == 'v' ? 1 : 0;
    struct adm_str rest = adm_str_slice(s, lead, s.len);
    return adm_chars_all(rest, ADM_CHARS_DIGIT | ADM_CHARS_DOT) &&
           (lead > 0 || adm_str_index(rest, '.') < rest.len);
}

// One version of a range: ^7.0.3, ~2.1, >=1.2.3-beta.2, 5.x, *
static bool is_bound(struct adm_str s) {
    size_t at = 0, parts = 0;
    while (at < s.len && strchr("^~<>=v", s.data[at]) != NULL)
        at++;
    for (size_t more = 1; more > 0 && at < s.len; parts++) {
        size_t digits = adm_chars_run(s, at, ADM_CHARS_DIGIT, 6);
        char c = adm_chars_at(s, at);
        more = digits > 0 ? digits : (size_t)(c == 'x' || c == 'X' || c == '*');
        if (more == 0)
            return false;
        at += more;
        more = adm_chars_at(s, at) == '.' ? 1 : 0;
        at += more;
    }
    size_t letters = adm_chars_at(s, at) == '-' ? adm_chars_run(s, at + 1, ADM_CHARS_LOWER, 8) : 0;
    if (letters > 0) // a release that is none yet: -beta.2
        at += 1 + letters + adm_chars_run(s, at + 1 + letters, ADM_CHARS_DIGIT | ADM_CHARS_DOT, 6);
    return parts > 0 && at == s.len;
}

// What a package may be: "^5.0.0 || ^6.0.2", ">=1.2 <2".
static bool is_version_range(struct adm_str s) {
    if (s.len > RANGE_MAX || strchr("^~<>=", s.data[0]) == NULL)
        return false;
    for (size_t at = 0; at < s.len;) {
        size_t end = at + adm_str_index(adm_str_slice(s, at, s.len), ' ');
        struct adm_str part = adm_str_slice(s, at, end);
        if (part.len > 0 && !adm_str_is(part, "||") && !adm_str_is(part, "-") && !is_bound(part))
            return false;
        at = end + 1;
    }
    return true;
}

// log4j's `INFO, appender`.
static bool is_log_level(struct adm_str s) {
    static const char *const levels[] = {"all",  "debug", "error", "fatal",
                                         "info", "off",   "trace", "warn"};
    size_t comma = adm_str_index(s, ',');
    return comma < s.len && ADM_WORDS_IN(adm_str_slice(s, 0, comma), levels);
}

bool adm_trivial_is_scalar(struct adm_str value) {
    return value.len == 0 || ADM_WORDS_IN(value, scalars) || is_number(value) ||
           is_quantity(value) || is_version(value) || is_version_range(value) ||
           is_log_level(value) || !adm_chars_any(value, ADM_CHARS_ALNUM);
}

// <p>Creates a key.</p>
static bool is_markup(struct adm_str value) {
    return value.len > 3 && value.data[0] == '<' && adm_chars_in(value.data[1], ADM_CHARS_ALPHA) &&
           value.data[value.len - 1] == '>' && adm_str_contains(value, ADM_STR("</")) &&
           adm_str_index(value, ' ') < value.len;
}

// "Mot de passe": a capital, and then small letters and blanks alone.
static bool is_caption(struct adm_str value) {
    return value.len > 1 && adm_chars_in(value.data[0], ADM_CHARS_UPPER) &&
           adm_chars_all(adm_str_slice(value, 1, value.len), ADM_CHARS_LOWER | ADM_CHARS_SPACE);
}

bool adm_trivial_is_prose(struct adm_str value) {
    static const char *const plain[] = {
        "a",         "an",      "and",      "any",     "are",     "as",        "at",
        "be",        "between", "by",       "can",     "cannot",  "character", "characters",
        "could",     "digits",  "do",       "does",    "enter",   "expired",   "field",
        "for",       "forgot",  "from",     "has",     "have",    "if",        "in",
        "incorrect", "invalid", "is",       "it",      "least",   "letters",   "long",
        "match",     "maximum", "may",      "minimum", "missing", "most",      "must",
        "new",       "no",      "not",      "of",      "on",      "only",      "optional",
        "or",        "please",  "required", "reset",   "set",     "should",    "that",
        "the",       "this",    "to",       "too",     "use",     "used",      "was",
        "when",      "will",    "with",     "wrong",   "you",     "your",
    };
    struct adm_words words;
    size_t known = 0, spaces = 0;
    for (size_t i = 0; i < value.len; i++)
        spaces += value.data[i] == ' ';
    if (value.len > 0 && value.data[value.len - 1] == ':')
        return true; // a prompt
    if (spaces == 0)
        return false;
    if (is_markup(value) || is_caption(value))
        return true;
    adm_words_split(value, &words);
    for (size_t i = 0; i < words.count; i++)
        known += ADM_WORDS_IN(words.items[i], plain) || adm_key_name_is(words.items[i]);
    // A passphrase has its digits or is all small letters; a label begins with a capital.
    bool plain_text = !adm_chars_any(value, ADM_CHARS_DIGIT);
    bool sentence = adm_chars_in(value.data[0], ADM_CHARS_UPPER) && plain_text;
    if (spaces < 3)
        return plain_text && known >= 1;
    return known >= 2 || spaces > 8 || sentence;
}

// Letters and at most two digits after them; behind the first word also a short number.
static bool is_word(struct adm_str s, bool first) {
    size_t letters = adm_chars_run(s, 0, ADM_CHARS_ALPHA, s.len);
    size_t digits = adm_chars_run(s, letters, ADM_CHARS_DIGIT, s.len);
    if (letters == 0)
        return !first && digits == s.len && digits > 0 && digits <= 3;
    return letters + digits == s.len && digits <= 2 && letters <= 20;
}

static bool is_one_case(struct adm_str s) {
    return !adm_chars_any(s, ADM_CHARS_UPPER) || !adm_chars_any(s, ADM_CHARS_LOWER);
}

bool adm_trivial_is_camel(struct adm_str value) {
    size_t words = 0;
    for (size_t at = 0; at < value.len; words++) {
        if (value.data[at] == '.' && at > 0)
            at++;
        bool capital = adm_chars_in(adm_chars_at(value, at), ADM_CHARS_UPPER);
        size_t small = adm_chars_run(value, at + (capital ? 1U : 0U), ADM_CHARS_LOWER, value.len);
        if (small < CAMEL_MIN || (!capital && at > 0) || small > 20)
            return false;
        at += small + (capital ? 1U : 0U);
    }
    return words > 0 && adm_chars_any(value, ADM_CHARS_UPPER);
}

// The number of words that the value is made of, 0 when it is made of anything else.
static size_t count_words(struct adm_str value) {
    size_t start = 0, parts = 0;
    for (size_t i = 0; i <= value.len; i++) {
        char c = adm_chars_at(value, i);
        if (i < value.len && adm_chars_in(c, ADM_CHARS_ALNUM))
            continue;
        if (i < value.len && strchr("-_./:@ ", c) == NULL)
            return 0;
        if (!is_word(adm_str_slice(value, start, i), start == 0))
            return 0;
        parts++;
        start = i + 1;
    }
    return parts;
}

// XPvDAvAeevPE, zBCyLo-nejqqb: capitals where no word begins. In CamelCase most words have three
// letters and more.
static bool is_jumbled(struct adm_str value) {
    struct adm_words words;
    size_t brief = 0;
    if (value.len < JUMBLED_MIN || is_one_case(value))
        return false;
    adm_words_split(value, &words);
    for (size_t i = 0; i < words.count; i++)
        brief += words.items[i].len < 3;
    return words.count >= 4 && brief >= 3 && brief * 2 >= words.count;
}

bool adm_trivial_is_name(struct adm_str value) {
    bool digits = adm_chars_any(value, ADM_CHARS_DIGIT);
    if (value.len == 0 || value.len > NAME_MAX_LEN || is_jumbled(value))
        return false;
    if ((!digits && adm_key_name_is(value)) || adm_trivial_is_camel(value))
        return true;
    size_t parts = count_words(value);
    bool random = parts == 1 && !is_one_case(value) && value.len > WORD_MAX;
    return parts > 0 && !random && (parts > 1 ? is_one_case(value) || !digits : !digits);
}
