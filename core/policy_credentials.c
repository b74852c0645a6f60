// SPDX-License-Identifier: Apache-2.0
// `credentials` and `default_credentials`: keys by environment and Secret, and which Secrets a pod
// gets that names none.
#include "core/policy_credentials.h"

#include "core/credential_name.h"
#include "core/policy_parts.h"

const struct adm_credential_secret *
adm_policy_credentials_find(const struct adm_environment *environment, struct adm_str secret) {
    for (const struct adm_environment *e = environment; e != NULL; e = e->base)
        for (size_t i = 0; i < e->credential_count; i++)
            if (adm_str_equal(e->credentials[i].name, secret))
                return &e->credentials[i];
    return NULL;
}

static bool read_secret_name(const struct adm_policy_reader *r, const struct adm_yaml *node,
                             void *at, struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_credential_name_is_object(node->text))
        return adm_policy_read_fail(r, node, err, "expected %s", "the name of a Secret");
    return adm_policy_read_text(r, node, at, err);
}

static bool read_key(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                     struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_credential_name_is_key(node->text))
        return adm_policy_read_fail(r, node, err, "expected %s",
                                    "a key of a Secret: letters, digits, `-`, `_` and `.`");
    return adm_policy_read_text(r, node, at, err);
}

static bool read_ref(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                     struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_credential_name_is_ref(node->text))
        return adm_policy_read_fail(
            r, node, err, "expected %s",
            "a secret_ref: a letter, then letters, digits, `-` and `_`, and none of ours");
    return adm_policy_read_text(r, node, at, err);
}

static bool read_credential(const struct adm_policy_reader *r, const struct adm_yaml *node,
                            struct adm_credential *out, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"key", read_key, offsetof(struct adm_credential, key), true},
        {"secret_ref", read_ref, offsetof(struct adm_credential, secret_ref), true},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "a credential"};
    if (node->type == ADM_YAML_MAP)
        return adm_policy_read_map(r, node, &fields, out, err);
    ADM_TRY(read_key(r, node, &out->key, err));
    if (!adm_credential_name_is_ref(node->text))
        return adm_policy_read_fail(r, node, err, "`%.*s` is no secret_ref: write %s",
                                    ADM_STR_ARGS(adm_str_slice(node->text, 0, 63)),
                                    "{key: …, secret_ref: …}");
    out->secret_ref = out->key;
    return true;
}

static bool check_unique(const struct adm_policy_reader *r, const struct adm_yaml *node,
                         const struct adm_credential *items, size_t count, struct adm_error *err) {
    for (size_t i = 0; i < count; i++)
        if (adm_credential_name_is_same(items[i].secret_ref, items[count].secret_ref))
            return adm_policy_read_fail(r, node, err, "the secret_ref `%.*s` is in this list twice",
                                        ADM_STR_ARGS(items[i].secret_ref));
    return true;
}

static bool read_secret(const struct adm_policy_reader *r, const struct adm_yaml *node,
                        struct adm_credential_secret *out, struct adm_error *err) {
    void *array = NULL;
    size_t count = 0;
    ADM_TRY(read_secret_name(r, node->key, &out->name, err));
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_credential), &array, &count))
        return adm_policy_read_memory(r, node, err);
    if (count == 0 || count > ADM_CREDENTIALS_MAX)
        return adm_policy_read_fail(r, node, err, "expected 1 to %d keys", ADM_CREDENTIALS_MAX);
    struct adm_credential *items = array;
    const struct adm_yaml *element = node->child;
    for (size_t i = 0; i < count; i++, element = element->next)
        if (!read_credential(r, element, &items[i], err) ||
            !check_unique(r, element, items, i, err))
            return false;
    out->items = items;
    out->count = count;
    return true;
}

static bool read_entry(const struct adm_policy_reader *r, const struct adm_yaml *node,
                       struct adm_environment *e, struct adm_error *err) {
    void *array = NULL;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_credential_secret), &array,
                               &e->credential_count))
        return adm_policy_read_memory(r, node, err);
    struct adm_credential_secret *next = array;
    e->credentials = next;
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next)
        ADM_TRY(read_secret(r, value, next++, err));
    return true;
}

// Calls `read` with each environment of a map by environments.
static bool each(const struct adm_policy_reader *r, const struct adm_yaml *node,
                 bool (*read)(const struct adm_policy_reader *, const struct adm_yaml *,
                              struct adm_environment *, struct adm_error *),
                 struct adm_error *err) {
    struct adm_environment *all = r->policy->environments;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next) {
        const struct adm_environment *e = adm_policy_parts_named(r, value->key, err);
        if (e == NULL || !read(r, value, &all[e - all], err))
            return false;
    }
    return true;
}

bool adm_policy_parts_credentials(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                  void *at, struct adm_error *err) {
    (void)at;
    return each(r, node, read_entry, err);
}

static bool read_defaults(const struct adm_policy_reader *r, const struct adm_yaml *node,
                          struct adm_environment *e, struct adm_error *err) {
    ADM_TRY(adm_policy_read_texts(r, node, &e->default_credentials, err));
    const struct adm_yaml *element = node->child;
    for (; element != NULL; element = element->next) {
        if (adm_policy_credentials_find(e, element->text) == NULL)
            return adm_policy_read_fail(r, element, err,
                                        "`%.*s` has no keys in `credentials` for this environment",
                                        ADM_STR_ARGS(adm_str_slice(element->text, 0, 63)));
    }
    e->has_default_credentials = true;
    return true;
}

// With the keys that they have here, which one that takes the list over may name anew.
static bool fits(const struct adm_environment *e) {
    const struct adm_strs secrets = e->default_credentials;
    size_t keys = 0;
    for (size_t i = 0; i < secrets.count && i <= ADM_CREDENTIAL_SECRETS_MAX; i++) {
        const struct adm_credential_secret *known =
            adm_policy_credentials_find(e, secrets.items[i]);
        keys += known == NULL ? 0 : known->count;
    }
    return secrets.count <= ADM_CREDENTIAL_SECRETS_MAX && keys <= ADM_CREDENTIALS_MAX;
}

bool adm_policy_parts_default_credentials(const struct adm_policy_reader *r,
                                          const struct adm_yaml *node, void *at,
                                          struct adm_error *err) {
    struct adm_policy *policy = r->policy;
    (void)at;
    ADM_TRY(each(r, node, read_defaults, err));
    // Chains of `extends` have an end by now.
    for (size_t i = 0; i < policy->environment_count; i++) {
        const struct adm_environment *from = &policy->environments[i];
        while (from != NULL && !from->has_default_credentials)
            from = from->base;
        if (from != NULL)
            policy->environments[i].default_credentials = from->default_credentials;
        if (!fits(&policy->environments[i]))
            return adm_policy_read_fail(
                r, node, err, "`%.*s` has more than %d Secrets here, or more than %d keys in them",
                ADM_STR_ARGS(policy->environments[i].name), ADM_CREDENTIAL_SECRETS_MAX,
                ADM_CREDENTIALS_MAX);
    }
    return true;
}
