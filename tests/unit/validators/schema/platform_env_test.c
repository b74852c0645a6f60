// SPDX-License-Identifier: Apache-2.0
// The environments' rules on the reference files: each passes in its own environment and in no
// other, and one edit breaks one rule.
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "platform_world.h"

enum { FILE_MAX = 64 * 1024 };

static const char *const environments[] = {"local", "dev", "staging", "prod"};
enum { ENVIRONMENTS = sizeof environments / sizeof *environments };

static struct adm_str reference(const char *environment) {
    char path[512];
    static char bytes[FILE_MAX];
    snprintf(path, sizeof path, ADM_ROOT "/deploy/platform-config/platform/%s/platform.yaml",
             environment);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    cr_assert_lt(size, sizeof bytes);
    return adm_arena_copy(&platform_world_arena, (struct adm_str){bytes, size});
}

static struct adm_platform_report judge_as(struct adm_str text, const char *environment,
                                           const char *overlay) {
    const struct adm_platform_input input = {
        .text = text,
        .environment = adm_str_from(environment),
        .overlay = adm_str_from(overlay),
    };
    return platform_world_judge(&input);
}

// "code at path" of each finding but the warnings of 1.3.
static const char *words_of(const struct adm_diagnostics *all) {
    struct adm_text text;
    adm_text_init(&text, &platform_world_arena);
    for (size_t i = 0; i < all->count; i++)
        if (strcmp(all->items[i].code, "newer-than-consumer") != 0)
            adm_text_printf(&text, "%s%s at %.*s", text.len > 0 ? "; " : "", all->items[i].code,
                            ADM_STR_ARGS(all->items[i].path));
    adm_text_append_char(&text, '\0');
    return adm_text_str(&text).data;
}

static size_t errors_of_environment(const struct adm_diagnostics *all) {
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].rule == ADM_RULE_PLATFORM_ENVIRONMENT &&
            all->items[i].severity == ADM_SEVERITY_ERROR)
            count++;
    return count;
}

Test(platform_env, each_reference_file_passes_at_home_and_nowhere_else,
     .init = platform_world_start, .fini = platform_world_stop) {
    size_t refusals = 0;
    for (size_t f = 0; f < ENVIRONMENTS; f++)
        for (size_t e = 0; e < ENVIRONMENTS; e++) {
            struct adm_platform_report report =
                judge_as(reference(environments[f]), environments[e], environments[e]);
            if (f == e)
                cr_expect_str_eq(words_of(&report.diagnostics), "", "%s", environments[f]);
            else
                refusals += errors_of_environment(&report.diagnostics) > 0 ? 1 : 0;
        }
    cr_expect_eq(refusals, 12);
}

// 0, 10 and 33 of the files are what the consumer's 1.2 does not know.
Test(platform_env, constructs_of_1_3_in_the_reference_files, .init = platform_world_start,
     .fini = platform_world_stop) {
    static const size_t expected[ENVIRONMENTS] = {0, 10, 27, 33};
    for (size_t i = 0; i < ENVIRONMENTS; i++) {
        struct adm_platform_report report = judge_as(reference(environments[i]), "", "");
        cr_expect_eq(report.diagnostics.warnings, expected[i], "%s: %zu", environments[i],
                     report.diagnostics.warnings);
    }
}

// One edit of a reference file, and what it breaks.
struct edit {
    const char *environment, *from, *to, *found;
};

static void judge_edit(const struct edit *edit) {
    struct adm_str text = reference(edit->environment);
    const char *at = memmem(text.data, text.len, edit->from, strlen(edit->from));
    cr_assert_not_null(at, "%s has no `%s`", edit->environment, edit->from);
    size_t before = (size_t)(at - text.data);
    struct adm_text out;
    adm_text_init(&out, &platform_world_arena);
    adm_text_append(&out, adm_str_slice(text, 0, before));
    adm_text_append_c(&out, edit->to);
    adm_text_append(&out, adm_str_slice(text, before + strlen(edit->from), text.len));
    struct adm_platform_report report =
        judge_as(adm_text_str(&out), edit->environment, edit->environment);
    cr_expect_str_eq(words_of(&report.diagnostics), edit->found, "%s: `%s` → `%s`: %s",
                     edit->environment, edit->from, edit->to, words_of(&report.diagnostics));
}

static void judge_edits(const struct edit *edits, size_t count) {
    for (size_t i = 0; i < count; i++)
        judge_edit(&edits[i]);
}

#define JUDGE(edits) judge_edits(edits, sizeof(edits) / sizeof *(edits))

