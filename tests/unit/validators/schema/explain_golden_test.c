// SPDX-License-Identifier: Apache-2.0
// tests/fixtures/diagnostics/<name>.yaml and what is said about it, word for word: <name>.txt (the
// README beside them). ADM_WRITE_GOLDEN=1 writes the texts anew, for reading before committing.
#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explain_judge.h"

static const char folder[] = ADM_FIXTURES "/diagnostics";

// "# environment: prod" in the first line, or none.
static void environment_of(const char *text, char out[16]) {
    static const char head[] = "# environment: ";
    out[0] = '\0';
    if (strncmp(text, head, sizeof head - 1) != 0)
        return;
    size_t len = strcspn(text + sizeof head - 1, "\n");
    cr_assert_lt(len, 16);
    memcpy(out, text + sizeof head - 1, len);
    out[len] = '\0';
}

static void write_file(const char *path, struct adm_str text) {
    FILE *file = fopen(path, "wb");
    cr_assert_not_null(file);
    fwrite(text.data, 1, text.len, file);
    fclose(file);
}

static void check(const char *name) {
    char path[4096], environment[16];
    size_t len = 0, expected_len = 0;
    struct explain_judged judged;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *text = explain_judge_file(path, &len);
    environment_of(text, environment);
    bool old = adm_str_starts((struct adm_str){text, len}, "# profile: 1.2\n");
    explain_judge_by((struct adm_str){text, len}, environment,
                     old ? ADM_PROFILE_1_2 : ADM_PROFILE_1_3, &judged);
    struct adm_str said = explain_judge_text(&judged);
    memcpy(strrchr(path, '.'), ".txt", sizeof ".txt");
    if (getenv("ADM_WRITE_GOLDEN") != NULL)
        write_file(path, said);
    char *expected = explain_judge_file(path, &expected_len);
    cr_expect_str_eq(said.data, expected, "%s:\n%s", name, said.data);
    cr_expect(said.len > 0, "%s: nothing is said", name);
    free(expected);
    free(text);
    explain_judge_done(&judged);
}

Test(explain_golden, says_it_word_for_word, .init = explain_judge_start,
     .fini = explain_judge_stop) {
    DIR *all = opendir(folder);
    size_t count = 0;
    cr_assert_not_null(all);
    for (struct dirent *entry = readdir(all); entry != NULL; entry = readdir(all)) {
        size_t len = strlen(entry->d_name);
        if (len < 6 || strcmp(entry->d_name + len - 5, ".yaml") != 0)
            continue;
        check(entry->d_name);
        count++;
    }
    closedir(all);
    cr_expect_gt(count, 30);
}
