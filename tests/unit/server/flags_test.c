// SPDX-License-Identifier: Apache-2.0
#include "server/flags.h"

#include <criterion/criterion.h>
#include <string.h>

struct target {
    bool loud;
    const char *name;
    const char *taken;
    size_t files;
};

static bool take(void *slot, const char *value, struct adm_error *err) {
    if (strcmp(value, "bad") == 0)
        return adm_fail(err, ADM_INVALID, "bad is bad");
    *(const char **)slot = value;
    return true;
}

static const struct adm_flags_row rows[] = {
    {"--loud", 'l', ADM_FLAGS_SWITCH, offsetof(struct target, loud), NULL},
    {"--name", 'n', ADM_FLAGS_VALUE, offsetof(struct target, name), NULL},
    {"--take", 0, ADM_FLAGS_TAKE, offsetof(struct target, taken), take},
};
static const struct adm_flags flags = {"verb", rows, 3, offsetof(struct target, files)};

enum { WORDS_MAX = 8 };

static bool read_flags(const char *const *words, char **argv, struct target *target,
                       struct adm_error *err) {
    static char copies[WORDS_MAX + 1][64];
    int argc = 0;
    *target = (struct target){0};
    for (; words[argc] != NULL; argc++)
        argv[argc] = memcpy(copies[argc], words[argc], strlen(words[argc]) + 1);
    argv[argc] = NULL;
    return adm_flags_read(&flags, argc, argv, target, err);
}

Test(flags, values_stand_in_every_usual_way) {
    static const char *const ways[][WORDS_MAX] = {
        {"verb", "--name", "x", "file"},   {"verb", "--name=x", "file"},
        {"verb", "-n", "x", "file"},       {"verb", "-nx", "file"},
        {"verb", "-n=x", "file"},          {"verb", "file", "-n", "x"},
        {"verb", "-n", "x", "--", "file"},
    };
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        char *argv[WORDS_MAX + 1];
        struct target target;
        struct adm_error err = {0};
        cr_assert(read_flags(ways[i], argv, &target, &err), "%zu: %s", i, err.message);
        cr_expect_str_eq(target.name, "x", "%zu", i);
        cr_expect_eq(target.files, 1, "%zu", i);
        cr_expect_str_eq(argv[0], "file", "%zu", i);
    }
}

Test(flags, files_keep_their_order) {
    static const char *const words[WORDS_MAX] = {"verb", "a", "-l", "-", "--take", "t", "--", "-b"};
    char *argv[WORDS_MAX + 2];
    struct target target;
    const char *all[WORDS_MAX + 1] = {NULL};
    memcpy(all, words, sizeof words);
    cr_assert(read_flags(all, argv, &target, NULL));
    cr_expect(target.loud);
    cr_expect_str_eq(target.taken, "t");
    cr_assert_eq(target.files, 3);
    cr_expect(strcmp(argv[0], "a") == 0 && strcmp(argv[1], "-") == 0 && strcmp(argv[2], "-b") == 0);
}

Test(flags, refuses_with_what_would_have_been_right) {
    static const struct {
        const char *words[WORDS_MAX];
        const char *message;
    } bad[] = {
        {{"verb", "--nmae", "x"}, "unknown flag '--nmae', did you mean '--name'? See verb --help"},
        {{"verb", "--zebra=x"}, "unknown flag '--zebra'; see verb --help"},
        {{"verb", "-z"}, "unknown flag '-z'; see verb --help"},
        {{"verb", "--name"}, "--name needs a value"},
        {{"verb", "--name="}, "--name needs a value"},
        {{"verb", "--loud=x"}, "--loud takes no value"},
        {{"verb", "--take", "bad"}, "bad is bad"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *argv[WORDS_MAX + 1];
        struct target target;
        struct adm_error err = {0};
        cr_expect_not(read_flags(bad[i].words, argv, &target, &err));
        cr_expect_str_eq(err.message, bad[i].message);
    }
}
