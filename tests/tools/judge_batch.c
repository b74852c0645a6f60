// SPDX-License-Identifier: Apache-2.0
// Verdicts on many platform.yaml, for tests that compare them with other programs'. Arguments: the
// profile (1.2 or 1.3) and, if any, the environment. Standard input: for each document its length
// in decimal, a line break, its bytes. Standard output: for each one line, "accepted" or the codes
// of its errors.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "validators/schema/platform.h"

enum { ARENA_MAX = 512 * 1024 * 1024 };

static bool judge(const struct adm_platform *platform, const struct adm_platform_input *input,
                  struct adm_arena *arena) {
    struct adm_platform_report report;
    struct adm_error err = {0};
    if (!adm_platform_judge(platform, input, arena, &report, &err)) {
        fprintf(stderr, "judge-batch: %s\n", err.message);
        return false;
    }
    for (size_t i = 0; i < report.diagnostics.count; i++)
        if (report.diagnostics.items[i].severity == ADM_SEVERITY_ERROR)
            printf("%s ", report.diagnostics.items[i].code);
    puts(report.diagnostics.errors == 0 ? "accepted" : "");
    return true;
}

static bool judge_all(const struct adm_platform *platform, struct adm_platform_input input) {
    struct adm_arena arena;
    char line[32];
    bool good = true;
    adm_arena_init(&arena, ARENA_MAX);
    while (good && fgets(line, sizeof line, stdin) != NULL) {
        size_t size = strtoul(line, NULL, 10);
        adm_arena_reset(&arena);
        char *bytes = adm_arena_alloc(&arena, size);
        good = bytes != NULL && fread(bytes, 1, size, stdin) == size;
        input.text = (struct adm_str){bytes, size};
        good = good && judge(platform, &input, &arena);
    }
    adm_arena_destroy(&arena);
    return good && feof(stdin);
}

int main(int argc, char **argv) {
    struct adm_platform *platform = NULL;
    struct adm_error err = {0};
    if (argc < 2 || argc > 3 || (strcmp(argv[1], "1.2") != 0 && strcmp(argv[1], "1.3") != 0)) {
        fputs("usage: judge-batch 1.2|1.3 [ENVIRONMENT] < documents\n", stderr);
        return 2;
    }
    if (!adm_platform_new(&platform, &err)) {
        fprintf(stderr, "judge-batch: %s\n", err.message);
        return 1;
    }
    struct adm_str environment = adm_str_from(argc > 2 ? argv[2] : NULL);
    bool good = judge_all(
        platform, (struct adm_platform_input){
                      .profile = strcmp(argv[1], "1.2") == 0 ? ADM_PROFILE_1_2 : ADM_PROFILE_1_3,
                      .environment = environment,
                      .overlay = environment,
                  });
    adm_platform_free(platform);
    return good ? 0 : 1;
}
