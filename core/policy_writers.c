// SPDX-License-Identifier: Apache-2.0
// The policy's table of attested writers, and the grammars of values that are references.
#include "core/pattern.h"
#include "core/policy_parts.h"

#define AT(member) offsetof(struct adm_writer_row, member)

static const char account_prefix[] = "system:serviceaccount:";

static bool read_hash(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                      struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR || !adm_str_is(node->text, "external-secrets"))
        return adm_policy_read_fail(r, node, err, "expected %s", "external-secrets");
    *(enum adm_hash_rule *)at = ADM_HASH_EXTERNAL_SECRETS;
    return true;
}

static bool read_users(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                       struct adm_error *err) {
    struct adm_strs users = {0};
    ADM_TRY(adm_policy_read_texts(r, node, &users, err));
    const struct adm_yaml *element = node->child;
    for (size_t i = 0; i < users.count; i++, element = element->next)
        if (adm_str_starts(users.items[i], account_prefix))
            return adm_policy_read_fail(r, element, err, "write it under `service_accounts` as %s",
                                        "namespace:name");
    *(struct adm_strs *)at = users;
    return true;
}

static bool read_owner(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                       struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"group", adm_policy_read_text, AT(owner_group), true},
        {"version", adm_policy_read_text, AT(owner_version), false},
        {"kind", adm_policy_read_text, AT(owner_kind), true},
        {"same_name", adm_policy_read_bool, AT(owner_same_name), false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items, "`owner`"};
    return adm_policy_read_map(r, node, &fields, at, err);
}

static bool read_labels(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                        struct adm_error *err) {
    struct adm_writer_row *row = at;
    struct adm_policy_read_labels labels = {0};
    ADM_TRY(adm_policy_read_demands(r, node, &labels, err));
    row->labels = labels.items;
    row->label_count = labels.count;
    return true;
}

static bool has_shape(const struct adm_writer_row *row) {
    return row->owner_kind.len > 0 || row->types.count > 0 || row->label_count > 0 ||
           row->name.len > 0 || row->generate_name.len > 0 || row->namespaces.count > 0 ||
           row->keys.count > 0 || row->hash != ADM_HASH_NONE;
}

// What no single field can say: a writer is an account and a shape, and an account has pods.
static bool check_row(const struct adm_policy_reader *r, const struct adm_yaml *node,
                      const struct adm_writer_row *row, struct adm_error *err) {
    if (row->users.count == 0 && row->accounts.count == 0)
        return adm_policy_read_fail(r, node, err, "a writer needs %s",
                                    "`service_accounts` or `users`");
    if (row->accounts.count > 0 && row->bound_pod.len == 0)
        return adm_policy_read_fail(r, node, err,
                                    "a writer with `service_accounts` needs `bound_pod`: %s",
                                    "what the names of its pods begin with");
    if (!has_shape(row))
        return adm_policy_read_fail(r, node, err, "a writer needs a shape: %s",
                                    "owner, types, labels, name, generate_name, namespaces, keys "
                                    "or hash");
    for (const struct adm_writer_row *other = r->policy->writers; other < row; other++)
        if (adm_str_equal(other->id, row->id))
            return adm_policy_read_fail(r, node, err, "the id `%.*s` is taken",
                                        ADM_STR_ARGS(row->id));
    return true;
}

static bool read_row(const struct adm_policy_reader *r, const struct adm_yaml *node,
                     struct adm_writer_row *row, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"id", adm_policy_read_label, AT(id), true},
        {"enabled", adm_policy_read_bool, AT(enabled), false},
        {"expires", adm_policy_read_date, AT(expires_s), false},
        {"users", read_users, AT(users), false},
        {"service_accounts", adm_policy_read_accounts, AT(accounts), false},
        {"bound_pod", adm_policy_read_text, AT(bound_pod), false},
        {"owner", read_owner, 0, false},
        {"types", adm_policy_read_texts, AT(types), false},
        {"labels", read_labels, 0, false},
        {"name", adm_policy_read_text, AT(name), false},
        {"generate_name", adm_policy_read_text, AT(generate_name), false},
        {"namespaces", adm_policy_read_texts, AT(namespaces), false},
        {"keys", adm_policy_read_texts, AT(keys), false},
        {"hash", read_hash, AT(hash), false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "a writer"};
    row->enabled = true;
    ADM_TRY(adm_policy_read_map(r, node, &fields, row, err));
    return check_row(r, node, row, err);
}

bool adm_policy_parts_writers(const struct adm_policy_reader *r, const struct adm_yaml *node,
                              void *at, struct adm_error *err) {
    void *array = NULL;
    (void)at;
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_writer_row), &array,
                               &r->policy->writer_count))
        return adm_policy_read_memory(r, node, err);
    struct adm_writer_row *row = array;
    r->policy->writers = row;
    for (const struct adm_yaml *element = node->child; element != NULL; element = element->next)
        ADM_TRY(read_row(r, element, row++, err));
    return true;
}

// A grammar that takes a plain word would let every plaintext pass as a reference.
static bool takes_words(const struct adm_pattern *pattern, struct adm_arena *arena) {
    static const char *const words[] = {"", "0", "password", "Tr0ub4dor&3"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (adm_pattern_matches(pattern, adm_str_from(words[i]), arena))
            return true;
    return false;
}

static bool read_pattern(const struct adm_policy_reader *r, const struct adm_yaml *node,
                         struct adm_pattern **out, struct adm_error *err) {
    struct adm_str expression = {0};
    struct adm_error cause = {0};
    ADM_TRY(adm_policy_read_text(r, node, &expression, err));
    if (!adm_pattern_new(expression, out, &cause))
        return adm_policy_read_fail(r, node, err, "not a regular expression: %s", cause.message);
    return !takes_words(*out, &r->policy->arena) ||
           adm_policy_read_fail(r, node, err, "the expression matches plain words%s",
                                ", not only references");
}

bool adm_policy_parts_references(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    void *array = NULL;
    size_t count = 0;
    (void)at;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_pattern *), &array, &count))
        return adm_policy_read_memory(r, node, err);
    struct adm_pattern **patterns = array;
    r->policy->references = patterns;
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next) {
        struct adm_pattern **slot = &patterns[r->policy->reference_count++];
        ADM_TRY(read_pattern(r, value, slot, err));
    }
    return true;
}
