// SPDX-License-Identifier: Apache-2.0
#include "core/policy.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/pattern.h"
#include "core/policy_default.h"

// The least that is a policy; more keys follow it.
#define LEAST                                                                                      \
    "environments: {e: {secrets: demo}}\n"                                                         \
    "strictness: [e]\n"                                                                            \
    "unlabelled: {environment: e, mode: warn}\n"

static struct adm_policy *read_policy(const char *text) {
    struct adm_policy *policy = NULL;
    struct adm_error err = {0};
    cr_assert(adm_policy_read(adm_str_from(text), "p", &policy, &err), "%s: %s", text, err.message);
    return policy;
}

static struct adm_policy *read_shipped(void) {
    struct adm_policy *policy = NULL;
    struct adm_error err = {0};
    cr_assert(adm_policy_read(adm_policy_default(), "policy.yaml", &policy, &err), "%s",
              err.message);
    return policy;
}

static char *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    char *text = calloc(1, 1 << 20);
    *len = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    return text;
}

Test(policy, embeds_the_shipped_file) {
    size_t len = 0;
    char *text = read_file(ADM_ROOT "/deploy/policy.yaml", &len);
    cr_expect(adm_str_equal(adm_policy_default(), (struct adm_str){text, len}));
    free(text);
}

Test(policy, shipped_modes_are_those_of_the_rules) {
    static const char *const environments[] = {"local", "dev", "staging", "prod"};
    static const struct {
        enum adm_rule rule;
        const char modes[5]; // o, a, w, e: local, dev, staging, prod
    } rows[] = {
        {ADM_RULE_PLAINTEXT_SECRET, "weee"},      {ADM_RULE_HELM_RELEASE, "weee"},
        {ADM_RULE_CREDENTIAL_IN_CONFIG, "weee"},  {ADM_RULE_CREDENTIAL_IN_WORKLOAD, "weee"},
        {ADM_RULE_PLATFORM_SCHEMA, "eeee"},       {ADM_RULE_PLATFORM_ENVIRONMENT, "eeee"},
        {ADM_RULE_PLATFORM_RELEASE, "owee"},      {ADM_RULE_PLATFORM_MOUNT, "weee"},
        {ADM_RULE_NAMESPACE_ENVIRONMENT, "eeee"},
    };
    struct adm_policy *policy = read_shipped();
    cr_assert_eq(policy->environment_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct adm_environment *e =
            adm_policy_environment(policy, adm_str_from(environments[i]));
        cr_assert_not_null(e);
        cr_expect_eq(e->strictness, i, "%s", environments[i]);
        cr_expect(e->here);
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            cr_expect_eq(adm_rule_mode_name(e->modes[rows[k].rule])[0], rows[k].modes[i], "%s %s",
                         environments[i], adm_rule_id(rows[k].rule));
    }
    adm_policy_free(policy);
}

Test(policy, shipped_settings) {
    struct adm_policy *policy = read_shipped();
    cr_expect_str_eq(policy->unlabelled->name.data, "prod");
    cr_expect_eq(policy->unlabelled_mode, ADM_MODE_WARN);
    cr_expect(policy->require_bound_token);
    cr_expect(adm_policy_has(policy->system_namespaces, ADM_STR("kube-system")));
    cr_expect(adm_policy_has(policy->system_namespaces, ADM_STR("kube-public")));
    cr_expect(adm_policy_has(policy->system_namespaces, ADM_STR("kube-node-lease")));
    cr_expect(adm_policy_has(policy->system_namespaces, ADM_STR("floe-admission")));
    cr_expect(adm_policy_has(policy->owner_groups, ADM_STR("system:masters")));
    cr_expect_eq(policy->owner_users.count, 0);
    cr_expect_eq(policy->exception_count, 0);
    cr_expect_eq(policy->platform_config_map.len, 0);
    cr_expect_str_eq(adm_policy_environment(policy, ADM_STR("dev"))->secrets.data,
                     "sealed-secrets");
    cr_expect_str_eq(adm_policy_environment(policy, ADM_STR("staging"))->secrets.data,
                     "external-secrets");
    cr_expect_eq(strlen(policy->digest), 64);
    adm_policy_free(policy);
}

