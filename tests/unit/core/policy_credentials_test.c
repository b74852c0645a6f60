// SPDX-License-Identifier: Apache-2.0
#include "core/policy_credentials.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/policy_default.h"

static const char head[] = "environments:\n"
                           "  a: {secrets: demo}\n"
                           "  b: {extends: a}\n"
                           "  c: {extends: b}\n"
                           "  d: {secrets: demo}\n"
                           "strictness: [a, b, c, d]\n"
                           "unlabelled: {environment: d, mode: warn}\n";

static struct adm_policy *read(const char *text, struct adm_error *err) {
    char whole[8192];
    struct adm_policy *policy = NULL;
    int len = snprintf(whole, sizeof whole, "%s%s", head, text);
    cr_assert(len > 0 && (size_t)len < sizeof whole);
    return adm_policy_read((struct adm_str){whole, (size_t)len}, "p", &policy, err) ? policy : NULL;
}

static const struct adm_environment *named(const struct adm_policy *policy, const char *name) {
    const struct adm_environment *e = adm_policy_environment(policy, adm_str_from(name));
    cr_assert_not_null(e);
    return e;
}

Test(policy_credentials, knows_the_secrets_of_what_it_extends) {
    static const struct {
        const char *environment, *secret, *ref; // ref of the first key; NULL: not known
    } rows[] = {{"a", "s", "x"},  {"b", "s", "y"},  {"c", "s", "y"}, {"d", "s", NULL},
                {"a", "t", NULL}, {"b", "t", "t1"}, {"c", "u", NULL}};
    struct adm_error err = {0};
    struct adm_policy *policy = read("credentials:\n"
                                     "  a: {s: [{key: k.1, secret_ref: x}, z]}\n"
                                     "  b: {s: [y], t: [t1]}\n",
                                     &err);
    cr_assert_not_null(policy, "%s", err.message);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct adm_credential_secret *found = adm_policy_credentials_find(
            named(policy, rows[i].environment), adm_str_from(rows[i].secret));
        cr_expect_eq(found != NULL, rows[i].ref != NULL, "%zu", i);
        if (found != NULL && rows[i].ref != NULL)
            cr_expect(adm_str_is(found->items[0].secret_ref, rows[i].ref), "%zu", i);
    }
    const struct adm_credential_secret *s =
        adm_policy_credentials_find(named(policy, "a"), ADM_STR("s"));
    cr_expect_eq(s->count, 2);
    cr_expect(adm_str_is(s->items[0].key, "k.1") && adm_str_is(s->items[1].key, "z"));
    adm_policy_free(policy);
}

Test(policy_credentials, takes_defaults_over) {
    static const struct {
        const char *environment;
        size_t count;
    } rows[] = {{"a", 2}, {"b", 0}, {"c", 0}, {"d", 0}};
    struct adm_error err = {0};
    struct adm_policy *policy = read("default_credentials: {a: [s, t], b: []}\n"
                                     "credentials: {a: {s: [x], t: [y]}}\n",
                                     &err);
    cr_assert_not_null(policy, "%s", err.message);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(named(policy, rows[i].environment)->default_credentials.count, rows[i].count,
                     "%s", rows[i].environment);
    adm_policy_free(policy);
    policy = read("credentials: {a: {s: [x]}}\ndefault_credentials: {a: [s]}\n", &err);
    cr_assert_not_null(policy, "%s", err.message);
    cr_expect(adm_str_is(named(policy, "c")->default_credentials.items[0], "s"));
    adm_policy_free(policy);
}

