// SPDX-License-Identifier: Apache-2.0
#include "server/explain_answer.h"

#include "core/verdict.h"
#include "server/diff_shown.h"

enum { FILE_RUNES = 1024, BECOMES_MAX = 8 };

static struct adm_str shown(struct adm_str s, const struct adm_explanation *out) {
    return adm_diff_shown_name(s, out->said.arena);
}

static struct adm_str file_of(const struct adm_explain_thing *thing,
                              const struct adm_explanation *out) {
    return adm_verdict_one_line(adm_str_from(thing->file), FILE_RUNES, out->said.arena);
}

static void append_all(struct adm_text *text, const char *what,
                       const struct adm_explain_lines *lines) {
    for (size_t i = 0; i < lines->count && i < BECOMES_MAX; i++)
        adm_text_printf(text, "%s%s %.*s", text->len == 0 ? "" : ", ", what,
                        ADM_STR_ARGS(lines->list[i].text));
    if (lines->count > BECOMES_MAX)
        adm_text_printf(text, " and %zu more", lines->count - BECOMES_MAX);
}

// "variable DB_PASSWORD, file /var/run/secrets/db-password".
static struct adm_str becomes(const struct adm_explain_need *need, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    append_all(&text, "variable", &need->variables);
    append_all(&text, "file", &need->files);
    if (text.len == 0)
        adm_text_append_c(&text, "a volume that nothing mounts");
    return adm_text_str(&text);
}

static const char *sort_of(const struct adm_explain_need *need) {
    return need->is_secret ? "Secret" : "ConfigMap";
}

// "SealedSecret db (sealed.yaml:3)".
static struct adm_str thing_of(const struct adm_explain_thing *thing,
                               const struct adm_explanation *out) {
    const struct adm_object object = adm_object_view(thing->item.object);
    return adm_text_format(
        out->said.arena, "%.*s %.*s (%.*s:%u)", ADM_STR_ARGS(shown(thing->item.kind, out)),
        ADM_STR_ARGS(shown(object.name, out)), ADM_STR_ARGS(file_of(thing, out)), thing->item.line);
}

static struct adm_str said_of_key(const struct adm_explain_answer *answer,
                                  const struct adm_explanation *out) {
    const struct adm_explain_found *found = &answer->found;
    struct adm_str keys = found->keys;
    return adm_text_format(out->said.arena, "%.*s has no key %.*s, %s%.*s",
                           ADM_STR_ARGS(thing_of(found->by, out)),
                           ADM_STR_ARGS(shown(answer->need->key, out)),
                           keys.len == 0 ? "nor any other" : "only ", ADM_STR_ARGS(keys));
}

static struct adm_str said_of_missing(const struct adm_explain_answer *answer,
                                      const struct adm_explanation *out) {
    const struct adm_explain_found *found = &answer->found;
    struct adm_arena *arena = out->said.arena;
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_text_printf(&text, "not among the given files%s",
                    answer->need->is_secret ? ", nor a SealedSecret or ExternalSecret that makes it"
                                            : "");
    if (found->near.len > 0)
        adm_text_printf(&text, "; did you mean %.*s?", ADM_STR_ARGS(shown(found->near, out)));
    if (found->elsewhere.len > 0)
        adm_text_printf(&text, "; namespace %.*s has one, and a pod takes only from its own",
                        ADM_STR_ARGS(shown(found->elsewhere, out)));
    return adm_text_str(&text);
}

static struct adm_str said_of(const struct adm_explain_answer *answer,
                              const struct adm_explanation *out) {
    const struct adm_explain_found *found = &answer->found;
    struct adm_arena *arena = out->said.arena;
    switch (found->state) {
    case ADM_EXPLAIN_FOUND:
        return adm_text_format(arena, "found in %.*s:%u", ADM_STR_ARGS(file_of(found->by, out)),
                               found->by->item.line);
    case ADM_EXPLAIN_MADE:
        return adm_text_format(arena, "%.*s makes it", ADM_STR_ARGS(thing_of(found->by, out)));
    case ADM_EXPLAIN_MAYBE:
        return adm_text_format(arena, "%.*s makes it, and the file does not say with which keys",
                               ADM_STR_ARGS(thing_of(found->by, out)));
    case ADM_EXPLAIN_NO_KEY:
        return said_of_key(answer, out);
    case ADM_EXPLAIN_MISSING:
    case ADM_EXPLAIN_UNKNOWN:
        break;
    }
    return said_of_missing(answer, out);
}

