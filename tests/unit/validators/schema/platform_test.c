// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/platform.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/text.h"
#include "platform_world.h"
#include "validators/schema/platform_rule.h"

enum { ARENA_MAX = 64 * 1024 * 1024 };

Test(platform, schemas_by_name, .init = platform_world_start, .fini = platform_world_stop) {
    static const char *const models[] = {"platform", "platform-1.2"};
    static const char *const overlays[] = {"local", "dev", "staging", "prod"};
    for (size_t i = 0; i < 2; i++) {
        cr_expect_gt(adm_platform_schema_text(adm_str_from(models[i])).len, 1000);
        cr_expect_not(adm_platform_has_overlay(adm_str_from(models[i])));
    }
    for (size_t i = 0; i < 4; i++) {
        cr_expect_gt(adm_platform_schema_text(adm_str_from(overlays[i])).len, 500);
        cr_expect(adm_platform_has_overlay(adm_str_from(overlays[i])));
    }
    // What overlays share is a schema, and no environment.
    cr_expect_gt(adm_platform_schema_text(ADM_STR("deployed")).len, 1000);
    cr_expect_not(adm_platform_has_overlay(ADM_STR("deployed")));
    cr_expect_eq(adm_platform_schema_text(ADM_STR("qa")).len, 0);
    cr_expect_not(adm_platform_has_overlay(ADM_STR("")));
}

Test(platform, digest_is_of_the_schemas, .init = platform_world_start,
     .fini = platform_world_stop) {
    struct adm_platform *other = NULL;
    struct adm_error err = {0};
    cr_assert(adm_platform_new(&other, &err));
    cr_expect_eq(strlen(adm_platform_digest(platform_world)), 64);
    cr_expect_eq(strspn(adm_platform_digest(platform_world), "0123456789abcdef"), 64);
    cr_expect_str_eq(adm_platform_digest(platform_world), adm_platform_digest(other));
    adm_platform_free(other);
    adm_platform_free(NULL);
}

Test(platform, nothing_is_a_file_of_defaults, .init = platform_world_start,
     .fini = platform_world_stop) {
    struct adm_platform_report report =
        platform_world_judge(&(struct adm_platform_input){.text = ADM_STR("")});
    cr_expect_eq(report.diagnostics.count, 0);
    cr_expect(adm_yaml_tree_is(report.document.root, ADM_NODE_MAP));
}

Test(platform, what_is_no_yaml_is_refused_alone, .init = platform_world_start,
     .fini = platform_world_stop) {
    struct adm_platform_report report = platform_world_judge(&(struct adm_platform_input){
        .text = ADM_STR("storage: {\n"),
        .environment = ADM_STR("prod"),
        .overlay = ADM_STR("prod"),
    });
    cr_expect_null(report.document.root);
    cr_assert_eq(report.diagnostics.count, 1);
    cr_expect_eq(report.diagnostics.items[0].rule, ADM_RULE_PLATFORM_SCHEMA);
}

Test(platform, diagnostics_are_sorted_and_have_their_rule, .init = platform_world_start,
     .fini = platform_world_stop) {
    struct adm_platform_report report = platform_world_judge(&(struct adm_platform_input){
        .text = ADM_STR("observability: {logging: {level: LOUD}}\n"
                        "layers: {a: {name: a, storage_ref: b, namespace: a}}\n"
                        "version: 1\n"),
        .environment = ADM_STR("prod"),
        .overlay = ADM_STR("prod"),
    });
    const struct adm_diagnostics *all = &report.diagnostics;
    size_t rules[ADM_RULE_COUNT] = {0};
    cr_assert_gt(all->count, 5);
    for (size_t i = 0; i < all->count; i++) {
        rules[all->items[i].rule]++;
        if (i > 0)
            cr_expect_leq(all->items[i - 1].primary.span.start, all->items[i].primary.span.start);
    }
    // bad-choice, two dangling-ref, wrong-type
    cr_expect_eq(rules[ADM_RULE_PLATFORM_SCHEMA], 4);
    cr_expect_eq(rules[ADM_RULE_PLATFORM_ENVIRONMENT], all->count - 4);
    cr_expect_gt(report.mask.len, 0);
}