Test(policy, shipped_writers) {
    static const struct {
        const char *id;
        bool enabled;
    } rows[] = {
        {"sealed-secrets", true},
        {"sealed-secrets-key", true},
        {"external-secrets", true},
        {"external-secrets-managed", true},
        {"external-secrets-webhook", true},
        {"cert-manager-certificate", true},
        {"cert-manager-next-private-key", true},
        {"cert-manager-acme-account", true},
        {"cert-manager-webhook-ca", true},
        {"service-account-token", true},
        {"kubeadm-bootstrap-token", true},
        {"floe-admission-certificate", true},
        {"sealed-secrets-without-owner", false},
        {"flux-kustomize-controller", false},
        {"secrets-store-csi", false},
        {"restore", false},
    };
    struct adm_policy *policy = read_shipped();
    cr_assert_eq(policy->writer_count, sizeof rows / sizeof *rows);
    for (size_t i = 0; i < policy->writer_count; i++) {
        cr_expect_str_eq(policy->writers[i].id.data, rows[i].id);
        cr_expect_eq(policy->writers[i].enabled, rows[i].enabled, "%s", rows[i].id);
        cr_expect_eq(policy->writers[i].expires_s > 0, strcmp(rows[i].id, "restore") == 0);
    }
    adm_policy_free(policy);
}

// The last two sections of a shipped file: writers and reference_patterns.
static struct adm_str tables_of(const char *text) {
    const char *from = strstr(text, "\nwriters:");
    const char *to = strstr(text, "\n# What may pass all the same");
    cr_assert_not_null(from);
    size_t len = to == NULL ? strlen(from) : (size_t)(to - from);
    return (struct adm_str){from, len};
}

Test(policy, local_cluster) {
    size_t len = 0;
    char *text = read_file(ADM_ROOT "/deploy/local.yaml", &len);
    struct adm_policy *policy = read_policy(text);
    cr_expect_eq(policy->environment_count, 1);
    cr_expect_str_eq(policy->unlabelled->name.data, "local");
    cr_expect_eq(policy->unlabelled->modes[ADM_RULE_PLAINTEXT_SECRET], ADM_MODE_WARN);
    cr_expect(policy->unlabelled->here);
    cr_expect(adm_str_equal(tables_of(text), tables_of(adm_policy_default().data)),
              "writers and reference_patterns of local.yaml and policy.yaml differ");
    adm_policy_free(policy);
    free(text);
}

Test(policy, digest_is_of_the_text) {
    struct adm_policy *policy = read_policy("{environments: {e: {secrets: demo}}, strictness: [e], "
                                            "unlabelled: {environment: e, mode: warn}}");
    cr_expect_str_eq(policy->digest,
                     "e7b00339e12715ba9293814a94bdcdec5f769e21871756273bb6229ef283d642");
    adm_policy_free(policy);
}

Test(policy, defaults) {
    struct adm_policy *policy = read_policy(LEAST);
    cr_expect(policy->require_bound_token);
    cr_expect(policy->environments[0].here);
    for (size_t i = 0; i < ADM_RULE_COUNT; i++)
        cr_expect_eq(policy->environments[0].modes[i], ADM_MODE_ENFORCE);
    cr_expect_eq(policy->writer_count + policy->reference_count + policy->exception_count, 0);
    cr_expect_null(adm_policy_environment(policy, ADM_STR("f")));
    cr_expect_null(adm_policy_environment(policy, (struct adm_str){0}));
    adm_policy_free(policy);
    adm_policy_free(NULL);
}

Test(policy, environments_extend) {
    struct adm_policy *policy = read_policy(
        "environments:\n"
        "  c: {extends: b, modes: {platform-mount: audit}}\n"
        "  b: {extends: a, secrets: demo, modes: {plaintext-secret: warn, helm-release: off}}\n"
        "  a: {secrets: sealed-secrets, modes: {plaintext-secret: audit, platform-schema: warn}}\n"
        "strictness: [a, c, b]\n"
        "environments_here: [b, c]\n"
        "unlabelled: {environment: b, mode: off}\n");
    const struct adm_environment *c = adm_policy_environment(policy, ADM_STR("c"));
    cr_expect_str_eq(c->secrets.data, "demo");
    cr_expect_eq(c->modes[ADM_RULE_PLATFORM_MOUNT], ADM_MODE_AUDIT);
    cr_expect_eq(c->modes[ADM_RULE_PLAINTEXT_SECRET], ADM_MODE_WARN);
    cr_expect_eq(c->modes[ADM_RULE_HELM_RELEASE], ADM_MODE_OFF);
    cr_expect_eq(c->modes[ADM_RULE_PLATFORM_SCHEMA], ADM_MODE_WARN);
    cr_expect_eq(c->modes[ADM_RULE_CREDENTIAL_IN_CONFIG], ADM_MODE_ENFORCE);
    cr_expect_eq(c->strictness, 1);
    cr_expect(c->here);
    const struct adm_environment *a = adm_policy_environment(policy, ADM_STR("a"));
    cr_expect_not(a->here);
    cr_expect_eq(a->modes[ADM_RULE_PLAINTEXT_SECRET], ADM_MODE_AUDIT);
    cr_expect_eq(adm_policy_environment(policy, ADM_STR("b"))->modes[ADM_RULE_PLATFORM_MOUNT],
                 ADM_MODE_ENFORCE);
    cr_expect_eq(policy->unlabelled_mode, ADM_MODE_OFF);
    adm_policy_free(policy);
}

