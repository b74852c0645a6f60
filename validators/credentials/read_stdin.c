// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/read_stdin.h"

#include <string.h>

#include "validators/credentials/appraise.h"

enum { LOOK = 256 };

// The programs, by what stands in their words.
static const char *const readers[] = {"--password-stdin", "kinit ", "passwd --stdin", "sudo -S "};

static size_t back_to(struct adm_str text, size_t at, const char *ends) {
    size_t from = at > LOOK ? at - LOOK : 0;
    while (at > from && strchr(ends, text.data[at - 1]) == NULL)
        at--;
    return at;
}

static size_t on_to(struct adm_str text, size_t at, const char *ends) {
    size_t to = at + LOOK < text.len ? at + LOOK : text.len;
    while (at < to && strchr(ends, text.data[at]) == NULL)
        at++;
    return at;
}

static void judge(struct adm_scan *scan, size_t from, size_t to) {
    struct adm_match match = {0};
    struct adm_str word = adm_chars_trim(adm_str_slice(scan->text, from, to));
    if (word.len == 0 || !adm_appraise_password(word, &match))
        return;
    match.at += (size_t)(word.data - scan->text.data);
    adm_scan_add(scan, &match);
}

// The last word of [from, to), in its quotes; its start.
static size_t last_word(struct adm_str text, size_t from, size_t to) {
    char quote = adm_chars_before(text, to, 1);
    bool quoted = quote == '"' || quote == '\'';
    size_t at = quoted && to > from ? to - 1 : to;
    while (at > from && (quoted ? text.data[at - 1] != quote
                                : !adm_chars_in(text.data[at - 1], ADM_CHARS_SPACE)))
        at--;
    return quoted && at > from ? at - 1 : at;
}

// What echo or printf writes into the pipe that ends at `pipe`.
static void judge_piped(struct adm_scan *scan, size_t pipe) {
    struct adm_str text = scan->text;
    size_t to = pipe;
    while (to > 0 && strchr(" \t;}", text.data[to - 1]) != NULL)
        to--;
    size_t from = back_to(text, to, "\n;|&{(`");
    from += adm_chars_run(text, from, ADM_CHARS_SPACE | ADM_CHARS_QUOTE, to - from);
    if (adm_chars_begins(text, from, "echo ") || adm_chars_begins(text, from, "printf "))
        judge(scan, last_word(text, from + 5, to), to);
}

static bool reads_password(struct adm_str line) {
    for (size_t i = 0; i < sizeof readers / sizeof(char *); i++)
        if (adm_str_contains(line, adm_str_from(readers[i])))
            return true;
    return false;
}

void adm_read_stdin_password(struct adm_scan *scan, size_t at) {
    struct adm_str text = scan->text;
    size_t from = back_to(text, at, "\n;|&"), to = on_to(text, at, "\n;|&");
    if (!reads_password(adm_str_slice(text, from, to)))
        return;
    if (adm_chars_before(text, from, 1) == '|')
        judge_piped(scan, from - 1);
    size_t string = adm_chars_find(text, from, to, "<<<");
    if (string != SIZE_MAX)
        judge(scan, string + 3, to);
}
