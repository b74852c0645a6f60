// SPDX-License-Identifier: Apache-2.0
#include "server/check_history.h"

#include <stdlib.h>

void adm_check_history_init(struct adm_check_history *history) {
    *history = (struct adm_check_history){0};
    adm_arena_init(&history->arena, ADM_CHECK_HISTORY_BYTES_MAX);
}

void adm_check_history_destroy(struct adm_check_history *history) {
    adm_arena_destroy(&history->arena);
}

// Only what has the form that Helm gives it is shown: a release holds anything.
static struct adm_str shown_status(struct adm_str status) {
    static const char *const known[] = {"deployed",        "uninstalled",     "superseded",
                                        "failed",          "uninstalling",    "pending-install",
                                        "pending-upgrade", "pending-rollback"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (adm_str_is(status, known[i]))
            return adm_str_from(known[i]);
    return ADM_STR("unknown");
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `form`: 0 is a digit, anything else is itself.
static bool has_form(struct adm_str text, const char *form) {
    if (text.len != strlen(form))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (form[i] == '0' ? !is_digit(text.data[i]) : text.data[i] != form[i])
            return false;
    return true;
}

// "2026-01-02T03:04:05.123456789+01:00" without the fraction, or empty.
static struct adm_str shown_time(struct adm_str time, struct adm_arena *arena) {
    static const char seconds[] = "0000-00-00T00:00:00";
    const size_t whole = sizeof seconds - 1;
    size_t zone = whole;
    if (!has_form(adm_str_slice(time, 0, whole), seconds))
        return (struct adm_str){0};
    if (zone < time.len && time.data[zone] == '.')
        for (zone++; zone < time.len && is_digit(time.data[zone]);)
            zone++;
    struct adm_str rest = adm_str_slice(time, zone, time.len);
    if (!adm_str_is(rest, "Z") && !has_form(rest, "+00:00") && !has_form(rest, "-00:00"))
        return (struct adm_str){0};
    return adm_text_format(arena, "%.*s%.*s", (int)whole, time.data, ADM_STR_ARGS(rest));
}

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "the releases are too large to be held: give fewer at a time");
}

static struct adm_check_revision *reserve(struct adm_check_history *history) {
    if (history->count == history->capacity) {
        size_t more = history->capacity == 0 ? 64 : history->capacity * 2;
        struct adm_check_revision *grown =
            adm_arena_grow(&history->arena, history->list, history->capacity * sizeof *grown,
                           more * sizeof *grown);
        if (grown == NULL)
            return NULL;
        history->list = grown;
        history->capacity = more;
    }
    return &history->list[history->count];
}

static struct adm_str first(struct adm_str a, struct adm_str b) { return a.len > 0 ? a : b; }

bool adm_check_history_add(struct adm_check_history *history, const struct adm_check_stored *stored,
                           const char *namespace, struct adm_arena *work, struct adm_error *err) {
    struct adm_helm_release release = {0};
    ADM_TRY(adm_check_release_unpack(stored->payload, work, &release, err));
    const struct adm_object carrier = adm_object_view(stored->carrier.object);
    const struct adm_json *info = adm_json_get(release.root, "info");
    struct adm_arena *arena = &history->arena;
    struct adm_check_revision *row = reserve(history);
    if (row == NULL)
        return fail_memory(err);
    struct adm_str space = first(carrier.namespace, release.namespace);
    *row = (struct adm_check_revision){
        .namespace = adm_arena_copy(arena, first(space, adm_str_from(namespace))),
        .name = adm_arena_copy(arena, release.name),
        .revision = release.version,
        .status = shown_status(release.status),
        .updated = shown_time(adm_json_get_text(info, "last_deployed"), arena),
        .payload = adm_arena_copy(arena, stored->payload),
        .file = stored->file,
        .document = stored->document,
        .line = stored->carrier.line,
        .column = stored->carrier.column,
        .order = history->count,
    };
    if (arena->exhausted)
        return fail_memory(err);
    history->count++;
    return true;
}

bool adm_check_history_same(const struct adm_check_revision *a,
                            const struct adm_check_revision *b) {
    return adm_str_equal(a->namespace, b->namespace) && adm_str_equal(a->name, b->name);
}

static int compare(const void *left, const void *right) {
    const struct adm_check_revision *a = left, *b = right;
    int order = adm_str_compare(a->namespace, b->namespace);
    if (order == 0)
        order = adm_str_compare(a->name, b->name);
    if (order == 0)
        order = (a->revision > b->revision) - (a->revision < b->revision);
    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

void adm_check_history_sort(struct adm_check_history *history) {
    if (history->count == 0)
        return;
    qsort(history->list, history->count, sizeof *history->list, compare);
    history->releases = 0;
    for (size_t i = history->count; i-- > 0;) {
        struct adm_check_revision *row = &history->list[i];
        bool last = i + 1 == history->count || !adm_check_history_same(row, row + 1);
        row->next = last ? row->revision + 1 : row[1].next;
        history->releases += last;
    }
}
