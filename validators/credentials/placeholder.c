// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/placeholder.h"

#include <string.h>

#include "validators/credentials/tokens.h"
#include "validators/credentials/words.h"

enum { VALUE_MAX = 120 };

// With one of these and only letters beside it, a text asks to be replaced.
static const char *const markers[] = {
    "dummy",   "enter",      "fill",      "fillme",       "fixme",       "fixthis",    "goes",
    "hidden",  "insert",     "masked",    "omitted",      "placeholder", "put",        "redacted",
    "removed", "replace",    "replaceme", "sanitized",    "scrubbed",    "tbd",        "todo",
    "your",    "yourapikey", "yourkey",   "yourpassword", "yours",       "yoursecret", "yourtoken",
};
// Words that are no value by themselves, but no placeholder alone.
static const char *const samples[] = {"example", "sample", "some"};
static const char *const nouns[] = {
    "a",           "access", "an",       "api",    "app", "auth", "client", "code",  "credential",
    "credentials", "for",    "goes",     "here",   "id",  "in",   "is",     "key",   "my",
    "of",          "pass",   "password", "secret", "the", "this", "token",  "value", "with",
};

static bool is_bracketed(struct adm_str s) {
    static const char open[] = "<[{(", close[] = ">]})";
    const char *found = s.len < 2 ? NULL : memchr(open, s.data[0], sizeof open - 1);
    if (found == NULL || s.data[s.len - 1] != close[found - open])
        return false;
    struct adm_str inside = adm_str_slice(s, 1, s.len - 1);
    // [hunter2] may be a password in brackets; <…> is what all documentation writes.
    return *found == '<' ? adm_str_index(inside, '<') == inside.len
                         : adm_chars_all(inside, ADM_CHARS_ALPHA | ADM_CHARS_DASH_LOW |
                                                     ADM_CHARS_SPACE | ADM_CHARS_DOT);
}

// ****, xxxx-xxxx, ..., ____, or any one character again and again.
static bool is_filler(struct adm_str s) {
    size_t fill = 0, same = 0;
    for (size_t i = 0; i < s.len; i++) {
        fill += strchr("*xX.-_#?+", s.data[i]) != NULL && s.data[i] != '\0';
        same += s.data[i] == s.data[0];
    }
    return s.len > 0 &&
           (fill == s.len || (same == s.len && s.len >= 3) || adm_str_is(s, "\xE2\x80\xA6"));
}

static bool is_asking(struct adm_str s) {
    struct adm_words words;
    bool marker = false, sample = false, plain = true;
    adm_words_split(s, &words);
    for (size_t i = 0; i < words.count; i++) {
        struct adm_str word = words.items[i];
        marker = marker || ADM_WORDS_IN(word, markers);
        sample = sample || ADM_WORDS_IN(word, samples);
        plain = plain && (ADM_WORDS_IN(word, nouns) || ADM_WORDS_IN(word, samples) ||
                          adm_chars_same(word, "xxx"));
    }
    return words.count > 0 && (marker || (sample && plain && words.count > 1));
}

static size_t longer_prefix(struct adm_str s, const char *prefix, size_t best) {
    if (s.len < 3 || s.data[0] != prefix[0] || s.data[1] != prefix[1])
        return best;
    size_t len = strlen(prefix);
    return len > best && adm_str_starts(s, prefix) ? len : best;
}

// The longest prefix of a token that the value begins with.
static size_t token_prefix(struct adm_str s) {
    static const struct adm_token *(*const groups[])(size_t *) = {
        adm_tokens_cloud, adm_tokens_forge, adm_tokens_registry, adm_tokens_people,
        adm_tokens_ai,    adm_tokens_infra, adm_tokens_service,
    };
    static const char *const others[] = {"sk-",  "sk_",      "pk_",     "ops_",   "sntrys_",
                                         "glc_", "sk-proj-", "Bearer ", "Basic ", "eyJ"};
    size_t best = 0, count = 0;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        const struct adm_token *rows = groups[g](&count);
        for (size_t i = 0; i < count; i++)
            best = longer_prefix(s, rows[i].prefix, best);
    }
    for (size_t i = 0; i < sizeof others / sizeof(char *); i++)
        best = longer_prefix(s, others[i], best);
    return best;
}

static bool is_word_placeholder(struct adm_str value) {
    struct adm_str words = value;
    while (words.len > 0 && strchr("*_.!<>[]{}- ", words.data[words.len - 1]) != NULL)
        words.len--;
    while (words.len > 0 && words.data[0] == '*') {
        words.data++;
        words.len--;
    }
    return !adm_chars_any(words, ADM_CHARS_DIGIT) &&
           adm_chars_all(words, ADM_CHARS_ALPHA | ADM_CHARS_DASH_LOW | ADM_CHARS_SPACE |
                                    ADM_CHARS_DOT | ADM_CHARS_QUOTE) &&
           is_asking(words);
}

// sk-..., ghp_xxxx, hvs.<token>, dop_v1_your_token, pypi-AgEIcHlwaS5vcmc...
static bool is_shortened(struct adm_str s) {
    size_t prefix = token_prefix(s);
    if (prefix == 0 || prefix == s.len)
        return false;
    struct adm_str rest = adm_str_slice(s, prefix, s.len);
    struct adm_str ellipsis =
        adm_str_slice(rest, rest.len - (rest.len < 3 ? rest.len : 3), rest.len);
    size_t fill = 0;
    while (fill < rest.len && strchr("*xX._-?#", rest.data[fill]) != NULL)
        fill++;
    return fill == rest.len || adm_str_is(ellipsis, "...") ||
           adm_str_is(ellipsis, "\xE2\x80\xA6") ||
           (rest.data[fill] == '<' && rest.data[rest.len - 1] == '>') || is_word_placeholder(rest);
}

bool adm_placeholder_is(struct adm_str value) {
    return value.len <= VALUE_MAX && (is_bracketed(value) || is_filler(value) ||
                                      is_word_placeholder(value) || is_shortened(value));
}