Test(policy, reads_a_writer) {
    struct adm_policy *policy =
        read_policy(LEAST "writers:\n"
                          "- {id: a, users: [root], types: [Opaque], keys: [x, y]}\n"
                          "- id: b\n"
                          "  enabled: false\n"
                          "  expires: 2027-03-01\n"
                          "  service_accounts: ['ns:sa', 'ns:s.b']\n"
                          "  bound_pod: sa-\n"
                          "  owner: {group: g.io, version: v1, kind: K, same_name: true}\n"
                          "  labels: {k: v, any: ''}\n"
                          "  name: 'n-*'\n"
                          "  generate_name: gen\n"
                          "  namespaces: [n1]\n"
                          "  hash: external-secrets\n");
    cr_assert_eq(policy->writer_count, 2);
    const struct adm_writer_row *a = &policy->writers[0], *b = &policy->writers[1];
    cr_expect(a->enabled);
    cr_expect_eq(a->expires_s, 0);
    cr_expect(adm_policy_has(a->users, ADM_STR("root")));
    cr_expect_eq(a->keys.count, 2);
    cr_expect_eq(a->hash, ADM_HASH_NONE);
    cr_expect_not(b->enabled);
    cr_expect_eq(b->expires_s, 1803859200);
    cr_expect(adm_policy_has(b->accounts, ADM_STR("ns:s.b")));
    cr_expect_str_eq(b->bound_pod.data, "sa-");
    cr_expect_str_eq(b->owner_group.data, "g.io");
    cr_expect_str_eq(b->owner_version.data, "v1");
    cr_expect_str_eq(b->owner_kind.data, "K");
    cr_expect(b->owner_same_name);
    cr_assert_eq(b->label_count, 2);
    cr_expect_str_eq(b->labels[0].key.data, "k");
    cr_expect_str_eq(b->labels[0].value.data, "v");
    cr_expect_eq(b->labels[1].value.len, 0);
    cr_expect_str_eq(b->name.data, "n-*");
    cr_expect_str_eq(b->generate_name.data, "gen");
    cr_expect(adm_policy_has(b->namespaces, ADM_STR("n1")));
    cr_expect_eq(b->hash, ADM_HASH_EXTERNAL_SECRETS);
    adm_policy_free(policy);
}

Test(policy, reads_an_exception) {
    struct adm_policy *policy = read_policy(
        LEAST "exceptions:\n"
              "- {id: x, owner: me, reason: why not, expires: 2026-02-28, namespace: "
              "'a-*', name: b, rules: [helm-release, plaintext-secret], labels: {k: v}}\n"
              "- {id: y, owner: me, reason: old, expires: 2020-02-29, namespace: a, "
              "name: '*'}\n");
    cr_assert_eq(policy->exception_count, 2);
    const struct adm_exception *x = &policy->exceptions[0];
    cr_expect_str_eq(x->owner.data, "me");
    cr_expect_str_eq(x->reason.data, "why not");
    cr_expect_str_eq(x->expires.data, "2026-02-28");
    cr_expect_eq(x->expires_s, 1772236800);
    cr_expect_str_eq(x->namespace.data, "a-*");
    cr_expect_str_eq(x->name.data, "b");
    cr_expect_eq(x->rules.count, 2);
    cr_expect_eq(x->label_count, 1);
    cr_expect_eq(policy->exceptions[1].expires_s, 1582934400);
    cr_expect_eq(policy->exceptions[1].rules.count, 0);
    adm_policy_free(policy);
}

