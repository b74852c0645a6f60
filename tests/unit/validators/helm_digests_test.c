// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_digests.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct adm_arena arena;
static struct adm_helm_digests digests;

static void setup(void) {
    adm_arena_init(&arena, 1 << 20);
    adm_helm_digests_init(&digests, &arena);
}
static void teardown(void) {
    adm_helm_digests_destroy(&digests);
    adm_arena_destroy(&arena);
}
TestSuite(helm_digests, .init = setup, .fini = teardown);

static void make(struct adm_str a, struct adm_str b, unsigned char *out) {
    const struct adm_str parts[] = {a, b};
    cr_assert(adm_helm_digests_make(&digests, parts, 2, out, NULL));
}

Test(helm_digests, tell_where_one_part_ends) {
    unsigned char first[ADM_HELM_DIGEST], second[ADM_HELM_DIGEST];
    make(ADM_STR("ab"), ADM_STR("c"), first);
    make(ADM_STR("a"), ADM_STR("bc"), second);
    cr_expect_neq(memcmp(first, second, sizeof first), 0);
    make(ADM_STR("ab"), ADM_STR("c"), second);
    cr_expect_eq(memcmp(first, second, sizeof first), 0);
}

Test(helm_digests, keep_what_was_added_and_nothing_else) {
    enum { COUNT = 2000 };
    unsigned char digest[ADM_HELM_DIGEST];
    make(ADM_STR("x"), ADM_STR("y"), digest);
    cr_expect_not(adm_helm_digests_has(&digests, digest));
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < COUNT; i++) {
            char name[16];
            snprintf(name, sizeof name, "%d", i);
            make(ADM_STR("unit"), adm_str_from(name), digest);
            cr_assert_eq(adm_helm_digests_has(&digests, digest), round == 1, "%d", i);
            cr_assert(adm_helm_digests_add(&digests, digest, NULL));
        }
        cr_expect_eq(digests.count, COUNT, "twice is once");
    }
}

Test(helm_digests, need_memory) {
    struct adm_arena small;
    struct adm_error err = {0};
    unsigned char digest[ADM_HELM_DIGEST] = {1};
    adm_arena_init(&small, 1024);
    digests.arena = &small;
    cr_expect_not(adm_helm_digests_add(&digests, digest, &err));
    cr_expect_eq(err.code, ADM_MEMORY);
    adm_arena_destroy(&small);
}
