// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/pair_context.h"

#include <string.h>

#include "validators/credentials/key_name.h"
#include "validators/credentials/trivial.h"

enum { SENTENCE_MAX = 160, DIGEST_MIN = 32 };

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static size_t skip_blanks(struct adm_str text, size_t at) {
    while (is_blank(adm_chars_at(text, at)))
        at++;
    return at;
}

// "Password: rotation is overdue", <description>secret key: omit for IAM</description>: a word of
// letters with more words behind it, which are a sentence together.
static bool is_sentence(struct adm_str text, const struct adm_pair_name *name,
                        const struct adm_pair_value *value) {
    size_t end = value->at;
    if (value->quoted || !is_blank(adm_chars_at(text, value->end)) ||
        !is_blank(adm_chars_before(text, value->at, 1)) ||
        !adm_chars_all(value->text, ADM_CHARS_ALPHA))
        return false;
    while (end < text.len && end - value->at < SENTENCE_MAX && text.data[end] != '\n' &&
           text.data[end] != '<' && text.data[end] != '\\' &&
           (name->inside == '\0' || text.data[end] != name->inside))
        end++;
    return adm_trivial_is_prose(adm_chars_trim(adm_str_slice(text, value->at, end)));
}

// Whether what is printed goes to a file or another program, and not to people.
static bool is_sent_on(struct adm_str text, size_t at) {
    at = skip_blanks(text, at);
    if (adm_chars_begins(text, at, ">&"))
        return false;
    return adm_chars_at(text, at) == '>' || adm_chars_at(text, at) == '|';
}

// echo 'password: unknown': a word of letters that a command says to people.
static bool is_echoed(struct adm_str text, const struct adm_pair_name *name,
                      const struct adm_pair_value *value) {
    static const char *const commands[] = {"echo", "printf", "echo -e", "echo -n", "die", "fail"};
    size_t open = name->start;
    if (name->inside == '\0' || value->quoted || !adm_chars_all(value->text, ADM_CHARS_ALPHA) ||
        !is_blank(adm_chars_before(text, value->at, 1)))
        return false;
    while (open > name->line && text.data[open - 1] != name->inside)
        open--;
    size_t word = open > name->line ? open - 1 : open;
    while (word > name->line && is_blank(text.data[word - 1]))
        word--;
    for (size_t i = 0; i < sizeof commands / sizeof(char *); i++) {
        size_t len = strlen(commands[i]);
        if (word >= len && adm_chars_begins(text, word - len, commands[i]) &&
            !adm_chars_in(adm_chars_before(text, word - len, 1), ADM_CHARS_TOKEN))
            return adm_chars_at(text, value->end) == name->inside &&
                   !is_sent_on(text, value->end + 1);
    }
    return false;
}

// The last word of a dotted name.
static struct adm_str last_segment(struct adm_str name) {
    size_t start = name.len;
    while (start > 0 && name.data[start - 1] != '.')
        start--;
    return adm_str_slice(name, start, name.len);
}

static bool is_same_word(struct adm_str a, struct adm_str b) {
    if (a.len != b.len || a.len == 0)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (adm_chars_lower(a.data[i]) != adm_chars_lower(b.data[i]))
            return false;
    return true;
}

// WHERE token = :token, password = @Password: what a statement is given when it runs.
static bool is_bound(const struct adm_pair_name *name, const struct adm_pair_value *value) {
    char sign = adm_chars_at(value->text, 0);
    struct adm_str word = adm_str_slice(value->text, 1, value->text.len);
    while (word.len > 0 && strchr(",;)", word.data[word.len - 1]) != NULL)
        word.len--;
    return !value->quoted && (sign == ':' || sign == '@') &&
           (adm_key_name_is(word) || is_same_word(word, last_segment(name->text)));
}

// self.password = password; cfg.Password = password: a variable, where a program has fields.
static bool is_assigned(const struct adm_pair_name *name, const struct adm_pair_value *value) {
    static const char *const objects[] = {"self.", "this.", "cls."};
    struct adm_str last = last_segment(name->text), word = value->text;
    if (value->quoted || last.len == name->text.len || name->quote != '\0')
        return false;
    bool object = false;
    for (size_t i = 0; i < sizeof objects / sizeof(char *); i++)
        object = object || adm_chars_begins(name->text, 0, objects[i]);
    bool exported = adm_chars_in(last.data[0], ADM_CHARS_UPPER) &&
                    adm_chars_in(name->text.data[0], ADM_CHARS_LOWER);
    return (object && adm_chars_all(word, ADM_CHARS_ALPHA | ADM_CHARS_DASH_LOW)) ||
           (exported && is_same_word(word, last));
}

// checksum/secret: e3b0…, as templates of pods have it: the digest of what the name names.
static bool is_digest(struct adm_str text, const struct adm_pair_name *name,
                      const struct adm_pair_value *value) {
    static const char *const heads[] = {"checksum", "checksums", "digest", "hash", "md5", "sha256"};
    size_t end = name->start - 1, start = end;
    if (name->start == 0 || text.data[end] != '/' || value->text.len < DIGEST_MIN ||
        !adm_chars_all(value->text, ADM_CHARS_HEX_SMALL))
        return false;
    while (start > name->line && adm_chars_in(text.data[start - 1], ADM_CHARS_ALNUM))
        start--;
    return ADM_WORDS_IN(adm_str_slice(text, start, end), heads);
}

bool adm_pair_context_excuses(struct adm_str text, const struct adm_pair_name *name,
                              const struct adm_pair_value *value) {
    return value->text.len > 0 &&
           (is_sentence(text, name, value) || is_echoed(text, name, value) ||
            is_bound(name, value) || is_assigned(name, value) || is_digest(text, name, value));
}