Test(policy, reads_the_rest) {
    struct adm_policy *policy =
        read_policy(LEAST "system_namespaces: [a, b]\n"
                          "environment_owners: {users: [u], groups: [g, h]}\n"
                          "require_bound_token: false\n"
                          "platform_config: {config_map: cm}\n"
                          "reference_patterns: {v: 'vault:[a-z]+#[a-z]+'}\n");
    cr_expect_eq(policy->system_namespaces.count, 2);
    cr_expect_eq(policy->owner_users.count, 1);
    cr_expect_eq(policy->owner_groups.count, 2);
    cr_expect_not(policy->require_bound_token);
    cr_expect_str_eq(policy->platform_config_map.data, "cm");
    cr_assert_eq(policy->reference_count, 1);
    cr_expect(adm_pattern_matches(policy->references[0], ADM_STR("vault:a#b"), &policy->arena));
    cr_expect_not(
        adm_pattern_matches(policy->references[0], ADM_STR("vault:a#b "), &policy->arena));
    adm_policy_free(policy);
}

struct refusal {
    const char *text, *message;
};

static void check_refusals(const struct refusal *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct adm_policy *policy = NULL;
        struct adm_error err = {0};
        cr_expect_not(adm_policy_read(adm_str_from(rows[i].text), "p", &policy, &err), "%s",
                      rows[i].text);
        cr_expect_null(policy);
        cr_expect_eq(err.code, ADM_INVALID, "%s: %s", rows[i].text, err.message);
        cr_expect_str_eq(err.message, rows[i].message);
    }
}

#define CHECK(rows) check_refusals(rows, sizeof(rows) / sizeof *(rows))

Test(policy, refuses_what_is_no_policy) {
    static const struct refusal rows[] = {
        {"", "p:1:1: the policy is empty"},
        {"a: b\n---\nc: d\n", "p:3:1: expected one document, and here begins a second"},
        {"[]", "p:1:1: expected a map, like {key: value}"},
        {"{}", "p:1:1: the policy needs the key `environments`"},
        {LEAST "writer: []\n",
         "p:4:1: unknown key `writer` of the policy; did you mean `writers`?"},
        {LEAST "zebra: []\n",
         "p:4:1: unknown key `zebra` of the policy; see schemas/policy.schema.json"},
        {LEAST "require_bound_token: yes\n", "p:4:22: expected true or false"},
        {LEAST "require_bound_token: 'true'\n", "p:4:22: expected true or false"},
        {LEAST "require_bound_token: [true]\n", "p:4:22: expected true or false"},
        {LEAST "system_namespaces: a\n", "p:4:20: expected a list, like [a, b]"},
        {LEAST "system_namespaces: [a, [b]]\n", "p:4:24: expected a text"},
        {LEAST "system_namespaces: [a, ~]\n", "p:4:24: expected a text"},
        {LEAST "system_namespaces: [a, '']\n", "p:4:24: expected a text"},
        {LEAST "system_namespaces: [\"a\\nb\"]\n", "p:4:21: expected a line of at most 1024 bytes"},
        {LEAST "system_namespaces: [a, b, a]\n", "p:4:27: `a` is in this list twice"},
        {LEAST "environment_owners: {user: []}\n",
         "p:4:22: unknown key `user` of `environment_owners`; did you mean `users`?"},
        {LEAST "platform_config: {}\n", "p:4:18: `platform_config` needs the key `config_map`"},
        {LEAST "reference_patterns: []\n", "p:4:21: expected a map, like {key: value}"},
        {LEAST "reference_patterns: {a: 'x('}\n",
         "p:4:25: not a regular expression: missing closing parenthesis (at byte 2 of the "
         "expression)"},
        {LEAST "reference_patterns: {a: '.*'}\n",
         "p:4:25: the expression matches plain words, not only references"},
        {LEAST "reference_patterns: {a: '[a-z]+'}\n",
         "p:4:25: the expression matches plain words, not only references"},
    };
    CHECK(rows);
}

