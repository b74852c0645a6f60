// SPDX-License-Identifier: Apache-2.0
// The policy's environments: who extends whom, which is stricter, which exist here.
#include "core/near.h"
#include "core/policy_parts.h"

// One environment as it is written, before what it extends is filled in.
struct written {
    struct adm_environment *environment;
    const struct adm_yaml *node;
    const struct adm_yaml *extends; // or NULL
    const struct written *base;
    bool given[ADM_RULE_COUNT];
};

static bool keep_node(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                      struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR)
        return adm_policy_read_fail(r, node, err, "expected %s", "the name of an environment");
    *(const struct adm_yaml **)at = node;
    return true;
}

static const struct adm_environment *find(const struct adm_policy *policy, struct adm_str name) {
    return adm_policy_environment(policy, name);
}

// The environment that a node names, or an error that says which there are.
static bool read_name(const struct adm_policy_reader *r, const struct adm_yaml *node,
                      const struct adm_environment **out, struct adm_error *err) {
    struct adm_policy *policy = r->policy;
    const char *words[ADM_POLICY_ENVIRONMENTS_MAX];
    *out = node->type == ADM_YAML_SCALAR ? find(policy, node->text) : NULL;
    if (*out != NULL)
        return true;
    for (size_t i = 0; i < policy->environment_count; i++)
        words[i] = policy->environments[i].name.data;
    const char *near = adm_near_word(node->text, words, policy->environment_count);
    return adm_policy_read_fail(r, node, err, "`%.*s` is not one of `environments`%s%s%s",
                                ADM_STR_ARGS(adm_str_slice(node->text, 0, 63)),
                                near == NULL ? "" : "; did you mean `", near == NULL ? "" : near,
                                near == NULL ? "" : "`?");
}

static bool read_secrets(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                         struct adm_error *err) {
    static const char *const kinds[] = {"sealed-secrets", "external-secrets", "demo"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (node->type == ADM_YAML_SCALAR && adm_str_is(node->text, kinds[i]))
            return adm_policy_read_text(r, node, at, err);
    return adm_policy_read_fail(r, node, err, "expected %s",
                                "sealed-secrets, external-secrets or demo");
}

static bool refuse_rule(const struct adm_policy_reader *r, const struct adm_yaml *key,
                        struct adm_error *err) {
    const char *words[ADM_RULE_COUNT];
    for (unsigned i = 0; i < ADM_RULE_COUNT; i++)
        words[i] = adm_rule_id((enum adm_rule)i);
    const char *near = adm_near_word(key->text, words, ADM_RULE_COUNT);
    return adm_policy_read_fail(
        r, key, err, "`%.*s` is not a rule%s%s%s", ADM_STR_ARGS(adm_str_slice(key->text, 0, 63)),
        near == NULL ? "" : "; did you mean `", near == NULL ? "" : near, near == NULL ? "" : "`?");
}

static bool read_modes(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                       struct adm_error *err) {
    struct written *w = at;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next) {
        enum adm_rule rule = ADM_RULE_COUNT;
        if (!adm_rule_from_id(value->key->text, &rule))
            return refuse_rule(r, value->key, err);
        ADM_TRY(adm_policy_read_mode(r, value, &w->environment->modes[rule], err));
        w->given[rule] = true;
    }
    return true;
}

static bool read_own_secrets(const struct adm_policy_reader *r, const struct adm_yaml *node,
                             void *at, struct adm_error *err) {
    return read_secrets(r, node, &((struct written *)at)->environment->secrets, err);
}

static bool read_environment(const struct adm_policy_reader *r, struct written *w,
                             struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"extends", keep_node, offsetof(struct written, extends), false},
        {"secrets", read_own_secrets, 0, false},
        {"modes", read_modes, 0, false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "an environment"};
    const struct adm_yaml *key = w->node->key;
    ADM_TRY(adm_policy_read_label(r, key, &w->environment->name, err));
    // These are words of the webhook's paths.
    if (adm_str_is(key->text, "unlabelled") || adm_str_is(key->text, "namespace-default"))
        return adm_policy_read_fail(r, key, err, "`%.*s` is reserved; choose another name",
                                    ADM_STR_ARGS(key->text));
    return adm_policy_read_map(r, w->node, &fields, w, err);
}

static bool link_base(const struct adm_policy_reader *r, struct written *all, size_t i,
                      struct adm_error *err) {
    const struct adm_environment *base = NULL;
    if (all[i].extends == NULL)
        return true;
    ADM_TRY(read_name(r, all[i].extends, &base, err));
    all[i].base = &all[base - r->policy->environments];
    return true;
}

