// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_template.h"

#include "validators/credentials/chars.h"
#include "validators/credentials/template.h"
#include "validators/credentials/unwrap.h"
#include "validators/credentials/words.h"

enum { LITERALS_MAX = 16 };

// The literals of one action, in order.
struct action {
    struct adm_str literals[LITERALS_MAX];
    size_t count;
    bool decodes, formats;
};

static const char *const decoders[] = {"b64dec", "base64decode"};
static const char *const printers[] = {"printf"};

// The end of the literal whose quote is at `at`, and its text, escapes as they stand.
static size_t read_literal(struct adm_str s, size_t at, struct action *action) {
    size_t end = at + 1;
    while (end < s.len && s.data[end] != s.data[at])
        end += s.data[end] == '\\' && s.data[at] == '"' ? 2 : 1;
    if (action->count < LITERALS_MAX)
        action->literals[action->count++] = adm_str_slice(s, at + 1, end);
    return end + 1;
}

static void read_action(struct adm_str s, struct action *action) {
    for (size_t i = 0; i < s.len;) {
        char c = s.data[i];
        size_t len = adm_chars_run(s, i, ADM_CHARS_TOKEN, s.len);
        struct adm_str word = adm_str_slice(s, i, i + len);
        if (c == '"' || c == '`' || c == '\'') {
            i = read_literal(s, i, action);
            continue;
        }
        action->decodes = action->decodes || (len > 0 && ADM_WORDS_IN(word, decoders));
        action->formats = action->formats || (len > 0 && ADM_WORDS_IN(word, printers));
        i += len > 0 ? len : 1;
    }
}

// printf "%s-%s" "a" "b": the literals in the places of the verbs.
static void print(const struct action *action, struct adm_text *out) {
    struct adm_str format = action->literals[0];
    size_t next = 1;
    for (size_t i = 0; i < format.len; i++) {
        bool verb = format.data[i] == '%' && i + 1 < format.len;
        if (!verb) {
            adm_text_append_char(out, format.data[i]);
            continue;
        }
        if (next < action->count)
            adm_text_append(out, action->literals[next++]);
        i++;
    }
}

static void put_decoded(struct adm_str encoded, struct adm_text *out) {
    size_t len = 0;
    char *plain = adm_arena_alloc(out->arena, encoded.len + 1);
    if (plain != NULL && adm_unwrap_base64(encoded, plain, encoded.len, &len))
        encoded = (struct adm_str){plain, len};
    adm_text_append(out, encoded);
}

static void put_output(const struct action *action, struct adm_text *out) {
    struct adm_text own;
    adm_text_init(&own, out->arena);
    if (action->formats && action->count > 0)
        print(action, &own);
    else
        for (size_t i = 0; i < action->count; i++)
            adm_text_append(&own, action->literals[i]);
    if (action->decodes)
        put_decoded(adm_text_str(&own), out);
    else
        adm_text_append(out, adm_text_str(&own));
    out->failed = out->failed || own.failed;
}

// Writes what the action at `at` becomes; its length.
static size_t render_action(struct adm_str text, size_t at, struct adm_text *out, bool *any) {
    size_t len = 0;
    struct adm_str inner = {0};
    struct action action = {0};
    enum adm_refers refers = adm_template_read(text, at, &len, &inner);
    if (refers == ADM_REFERS_NOT)
        len = 2;
    struct adm_str whole = adm_str_slice(text, at, at + len);
    if (refers != ADM_REFERS_DEFAULT) {
        adm_text_append(out, whole);
        return len;
    }
    read_action(adm_str_slice(whole, 2, len - 2), &action);
    put_output(&action, out);
    *any = true;
    return len;
}

bool adm_credential_template_render(struct adm_str text, struct adm_arena *arena,
                                    struct adm_str *out, bool *any, struct adm_error *err) {
    struct adm_text rendered;
    size_t done = 0;
    adm_text_init(&rendered, arena);
    *any = false;
    // Behind the last }} no action ends: looking for one from each {{ would take for ever.
    size_t end = text.len;
    while (end >= 2 && !(text.data[end - 1] == '}' && text.data[end - 2] == '}'))
        end--;
    for (size_t at = 0; at + 1 < end;) {
        if (text.data[at] != '{' || text.data[at + 1] != '{') {
            at++;
            continue;
        }
        adm_text_append(&rendered, adm_str_slice(text, done, at));
        at += render_action(text, at, &rendered, any);
        done = at;
    }
    if (!*any)
        return true;
    adm_text_append(&rendered, adm_str_slice(text, done, text.len));
    return adm_text_finish(&rendered, out, err);
}