Test(platform_env, names, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct edit edits[] = {
        {"prod", "deployment.environment: prod", "deployment.environment: production", ""},
        {"prod", "deployment.environment: prod", "deployment.environment: PROD", ""},
        {"prod", "    deployment.environment: prod\n", "", ""},
        {"prod", "deployment.environment: prod", "deployment.environment: Dev",
         "env-other at observability.attributes.\"deployment.environment\""},
        {"prod", "deployment.environment: prod", "deployment.environment: x_staging/eu",
         "env-other at observability.attributes.\"deployment.environment\""},
        {"dev", "deployment.environment: dev", "deployment.environment: production",
         "env-other at observability.attributes.\"deployment.environment\""},
        {"prod", "floe-prod-gold", "floe-gold", ""},
        {"prod", "floe-prod-gold", "floe-developers-localized", ""},
        {"prod", "floe-prod-gold", "floe.dev.gold", "env-other at storage.gold.bucket"},
        {"local", "floe-local-gold", "production-gold", "env-other at storage.gold.bucket"},
        {"prod", "  compute_logs:\n", "  compute_logs:\n    bucket: logs-staging\n",
         "env-other at observability.compute_logs.bucket"},
        {"prod", "internal_domain: floe.svc.cluster.local", "internal_domain: local.floe.dev",
         "env-other at infrastructure.network.dns.internal_domain"},
        {"prod", "external_domain: prod.data.example.com", "external_domain: example.dev", ""},
        {"prod", "external_domain: prod.data", "external_domain: dev.data",
         "env-other at infrastructure.network.dns.external_domain"},
        {"prod", "host: dagster.prod.", "host: dagster-staging.",
         "env-other at infrastructure.network.ingress.routes.dagster.host"},
    };
    JUDGE(edits);
}

Test(platform_env, secret_backends, .init = platform_world_start, .fini = platform_world_stop) {
    static const char off[] = "env-secret-backend at security.secret_backends.primary";
    static const struct edit edits[] = {
        {"local", "primary: kubernetes", "primary: vault",
         "env-secret-backend at security.secret_backends.primary; "
         "disabled-backend at security.secret_backends"},
        {"local", "    primary: kubernetes\n", "", ""},
        {"dev", "primary: kubernetes\n",
         "primary: external_secrets\n    external_secrets: {enabled: true, provider: vault}\n", ""},
        {"dev", "primary: kubernetes\n",
         "primary: aws_secrets_manager\n    aws_secrets_manager: {enabled: true}\n", off},
        {"staging", "primary: external_secrets", "primary: kubernetes", off},
        {"prod", "primary: external_secrets", "primary: aws_secrets_manager", off},
        {"prod", "    primary: external_secrets # 1.3\n", "", off},
    };
    JUDGE(edits);
}

Test(platform_env, addresses, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct edit edits[] = {
        {"dev", "bucket: floe-dev-default\n", "bucket: floe-dev-default\n    endpoint: HTTP://s3\n",
         "env-plain-http at storage.default.endpoint"},
        {"dev", "bucket: floe-dev-default\n",
         "bucket: floe-dev-default\n    endpoint: {secret_ref: s3}\n", ""},
        {"dev", "uri: https://polaris.dev", "uri: http://polaris.dev",
         "env-plain-http at catalogs.default.uri"},
        {"dev", "uri: https://polaris.dev.data.example.com/", "uri: https://localhost:8181/",
         "env-local-address at catalogs.default.uri"},
        {"dev", "uri: https://polaris.dev.data.example.com/",
         "uri: http://[::ffff:127.0.0.1]:8181/", "env-local-address at catalogs.default.uri"},
        {"dev", "uri: https://polaris.dev.data.example.com/", "uri: https://polaris.example/dev",
         ""},
        {"dev", "uri: https://polaris.dev.data.example.com/",
         "uri: https://x@polaris-prod.example/", "env-other at catalogs.default.uri"},
        // A public service's own name is no environment's; what stands before it may be.
        {"prod", "uri: https://polaris.prod.data.example.com/",
         "uri: https://vstoken.dev.azure.com/", ""},
        {"prod", "uri: https://polaris.prod.data.example.com/", "uri: https://DEV.Azure.com./x",
         ""},
        {"prod", "uri: https://polaris.prod.data.example.com/",
         "uri: https://staging.dev.azure.com/", "env-other at catalogs.default.uri"},
        {"prod", "uri: https://polaris.prod.data.example.com/", "uri: https://x-dev.azure.com/",
         "env-other at catalogs.default.uri"},
        {"prod", "uri: https://polaris.prod.data.example.com/",
         "uri: https://dev.azure.com.example.com/", "env-other at catalogs.default.uri"},
        {"prod", "uri: https://polaris.prod.data.example.com/",
         "uri: https://polaris.dev.data.example.com/", "env-other at catalogs.default.uri"},
        {"dev", "otlp_endpoint: https:", "otlp_endpoint: https://staging.example/?",
         "env-other at observability.otlp_endpoint"},
        {"dev", "otlp_endpoint: https:", "otlp_endpoint: http:",
         "env-plain-http at observability.otlp_endpoint"},
        {"dev", "lineage_endpoint: https:", "lineage_endpoint: http:",
         "env-plain-http at observability.lineage_endpoint"},
        {"dev", "provider_url: https:", "provider_url: http:",
         "env-plain-http at security.authentication.oidc.provider_url"},
    };
    JUDGE(edits);
}