// However little memory there is: a refusal to judge, or the whole verdict; and outputs stay
// untouched.
Test(platform, judges_wholly_or_not_at_all, .init = platform_world_start,
     .fini = platform_world_stop) {
    const struct adm_platform_input input = {
        .text = ADM_STR("storage: {silver: {bucket: ABC, credentials: {mode: oauth2}}}\n"
                        "layers: {a: {name: b, storage_ref: sliver, namespace: a-b}}\n"
                        "security: {authentication: {mfa_required: true}}\n"
                        "unknown: 1\n"),
        .environment = ADM_STR("prod"),
        .overlay = ADM_STR("prod"),
    };
    size_t count = platform_world_judge(&input).diagnostics.count;
    bool judged = false;
    for (size_t limit = 0; !judged; limit += 509) {
        struct adm_arena small;
        struct adm_platform_report report = {.diagnostics = {.count = 4711}};
        struct adm_error err = {0};
        adm_arena_init(&small, limit);
        judged = adm_platform_judge(platform_world, &input, &small, &report, &err);
        if (judged)
            cr_expect_eq(report.diagnostics.count, count, "%zu", limit);
        else
            cr_expect(err.code == ADM_MEMORY && report.diagnostics.count == 4711, "%zu: %s", limit,
                      err.message);
        adm_arena_destroy(&small);
        cr_assert_lt(limit, ARENA_MAX);
    }
}

static bool holds(struct adm_str text, const char *part) {
    return adm_str_contains(text, adm_str_from(part));
}

static bool leaks(const struct adm_diagnostic *d, const char *marker) {
    bool found = holds(d->message, marker) || holds(d->primary.text, marker) ||
                 holds(d->note, marker) || holds(d->help, marker) || holds(d->path, marker);
    for (size_t i = 0; i < d->reason_count; i++)
        found |= holds(d->reasons[i].text, marker);
    return found;
}

// Values that break rules, each with the marker; what the rules say has it nowhere.
Test(platform, rules_never_repeat_a_value, .init = platform_world_start,
     .fini = platform_world_stop) {
    static const char *const texts[] = {
        "layers: {a: {name: hunter2, storage_ref: hunter2, catalog_ref: hunter2, namespace: "
        "hunter2-}}\nstorage: {x: {bucket: Hunter2_hunter2}}\n",
        "storage: {x: {bucket: prod-hunter2, endpoint: 'http://hunter2', region: hunter2, "
        "credentials: {client_id: hunter2, scope: hunter2}}}\n",
        "catalogs: {x: {uri: hunter2, warehouse: hunter2, credentials: {mode: oauth2, client_id: "
        "hunter2}}}\n",
        "infrastructure: {timezone: 'hunter2!', cloud: {account_id: hunter2, region: hunter2, "
        "aws: {account_id: hunter3}, multi_region: {enabled: true, regions: [hunter3]}}}\n",
        "security: {encryption: {at_rest: {kms_key_id: 'arn:aws:kms:hunter2:123456789012:key/x'}}, "
        "authorization: {group_mappings: {x: hunter2}}}\ninfrastructure: {cloud: {region: a}}\n",
        "governance: {classifications: {default_classification: hunter2, classes: {x: {}}}}\n"
        "observability: {compute_logs: {storage_ref: hunter2, bucket: dev-hunter2}, attributes: "
        "{deployment.environment: dev-hunter2}, otlp_endpoint: hunter2}\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof(char *); i++) {
        struct adm_platform_report report = platform_world_judge(&(struct adm_platform_input){
            .text = adm_str_from(texts[i]),
            .environment = ADM_STR("prod"),
            .overlay = ADM_STR("prod"),
        });
        cr_expect_gt(report.diagnostics.count, 4);
        for (size_t d = 0; d < report.diagnostics.count; d++)
            cr_expect_not(leaks(&report.diagnostics.items[d], "hunter"), "%zu: %s: %.*s", i,
                          report.diagnostics.items[d].code,
                          ADM_STR_ARGS(report.diagnostics.items[d].message));
    }
}

// One thing that a rule says, word for word.
struct said {
    const char *yaml, *code, *message, *label, *reason, *help;
};

static void compare(const struct said *said) {
    struct adm_platform_report report =
        platform_world_judge(&(struct adm_platform_input){.text = adm_str_from(said->yaml)});
    const struct adm_diagnostic *d = NULL;
    for (size_t i = 0; d == NULL && i < report.diagnostics.count; i++)
        if (strcmp(report.diagnostics.items[i].code, said->code) == 0)
            d = &report.diagnostics.items[i];
    cr_assert_not_null(d, "%s", said->yaml);
    cr_expect(adm_str_is(d->message, said->message), "%.*s", ADM_STR_ARGS(d->message));
    cr_expect(adm_str_is(d->primary.text, said->label), "%.*s", ADM_STR_ARGS(d->primary.text));
    cr_expect(adm_str_is(d->help, said->help), "%.*s", ADM_STR_ARGS(d->help));
    struct adm_str reason = d->reason_count > 0 ? d->reasons[0].text : (struct adm_str){0};
    cr_expect(adm_str_is(reason, said->reason), "%.*s", ADM_STR_ARGS(reason));
}

