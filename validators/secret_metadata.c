// SPDX-License-Identifier: Apache-2.0
#include "validators/secret_metadata.h"

#include "core/fingerprint.h"
#include "validators/last_applied.h"
#include "validators/needles.h"
#include "validators/shown.h"

static const char last_applied[] = "kubectl.kubernetes.io/last-applied-configuration";

struct hunt {
    const struct adm_request *request;
    const struct adm_secret_data *data, *old;
    struct adm_verdict *verdict;
    struct adm_needles needles; // made when the first place is judged: most requests have none
};

struct place {
    const char *map; // "annotations" or "labels"
    struct adm_str key, value;
    bool new_key;
};

static const char *place_words(const struct place *place, bool in_key) {
    if (place->map[0] == 'l')
        return in_key ? "a label's key" : "a label";
    return in_key ? "an annotation's key" : "an annotation";
}

// A key that shows a value is not shown again.
static void add_finding(struct hunt *hunt, const struct place *place,
                        const struct adm_key_list *keys, bool in_key) {
    struct adm_arena *arena = hunt->request->arena;
    struct adm_str shown = in_key ? place->key : place->value;
    struct adm_str said = adm_key_list_say(keys, arena);
    adm_verdict_add(
        hunt->verdict,
        &(struct adm_finding){
            .rule = ADM_RULE_PLAINTEXT_SECRET,
            .path =
                adm_text_format(arena, "metadata.%s[%.*s]", place->map,
                                ADM_STR_ARGS(in_key ? ADM_STR("…") : adm_shown_name(place->key))),
            .message = adm_text_format(arena, "%s holds %.*s of this Secret in plaintext (%s)",
                                       place_words(place, in_key), ADM_STR_ARGS(said),
                                       adm_verdict_length_class(shown.len)),
            .fix = ADM_STR("remove it: metadata is shown to everybody who may list Secrets"),
            .fingerprint = adm_fingerprint_of(hunt->request->fingerprint_key, shown, arena),
        });
}

static bool judge_place(struct hunt *hunt, const struct place *place, struct adm_error *err) {
    struct adm_key_list in_key = {0}, in_value = {0};
    bool applied = false;
    if (hunt->needles.items == NULL)
        ADM_TRY(adm_needles_make(hunt->request, hunt->data, hunt->old, &hunt->needles, err));
    if (place->new_key)
        ADM_TRY(adm_needles_find(&hunt->needles, place->key, &in_key, err));
    if (adm_str_is(place->key, last_applied))
        ADM_TRY(adm_last_applied_holds(hunt->request, place->value, &in_value, &applied, err));
    ADM_TRY(adm_needles_find(&hunt->needles, place->value, &in_value, err));
    if (in_key.count > 0)
        add_finding(hunt, place, &in_key, true);
    else if (applied || in_value.count > 0)
        add_finding(hunt, place, &in_value, false);
    return true;
}

static bool fail_place(const char *map, const struct adm_error *cause, struct adm_error *err) {
    if (cause->code == ADM_LIMIT)
        return adm_fail(err, ADM_LIMIT, "%s are too large to be compared with the data", map);
    return adm_fail(err, cause->code, "%s", cause->message);
}

static bool judge_map(struct hunt *hunt, const char *map, struct adm_error *err) {
    struct adm_error cause = {0};
    const struct adm_json *before = adm_json_get(hunt->request->old_object.metadata, map);
    struct adm_json_iter it = adm_json_iter(adm_json_get(hunt->request->object.metadata, map));
    while (adm_json_next(&it)) {
        const struct adm_json *was = adm_json_find(before, it.key);
        struct place place = {map, it.key, adm_json_text(it.value), was == NULL};
        if (!adm_needles_work(&hunt->needles, before == NULL ? 0 : before->count, &cause) ||
            (!adm_json_equal(was, it.value) && !judge_place(hunt, &place, &cause)))
            return fail_place(map, &cause, err);
    }
    return true;
}

bool adm_secret_metadata_judge(const struct adm_request *request,
                               const struct adm_secret_data *data,
                               const struct adm_secret_data *old, struct adm_verdict *verdict,
                               struct adm_error *err) {
    struct hunt hunt = {.request = request, .data = data, .old = old, .verdict = verdict};
    ADM_TRY(judge_map(&hunt, "annotations", err));
    return judge_map(&hunt, "labels", err);
}
