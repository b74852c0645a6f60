// SPDX-License-Identifier: Apache-2.0
// credentials: a pod that asks gets keys of Secrets, each as a variable and as a file right below
// /var/run/secrets, by subPath: a volume at that folder would hide kubernetes.io/serviceaccount.
// The pod names them, or the policy does; what the pod has already stays.
#include "core/fingerprint.h"
#include "mutators/container_plan.h"
#include "mutators/credential_wishes.h"
#include "mutators/injected.h"
#include "mutators/mutator.h"
#include "mutators/why_not.h"

static const char unnamed[] =
    "nothing names a credential; name one in the annotation floe.dev/credentials: "
    "<secret>: <key>[=<secret_ref>], …";
static const char present[] = "everything is there already";
static const struct adm_wish_words words = {"the credential's file", "the credential"};

// In the order of the wishes, those of one Secret beside each other.
struct wanted {
    struct adm_wish_volume volumes[ADM_CREDENTIALS_MAX];
    struct adm_wish_file files[ADM_CREDENTIALS_MAX];
    struct adm_wish_variable variables[ADM_CREDENTIALS_MAX];
    size_t volume_count, file_count;
};

enum { LABEL_MAX = 63, DIGEST_LENGTH = 12 };

// A volume's name is a label: where the Secret's is none, or leaves no room, a digest tells apart.
// No Secret's name makes both forms.
static struct adm_str name_volume(struct adm_str secret, struct adm_arena *arena) {
    static const char prefix[] = "floe-credentials-", other_prefix[] = "floe-secret-";
    bool fits = adm_str_is_dns_label(secret) && secret.len <= LABEL_MAX - (sizeof prefix - 1);
    if (fits)
        return adm_text_format(arena, "%s%.*s", prefix, ADM_STR_ARGS(secret));
    struct adm_str digest = adm_fingerprint_of(adm_str_from(other_prefix), secret, arena);
    struct adm_str begin = adm_arena_copy(
        arena, adm_str_slice(secret, 0, LABEL_MAX - (sizeof other_prefix - 1) - DIGEST_LENGTH - 1));
    char *letters = adm_arena_alloc(arena, begin.len + 1);
    if (digest.len == 0 || begin.data == NULL || letters == NULL)
        return (struct adm_str){0};
    for (size_t i = 0; i < begin.len; i++)
        letters[i] = (char)(begin.data[i] == '.' ? '-' : begin.data[i]);
    return adm_text_format(arena, "%s%.*s-%.*s", other_prefix, (int)begin.len, letters,
                           ADM_STR_ARGS(digest));
}

static void want(struct adm_injection *injection, const struct adm_credential_wish *wish,
                 struct wanted *out) {
    struct adm_arena *arena = injection->request->arena;
    struct adm_str what = adm_injection_keep(
        injection, adm_text_format(arena, "key %.*s of Secret %.*s", ADM_STR_ARGS(wish->key),
                                   ADM_STR_ARGS(wish->secret)));
    out->files[out->file_count] = (struct adm_wish_file){
        .path = adm_injection_keep(
            injection, adm_text_format(arena, "/var/run/secrets/%.*s", ADM_STR_ARGS(wish->ref))),
        .key = wish->key,
        .item = wish->ref,
        .what = what,
    };
    out->variables[out->file_count++] = (struct adm_wish_variable){
        .name = adm_injection_keep(injection, adm_credential_name_variable(wish->ref, arena)),
        .secret = wish->secret,
        .key = wish->key,
        .what = what,
        .words = &words,
    };
}

static bool is_begun(const struct wanted *wanted, struct adm_str secret) {
    for (size_t i = 0; i < wanted->volume_count; i++)
        if (adm_str_equal(wanted->volumes[i].of, secret))
            return true;
    return false;
}

static void want_secret(struct adm_injection *injection, const struct adm_credential_wishes *wishes,
                        size_t first, struct wanted *out) {
    struct adm_str secret = wishes->items[first].secret;
    struct adm_wish_volume *volume = &out->volumes[out->volume_count++];
    *volume = (struct adm_wish_volume){
        .name = adm_injection_keep(injection, name_volume(secret, injection->request->arena)),
        .source = ADM_WISH_SECRET,
        .of = secret,
        .files = &out->files[out->file_count],
        .words = &words,
    };
    for (size_t i = first; i < wishes->count; i++) {
        if (!adm_str_equal(wishes->items[i].secret, secret))
            continue;
        want(injection, &wishes->items[i], out);
        volume->count++;
    }
}

