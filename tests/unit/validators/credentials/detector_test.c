// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/detector.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/text.h"
#include "look.h"

static struct adm_arena arena;
static void setup(void) { adm_arena_init(&arena, (size_t)64 * 1024 * 1024); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(detector, .init = setup, .fini = teardown);

// Attacks: what looks like a reference or a placeholder and is none.
static const char *const attacks[][2] = {
    {"password", "hunter2xxxx"},
    {"password", "arn:hunter2"},
    {"password", "arn:aws:hunter2"},
    {"password", "${X:-hunter2}"},
    {"password", "${A:-${B:-hunter2}}"},
    {"password", "${db.password:hunter2}"},
    {"password", "hunter2$(HOST)"},
    {"password", "!vault hunter2"},
    {"password", "$(echo hunter2)"},
    {"password", "{{ \"hunter2\" }}"},
    {"password", "{{ .x | default \"hunter2\" }}"},
    {"password", "{{ \"aHVudGVyMg==\" | b64dec }}"},
    {"password", "ENC[AES256_GCM,hunter2"},
    {"password", "ENC[AES256_GCM,data:hunter2,iv:x,tag:y,type:str]"},
    {"password", "vault:hunter2"},
    {"password", "op://hunter2"},
    {"password", "file:hunter2 x"},
    {"password", "/hunter2"},
    {"password", "/wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzABCD12345"},
    {"password", "your-hunter2"},
    {"password", "[hunter2]"},
    {"password", "changeme"},
    {"password", "admin"},
    {"password", "password"},
    {"USE_PASSWORD", "hunter2"},
    {"PGPASSWORD", "hunter2"},
    {"PASSWORD2", "hunter2"},
    {"db.password.value", "hunter2"},
    {"account_key", "hunter2aa"},
    {"secret_id", "hunter2-aa1"},
    {"url", "postgres://u:hunter2@$(HOST)/db"},
    {"x", "\"pass\\u0077ord\": \"hunter2\""},
    {"x", "\"pass\\x77ord\": \"hunter2\""},
};

Test(detector, sees_through_what_looks_like_a_reference) {
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
        cr_expect(look_finds(attacks[i][0], attacks[i][1], NULL), "%s: %s", attacks[i][0],
                  attacks[i][1]);
}

static const char *const harmless[][2] = {
    {"password", "true"},
    {"password", "30s"},
    {"password", "${DB_PASSWORD}"},
    {"password", "$$(DB_PASSWORD)"},
    {"password", "ref+awssecrets://floe/db#/password"},
    {"password", "projects/floe/secrets/db/versions/latest"},
    {"DB_PASSWORD_LENGTH", "hunter2x"},
    {"JWT_POLICY", "strict1"},
    {"METALLB_ML_SECRET_NAME", "memberlist1"},
    {"tls.secret", "foo-tls"},
    {"auth", "md5"},
    {"spec.x.secretKeyRef.DB_PASSWORD", "db:password"},
    {"password", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ"},
    {"password", "sha256:9eeb94e00fb6c4fddc3b729ea26b188febf857b98b496c457e0f547da89b5d9d"},
    {"commit", "9eeb94e00fb6c4fddc3b729ea26b188febf857b9"},
    {"uid", "41c5b962-19b9-ff83-c93f-622da0a2bdfb"},
    {"passwd", "files systemd"},
    {"password", "{\"type\": \"string\"}"},
};

Test(detector, leaves_names_and_references_alone) {
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        cr_expect(look_is_clean(harmless[i][0], harmless[i][1]), "%s: %s", harmless[i][0],
                  harmless[i][1]);
}

Test(detector, believes_a_sibling_that_says_it_is_a_name) {
    struct adm_detector detector;
    struct adm_detector_value value = {.text = ADM_STR("password1"), .key = ADM_STR("secretKey")};
    adm_detector_init(&detector, &arena, ADM_DETECTOR_BUDGET);
    cr_assert(adm_detector_scan(&detector, &value, NULL));
    cr_expect_eq(detector.count, 1);
    value.names_beside = true;
    adm_detector_init(&detector, &arena, ADM_DETECTOR_BUDGET);
    cr_assert(adm_detector_scan(&detector, &value, NULL));
    cr_expect_eq(detector.count, 0);
}

Test(detector, says_where_and_how_weak) {
    const char *text = "a: b\npassword: changeme\ntoken: k3Jx9vQz7LmN\n";
    const struct adm_detector *found = look("", adm_str_from(text), ADM_DETECTOR_CONFIG);
    cr_assert_eq(found->count, 2);
    cr_expect_eq(found->findings[0].offset, (size_t)(strstr(text, "changeme") - text));
    cr_expect_eq(found->findings[0].length, strlen("changeme"));
    cr_expect_eq(found->findings[0].strength, ADM_DETECTOR_WEAK);
    cr_expect(adm_str_is(found->findings[0].key, "password"));
    cr_expect_eq(found->findings[1].family, ADM_FAMILY_TOKEN);
    cr_expect_eq(found->findings[1].strength, ADM_DETECTOR_NORMAL);
    cr_expect(adm_str_is(adm_detector_words(&found->findings[0], &arena),
                         "looks like a password, and a weak one"));
    cr_expect(adm_str_is(adm_detector_words(&found->findings[1], &arena), "looks like a token"));
}

Test(detector, an_issuer_says_more_than_a_key) {
    const struct adm_detector *found = look("",
                                            ADM_STR("api_key: AI"
                                                    "za0123456789abcdefghijABCDEFGHIJ01234\n"),
                                            ADM_DETECTOR_CONFIG);
    cr_assert_eq(found->count, 1);
    cr_expect_eq(found->findings[0].family, ADM_FAMILY_GCP_API_KEY);
    cr_expect(adm_str_is(found->findings[0].key, "api_key"));
}

Test(detector, stops_at_the_number_of_findings) {
    struct adm_text text;
    adm_text_init(&text, &arena);
    for (int i = 0; i < ADM_DETECTOR_FINDINGS_MAX + 10; i++)
        adm_text_printf(&text, "a%d.password: hunter%d\n", i, i + 100);
    const struct adm_detector *found = look("", adm_text_str(&text), ADM_DETECTOR_CONFIG);
    cr_expect_eq(found->count, ADM_DETECTOR_FINDINGS_MAX);
    cr_expect(found->truncated);
    for (size_t i = 1; i < found->count; i++)
        cr_expect_lt(found->findings[i - 1].offset, found->findings[i].offset);
}

Test(detector, says_that_the_arena_is_exhausted) {
    struct adm_arena small;
    struct adm_detector detector;
    struct adm_error err = {0};
    struct adm_detector_value value = {.text = ADM_STR("password: hunter2")};
    adm_arena_init(&small, 16);
    adm_detector_init(&detector, &small, ADM_DETECTOR_BUDGET);
    cr_expect_not(adm_detector_scan(&detector, &value, &err));
    cr_expect_eq(err.code, ADM_MEMORY);
    adm_arena_destroy(&small);
}

struct line {
    const char *words[8];
    size_t item; // that holds the credential, or SIZE_MAX
    const char *part;
};

static const struct line lines[] = {
    {{"app", "--password", "hunter2"}, 2, "hunter2"},
    {{"app", "-password", "hunter2"}, 2, "hunter2"},
    {{"app", "--password=hunter2"}, 1, "hunter2"},
    {{"/usr/bin/mysql", "-uroot", "-phunter2"}, 2, "hunter2"},
    {{"sshpass", "-p", "hunter2", "ssh", "h"}, 2, "hunter2"},
    {{"curl", "-u", "u:hunter2", "http://x"}, 2, NULL},
    {{"curl", "--user", "u:hunter2", "http://x"}, 2, NULL},
    {{"curl", "-uu:hunter2", "http://x"}, 1, NULL},
    {{"curl", "-sSu", "u:hunter2", "http://x"}, 2, NULL},
    {{"curl", "--user=u:hunter2", "http://x"}, 1, NULL},
    {{"docker", "login", "-u", "a", "-p", "hunter2", "ghcr.io"}, 5, "hunter2"},
    {{"docker", "login", "-u", "a", "-phunter2", "ghcr.io"}, 4, "hunter2"},
    {{"helm", "registry", "login", "-u", "a", "-p", "hunter2", "h"}, 6, "hunter2"},
    {{"sudo", "docker", "login", "-p", "hunter2"}, 4, "hunter2"},
    {{"/usr/bin/env", "A=b", "mysql", "-phunter2"}, 3, "hunter2"},
    {{"sh", "-c", "PGPASSWORD=hunter2 psql -h x"}, 2, "hunter2"},
    {{"bash", "-c", "mysql -phunter2 db && true"}, 2, "hunter2"},
    {{"sh", "-c", "echo u:hunter2 | chpasswd"}, 2, "hunter2"},
    {{"sh", "-c", "rabbitmqctl add_user etl hunter2"}, 2, "hunter2"},
    {{"sh", "-c", "mc alias set m http://m:9000 floe hunter2-x"}, 2, "hunter2-x"},
    {{"sh", "-c", "htpasswd -bc /f u hunter2"}, 2, "hunter2"},
    {{"app", "--password", "--user", "x"}, SIZE_MAX, NULL},
    {{"app", "--password", "$(PASSWORD)"}, SIZE_MAX, NULL},
    {{"app", "--password-file=/x", "token1"}, SIZE_MAX, NULL},
    {{"mkdir", "-p", "hunter2"}, SIZE_MAX, NULL},
    {{"docker", "run", "-p", "8080:8080"}, SIZE_MAX, NULL},
    {{"docker", "run", "-p", "8080:8080", "login"}, SIZE_MAX, NULL},
    {{"docker", "login", "-u", "a", "-p", "$(P)", "ghcr.io"}, SIZE_MAX, NULL},
    {{"curl", "-sSuo", "/dev/null", "http://x"}, SIZE_MAX, NULL},
    {{"curl", "-sSu", "$(U):$(P)", "http://x"}, SIZE_MAX, NULL},
    {{"mysql", "-uroot", "-p$(PASSWORD)"}, SIZE_MAX, NULL},
};

Test(detector, reads_command_lines) {
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct adm_str words[8];
        size_t count = 0;
        while (count < 8 && lines[i].words[count] != NULL) {
            words[count] = adm_str_from(lines[i].words[count]);
            count++;
        }
        struct adm_detector detector;
        adm_detector_init(&detector, &arena, ADM_DETECTOR_BUDGET);
        cr_assert(adm_detector_scan_args(&detector, words, count, NULL));
        bool none = lines[i].item == SIZE_MAX;
        cr_expect_eq(detector.count, none ? 0 : 1, "line %zu", i);
        if (none || detector.count != 1)
            continue;
        const struct adm_detector_finding *finding = &detector.findings[0];
        cr_expect_eq(finding->item, lines[i].item, "line %zu", i);
        cr_expect(lines[i].part == NULL ||
                      adm_str_is(adm_str_slice(words[finding->item], finding->offset,
                                               finding->offset + finding->length),
                                 lines[i].part),
                  "line %zu", i);
    }
}

Test(detector, every_family_has_a_name_and_words) {
    for (int i = 0; i < ADM_FAMILY_COUNT; i++) {
        cr_assert_not_null(adm_family_name((enum adm_family)i), "%d", i);
        cr_assert_not_null(adm_family_words((enum adm_family)i), "%d", i);
        for (int k = 0; k < i; k++)
            cr_expect_str_neq(adm_family_name((enum adm_family)i),
                              adm_family_name((enum adm_family)k));
    }
    cr_expect_str_eq(adm_family_name(ADM_FAMILY_COUNT), "none");
    cr_expect_lt(adm_family_rank(ADM_FAMILY_TOKEN), adm_family_rank(ADM_FAMILY_BEARER));
    cr_expect_lt(adm_family_rank(ADM_FAMILY_BEARER), adm_family_rank(ADM_FAMILY_JWT));
    cr_expect_lt(adm_family_rank(ADM_FAMILY_JWT), adm_family_rank(ADM_FAMILY_GITHUB));
}