// What every environment but local demands.
Test(platform_env, deployed, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct edit edits[] = {
        {"dev", "credentials: &bucket_role\n      mode: iam_role",
         "credentials: &bucket_role\n      mode: service_account",
         "ignored-key at storage.default.credentials.role_arn"},
        {"dev", "region: us-east-1\n    bucket: floe-dev-default\n    credentials: &bucket_role",
         "bucket: floe-dev-default\n    credentials: {}\n  x:\n    bucket: abc\n"
         "    credentials: &bucket_role",
         "env-storage-keys at storage.default.credentials.mode"},
        {"dev", "    in_transit:\n      enabled: true", "    in_transit:\n      enabled: false",
         "env-tls-off at security.encryption.in_transit.enabled"},
        {"dev", "min_tls_version: \"1.2\"\n      tls_version: \"1.2\"", "min_tls_version: \"1.1\"",
         "env-tls at security.encryption.in_transit.min_tls_version; "
         "old-tls at security.encryption.in_transit.min_tls_version"},
        {"dev", "min_tls_version: \"1.2\"\n      tls_version: \"1.2\"", "tls_version: \"1.0\"",
         "env-tls at security.encryption.in_transit.tls_version; "
         "old-tls at security.encryption.in_transit.tls_version"},
        {"dev", "      min_tls_version: \"1.2\"\n      tls_version: \"1.2\" # 1.3\n", "", ""},
        {"dev", "    provider: aws\n", "    provider: local\n",
         "env-local-cloud at infrastructure.cloud.provider"},
        {"dev", "    provider: aws\n", "", "env-local-cloud at infrastructure.cloud.provider"},
        {"dev", "    provider: aws\n", "    provider: aws\n    localstack: {enabled: true}\n",
         "env-localstack at infrastructure.cloud.localstack.enabled"},
        {"dev", "scope: PRINCIPAL_ROLE:DATA_ENGINEER", "scope: PRINCIPAL_ROLE:ALL",
         "env-scope at catalogs.default.credentials.scope"},
        {"dev", "client_id:\n        secret_ref: polaris-client-id", "client_id: abc",
         "env-client-id at catalogs.default.credentials.client_id"},
    };
    JUDGE(edits);
}

Test(platform_env, deployed_sections, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct edit edits[] = {
        {"dev", "  classifications:\n    enabled: true", "  classifications:\n    enabled: false",
         "env-classifications at governance.classifications.enabled"},
        {"dev", "  retention:\n    enabled: true", "  retention:\n    enabled: no",
         "env-retention at governance.retention.enabled"},
        {"dev", "  compliance:\n    enabled: true\n", "  compliance:\n",
         "env-compliance at governance.compliance.enabled"},
        {"dev", "      cloudwatch: true\n    retention_days: 30 # 1.3", "",
         "env-cloudwatch at observability.logging.backends.cloudwatch"},
        {"dev",
         "  logging:\n    level: DEBUG\n    log_format: json\n    backends:\n      loki: "
         "false\n      cloudwatch: true\n    retention_days: 30 # 1.3\n",
         "", "env-section at observability.logging"},
        {"dev", "  provider: aws\n", "  provider: \"aws \"\n",
         "bad-choice at infrastructure.cloud.provider"},
    };
    JUDGE(edits);
}

