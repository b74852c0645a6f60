// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/runs.h"

#include <string.h>

#include "validators/credentials/chars.h"
#include "validators/credentials/runs_vector.h"
#include "validators/credentials/unwrap.h"

enum {
    RUN_MIN = ADM_RUNS_VECTOR_MIN,
    PROBE = 16,       // characters decoded to see whether the rest is worth it
    WRAPPED_MIN = 56, // a line as long as this may go on in the next
    HEX_MIN = 32,
    AZURE_KEY = 88,
    NEAR = 512,
};

#define RUN_SET (ADM_CHARS_BASE64 | ADM_CHARS_DASH_LOW)

// The next run of RUN_MIN or more: looking at every RUN_MIN-th character suffices to miss none.
static size_t find_run(struct adm_str text, size_t from, size_t *len) {
    size_t start = adm_runs_vector_skip(text, from);
    while (start + RUN_MIN <= text.len) {
        size_t i = start + RUN_MIN;
        while (i > start && adm_chars_in(text.data[i - 1], RUN_SET))
            i--;
        if (i == start) {
            *len = RUN_MIN + adm_chars_run(text, start + RUN_MIN, RUN_SET, text.len);
            return start;
        }
        start = i;
    }
    return text.len;
}

// Lines of base64 that go on: the whole of it, white space in it.
static size_t wrapped_end(struct adm_str text, size_t start, size_t len) {
    size_t end = start + len, line = len;
    while (line >= WRAPPED_MIN) {
        size_t at = end;
        if (adm_chars_at(text, at) == '\r')
            at++;
        if (adm_chars_at(text, at) != '\n')
            break;
        while (at < text.len && adm_chars_in(text.data[at], ADM_CHARS_SPACE))
            at++;
        line = adm_chars_run(text, at, RUN_SET, text.len);
        char after = adm_chars_at(text, at + line);
        if (line == 0 || (after != '\0' && after != '\n' && after != '\r' && after != '='))
            break;
        end = at + line;
    }
    return end + adm_chars_run(text, end, ADM_CHARS_EQUALS, 2);
}

static bool is_promising(struct adm_str bytes) {
    return adm_unwrap_is_packed(bytes) || adm_unwrap_is_utf16(bytes) || adm_unwrap_is_text(bytes);
}

static bool probe(struct adm_str run) {
    char bytes[PROBE];
    size_t len = 0;
    return adm_unwrap_base64(adm_str_slice(run, 0, PROBE), bytes, sizeof bytes, &len) &&
           is_promising((struct adm_str){bytes, len});
}

static size_t decode64(struct adm_scan *scan, size_t start, size_t len) {
    size_t end = wrapped_end(scan->text, start, len);
    struct adm_match where = {.at = start, .len = end - start};
    char *out = adm_scan_take(scan, where.len);
    size_t size = 0;
    if (out != NULL &&
        adm_unwrap_base64(adm_str_slice(scan->text, start, end), out, where.len, &size) &&
        is_promising((struct adm_str){out, size}))
        adm_scan_queue(scan, (struct adm_str){out, size}, &where);
    return end;
}

static bool decode16(struct adm_scan *scan, size_t start, size_t len) {
    struct adm_str run = adm_str_slice(scan->text, start, start + len);
    struct adm_match where = {.at = start, .len = len};
    char head[PROBE];
    size_t size = 0;
    if (len < HEX_MIN || len % 2 != 0 || !adm_unwrap_is_hex(run))
        return false;
    if (!adm_unwrap_hex(adm_str_slice(run, 0, HEX_MIN), head, sizeof head, &size) ||
        !is_promising((struct adm_str){head, size}))
        return true;
    char *out = adm_scan_take(scan, len);
    if (out != NULL && adm_unwrap_hex(run, out, len, &size) &&
        is_promising((struct adm_str){out, size}))
        adm_scan_queue(scan, (struct adm_str){out, size}, &where);
    return true;
}

// The 64 bytes of an Azure storage key, where the text speaks of Azure.
static void find_azure(struct adm_scan *scan, size_t start, size_t len) {
    struct adm_str text = scan->text;
    struct adm_match match = {.family = ADM_FAMILY_AZURE_STORAGE,
                              .confidence = ADM_DETECTOR_MEDIUM,
                              .at = start,
                              .len = AZURE_KEY};
    size_t from = start > NEAR ? start - NEAR : 0,
           to = start + NEAR < text.len ? start + NEAR : text.len;
    struct adm_str run = adm_str_slice(text, start, start + len);
    if (len != AZURE_KEY - 2 || adm_chars_run(text, start + len, ADM_CHARS_EQUALS, 3) != 2 ||
        !adm_chars_any(run, ADM_CHARS_DIGIT) || !adm_chars_any(run, ADM_CHARS_UPPER))
        return;
    if (adm_chars_find(text, from, to, "azure") < to ||
        adm_chars_find(text, from, to, "core.windows.net") < to ||
        adm_chars_find(text, from, to, "accountname") < to)
        adm_scan_add(scan, &match);
}

void adm_runs_decode(struct adm_scan *scan) {
    size_t len = 0;
    for (size_t at = find_run(scan->text, 0, &len); at < scan->text.len;
         at = find_run(scan->text, at + len, &len)) {
        // A letter of an escaped line end may stand before the run.
        size_t skip = at > 0 && scan->text.data[at - 1] == '\\' ? 1 : 0;
        find_azure(scan, at + skip, len - skip);
        if (decode16(scan, at + skip, len - skip))
            continue;
        if (probe(adm_str_slice(scan->text, at + skip, at + len)))
            len = decode64(scan, at + skip, len - skip) - at;
    }
}
