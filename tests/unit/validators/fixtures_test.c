// SPDX-License-Identifier: Apache-2.0
// Every fixture folder tests/fixtures/<rule>/{allow,deny,warn}: one review a file, judged with the
// shipped policy; its name says why. What is in allow beside a warn is allowed without a word.
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge.h"

// Every plaintext in the fixtures holds this marker; no answer may.
static const char marker[] = "hunter2";
static const char marker_base64[] = "aHVudGVyM";

struct folder {
    const char *rule;
    const char *verdict;
    const char *environment;
    size_t least; // files it must hold: an empty folder proves nothing
};

static bool is_fixture(const char *name) { return adm_str_ends(adm_str_from(name), ".json"); }

static void check_denied_by(const struct judged *judged, const char *rule, const char *path) {
    cr_assert(judged->decision.verdict.count > 0, "%s", path);
    const char *found = adm_rule_id(judged->decision.verdict.findings[0].rule);
    cr_expect_str_eq(found, rule, "%s: denied by %s", path, found);
    cr_expect(judged->decision.response.message.len > 0, "%s", path);
}

static size_t count_warnings(const struct judged *judged, const char *rule) {
    size_t count = 0;
    for (size_t i = 0; i < judged->decision.verdict.count; i++) {
        const struct adm_finding *finding = &judged->decision.verdict.findings[i];
        count += finding->mode == ADM_MODE_WARN &&
                 adm_str_is(adm_str_from(adm_rule_id(finding->rule)), rule);
    }
    return count;
}

// Rules that have a folder of warnings say nothing about what they allow.
static bool has_warnings(const struct folder *folder) {
    return adm_str_starts(adm_str_from(folder->rule), "credential-in-");
}

static void check_warnings(const struct folder *folder, const struct judged *judged,
                           const char *path) {
    size_t count = count_warnings(judged, folder->rule);
    if (folder->verdict[0] == 'w')
        cr_expect_gt(count, 0, "%s: no warning", path);
    if (folder->verdict[0] == 'a' && has_warnings(folder))
        cr_expect_eq(count, 0, "%s: %.*s", path,
                     ADM_STR_ARGS(judged->decision.response.warnings[0]));
}

static void check_fixture(const struct folder *folder, const char *path) {
    struct judged judged;
    struct adm_str text = judge_read_file(path);
    judge_text(&judged, text, (struct adm_str){0}, folder->environment);
    bool want = folder->verdict[0] != 'd';
    cr_expect_eq(judged.decision.response.allowed, want, "%s: expected %s: %.*s", path,
                 folder->verdict, ADM_STR_ARGS(judged.decision.response.message));
    if (!want && !judged.decision.response.allowed)
        check_denied_by(&judged, folder->rule, path);
    check_warnings(folder, &judged, path);
    cr_expect_not(adm_str_contains(judged.response, adm_str_from(marker)), "%s", path);
    cr_expect_not(adm_str_contains(judged.response, adm_str_from(marker_base64)), "%s", path);
    judge_destroy(&judged);
    free((char *)(uintptr_t)text.data);
}

static void check_folder(const struct folder *folder) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s/%s", ADM_FIXTURES, folder->rule, folder->verdict);
    DIR *directory = opendir(path);
    cr_assert(directory != NULL, "%s", path);
    size_t seen = 0;
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        if (!is_fixture(entry->d_name))
            continue;
        char file[1024];
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        check_fixture(folder, file);
        seen++;
    }
    closedir(directory);
    cr_expect_geq(seen, folder->least, "%s", path);
}

Test(fixtures, plaintext_secret_allows) {
    check_folder(&(struct folder){"plaintext-secret", "allow", "dev", 45});
}

Test(fixtures, plaintext_secret_denies_every_attack) {
    check_folder(&(struct folder){"plaintext-secret", "deny", "dev", 127});
}

Test(fixtures, credential_in_config_allows) {
    check_folder(&(struct folder){"credential-in-config", "allow", "dev", 21});
}

Test(fixtures, credential_in_config_denies) {
    check_folder(&(struct folder){"credential-in-config", "deny", "dev", 78});
}

Test(fixtures, credential_in_config_warns) {
    check_folder(&(struct folder){"credential-in-config", "warn", "dev", 9});
}

Test(fixtures, credential_in_workload_allows) {
    check_folder(&(struct folder){"credential-in-workload", "allow", "dev", 12});
}

Test(fixtures, credential_in_workload_denies) {
    check_folder(&(struct folder){"credential-in-workload", "deny", "dev", 55});
}

Test(fixtures, credential_in_workload_warns) {
    check_folder(&(struct folder){"credential-in-workload", "warn", "dev", 15});
}

Test(fixtures, helm_release_allows_the_life_of_releases) {
    check_folder(&(struct folder){"helm-release", "allow", "dev", 143});
}

Test(fixtures, helm_release_denies_every_attack) {
    check_folder(&(struct folder){"helm-release", "deny", "dev", 80});
}

Test(fixtures, platform_schema_allows) {
    check_folder(&(struct folder){"platform-schema", "allow", "local", 15});
}

Test(fixtures, platform_schema_denies) {
    check_folder(&(struct folder){"platform-schema", "deny", "local", 35});
}

Test(fixtures, platform_environment_allows) {
    check_folder(&(struct folder){"platform-environment", "allow", "dev", 3});
}

Test(fixtures, platform_environment_denies) {
    check_folder(&(struct folder){"platform-environment", "deny", "dev", 10});
}

Test(fixtures, platform_release_allows) {
    check_folder(&(struct folder){"platform-release", "allow", "prod", 6});
}

Test(fixtures, platform_release_denies) {
    check_folder(&(struct folder){"platform-release", "deny", "prod", 18});
}

Test(fixtures, platform_mount_allows) {
    check_folder(&(struct folder){"platform-mount", "allow", "dev", 24});
}

Test(fixtures, platform_mount_denies_every_attack) {
    check_folder(&(struct folder){"platform-mount", "deny", "dev", 55});
}

Test(fixtures, namespace_environment_allows) {
    check_folder(&(struct folder){"namespace-environment", "allow", "unlabelled", 7});
}

Test(fixtures, namespace_environment_denies) {
    check_folder(&(struct folder){"namespace-environment", "deny", "unlabelled", 11});
}
