// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_template.h"

#include "validators/credential_action.h"
#include "validators/credentials/chars.h"
#include "validators/credentials/template.h"
#include "validators/credentials/unwrap.h"

enum { DEPTH_MAX = 32, REPLACEMENT_MIN = 8, GROWTH = 4, ROOM = 64 * 1024 };

// What a field's place is written as: the detector takes it for a reference.
static const char hole[] = "{{.}}";

struct level {
    struct adm_credential_action_held dot; // outside of it
    bool skips;                            // this branch is not the one that is read
};

struct renderer {
    struct adm_str text;
    struct adm_text *out;
    unsigned reading;
    struct adm_credential_action_scope scope;
    struct level levels[DEPTH_MAX];
    size_t depth;   // of if, with, range
    size_t skipped; // levels whose branch is not read
    bool changed, has_else, has_several;
};

// Argument `n` of the printf whose format is literal `format`: what is piped into it comes last;
// those in brackets count as one where fields are read. NULL data: none, or no literal.
static struct adm_str argument(const struct adm_credential_action *action, size_t format,
                               size_t n) {
    for (size_t i = 1; i < action->count; i++) {
        size_t at = (format + i) % action->count;
        bool other = action->derived ? action->nested[at] : action->literals[at].data == NULL;
        if (!other && n-- == 0)
            return action->literals[at];
    }
    return action->derived ? (struct adm_str){NULL, 0} : ADM_STR("");
}

// printf "%s-%s" "a" "b": the literals in the places of the verbs.
static void print(const struct adm_credential_action *action, struct adm_text *out) {
    size_t first = 0, verbs = 0;
    while (first < action->count && action->literals[first].data == NULL)
        first++;
    struct adm_str format =
        first < action->count ? action->literals[first] : (struct adm_str){"", 0};
    for (size_t i = 0; i < format.len; i++) {
        if (format.data[i] != '%') {
            adm_text_append_char(out, format.data[i]);
            continue;
        }
        struct adm_str value = argument(action, first, verbs++);
        if (value.data == NULL)
            adm_text_append_c(out, hole);
        else
            adm_text_append(out, value);
        i += 1 + adm_chars_run(format, i + 1, ADM_CHARS_DIGIT | ADM_CHARS_DOT, 8);
    }
}

static void put_decoded(struct adm_str encoded, struct adm_text *out) {
    size_t len = 0;
    char *plain = adm_arena_alloc(out->arena, encoded.len + 1);
    if (plain != NULL && adm_unwrap_base64(encoded, plain, encoded.len, &len))
        encoded = (struct adm_str){plain, len};
    adm_text_append(out, encoded);
}

// All literals in a row; nospace and the like may take the blanks out.
static void join(const struct adm_credential_action *action, struct adm_text *out) {
    for (size_t i = 0; i < action->count; i++) {
        struct adm_str literal = action->literals[i];
        for (size_t j = 0; literal.data != NULL && j < literal.len; j++) {
            char c = literal.data[action->reverses ? literal.len - 1 - j : j];
            if (!action->closes_up || !adm_chars_in(c, ADM_CHARS_SPACE))
                adm_text_append_char(out, c);
        }
    }
}

// The longest literal, or part of one between quotes: what fromJson is given.
static struct adm_str longest(const struct adm_credential_action *action) {
    struct adm_str best = {"", 0};
    for (size_t i = 0; i < action->count; i++) {
        struct adm_str rest = action->literals[i];
        for (size_t len = 0; rest.len > 0; rest = adm_str_slice(rest, len + 1, rest.len)) {
            len = adm_str_index(rest, '"');
            if (len > best.len)
                best = adm_str_slice(rest, 0, len);
            len = len < rest.len ? len : rest.len - 1;
        }
    }
    return best;
}

static size_t count_literals(const struct adm_credential_action *action) {
    size_t count = 0;
    for (size_t i = 0; i < action->count; i++)
        if (action->literals[i].len > 0)
            count += adm_str_index(action->literals[i], '"') < action->literals[i].len ? 2 : 1;
    return count;
}

static void put_literals(struct renderer *r, const struct adm_credential_action *action) {
    struct adm_text own;
    adm_text_init(&own, r->out->arena);
    r->has_several = r->has_several || count_literals(action) > 1;
    if ((r->reading & ADM_CREDENTIAL_TEMPLATE_ALONE) != 0)
        adm_text_append(&own, longest(action));
    else if (action->formats)
        print(action, &own);
    else
        join(action, &own);
    if (action->decodes)
        put_decoded(adm_text_str(&own), r->out);
    else
        adm_text_append(r->out, adm_text_str(&own));
    r->out->failed = r->out->failed || own.failed;
}

static bool is_random(struct adm_str s) {
    return s.len >= REPLACEMENT_MIN && adm_chars_any(s, ADM_CHARS_DIGIT) &&
           adm_chars_any(s, ADM_CHARS_ALPHA);
}

