// SPDX-License-Identifier: Apache-2.0
#include "scanning.h"

#include <criterion/criterion.h>

#include "core/policy_default.h"
#include "validators/credential_scan.h"

void scanning_init(struct scanning *s, const char *environment) {
    struct adm_error err = {0};
    *s = (struct scanning){0};
    adm_arena_init(&s->arena, (size_t)256 * 1024 * 1024);
    cr_assert(adm_policy_read(adm_policy_default(), "policy.yaml", &s->policy, &err));
    s->request = (struct adm_request){
        .review = &s->review,
        .policy = s->policy,
        .environment = adm_policy_environment(s->policy, adm_str_from(environment)),
        .fingerprint_key = ADM_STR("test key"),
        .arena = &s->arena,
    };
    adm_verdict_init(&s->verdict, &s->arena);
}

static const struct adm_json *parse(struct scanning *s, const char *text) {
    const struct adm_json *root = NULL;
    struct adm_error err = {0};
    if (text == NULL)
        return NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(text), &s->arena, &root, &err), "%s", err.message);
    return root;
}

void scanning_object(struct scanning *s, const char *object, const char *old) {
    struct adm_credential_scan scan;
    struct adm_error err = {0};
    adm_credential_scan_init(&scan, &s->request, ADM_RULE_CREDENTIAL_IN_CONFIG, &s->verdict);
    cr_assert(adm_credential_scan_object(&scan, parse(s, object), parse(s, old), &err), "%s",
              err.message);
    adm_credential_scan_finish(&scan);
}

struct adm_str scanning_lines(struct scanning *s) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &s->arena);
    for (size_t i = 0; i < s->verdict.count; i++) {
        const struct adm_finding *finding = &s->verdict.findings[i];
        adm_text_append_c(&text, finding->limit == ADM_MODE_WARN ? "warn " : "deny ");
        adm_text_append(&text, adm_verdict_line(finding, &s->arena));
        adm_text_append_char(&text, '\n');
    }
    cr_assert(adm_text_finish(&text, &out, NULL));
    return out;
}

void scanning_destroy(struct scanning *s) {
    adm_policy_free(s->policy);
    adm_arena_destroy(&s->arena);
}
