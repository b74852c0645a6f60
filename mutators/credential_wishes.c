// SPDX-License-Identifier: Apache-2.0
#include "mutators/credential_wishes.h"

#include "core/credential_list.h"
#include "core/policy_credentials.h"

// What its members say of the pod's annotation.
static void find(struct adm_injection *injection, enum adm_mode limit, struct adm_str message,
                 const char *fix) {
    adm_injection_find(
        injection, &(struct adm_finding){
                       .limit = limit,
                       .unmet = limit == ADM_MODE_OFF,
                       .path = ADM_STR("metadata.annotations[" ADM_CREDENTIAL_LIST_ANNOTATION "]"),
                       .message = message,
                       .fix = adm_str_from(fix),
                   });
}

static void warn_twice(struct adm_injection *injection, const struct adm_credential_wish *first,
                       const struct adm_credential_wish *second) {
    find(injection, ADM_MODE_WARN,
         adm_text_format(injection->request->arena,
                         "%.*s is asked for twice: it is key %.*s of Secret %.*s, and not key %.*s "
                         "of Secret %.*s",
                         ADM_STR_ARGS(first->ref), ADM_STR_ARGS(first->key),
                         ADM_STR_ARGS(first->secret), ADM_STR_ARGS(second->key),
                         ADM_STR_ARGS(second->secret)),
         "give one of them another name: <key>=<secret_ref>");
}

// One that would make the same variable, too, is the same.
static const struct adm_credential_wish *same_as(const struct adm_credential_wishes *wishes,
                                                 struct adm_str ref) {
    for (size_t i = 0; i < wishes->count; i++)
        if (adm_credential_name_is_same(wishes->items[i].ref, ref))
            return &wishes->items[i];
    return NULL;
}

static bool is_equal(const struct adm_credential_wish *a, const struct adm_credential_wish *b) {
    return adm_str_equal(a->secret, b->secret) && adm_str_equal(a->key, b->key) &&
           adm_str_equal(a->ref, b->ref);
}

// False when there are too many.
static bool add(struct adm_injection *injection, const struct adm_credential_wish *wish,
                struct adm_credential_wishes *out) {
    const struct adm_credential_wish *first = same_as(out, wish->ref);
    if (first != NULL) {
        if (!is_equal(first, wish))
            warn_twice(injection, first, wish);
        return true;
    }
    if (out->count == ADM_CREDENTIALS_MAX)
        return false;
    out->items[out->count++] = *wish;
    return true;
}

static bool add_known(struct adm_injection *injection, const struct adm_credential_secret *known,
                      struct adm_credential_wishes *out) {
    for (size_t i = 0; i < known->count; i++) {
        const struct adm_credential_wish wish = {known->name, known->items[i].key,
                                                 known->items[i].secret_ref};
        if (!add(injection, &wish, out))
            return false;
    }
    return true;
}

static bool add_left_out(struct adm_injection *injection, struct adm_str secret,
                         struct adm_credential_wishes *out) {
    const struct adm_request *request = injection->request;
    const struct adm_credential_secret *known =
        adm_policy_credentials_find(request->environment, secret);
    if (known != NULL)
        return add_known(injection, known, out);
    find(injection, ADM_MODE_WARN,
         adm_text_format(request->arena,
                         "the keys of Secret %.*s are left out, and the policy names none for %.*s",
                         ADM_STR_ARGS(secret), ADM_STR_ARGS(request->environment->name)),
         "write <secret>: <key>[=<secret_ref>], …, or list them in the policy's `credentials`");
    return true;
}

static void refuse(struct adm_injection *injection, const char *why) {
    find(injection, ADM_MODE_OFF,
         adm_text_format(injection->request->arena, "the annotation cannot be read: %s", why),
         "write " ADM_CREDENTIAL_LIST_GRAMMAR);
}

static void collect_named(struct adm_injection *injection, struct adm_str text,
                          struct adm_credential_wishes *out) {
    struct adm_credential_list list;
    struct adm_error err = {0};
    if (!adm_credential_list_parse(text, &list, &err)) {
        refuse(injection, err.message);
        return;
    }
    for (size_t i = 0; i < list.count; i++) {
        const struct adm_credential_wish wish = {list.rows[i].secret, list.rows[i].key,
                                                 list.rows[i].ref};
        bool fits = wish.key.len == 0 ? add_left_out(injection, wish.secret, out)
                                      : add(injection, &wish, out);
        if (fits)
            continue;
        out->count = 0;
        refuse(injection, "it asks for more than 64 credentials, with those of the policy");
        return;
    }
}

void adm_credential_wishes_collect(struct adm_injection *injection,
                                   struct adm_credential_wishes *out) {
    const struct adm_environment *environment = injection->request->environment;
    const struct adm_json *named = adm_json_get(
        adm_json_get(injection->pod.metadata, "annotations"), ADM_CREDENTIAL_LIST_ANNOTATION);
    out->count = 0;
    if (named != NULL && named->type != ADM_JSON_NULL) {
        collect_named(injection, adm_json_text(named), out);
        return;
    }
    // The policy's reader has made sure that they have keys, and not too many.
    for (size_t i = 0; i < environment->default_credentials.count; i++)
        (void)add_left_out(injection, environment->default_credentials.items[i], out);
}