// Of an action that reads a field: the literal that may come out in its place, the text around it
// in a printf, or what is put into it. False when there is none of these.
static bool put_beside(struct renderer *r, const struct adm_credential_action *action,
                       struct adm_str whole) {
    size_t len = 0;
    struct adm_str inner = {0};
    if (adm_template_read(whole, 0, &len, &inner) == ADM_REFERS_DEFAULT) {
        if (action->decodes)
            put_decoded(inner, r->out);
        else
            adm_text_append(r->out, inner);
        return true;
    }
    if (is_random(action->replacement)) {
        adm_text_append(r->out, action->replacement);
        return true;
    }
    if (action->formats && count_literals(action) > 0)
        print(action, r->out);
    return action->formats && count_literals(action) > 0;
}

static bool has_room(const struct renderer *r) {
    return adm_text_str(r->out).len < r->text.len * GROWTH + ROOM;
}

static void put_output(struct renderer *r, const struct adm_credential_action *action,
                       struct adm_str whole) {
    bool literal = !action->derived && count_literals(action) > 0 && has_room(r);
    if (literal)
        put_literals(r, action);
    else if (!action->derived || !put_beside(r, action, whole))
        adm_text_append(r->out, whole);
    else
        literal = true;
    r->changed = r->changed || literal;
}

static void open_level(struct renderer *r, const struct adm_credential_action *action) {
    bool skips = (r->reading & ADM_CREDENTIAL_TEMPLATE_ELSE) != 0;
    if (r->depth < DEPTH_MAX)
        r->levels[r->depth] = (struct level){.dot = r->scope.dot, .skips = skips};
    if (r->depth++ >= DEPTH_MAX)
        return;
    r->skipped += skips;
    if (action->kind == ADM_CREDENTIAL_ACTION_WITH)
        adm_credential_action_hold(action, &r->scope.dot);
}

static void turn_level(struct renderer *r) {
    r->has_else = true;
    if (r->depth == 0 || r->depth > DEPTH_MAX)
        return;
    struct level *level = &r->levels[r->depth - 1];
    bool skips = (r->reading & ADM_CREDENTIAL_TEMPLATE_ELSE) == 0;
    r->skipped = r->skipped - level->skips + skips;
    level->skips = skips;
}

static void close_level(struct renderer *r) {
    if (r->depth == 0 || r->depth-- > DEPTH_MAX)
        return;
    r->skipped -= r->levels[r->depth].skips;
    r->scope.dot = r->levels[r->depth].dot;
}

static void render_action(struct renderer *r, const struct adm_credential_action *action,
                          struct adm_str whole) {
    switch (action->kind) {
    case ADM_CREDENTIAL_ACTION_OUTPUT:
        if (r->skipped == 0)
            put_output(r, action, whole);
        return;
    case ADM_CREDENTIAL_ACTION_IF:
    case ADM_CREDENTIAL_ACTION_WITH:
        open_level(r, action);
        break;
    case ADM_CREDENTIAL_ACTION_ELSE:
        turn_level(r);
        break;
    case ADM_CREDENTIAL_ACTION_END:
        close_level(r);
        break;
    case ADM_CREDENTIAL_ACTION_SILENT:
        break;
    }
    r->changed = true;
}

static void render(struct renderer *r) {
    struct adm_credential_action action;
    struct adm_str text = r->text;
    size_t done = 0;
    // Behind the last }} no action ends: looking for one from each {{ would take for ever.
    size_t end = text.len;
    while (end >= 2 && !(text.data[end - 1] == '}' && text.data[end - 2] == '}'))
        end--;
    for (size_t at = 0; at + 1 < end;) {
        if (text.data[at] != '{' || text.data[at + 1] != '{') {
            at++;
            continue;
        }
        size_t len =
            adm_credential_action_read(adm_str_slice(text, 0, end), at, &r->scope, &action);
        if (len == 0) // no template: nothing is put out, and to look on would take for ever
            break;
        if (r->skipped == 0)
            adm_text_append(r->out, adm_str_slice(text, done, at));
        render_action(r, &action, adm_str_slice(text, at, at + len));
        at += len;
        done = at;
    }
    if (r->skipped == 0)
        adm_text_append(r->out, adm_str_slice(text, done, text.len));
}

bool adm_credential_template_render(struct adm_str text, unsigned reading, struct adm_arena *arena,
                                    struct adm_str *out, struct adm_error *err) {
    struct adm_text rendered;
    adm_text_init(&rendered, arena);
    struct renderer *r = adm_arena_array(arena, 1, sizeof *r);
    *out = (struct adm_str){0};
    if (r == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for a template");
    *r = (struct renderer){.text = text, .out = &rendered, .reading = reading};
    render(r);
    bool says_more = r->changed && (r->has_else || (reading & ADM_CREDENTIAL_TEMPLATE_ELSE) == 0) &&
                     (r->has_several || (reading & ADM_CREDENTIAL_TEMPLATE_ALONE) == 0);
    return !says_more || adm_text_finish(&rendered, out, err);
}
