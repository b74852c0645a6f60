// SPDX-License-Identifier: Apache-2.0
// The policy's exceptions: who lets what pass, why, and until when.
#include "core/near.h"
#include "core/policy_parts.h"

#define AT(member) offsetof(struct adm_exception, member)

static bool read_rules(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                       struct adm_error *err) {
    struct adm_strs rules = {0};
    const char *words[ADM_RULE_COUNT];
    ADM_TRY(adm_policy_read_texts(r, node, &rules, err));
    for (unsigned i = 0; i < ADM_RULE_COUNT; i++)
        words[i] = adm_rule_id((enum adm_rule)i);
    const struct adm_yaml *element = node->child;
    for (size_t i = 0; i < rules.count; i++, element = element->next) {
        enum adm_rule rule = ADM_RULE_COUNT;
        if (adm_rule_from_id(rules.items[i], &rule))
            continue;
        const char *near = adm_near_word(rules.items[i], words, ADM_RULE_COUNT);
        return adm_policy_read_fail(r, element, err, "`%.*s` is not a rule%s%s%s",
                                    ADM_STR_ARGS(adm_str_slice(rules.items[i], 0, 63)),
                                    near == NULL ? "" : "; did you mean `",
                                    near == NULL ? "" : near, near == NULL ? "" : "`?");
    }
    *(struct adm_strs *)at = rules;
    return true;
}

static bool read_labels(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                        struct adm_error *err) {
    struct adm_exception *e = at;
    struct adm_policy_read_labels labels = {0};
    ADM_TRY(adm_policy_read_demands(r, node, &labels, err));
    e->labels = labels.items;
    e->label_count = labels.count;
    return true;
}

static bool read_expires(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                         struct adm_error *err) {
    struct adm_exception *e = at;
    ADM_TRY(adm_policy_read_date(r, node, &e->expires_s, err));
    return adm_policy_read_text(r, node, &e->expires, err);
}

static bool is_all_stars(struct adm_str glob) {
    for (size_t i = 0; i < glob.len; i++)
        if (glob.data[i] != '*')
            return false;
    return true;
}

static bool check(const struct adm_policy_reader *r, const struct adm_yaml *node,
                  const struct adm_exception *e, struct adm_error *err) {
    if (is_all_stars(e->namespace) && is_all_stars(e->name))
        return adm_policy_read_fail(r, node, err, "`%.*s` names everything; %s",
                                    ADM_STR_ARGS(e->id), "set the rule's mode instead");
    for (const struct adm_exception *other = r->policy->exceptions; other < e; other++)
        if (adm_str_equal(other->id, e->id))
            return adm_policy_read_fail(r, node, err, "the id `%.*s` is taken",
                                        ADM_STR_ARGS(e->id));
    return true;
}

static bool read_exception(const struct adm_policy_reader *r, const struct adm_yaml *node,
                           struct adm_exception *e, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"id", adm_policy_read_label, AT(id), true},
        {"owner", adm_policy_read_text, AT(owner), true},
        {"reason", adm_policy_read_text, AT(reason), true},
        {"expires", read_expires, 0, true},
        {"namespace", adm_policy_read_text, AT(namespace), true},
        {"name", adm_policy_read_text, AT(name), true},
        {"rules", read_rules, AT(rules), false},
        {"labels", read_labels, 0, false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "an exception"};
    ADM_TRY(adm_policy_read_map(r, node, &fields, e, err));
    return check(r, node, e, err);
}

bool adm_policy_parts_exceptions(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    void *array = NULL;
    (void)at;
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    if (!adm_policy_read_array(r, node, sizeof(struct adm_exception), &array,
                               &r->policy->exception_count))
        return adm_policy_read_memory(r, node, err);
    struct adm_exception *e = array;
    r->policy->exceptions = e;
    for (const struct adm_yaml *element = node->child; element != NULL; element = element->next)
        ADM_TRY(read_exception(r, element, e++, err));
    return true;
}