Test(policy, refuses_environments) {
    static const struct refusal rows[] = {
        {"environments: {}\nstrictness: []\nunlabelled: {}\n",
         "p:1:15: expected at least one environment"},
        {"environments: {A: {}}\nstrictness: [A]\nunlabelled: {}\n",
         "p:1:16: expected a name of at most 63 letters a-z, digits and -, not at its ends"},
        {"environments: {unlabelled: {}}\nstrictness: []\nunlabelled: {}\n",
         "p:1:16: `unlabelled` is reserved; choose another name"},
        {"environments: {namespace-default: {}}\nstrictness: []\nunlabelled: {}\n",
         "p:1:16: `namespace-default` is reserved; choose another name"},
        {"environments: {a: {}}\nstrictness: []\nunlabelled: {}\n",
         "p:1:19: an environment that extends none needs the key `secrets`"},
        {"environments: {a: {secrets: vault}}\n",
         "p:1:29: expected sealed-secrets, external-secrets or demo"},
        {"environments: {a: {secrets: demo, mode: {}}}\n",
         "p:1:35: unknown key `mode` of an environment; did you mean `modes`?"},
        {"environments: {a: {secrets: demo, modes: {plain-secret: warn}}}\n",
         "p:1:43: `plain-secret` is not a rule; did you mean `plaintext-secret`?"},
        {"environments: {a: {secrets: demo, modes: {plaintext-secrets: warn}}}\n",
         "p:1:43: `plaintext-secrets` is not a rule; did you mean `plaintext-secret`?"},
        {"environments: {a: {secrets: demo, modes: {plaintext-secret: deny}}}\n",
         "p:1:61: expected enforce, warn, audit or off"},
        {"environments: {a: {extends: prd}, prod: {}}\n",
         "p:1:29: `prd` is not one of `environments`; did you mean `prod`?"},
        {"environments: {a: {extends: [b]}}\n", "p:1:29: expected the name of an environment"},
        {"environments: {a: {extends: a}}\n",
         "p:1:29: `a` extends environments that extend each other"},
        {"environments: {a: {extends: b}, b: {extends: c}, c: {extends: b}}\n",
         "p:1:29: `a` extends environments that extend each other"},
    };
    CHECK(rows);
}

Test(policy, refuses_orders) {
#define TWO "environments: {e: {secrets: demo}, f: {extends: e}}\n"
    static const struct refusal rows[] = {
        {TWO, "p:1:1: the policy needs the key `strictness`"},
        {TWO "strictness: [e]\n",
         "p:2:13: `f` is missing; list every environment, the laxest first"},
        {TWO "strictness: [e, f, e]\n", "p:2:20: `e` is in this list twice"},
        {TWO "strictness: [e, g]\n", "p:2:17: `g` is not one of `environments`"},
        {TWO "strictness: [e, production]\n", "p:2:17: `production` is not one of `environments`"},
        {TWO "strictness: [e, [f]]\n", "p:2:17: `` is not one of `environments`"},
        {TWO "strictness: [e, f]\n", "p:1:1: the policy needs the key `unlabelled`"},
        {TWO "strictness: [e, f]\nunlabelled: {mode: warn}\n",
         "p:3:13: `unlabelled` needs the key `environment`"},
        {TWO "strictness: [e, f]\nunlabelled: {environment: f}\n",
         "p:3:13: `unlabelled` needs the key `mode`"},
        {TWO "strictness: [e, f]\nunlabelled: {environment: prod, mode: warn}\n",
         "p:3:27: `prod` is not one of `environments`"},
        {TWO "strictness: [e, f]\nenvironments_here: []\n",
         "p:3:20: expected at least one environment"},
        {TWO "strictness: [e, f]\nenvironments_here: [x-y]\n",
         "p:3:21: `x-y` is not one of `environments`"},
    };
    CHECK(rows);
}

