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
    struct adm_str platform, profile; // as written, or empty
};

const char *const adm_policy_platforms[ADM_POLICY_PLATFORMS] = {"local", "dev", "staging", "prod"};

static bool keep_node(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                      struct adm_error *err) {
    if (node->type != ADM_YAML_SCALAR)
        return adm_policy_read_fail(r, node, err, "expected %s", "the name of an environment");
    *(const struct adm_yaml **)at = node;
    return true;
}

const struct adm_environment *adm_policy_parts_named(const struct adm_policy_reader *r,
                                                     const struct adm_yaml *node,
                                                     struct adm_error *err) {
    struct adm_policy *policy = r->policy;
    const char *words[ADM_POLICY_ENVIRONMENTS_MAX];
    const struct adm_environment *found =
        node->type == ADM_YAML_SCALAR ? adm_policy_environment(policy, node->text) : NULL;
    if (found != NULL)
        return found;
    for (size_t i = 0; i < policy->environment_count; i++)
        words[i] = policy->environments[i].name.data;
    const char *near = adm_near_word(node->text, words, policy->environment_count);
    (void)adm_policy_read_fail(r, node, err, "`%.*s` is not one of `environments`%s%s%s",
                               ADM_STR_ARGS(adm_str_slice(node->text, 0, 63)),
                               near == NULL ? "" : "; did you mean `", near == NULL ? "" : near,
                               near == NULL ? "" : "`?");
    return NULL;
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

static bool read_platform(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                          struct adm_error *err) {
    for (size_t i = 0; i < ADM_POLICY_PLATFORMS; i++)
        if (node->type == ADM_YAML_SCALAR && adm_str_is(node->text, adm_policy_platforms[i]))
            return adm_policy_read_text(r, node, at, err);
    return adm_policy_read_fail(r, node, err, "expected %s", "local, dev, staging or prod");
}

// The API's reader of YAML would take a plain 1.2 for a number; here it is what it looks like.
static bool read_profile(const struct adm_policy_reader *r, const struct adm_yaml *node, void *at,
                         struct adm_error *err) {
    bool known = node->type == ADM_YAML_SCALAR &&
                 (adm_str_is(node->text, "1.2") || adm_str_is(node->text, "1.3"));
    if (!known)
        return adm_policy_read_fail(r, node, err, "expected %s", "\"1.2\" or \"1.3\"");
    return adm_policy_read_text(r, node, at, err);
}

static bool read_environment(const struct adm_policy_reader *r, struct written *w,
                             const struct adm_yaml *key, struct adm_error *err) {
    static const struct adm_policy_field items[] = {
        {"extends", keep_node, offsetof(struct written, extends), false},
        {"secrets", read_own_secrets, 0, false},
        {"modes", read_modes, 0, false},
        {"platform", read_platform, offsetof(struct written, platform), false},
        {"platform_profile", read_profile, offsetof(struct written, profile), false},
    };
    static const struct adm_policy_fields fields = {items, sizeof items / sizeof *items,
                                                    "an environment"};
    ADM_TRY(adm_policy_read_label(r, key, &w->environment->name, err));
    // These are words of the webhook's paths.
    if (adm_str_is(key->text, "unlabelled") || adm_str_is(key->text, "namespace-default"))
        return adm_policy_read_fail(r, key, err, "`%.*s` is reserved; choose another name",
                                    ADM_STR_ARGS(key->text));
    return adm_policy_read_map(r, w->node, &fields, w, err);
}

static bool link_base(const struct adm_policy_reader *r, struct written *all, struct written *w,
                      struct adm_error *err) {
    if (w->extends == NULL)
        return true;
    const struct adm_environment *base = adm_policy_parts_named(r, w->extends, err);
    if (base == NULL)
        return false;
    w->base = &all[base - r->policy->environments];
    w->environment->base = base;
    return true;
}

// Fills in what `from` gives and nearer ones did not.
static void inherit_from(struct adm_environment *e, const struct written *from, bool *given) {
    for (size_t rule = 0; rule < ADM_RULE_COUNT; rule++) {
        if (!from->given[rule] || given[rule])
            continue;
        e->modes[rule] = from->environment->modes[rule];
        given[rule] = true;
    }
    if (e->secrets.len == 0)
        e->secrets = from->environment->secrets;
}

// Of the nearest that says so or has rules under its own name; whoever has none follows the
// strictest.
static struct adm_str platform_of(const struct written *w) {
    for (const struct written *from = w; from != NULL; from = from->base) {
        if (from->platform.len > 0)
            return from->platform;
        for (size_t i = 0; i < ADM_POLICY_PLATFORMS; i++)
            if (adm_str_is(from->environment->name, adm_policy_platforms[i]))
                return from->environment->name;
    }
    return adm_str_from(adm_policy_platforms[ADM_POLICY_PLATFORMS - 1]);
}

static bool is_1_2(const struct written *w) {
    while (w != NULL && w->profile.len == 0)
        w = w->base;
    return w != NULL && adm_str_is(w->profile, "1.2");
}

// From the nearest that gives a value. A mode that is given nowhere is the strictest.
static bool inherit(const struct adm_policy_reader *r, const struct written *w,
                    struct adm_error *err) {
    struct adm_environment *e = w->environment;
    bool given[ADM_RULE_COUNT] = {0};
    size_t steps = 0;
    for (const struct written *from = w; from != NULL; from = from->base) {
        if (steps++ > r->policy->environment_count)
            return adm_policy_read_fail(r, w->extends, err,
                                        "`%.*s` extends environments that extend each other",
                                        ADM_STR_ARGS(e->name));
        inherit_from(e, from, given);
    }
    for (size_t rule = 0; rule < ADM_RULE_COUNT; rule++)
        e->modes[rule] = given[rule] ? e->modes[rule] : ADM_MODE_ENFORCE;
    e->platform = platform_of(w);
    e->platform_1_2 = is_1_2(w);
    if (e->secrets.len > 0)
        return true;
    return adm_policy_read_fail(r, w->node, err, "%s needs the key `secrets`",
                                "an environment that extends none");
}

static bool extend(const struct adm_policy_reader *r, struct written *all, size_t count,
                   struct adm_error *err) {
    for (size_t i = 0; i < count; i++)
        if (!link_base(r, all, &all[i], err))
            return false;
    for (size_t i = 0; i < count; i++)
        if (!inherit(r, &all[i], err))
            return false;
    return true;
}

static bool list_names(const struct adm_policy_reader *r, const struct adm_yaml *node,
                       struct adm_error *err) {
    struct adm_policy *policy = r->policy;
    struct adm_str *names =
        adm_arena_array(&policy->arena, policy->environment_count, sizeof *names);
    if (names == NULL)
        return adm_policy_read_memory(r, node, err);
    for (size_t i = 0; i < policy->environment_count; i++)
        names[i] = policy->environments[i].name;
    policy->environment_names = (struct adm_strs){names, policy->environment_count};
    return true;
}

bool adm_policy_parts_environments(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                   void *at, struct adm_error *err) {
    struct written all[ADM_POLICY_ENVIRONMENTS_MAX] = {0};
    struct adm_policy *policy = r->policy;
    size_t count = 0;
    (void)at;
    ADM_TRY(adm_policy_read_is_map(r, node, err));
    for (const struct adm_yaml *value = node->child; value != NULL; value = value->next) {
        if (count == ADM_POLICY_ENVIRONMENTS_MAX)
            return adm_policy_read_fail(r, value, err, "more than %d environments",
                                        ADM_POLICY_ENVIRONMENTS_MAX);
        policy->environments[count].here = true;
        all[count].environment = &policy->environments[count];
        all[count].node = value;
        if (!read_environment(r, &all[count], value->key, err))
            return false;
        count++;
    }
    policy->environment_count = count;
    if (count == 0)
        return adm_policy_read_fail(r, node, err, "expected %s", "at least one environment");
    return extend(r, all, count, err) && list_names(r, node, err);
}

bool adm_policy_parts_strictness(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    bool seen[ADM_POLICY_ENVIRONMENTS_MAX] = {0};
    size_t rank = 0;
    (void)at;
    ADM_TRY(adm_policy_read_is_list(r, node, err));
    for (const struct adm_yaml *element = node->child; element != NULL; element = element->next) {
        const struct adm_environment *e = adm_policy_parts_named(r, element, err);
        if (e == NULL)
            return false;
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
        const struct adm_environment *e = adm_policy_parts_named(r, element, err);
        if (e == NULL)
            return false;
        all[e - all].here = true;
    }
    return true;
}

static bool read_unlabelled_name(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                 void *at, struct adm_error *err) {
    const struct adm_environment *e = adm_policy_parts_named(r, node, err);
    *(const struct adm_environment **)at = e;
    return e != NULL;
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