static const struct {
    const char *text, *want; // want: what the error ends in
} wrong[] = {
    {"credentials: []\n", "p:8:14: expected a map, like {key: value}"},
    {"credentials: {x: {}}\n", "`x` is not one of `environments`"},
    {"credentials: {a: [s]}\n", "p:8:18: expected a map, like {key: value}"},
    {"credentials: {a: {S: [x]}}\n", "p:8:19: expected the name of a Secret"},
    {"credentials: {a: {s: x}}\n", "p:8:22: expected a list, like [a, b]"},
    {"credentials: {a: {s: []}}\n", "p:8:22: expected 1 to 64 keys"},
    {"credentials: {a: {s: [a/b]}}\n",
     "p:8:23: expected a key of a Secret: letters, digits, `-`, `_` and `.`"},
    {"credentials: {a: {s: [tls.key]}}\n",
     "p:8:23: `tls.key` is no secret_ref: write {key: …, secret_ref: …}"},
    {"credentials: {a: {s: [{key: k}]}}\n", "p:8:23: a credential needs the key `secret_ref`"},
    {"credentials: {a: {s: [{key: k, secret_ref: ..}]}}\n",
     "p:8:44: expected a secret_ref: a letter, then letters, digits, `-` and `_`, and none of "
     "ours"},
    {"credentials: {a: {s: [FLOE_PLATFORM_ENV]}}\n",
     "p:8:23: `FLOE_PLATFORM_ENV` is no secret_ref: write {key: …, secret_ref: …}"},
    {"credentials: {a: {s: [x-y, X_Y]}}\n", "p:8:28: the secret_ref `x-y` is in this list twice"},
    {"default_credentials: {a: [s]}\n",
     "p:8:27: `s` has no keys in `credentials` for this environment"},
    {"credentials: {b: {s: [x]}}\ndefault_credentials: {a: [s]}\n",
     "p:9:27: `s` has no keys in `credentials` for this environment"},
};

Test(policy_credentials, says_what_is_wrong_and_where) {
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct adm_error err = {0};
        struct adm_policy *policy = read(wrong[i].text, &err);
        cr_expect_null(policy, "%s", wrong[i].text);
        cr_expect(adm_str_ends(adm_str_from(err.message), wrong[i].want), "%s: %s", wrong[i].text,
                  err.message);
        adm_policy_free(policy);
    }
}

Test(policy_credentials, has_at_most_64_keys_by_default) {
    char text[4096] = "credentials: {a: {s: [";
    for (int i = 0; i < 64; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%sk%d", i == 0 ? "" : ", ", i);
    // In `a` it is 64 of one Secret; `b` takes the list over and knows one more.
    snprintf(text + strlen(text), sizeof text - strlen(text),
             "]}, b: {t: [x]}}\ndefault_credentials: {a: [s], b: [s, t]}\n");
    struct adm_error err = {0};
    cr_expect_null(read(text, &err));
    cr_expect(adm_str_ends(adm_str_from(err.message),
                           "`b` has more than 16 Secrets here, or more than 64 keys in them"),
              "%s", err.message);
    char *end = strstr(text, ", b: [s, t]");
    cr_assert_not_null(end);
    snprintf(end, sizeof text - (size_t)(end - text), "}\n");
    struct adm_policy *policy = read(text, &err);
    cr_expect_not_null(policy, "%s", err.message);
    adm_policy_free(policy);
}

Test(policy_credentials, counts_what_is_taken_over_anew) {
    char text[4096] = "credentials: {a: {s: [x], t: [y]}, b: {s: [";
    for (int i = 0; i < 64; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%sk%d", i == 0 ? "" : ", ", i);
    snprintf(text + strlen(text), sizeof text - strlen(text),
             "]}}\ndefault_credentials: {a: [s, t]}\n");
    struct adm_error err = {0};
    cr_expect_null(read(text, &err));
    cr_expect(adm_str_contains(adm_str_from(err.message), ADM_STR("`b` has more than")), "%s",
              err.message);
}

Test(policy_credentials, local_ships_the_demos) {
    struct adm_policy *policy = NULL;
    cr_assert(adm_policy_read(adm_policy_default(), "policy.yaml", &policy, NULL));
    const struct adm_strs secrets = named(policy, "local")->default_credentials;
    cr_assert_eq(secrets.count, 1);
    cr_expect(adm_str_is(secrets.items[0], "floe-demo-credentials"));
    cr_expect_eq(adm_policy_credentials_find(named(policy, "local"), secrets.items[0])->count, 4);
    for (size_t i = 0; i < policy->environment_count; i++)
        if (!adm_str_is(policy->environments[i].name, "local"))
            cr_expect_eq(policy->environments[i].default_credentials.count, 0);
    adm_policy_free(policy);
}
