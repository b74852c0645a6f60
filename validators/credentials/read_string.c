// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/read_string.h"

#include <string.h>

enum {
    BACK_MAX = 16 * 1024,
    ON_MAX = 64 * 1024,
    SKIPPED = 4096, // where no string is found, none is looked for in the next bytes
    LEVEL_LAST = 3, // deeper texts are read as they stand
    NEAR = 256,
};

static bool has_line_end(struct adm_str text, const struct adm_pair_name *name) {
    size_t from = name->start > NEAR ? name->start - NEAR : 0,
           to = name->end + NEAR < text.len ? name->end + NEAR : text.len;
    return memmem(text.data + from, to - from, "\\n", 2) != NULL;
}

// Behind the quote that opens the string around `at`, on the same line; SIZE_MAX: none.
static size_t string_start(struct adm_str text, size_t at) {
    size_t from = at > BACK_MAX ? at - BACK_MAX : 0;
    for (size_t i = at; i > from && text.data[i - 1] != '\n'; i--)
        if (text.data[i - 1] == '"' && adm_chars_before(text, i - 1, 1) != '\\')
            return i;
    return SIZE_MAX;
}

static size_t string_end(struct adm_str text, size_t at) {
    size_t to = at + ON_MAX < text.len ? at + ON_MAX : text.len;
    while (at < to && text.data[at] != '"' && text.data[at] != '\n')
        at += text.data[at] == '\\' ? 2 : 1;
    return at < to ? at : to;
}

static char meant(char escaped) {
    static const char from[] = "ntr\"\\/", to[] = "\n\t\r\"\\/";
    const char *found = escaped == '\0' ? NULL : strchr(from, escaped);
    return (char)(found == NULL ? 0 : to[found - from]);
}

static size_t unescape(struct adm_str string, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < string.len; i++) {
        char c = (char)(string.data[i] == '\\' ? meant(adm_chars_at(string, i + 1)) : 0);
        out[len++] = (char)(c == '\0' ? string.data[i] : c);
        i += c == '\0' ? 0 : 1;
    }
    return len;
}

void adm_read_string_lines(struct adm_scan *scan, const struct adm_pair_name *name) {
    struct adm_str text = scan->text;
    if (name->start < scan->string_until || scan->job->level >= LEVEL_LAST ||
        !has_line_end(text, name))
        return;
    size_t start = string_start(text, name->start);
    if (start == SIZE_MAX) {
        scan->string_until = name->end + SKIPPED;
        return;
    }
    size_t end = string_end(text, name->end);
    struct adm_match where = {.at = start, .len = end - start};
    char *out = adm_scan_take(scan, where.len);
    scan->string_until = end;
    if (out != NULL)
        adm_scan_queue(scan, (struct adm_str){out, unescape(adm_str_slice(text, start, end), out)},
                       &where);
}
