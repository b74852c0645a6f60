// SPDX-License-Identifier: Apache-2.0
// Credentials: what a mode demands (X4), and what it does not read.
#include "core/text.h"
#include "validators/schema/platform_cross.h"

#define CREDENTIALS(judge)                                                                         \
    {"storage.*.credentials", judge, 0}, {"catalogs.*.credentials", judge, 0}, {                   \
        "compute.*.credentials", judge, 0                                                          \
    }

// X4, oauth2
static void oauth2(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *mode = adm_yaml_tree_get(place->node, "mode");
    if (!adm_str_is(adm_yaml_tree_text(mode), "oauth2"))
        return;
    static const char who[] = "oauth2 credentials need";
    const struct adm_platform_need needs[] = {
        {mode, who, "client_id", "client_id:\n  secret_ref: <name under which the id is injected>"},
        {mode, who, "client_secret",
         "client_secret:\n  secret_ref: <name under which the secret is injected>"},
    };
    adm_platform_rule_needs(check, place, needs, sizeof needs / sizeof *needs);
}

// X4, iam_role
static void iam_role(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *mode = adm_yaml_tree_get(place->node, "mode");
    if (adm_str_is(adm_yaml_tree_text(mode), "iam_role"))
        adm_platform_rule_need(check, place,
                               &(struct adm_platform_need){
                                   .because = mode,
                                   .who = "iam_role credentials need",
                                   .key = "role_arn",
                                   .write = "role_arn: arn:aws:iam::<account>:role/<name>",
                               });
}

// The mode that reads a key, or NULL of one that all read or none knows.
static const char *reader_of(struct adm_str key) {
    static const char *const readers[][2] = {
        {"client_id", "oauth2"},  {"client_secret", "oauth2"}, {"scope", "oauth2"},
        {"role_arn", "iam_role"}, {"secret_ref", "static"},
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (adm_str_is(key, readers[i][0]))
            return readers[i][1];
    return NULL;
}

static bool is_mode(struct adm_str mode) {
    return adm_str_is(mode, "static") || adm_str_is(mode, "oauth2") ||
           adm_str_is(mode, "iam_role") || adm_str_is(mode, "service_account");
}

static void say_unread(struct adm_platform_check *check, const struct adm_place *place,
                       const struct adm_member *member, struct adm_str mode) {
    const struct adm_node *written = adm_yaml_tree_get(place->node, "mode");
    struct adm_diagnostic said = {
        .severity = ADM_SEVERITY_WARNING,
        .code = "ignored-key",
        .message = adm_text_format(check->arena, "%.*s credentials do not read `%.*s`%s",
                                   ADM_STR_ARGS(mode), ADM_STR_ARGS(member->key),
                                   written == NULL ? ", and `mode` is static by default" : ""),
        .primary = {member->key_span,
                    adm_text_format(check->arena, "`%s` credentials do", reader_of(member->key))},
    };
    if (written != NULL)
        said.reasons[said.reason_count++] = (struct adm_label){written->span, ADM_STR("the mode")};
    const struct adm_place *key = adm_platform_rule_below(check, place, member->key);
    adm_platform_rule_say(check, key != NULL ? key : place, said);
}

static void unread_keys(struct adm_platform_check *check, const struct adm_place *place) {
    const struct adm_node *map = place->node;
    struct adm_str mode = adm_platform_rule_text(map, "mode", "static");
    bool judged = map->type == ADM_NODE_MAP && is_mode(mode) &&
                  !adm_platform_rule_is_told(check, place, "mode");
    for (uint32_t i = 0; judged && i < map->count; i++) {
        const struct adm_member *member = &map->children[i];
        const char *reader = reader_of(member->key);
        bool written = member->value->type != ADM_NODE_NULL;
        if (reader != NULL && written && !adm_str_is(mode, reader))
            say_unread(check, place, member, mode);
    }
}

static const struct adm_platform_rule rows[] = {
    CREDENTIALS(oauth2),
    CREDENTIALS(iam_role),
    CREDENTIALS(unread_keys),
};

const struct adm_platform_rules adm_platform_cross_credentials = {rows, sizeof rows / sizeof *rows};