// What staging and prod share.
Test(platform_env, hardened, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct edit edits[] = {
        {"prod", "authentication:\n    enabled: true", "authentication:\n    enabled: false",
         "no-effect at security.authentication.mfa_required"},
        {"staging", "mfa_required: true", "mfa_required: false",
         "env-mfa at security.authentication.mfa_required"},
        {"prod", "    mfa_required: true # 1.3\n", "",
         "env-mfa at security.authentication.mfa_required"},
        {"prod", "    at_rest:\n      enabled: true", "    at_rest:\n      enabled: false",
         "env-at-rest at security.encryption.at_rest.enabled"},
        {"staging", "      kms_key_id: arn:aws:kms:us-east-1:777788889999:key/staging-key-id", "",
         "env-at-rest-key at security.encryption.at_rest"},
        {"staging", "kms_key_id: arn:aws:kms:us-east-1:777788889999:key/staging-key-id",
         "key_ref: {secret_ref: key}", ""},
        {"prod", "  audit:\n    enabled: true", "  audit:\n    enabled: false",
         "env-audit at security.audit.enabled"},
        {"prod", "log_all_access: true", "log_all_access: false",
         "env-audit-access at security.audit.log_all_access"},
        {"staging", "enforce_retention: true", "enforce_retention: false",
         "env-enforced-retention at governance.retention.enforce_retention"},
        {"prod", "  pii_detection: # 1.3\n    enabled: true\n    scan_all_data: true\n", "",
         "env-pii at governance"},
        {"prod", "pii_detection: # 1.3\n    enabled: true", "pii_detection: # 1.3\n    enabled: no",
         "env-pii at governance.pii_detection.enabled"},
        {"prod", "min_tls_version: \"1.3\"\n      tls_version: \"1.3\"", "tls_version: \"1.3\"",
         ""},
        {"prod", "min_tls_version: \"1.3\"\n      tls_version: \"1.3\"", "min_tls_version: \"1.2\"",
         "env-tls at security.encryption.in_transit.min_tls_version"},
        {"staging", "      min_tls_version: \"1.3\"\n      tls_version: \"1.3\" # 1.3\n", "",
         "env-tls at security.encryption.in_transit.min_tls_version"},
        {"prod", "[SOC2, GDPR, HIPAA, PCI-DSS]", "[soc2, gdpr, hipaa, pci_dss]", ""},
        {"prod", "[SOC2, GDPR, HIPAA, PCI-DSS]", "[SOC2, GDPR, HIPAA]",
         "env-frameworks at governance.compliance.frameworks"},
        {"staging", "[SOC2, GDPR, HIPAA, PCI-DSS]",
         "{SOC2: {enabled: true}, gdpr: {enabled: true}, hipaa: {enabled: true}, "
         "pci-dss: {enabled: true}}",
         ""},
        {"staging", "[SOC2, GDPR, HIPAA, PCI-DSS]",
         "{soc2: {enabled: true}, gdpr: {enabled: true}, hipaa: {enabled: true}, pci_dss: {}}",
         "env-frameworks at governance.compliance.frameworks"},
        {"prod", "    frameworks: [SOC2, GDPR, HIPAA, PCI-DSS] # 1.3\n", "",
         "env-frameworks at governance.compliance.frameworks"},
    };
    JUDGE(edits);
}

Test(platform_env, records, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct edit edits[] = {
        {"prod", "backend: cloudwatch\n    retention_days: 2555",
         "backend: cloudwatch\n    retention_days: 2554",
         "env-audit-days at security.audit.retention_days"},
        {"prod", "backend: cloudwatch\n    retention_days: 2555", "backend: cloudwatch",
         "env-audit-days at security.audit.retention_days"},
        {"staging", "backend: cloudwatch\n    retention_days: 90",
         "backend: cloudwatch\n    retention_days: 89",
         "env-audit-days at security.audit.retention_days"},
        {"prod", "    default_retention_days: 2555 # 1.3\n", "", ""},
        {"prod", "  default_policy:\n      retention_days: 2555 # seven years\n",
         "  default_policy:\n", ""},
        {"prod",
         "    default_retention_days: 2555 # 1.3\n    enforce_retention: true # 1.3\n"
         "    default_policy:\n      retention_days: 2555 # seven years\n",
         "    enforce_retention: true\n    default_policy:\n      retention_days: 2554\n",
         "env-retention-days at governance.retention.default_policy.retention_days"},
        {"staging", "default_retention_days: 90 # 1.3\n", "default_retention_days: 30\n",
         "not-equal at governance.retention.default_retention_days; "
         "env-retention-days at governance.retention.default_retention_days"},
    };
    JUDGE(edits);
}