static struct adm_str fix_of(const struct adm_explain_answer *answer,
                             const struct adm_explanation *out) {
    const struct adm_explain_need *need = answer->need;
    struct adm_arena *arena = out->said.arena;
    struct adm_str namespace = shown(out->namespace, out), name = shown(need->name, out);
    if (answer->found.state == ADM_EXPLAIN_NO_KEY)
        return need->is_secret
                   ? ADM_STR("add the key to it, or name one that it has; in floe.dev/credentials "
                             "<key>=<secret_ref> gives a key another name")
                   : adm_text_format(arena, "put the text under the key %.*s",
                                     ADM_STR_ARGS(shown(need->key, out)));
    if (answer->found.state == ADM_EXPLAIN_UNKNOWN)
        return adm_text_format(
            arena, "look whether the cluster has it: kubectl -n %.*s get %s %.*s",
            ADM_STR_ARGS(namespace), need->is_secret ? "secret" : "configmap", ADM_STR_ARGS(name));
    if (answer->found.state == ADM_EXPLAIN_MISSING)
        return adm_text_format(arena, "create it in namespace %.*s, or name another",
                               ADM_STR_ARGS(namespace));
    return (struct adm_str){0};
}

static bool is_absent(const struct adm_explain_answer *answer) {
    return answer->found.state == ADM_EXPLAIN_MISSING || answer->found.state == ADM_EXPLAIN_UNKNOWN;
}

// Of something that is not there at all, one line tells all its keys.
static bool is_told_together(const struct adm_explain_answer *a,
                             const struct adm_explain_answer *b) {
    return is_absent(a) && is_absent(b) && a->need->is_secret == b->need->is_secret &&
           adm_str_equal(a->need->name, b->need->name);
}

static enum adm_explain_level level_of(const struct adm_explain_answer *answer) {
    enum adm_explain_state state = answer->found.state;
    if (state == ADM_EXPLAIN_FOUND || state == ADM_EXPLAIN_MADE)
        return ADM_EXPLAIN_OK;
    bool lacks = state == ADM_EXPLAIN_MISSING || state == ADM_EXPLAIN_NO_KEY;
    return lacks && !answer->need->optional ? ADM_EXPLAIN_PROBLEM : ADM_EXPLAIN_NOTE;
}

// ", key password, optional (variable PASSWORD)".
static void append_need(struct adm_text *text, const struct adm_explain_need *need,
                        const struct adm_explanation *out) {
    struct adm_str key = shown(need->key, out);
    adm_text_printf(text, "%s%.*s%s (%.*s)", key.len > 0 ? ", key " : "", ADM_STR_ARGS(key),
                    need->optional ? ", optional" : "",
                    ADM_STR_ARGS(becomes(need, out->said.arena)));
}

static bool was_told(const struct adm_explanation *out, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (is_told_together(&out->answers[i], &out->answers[index]))
            return true;
    return false;
}

void adm_explain_answer_write(size_t index, struct adm_explanation *out) {
    const struct adm_explain_answer *answer = &out->answers[index];
    enum adm_explain_level level = level_of(answer);
    struct adm_text text;
    if (was_told(out, index))
        return;
    adm_text_init(&text, out->said.arena);
    adm_text_printf(&text, "%s %.*s", sort_of(answer->need),
                    ADM_STR_ARGS(shown(answer->need->name, out)));
    append_need(&text, answer->need, out);
    for (size_t i = index + 1; i < out->answer_count; i++) {
        if (!is_told_together(answer, &out->answers[i]))
            continue;
        append_need(&text, out->answers[i].need, out);
        if (level_of(&out->answers[i]) > level)
            level = level_of(&out->answers[i]);
    }
    adm_text_printf(&text, ": %.*s", ADM_STR_ARGS(said_of(answer, out)));
    out->said.failed = out->said.failed || text.failed;
    const struct adm_explain_line line = {
        .level = level, .text = adm_text_str(&text), .fix = fix_of(answer, out)};
    adm_explain_lines_add(&out->said, &line);
}