Test(policy, refuses_writers) {
#define W LEAST "writers: [{id: a, "
    static const struct refusal rows[] = {
        {LEAST "writers: {}\n", "p:4:10: expected a list, like [a, b]"},
        {LEAST "writers: [a]\n", "p:4:11: expected a map, like {key: value}"},
        {LEAST "writers: [{}]\n", "p:4:11: a writer needs the key `id`"},
        {LEAST "writers: [{id: A}]\n",
         "p:4:16: expected a name of at most 63 letters a-z, digits and -, not at its ends"},
        {W "user: [a]}]\n", "p:4:19: unknown key `user` of a writer; did you mean `users`?"},
        {W "types: [a]}]\n", "p:4:11: a writer needs `service_accounts` or `users`"},
        {W "users: [a]}]\n", "p:4:11: a writer needs a shape: owner, types, labels, name, "
                             "generate_name, namespaces, keys or hash"},
        {W "users: ['system:serviceaccount:a:b']}]\n",
         "p:4:27: write it under `service_accounts` as namespace:name"},
        {W "service_accounts: [b]}]\n", "p:4:38: expected a service account as namespace:name"},
        {W "service_accounts: ['a:b:c']}]\n",
         "p:4:38: expected a service account as namespace:name"},
        {W "service_accounts: ['A:b']}]\n", "p:4:38: expected a service account as namespace:name"},
        {W "service_accounts: ['a:']}]\n", "p:4:38: expected a service account as namespace:name"},
        {W "service_accounts: ['a:b'], types: [c]}]\n",
         "p:4:11: a writer with `service_accounts` needs `bound_pod`: what the names of its pods "
         "begin with"},
        {W "users: [a], owner: {kind: K}}]\n", "p:4:38: `owner` needs the key `group`"},
        {W "users: [a], owner: {group: g}}]\n", "p:4:38: `owner` needs the key `kind`"},
        {W "users: [a], hash: md5}]\n", "p:4:37: expected external-secrets"},
        {W "users: [a], expires: tomorrow}]\n", "p:4:40: expected a date like 2027-03-31"},
        {W "users: [a], expires: 2027-02-29}]\n", "p:4:40: expected a date like 2027-03-31"},
        {W "users: [a], labels: [a]}]\n", "p:4:39: expected a map, like {key: value}"},
        {W "users: [a], labels: {a: [b]}}]\n", "p:4:43: expected a text"},
        {W "users: [a], labels: {a: }}]\n", "p:4:43: expected a text"},
        {W "users: [a], types: [b]}, {id: a, users: [a], types: [b]}]\n",
         "p:4:44: the id `a` is taken"},
    };
    CHECK(rows);
}

Test(policy, refuses_exceptions) {
#define X LEAST "exceptions: [{id: a, owner: o, reason: r, "
    static const struct refusal rows[] = {
        {LEAST "exceptions: [{id: a}]\n", "p:4:14: an exception needs the key `owner`"},
        {LEAST "exceptions: [{id: a, owner: o}]\n", "p:4:14: an exception needs the key `reason`"},
        {X "}]\n", "p:4:14: an exception needs the key `expires`"},
        {X "expires: never}]\n", "p:4:52: expected a date like 2027-03-31"},
        {X "expires: 2027-01-01}]\n", "p:4:14: an exception needs the key `namespace`"},
        {X "expires: 2027-01-01, namespace: n}]\n", "p:4:14: an exception needs the key `name`"},
        {X "expires: 2027-01-01, namespace: '*', name: '**'}]\n",
         "p:4:14: `a` names everything; set the rule's mode instead"},
        {X "expires: 2027-01-01, namespace: n, name: m, rules: [helm-releases]}]\n",
         "p:4:95: `helm-releases` is not a rule; did you mean `helm-release`?"},
        {X "expires: 2027-01-01, namespace: n, name: m, rule: [a]}]\n",
         "p:4:87: unknown key `rule` of an exception; did you mean `rules`?"},
        {X "expires: 2027-01-01, namespace: n, name: m}, {id: a, owner: o, reason: r, expires: "
           "2027-01-01, namespace: n, name: m}]\n",
         "p:4:88: the id `a` is taken"},
    };
    CHECK(rows);
}

Test(policy, refuses_too_many_environments) {
    char text[4096] = "environments:\n";
    char *at = text + strlen(text);
    for (int i = 0; i <= ADM_POLICY_ENVIRONMENTS_MAX; i++)
        at += sprintf(at, "  e%d: {secrets: demo}\n", i);
    check_refusals(&(struct refusal){text, "p:66:8: more than 64 environments"}, 1);
}

Test(policy, limits_its_size) {
    struct adm_policy *policy = NULL;
    struct adm_error err = {0};
    size_t len = 1024 * 1024 + 1;
    char *text = calloc(1, len);
    memset(text, ' ', len);
    cr_expect_not(adm_policy_read((struct adm_str){text, len}, "p", &policy, &err));
    cr_expect_eq(err.code, ADM_LIMIT);
    cr_expect_str_eq(err.message, "p: a policy has at most 1 MiB");
    free(text);
    cr_expect_not(adm_policy_read(ADM_STR("a: [b"), "p", &policy, &err));
    cr_expect_eq(err.code, ADM_SYNTAX);
}