// Fills in from the nearest that gives a value. Nothing given anywhere: the strictest.
static bool inherit(const struct adm_policy_reader *r, const struct written *w, size_t count,
                    struct adm_error *err) {
    struct adm_environment *e = w->environment;
    bool given[ADM_RULE_COUNT] = {0};
    const struct written *from = w;
    for (size_t steps = 0; from != NULL; from = from->base, steps++) {
        if (steps > count)
            return adm_policy_read_fail(r, w->extends, err,
                                        "`%.*s` extends environments that extend each other",
                                        ADM_STR_ARGS(e->name));
        for (size_t rule = 0; rule < ADM_RULE_COUNT; rule++) {
            if (from->given[rule] && !given[rule])
                e->modes[rule] = from->environment->modes[rule];
            given[rule] = given[rule] || from->given[rule];
        }
        if (e->secrets.len == 0)
            e->secrets = from->environment->secrets;
    }
    for (size_t rule = 0; rule < ADM_RULE_COUNT; rule++)
        if (!given[rule])
            e->modes[rule] = ADM_MODE_ENFORCE;
    return e->secrets.len > 0 || adm_policy_read_fail(r, w->node, err, "%s needs the key `secrets`",
                                                      "an environment that extends none");
}

static bool read_all(const struct adm_policy_reader *r, struct written *all,
                     struct adm_error *err) {
    size_t count = r->policy->environment_count;
    for (size_t i = 0; i < count; i++)
        ADM_TRY(read_environment(r, &all[i], err));
    for (size_t i = 0; i < count; i++)
        ADM_TRY(link_base(r, all, i, err));
    for (size_t i = 0; i < count; i++)
        ADM_TRY(inherit(r, &all[i], count, err));
    return true;
}

bool adm_policy_parts_environments(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                   void *at, struct adm_error *err) {
    struct written all[ADM_POLICY_ENVIRONMENTS_MAX] = {0};
    struct adm_policy *policy = r->policy;
    (void)at;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next) {
        size_t i = policy->environment_count;
        if (i == ADM_POLICY_ENVIRONMENTS_MAX)
            return adm_policy_read_fail(r, value, err, "more than %d environments",
                                        ADM_POLICY_ENVIRONMENTS_MAX);
        policy->environments[i].here = true;
        all[i].environment = &policy->environments[i];
        all[i].node = value;
        policy->environment_count++;
    }
    if (policy->environment_count == 0)
        return adm_policy_read_fail(r, node, err, "expected %s", "at least one environment");
    return read_all(r, all, err);
}

bool adm_policy_parts_strictness(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    bool seen[ADM_POLICY_ENVIRONMENTS_MAX] = {0};
    size_t rank = 0;
    (void)at;
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    for (const struct adm_yaml *element = node->child; element != NULL; element = element->next) {
        const struct adm_environment *e = NULL;
        ADM_TRY(read_name(r, element, &e, err));
        size_t i = (size_t)(e - r->policy->environments);
        if (seen[i])
            return adm_policy_read_fail(r, element, err, "`%.*s` is in this list twice",
                                        ADM_STR_ARGS(e->name));
        seen[i] = true;
        r->policy->environments[i].strictness = rank++;
    }
    for (size_t i = 0; i < r->policy->environment_count; i++)
        if (!seen[i])
            return adm_policy_read_fail(
                r, node, err, "`%.*s` is missing; list every environment, the laxest first",
                ADM_STR_ARGS(r->policy->environments[i].name));
    return true;
}

bool adm_policy_parts_here(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                           struct adm_error *err) {
    struct adm_environment *all = r->policy->environments;
    (void)at;
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    if (node->child == NULL)
        return adm_policy_read_fail(r, node, err, "expected %s", "at least one environment");
    for (size_t i = 0; i < r->policy->environment_count; i++)
        all[i].here = false;
    for (const struct adm_yaml *element = node->child; element != NULL; element = element->next) {
        const struct adm_environment *e = NULL;
        ADM_TRY(read_name(r, element, &e, err));
        all[e - all].here = true;
    }
    return true;
}

static bool read_unlabelled_name(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    return read_name(r, node, at, err);
}

bool adm_policy_parts_unlabelled(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"environment", read_unlabelled_name, offsetof(struct adm_policy, unlabelled), true},
        {"mode", adm_policy_read_mode, offsetof(struct adm_policy, unlabelled_mode), true},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "`unlabelled`"};
    (void)at;
    return adm_policy_read_map(r, node, &fields, r->policy, err);
}
