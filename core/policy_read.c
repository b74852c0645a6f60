// SPDX-License-Identifier: Apache-2.0
#include "core/policy_read.h"

#include "core/date.h"
#include "core/near.h"
#include "core/yaml_scalar.h"

enum { TEXT_MAX = 1024, KEYS_MAX = 32, SHOWN_MAX = 48 };

static struct adm_str shown(struct adm_str text) { return adm_str_slice(text, 0, SHOWN_MAX); }

bool adm_policy_read_memory(const struct adm_policy_reader *r, const struct adm_yaml *node,
                            struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "%s:%u:%u: the policy is too large to be held", r->name,
                    node->line, node->column);
}

bool adm_policy_read_is_list(const struct adm_policy_reader *r, const struct adm_yaml *node,
                             struct adm_error *err) {
    return node->type == ADM_YAML_LIST ||
           adm_policy_read_fail(r, node, err, "expected a list%s", ", like [a, b]");
}

bool adm_policy_read_is_map(const struct adm_policy_reader *r, const struct adm_yaml *node,
                            struct adm_error *err) {
    return node->type == ADM_YAML_MAP ||
           adm_policy_read_fail(r, node, err, "expected a map%s", ", like {key: value}");
}

static const struct adm_policy_field *find_field(const struct adm_policy_fields *fields,
                                                 struct adm_str key) {
    for (size_t i = 0; i < fields->count; i++)
        if (adm_str_is(key, fields->items[i].key))
            return &fields->items[i];
    return NULL;
}

static bool refuse_key(const struct adm_policy_reader *r, const struct adm_yaml *key,
                       const struct adm_policy_fields *fields, struct adm_error *err) {
    const char *words[KEYS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < fields->count && count < KEYS_MAX; i++)
        words[count++] = fields->items[i].key;
    const char *near = adm_near_word(key->text, words, count);
    if (near != NULL)
        return adm_policy_read_fail(r, key, err, "unknown key `%.*s` of %s; did you mean `%s`?",
                                    ADM_STR_ARGS(shown(key->text)), fields->what, near);
    return adm_policy_read_fail(r, key, err,
                                "unknown key `%.*s` of %s; see schemas/policy.schema.json",
                                ADM_STR_ARGS(shown(key->text)), fields->what);
}

bool adm_policy_read_map(const struct adm_policy_reader *r, const struct adm_yaml *node,
                         const struct adm_policy_fields *fields, void *target,
                         struct adm_error *err) {
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next)
        if (find_field(fields, value->key->text) == NULL)
            return refuse_key(r, value->key, fields, err);
    for (size_t i = 0; i < fields->count; i++) {
        const struct adm_policy_field *field = &fields->items[i];
        const struct adm_yaml *value = adm_yaml_get(node, field->key);
        if (value != NULL)
            ADM_TRY(field->read(r, value, (char *)target + field->offset, err));
        else if (field->required)
            return adm_policy_read_fail(r, node, err, "%s needs the key `%s`", fields->what,
                                        field->key);
    }
    return true;
}

bool adm_policy_read_array(const struct adm_policy_reader *r, const struct adm_yaml *list,
                           size_t size, void **out, size_t *count) {
    size_t elements = 0;
    for (const struct adm_yaml *element = list->child; element != NULL; element = element->next)
        elements++;
    void *array = adm_arena_array(&r->policy->arena, elements + 1, size);
    if (array == NULL)
        return false;
    *out = array;
    *count = elements;
    return true;
}

static bool has_control(struct adm_str text) {
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.data[i] < 0x20U || text.data[i] == 0x7F)
            return true;
    return false;
}