Test(platform, words, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct said all[] = {
        {"storage: {silver: {bucket: abc}}\ncatalogs: {default: {uri: 'x://y', warehouse: w}}\n"
         "layers: {a: {name: a, storage_ref: sliver, namespace: a}}",
         "dangling-ref", "layer `a` uses storage profile `sliver`, which does not exist",
         "did you mean `silver`? (storage has: silver)", "profiles are defined here", ""},
        {"storage: {silver: {bucket: abc}}\ncatalogs: {default: {uri: 'x://y', warehouse: w}}\n"
         "layers: {a: {name: a, storage_ref: hunter2, namespace: a}}",
         "dangling-ref", "layer `a` uses a storage profile that does not exist",
         "storage has: silver", "profiles are defined here", ""},
        {"storage: {s: {bucket: abc}}\nlayers: {a: {name: a, storage_ref: s, namespace: a}}",
         "dangling-ref", "layer `a` uses catalog profile `default`, which does not exist",
         "catalogs is empty", "", ""},
        {"compute: {a: {credentials: {mode: iam_role}}}", "needs-key",
         "iam_role credentials need `role_arn`", "because of this", "",
         "add under compute.a.credentials:\nrole_arn: arn:aws:iam::<account>:role/<name>"},
        {"compute: {a: {credentials: {mode: iam_role, role_arn: }}}", "needs-key",
         "iam_role credentials need `role_arn`", "nothing is written here", "because of this",
         "write under compute.a.credentials:\nrole_arn: arn:aws:iam::<account>:role/<name>"},
        {"compute: {a: {credentials: {scope: x}}}", "ignored-key",
         "static credentials do not read `scope`, and `mode` is static by default",
         "`oauth2` credentials do", "", ""},
        {"compute: {1a: {}}", "bad-name", "`1a` cannot be the name of a profile",
         "a letter, then letters, digits, `-` and `_`", "",
         "rename it here and wherever a layer refers to it"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        compare(&all[i]);
}

struct places {
    struct adm_text *paths;
};

static void note_place(struct adm_platform_check *check, const struct adm_place *place) {
    const struct places *places = check->settings;
    adm_text_append(places->paths, adm_place_path(place, check->arena));
    adm_text_append_char(places->paths, ';');
}

// The ways that a row can name: the root, keys, any key; nothing where the tree ends before.
Test(platform, rules_see_the_places_that_their_row_names, .init = platform_world_start,
     .fini = platform_world_stop) {
    static const char *const rows[][2] = {
        {"", ";"},
        {"a", "a;"},
        {"a.*", "a.x;a.y;"},
        {"a.*.z", "a.x.z;a.y.z;"},
        {"*.*.z", "a.x.z;a.y.z;b.x.z;"},
        {"a.x.z.q", ""},
        {"q.*", ""},
    };
    struct adm_platform_report report = platform_world_judge(&(struct adm_platform_input){
        .text = ADM_STR("a: {x: {z: 1}, y: {z: []}}\nb: {x: {z: {}}, w: {}}\nc: [{x: {z: 1}}]\n")});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_text text;
        adm_text_init(&text, &platform_world_arena);
        struct adm_platform_check check = {
            .root = report.document.root,
            .arena = &platform_world_arena,
            .out = &report.diagnostics,
            .settings = &(const struct places){&text},
        };
        const struct adm_platform_rule row = {rows[i][0], note_place, 0};
        const struct adm_platform_rules *const table = &(struct adm_platform_rules){&row, 1};
        const struct adm_platform_rule_plan *plan = NULL;
        struct adm_error err = {0};
        cr_assert(adm_platform_rule_plan_new(&table, 1, &platform_world_arena, &plan, &err));
        adm_platform_rule_run(plan, &check);
        cr_expect(adm_str_is(adm_text_str(&text), rows[i][1]), "%s: %.*s", rows[i][0],
                  ADM_STR_ARGS(adm_text_str(&text)));
    }
}
