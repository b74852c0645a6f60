// SPDX-License-Identifier: Apache-2.0
#include "server/idle_rules.h"

#include "core/text.h"
#include "core/yaml.h"

static bool has(const struct adm_registry *registry, enum adm_rule rule) {
    for (size_t i = 0; i < registry->validator_count; i++) {
        if (registry->validators[i]->rule == rule)
            return true;
    }
    for (size_t i = 0; i < registry->mutator_count; i++) {
        if (registry->mutators[i]->rule == rule)
            return true;
    }
    return false;
}

static void mark(const struct adm_yaml *modes, bool *named) {
    const struct adm_yaml *mode = modes == NULL ? NULL : modes->child;
    for (; mode != NULL; mode = mode->next) {
        enum adm_rule rule = ADM_RULE_COUNT;
        if (mode->key != NULL && adm_rule_from_id(mode->key->text, &rule))
            named[rule] = true;
    }
}

// A policy that was read knows a mode of every rule; only its text knows which were given.
static void find_named(struct adm_str policy, struct adm_arena *arena, bool *named) {
    struct adm_yaml_stream stream = {0};
    if (!adm_yaml_read(policy, "policy", arena, &stream, NULL) || stream.count == 0)
        return;
    const struct adm_yaml *all = adm_yaml_get(stream.documents[0], "environments");
    const struct adm_yaml *environment = all == NULL ? NULL : all->child;
    for (; environment != NULL; environment = environment->next)
        mark(adm_yaml_get(environment, "modes"), named);
}

struct adm_str adm_idle_rules_of(struct adm_str policy, const struct adm_registry *registry,
                                 struct adm_arena *arena) {
    bool named[ADM_RULE_COUNT] = {0};
    struct adm_text text;
    find_named(policy, arena, named);
    adm_text_init(&text, arena);
    for (unsigned rule = 0; rule < ADM_RULE_COUNT; rule++) {
        if (named[rule] && !has(registry, (enum adm_rule)rule))
            adm_text_printf(&text, "%s%s", text.len == 0 ? "" : ",",
                            adm_rule_id((enum adm_rule)rule));
    }
    return adm_text_str(&text);
}