bool adm_policy_read_text(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                          struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || node->text.len == 0 ||
        adm_yaml_scalar_of(node).kind == ADM_YAML_NULL)
        return adm_policy_read_fail(r, node, err, "expected a text%s", "");
    if (node->text.len > TEXT_MAX || has_control(node->text))
        return adm_policy_read_fail(r, node, err, "expected a line of at most %d bytes", TEXT_MAX);
    struct adm_str copy = adm_arena_copy(&r->policy->arena, node->text);
    if (copy.data == NULL)
        return adm_policy_read_memory(r, node, err);
    *(struct adm_str *)at = copy;
    return true;
}

bool adm_policy_read_label(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                           struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_str_is_dns_label(node->text))
        return adm_policy_read_fail(
            r, node, err,
            "expected a name of at most %d letters a-z, digits and -, not at its ends", 63);
    return adm_policy_read_text(r, node, at, err);
}

bool adm_policy_read_texts(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                           struct adm_error *err) {
    void *array = NULL;
    size_t count = 0;
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_str), &array, &count))
        return adm_policy_read_memory(r, node, err);
    struct adm_str *items = array;
    const struct adm_yaml *element = node->child;
    for (size_t i = 0; i < count; i++, element = element->next) {
        ADM_TRY(adm_policy_read_text(r, element, &items[i], err));
        if (adm_policy_has((struct adm_strs){items, i}, items[i]))
            return adm_policy_read_fail(r, element, err, "`%.*s` is in this list twice",
                                        ADM_STR_ARGS(shown(items[i])));
    }
    *(struct adm_strs *)at = (struct adm_strs){items, count};
    return true;
}

bool adm_policy_read_accounts(const struct adm_policy_reader *r, const struct adm_yaml *node,
                              void *at, struct adm_error *err) {
    struct adm_strs accounts = {0};
    ADM_TRY(adm_policy_read_texts(r, node, &accounts, err));
    const struct adm_yaml *element = node->child;
    for (size_t i = 0; i < accounts.count; i++, element = element->next) {
        struct adm_str account = accounts.items[i];
        size_t colon = adm_str_index(account, ':');
        struct adm_str name = adm_str_slice(account, colon + 1, account.len);
        if (!adm_str_is_dns_label(adm_str_slice(account, 0, colon)) || name.len == 0 ||
            adm_str_index(name, ':') < name.len)
            return adm_policy_read_fail(r, element, err, "expected a service account as %s",
                                        "namespace:name");
    }
    *(struct adm_strs *)at = accounts;
    return true;
}

bool adm_policy_read_bool(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                          struct adm_error *err) {
    bool yes = node->plain && adm_str_is(node->text, "true");
    if (!yes && !(node->plain && adm_str_is(node->text, "false")))
        return adm_policy_read_fail(r, node, err, "expected %s", "true or false");
    *(bool *)at = yes;
    return true;
}

bool adm_policy_read_date(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                          struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_date_parse(node->text, at))
        return adm_policy_read_fail(r, node, err, "expected a date like %s", "2027-03-31");
    return true;
}

bool adm_policy_read_mode(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                          struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_rule_mode_from_name(node->text, at))
        return adm_policy_read_fail(r, node, err, "expected %s", "enforce, warn, audit or off");
    return true;
}

static bool read_demand(const struct adm_policy_reader *r, const struct adm_yaml *value,
                        struct adm_label_demand *out, struct adm_error *err) {
    bool any = value->type == ADM_YAML_SCALAR && !value->plain && value->text.len == 0;
    ADM_TRY(adm_policy_read_text(r, value->key, &out->key, err));
    return any || adm_policy_read_text(r, value, &out->value, err);
}

bool adm_policy_read_demands(const struct adm_policy_reader *r, const struct adm_yaml *node,
                             void *at, struct adm_error *err) {
    void *array = NULL;
    size_t count = 0;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_label_demand), &array, &count))
        return adm_policy_read_memory(r, node, err);
    struct adm_label_demand *next = array;
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next)
        if (!read_demand(r, value, next++, err))
            return false;
    *(struct adm_policy_read_labels *)at = (struct adm_policy_read_labels){array, count};
    return true;
}