static void plan_container(struct adm_injection *injection, const struct adm_pod_iter *at,
                           struct wanted *wanted) {
    struct adm_container_plan plan = {.injection = injection, .at = at};
    for (size_t i = 0; i < wanted->volume_count && at->kind != ADM_CONTAINER_EPHEMERAL; i++) {
        struct adm_wish_volume *volume = &wanted->volumes[i];
        for (size_t k = 0; k < volume->count; k++)
            (void)adm_container_plan_file(&plan, volume, &volume->files[k]);
    }
    for (size_t i = 0; i < wanted->file_count; i++)
        adm_container_plan_variable(&plan, &wanted->variables[i]);
}

static void plan_pod(struct adm_injection *injection, struct wanted *wanted) {
    bool created = !adm_injection_is_update(injection);
    for (size_t i = 0; i < wanted->volume_count && created; i++)
        adm_volume_plan_find(injection, &wanted->volumes[i]);
    struct adm_pod_iter it = adm_pod_containers(&injection->pod);
    while (adm_injection_next(injection, &it))
        plan_container(injection, &it, wanted);
    for (size_t i = 0; i < wanted->volume_count && created; i++)
        adm_volume_plan_add(injection, &wanted->volumes[i]);
    if (created)
        adm_injected_note(injection);
}

// Of a running pod the annotation is past mending: what it says wrongly is not said again.
static void collect(struct adm_injection *injection, struct adm_credential_wishes *wishes) {
    struct adm_verdict unheard;
    struct adm_injection asked = *injection;
    adm_verdict_init(&unheard, injection->request->arena);
    if (adm_injection_is_update(injection))
        asked.verdict = &unheard;
    adm_credential_wishes_collect(&asked, wishes);
}

static bool plan(const struct adm_request *request, struct adm_patch *patch,
                 struct adm_verdict *verdict, struct adm_error *err) {
    struct adm_injection injection = {
        .request = request, .rule = ADM_RULE_CREDENTIALS, .patch = patch, .verdict = verdict};
    struct adm_credential_wishes wishes = {0};
    if (!adm_injection_begin(&injection))
        return true;
    collect(&injection, &wishes);
    if (wishes.count == 0)
        return true;
    struct wanted *wanted = adm_arena_array(request->arena, 1, sizeof *wanted);
    if (wanted == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for the credentials of a pod");
    for (size_t i = 0; i < wishes.count; i++)
        if (!is_begun(wanted, wishes.items[i].secret))
            want_secret(&injection, &wishes, i, wanted);
    plan_pod(&injection, wanted);
    return true;
}

static bool wishes_any(const struct adm_request *request) {
    struct adm_patch patch;
    struct adm_verdict verdict;
    struct adm_credential_wishes wishes = {0};
    struct adm_injection injection = {.request = request, .patch = &patch, .verdict = &verdict};
    adm_patch_init(&patch, request->arena, request->object.root);
    adm_verdict_init(&verdict, request->arena);
    if (adm_injection_begin(&injection))
        collect(&injection, &wishes);
    return wishes.count > 0;
}

static struct adm_str why_not(const struct adm_request *request) {
    return adm_why_not_planned(request, &adm_mutator_credentials,
                               wishes_any(request) ? present : unnamed);
}

const struct adm_mutator adm_mutator_credentials = {
    .rule = ADM_RULE_CREDENTIALS,
    .title = "A pod that asks gets its credentials",
    .applies = adm_injection_applies,
    .plan = plan,
    .why_not = why_not,
};

const struct adm_mutator adm_mutator_credentials_templates = {
    .rule = ADM_RULE_CREDENTIALS,
    .title = "A pod that asks gets its credentials; so do the pods of a workload",
    .applies = adm_injection_applies_to_templates,
    .plan = plan,
    .why_not = why_not,
};
