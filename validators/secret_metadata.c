// SPDX-License-Identifier: Apache-2.0
#include "validators/secret_metadata.h"

#include "core/base64.h"
#include "core/fingerprint.h"
#include "validators/reference.h"

static const char last_applied[] = "kubectl.kubernetes.io/last-applied-configuration";

enum {
    WHOLE_MIN = 4, // shorter values are words like "yes"
    PART_MIN = 8,
};
// Bytes compared for one request; beyond it the object is refused instead of being skimmed.
static const size_t WORK_MAX = 256U * 1024 * 1024;

// Keys whose short values are names, not secrets: a label `app: postgres` beside `user: postgres`.
static bool is_name_key(struct adm_str key) {
    static const char *const words[] = {"username", "user", "host",     "port",   "name",
                                        "database", "type", "endpoint", "region", "namespace"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (adm_str_ends(key, words[i]))
            return true;
    return false;
}

static struct adm_str trimmed(struct adm_str s) {
    while (s.len > 0 && (s.data[s.len - 1] == '\n' || s.data[s.len - 1] == '\r'))
        s.len--;
    return s;
}

static struct adm_str encoded(struct adm_str value, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_base64_encode(value, &text);
    return text.failed ? (struct adm_str){0} : adm_text_str(&text);
}

static bool shows(struct adm_str text, const struct adm_secret_entry *entry,
                  struct adm_arena *arena) {
    struct adm_str value = trimmed(entry->value);
    if (value.len < WHOLE_MIN || value.len > text.len)
        return false;
    if (adm_str_equal(trimmed(text), value))
        return value.len >= PART_MIN || !is_name_key(entry->key);
    return value.len >= PART_MIN &&
           (adm_str_contains(text, value) || adm_str_contains(text, encoded(entry->value, arena)));
}

static const struct adm_secret_entry *shown_entry(const struct adm_request *request,
                                                  struct adm_str text,
                                                  const struct adm_secret_data *data) {
    for (size_t i = 0; i < data->count; i++)
        if (shows(text, &data->entries[i], request->arena) &&
            !adm_reference_is(request, data->entries[i].value))
            return &data->entries[i];
    return NULL;
}

// Whether an applied configuration is a Secret with a value that is not a reference.
static bool holds_plaintext(const struct adm_request *request, struct adm_str text) {
    const struct adm_json *applied = NULL;
    struct adm_secret_data data = {0};
    if (!adm_json_parse_copy(text, request->arena, &applied, NULL))
        return false;
    if (!adm_str_is(adm_json_get_text(applied, "kind"), "Secret") ||
        !adm_secret_data_read(applied, request->arena, &data, NULL))
        return false;
    for (size_t i = 0; i < data.count; i++)
        if (data.entries[i].value.len > 0 && !adm_reference_is(request, data.entries[i].value))
            return true;
    return false;
}

struct place {
    const char *map; // "annotations" or "labels"
    struct adm_str key, value;
};

static void add_finding(const struct adm_request *request, const struct place *place,
                        struct adm_verdict *verdict) {
    struct adm_str path =
        adm_text_format(request->arena, "metadata.%s[%.*s]", place->map, ADM_STR_ARGS(place->key));
    adm_verdict_add(
        verdict,
        &(struct adm_finding){
            .rule = ADM_RULE_PLAINTEXT_SECRET,
            .path = path,
            .message =
                adm_text_format(request->arena, "%s holds a value of this Secret in plaintext (%s)",
                                place->map[0] == 'l' ? "a label" : "an annotation",
                                adm_verdict_length_class(place->value.len)),
            .fix = ADM_STR("remove it: metadata is shown to everybody who may list Secrets"),
            .fingerprint =
                adm_fingerprint_of(request->fingerprint_key, place->value, request->arena),
        });
}

static void judge_place(const struct adm_request *request, const struct place *place,
                        const struct adm_secret_data *lists[2], struct adm_verdict *verdict) {
    bool leaks = adm_str_is(place->key, last_applied) && holds_plaintext(request, place->value);
    for (size_t i = 0; i < 2 && !leaks; i++)
        leaks = shown_entry(request, place->value, lists[i]) != NULL;
    if (leaks)
        add_finding(request, place, verdict);
}

static bool judge_map(const struct adm_request *request, const char *map,
                      const struct adm_secret_data *lists[2], struct adm_verdict *verdict,
                      struct adm_error *err) {
    const struct adm_json *before = adm_json_get(request->old_object.metadata, map);
    struct adm_json_iter it = adm_json_iter(adm_json_get(request->object.metadata, map));
    size_t work = 0;
    while (adm_json_next(&it)) {
        struct place place = {map, it.key, adm_json_text(it.value)};
        if (adm_json_equal(adm_json_find(before, it.key), it.value))
            continue;
        work += place.value.len * (lists[0]->count + lists[1]->count);
        if (work > WORK_MAX)
            return adm_fail(err, ADM_LIMIT, "%s are too large to be compared with the data", map);
        judge_place(request, &place, lists, verdict);
    }
    return true;
}

bool adm_secret_metadata_judge(const struct adm_request *request,
                               const struct adm_secret_data *data,
                               const struct adm_secret_data *old, struct adm_verdict *verdict,
                               struct adm_error *err) {
    const struct adm_secret_data *lists[2] = {data, old};
    ADM_TRY(judge_map(request, "annotations", lists, verdict, err));
    return judge_map(request, "labels", lists, verdict, err);
}