Test(platform_env, prod_alone, .init = platform_world_start, .fini = platform_world_stop) {
    static const char block[] = "    multi_region: # 1.3\n      enabled: true\n"
                                "      regions: [us-east-1, us-west-2]\n";
    static const struct edit edits[] = {
        {"prod", block, "", "env-multi-region at infrastructure.cloud"},
        {"prod", "multi_region: # 1.3\n      enabled: true", "multi_region:\n      enabled: false",
         "env-multi-region at infrastructure.cloud.multi_region.enabled"},
        {"prod", "regions: [us-east-1, us-west-2]", "regions: [us-east-1]",
         "env-multi-region at infrastructure.cloud.multi_region.regions; "
         "lone-region at infrastructure.cloud.multi_region.regions"},
        {"prod", "    replication: *to_the_west # 1.3\n", "", "env-replication at storage.silver"},
        {"prod",
         "    replication: *to_the_west # 1.3\n    lifecycle: # 1.3\n"
         "      transition_to_glacier: 180\n      expiration_days: 1095\n",
         "    lifecycle:\n      expiration_days: 364\n", ""},
        {"prod", "    replication: *to_the_west # 1.3\n",
         "    replication:\n      enabled: false\n", "env-replication at storage.silver"},
        {"prod", "    replication: *to_the_west # 1.3\n",
         "    replication:\n      destination_region: us-west-2\n",
         "env-replication at storage.silver"},
    };
    JUDGE(edits);
}

// Sections that are not there at all are one finding each, not one for each rule in them.
Test(platform_env, missing_sections, .init = platform_world_start, .fini = platform_world_stop) {
    struct adm_platform_report report = judge_as(ADM_STR("version: 1.2.0\n"), "prod", "prod");
    cr_expect_str_eq(words_of(&report.diagnostics),
                     "env-section at infrastructure; env-section at security; "
                     "env-section at governance; env-section at observability",
                     "%s", words_of(&report.diagnostics));
    report = judge_as(ADM_STR("version: 1.2.0\n"), "local", "local");
    cr_expect_str_eq(words_of(&report.diagnostics), "");
}

// What the model refuses is not refused again, and rules look past what has the wrong type.
Test(platform_env, each_cause_once, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct edit edits[] = {
        {"prod", "mfa_required: true", "mfa_required: \"true\"",
         "wrong-type at security.authentication.mfa_required"},
        {"prod", "mfa_required: true", "mfa_requird: true",
         "unknown-key at security.authentication"},
        {"prod", "    multi_region:", "    multi_regoin:", "unknown-key at infrastructure.cloud"},
        {"prod", "  pii_detection:", "  pii_detecton:", "unknown-key at governance"},
        {"dev", "      cloudwatch: true\n    retention_days: 30",
         "      cloudwach: true\n    retention_days: 30",
         "unknown-key at observability.logging.backends"},
        {"prod", "regions: [us-east-1, us-west-2]", "regions: us-east-1",
         "wrong-type at infrastructure.cloud.multi_region.regions"},
        {"dev", "governance:\n", "observabilty: {}\ngovernance:\n", "unknown-key at "},
    };
    JUDGE(edits);
}

// An environment of the policy that follows prod's rules under another name.
Test(platform_env, other_names, .init = platform_world_start, .fini = platform_world_stop) {
    static const struct adm_str names[] = {{"dev", 3}, {"prod", 4}, {"prod-eu", 7}};
    struct adm_platform_input input = {
        .text = ADM_STR("storage:\n  a: {bucket: x-prod-eu-y, credentials: {mode: iam_role, "
                        "role_arn: 'arn:aws:iam::123456789012:role/x'}}\n"),
        .environment = ADM_STR("prod-eu"),
        .environments = {names, 3},
    };
    struct adm_platform_report report;
    struct adm_error err = {0};
    cr_assert(adm_platform_judge(platform_world, &input, &platform_world_arena, &report, &err));
    cr_expect_str_eq(words_of(&report.diagnostics), "");
    input.environment = ADM_STR("prod");
    cr_assert(adm_platform_judge(platform_world, &input, &platform_world_arena, &report, &err));
    cr_expect_str_eq(words_of(&report.diagnostics), "env-other at storage.a.bucket");
    cr_expect(adm_str_contains(report.diagnostics.items[0].message, ADM_STR("`prod-eu`")));
    // Where the policy has no such environment, the word names nothing.
    input.environment = ADM_STR("qa");
    input.environments = (struct adm_strs){names, 1};
    cr_assert(adm_platform_judge(platform_world, &input, &platform_world_arena, &report, &err));
    cr_expect_str_eq(words_of(&report.diagnostics), "");
}
