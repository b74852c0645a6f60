// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/prefilter.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "look.h"

// Bytes without a NUL after them.
static void put(char *at, const char *bytes, size_t count) {
    for (size_t i = 0; i < count; i++)
        at[i] = bytes[i];
}

// A word of the key grammar and a token, at each place of texts of each length: the windows at the
// end and at the borders of blocks are the ones to miss.
Test(prefilter, finds_at_every_place) {
    for (size_t before = 0; before < 40; before++) {
        for (size_t after = 0; after < 12; after++) {
            char text[128];
            memset(text, ' ', sizeof text);
            put(text + before, "pwd=hunter2", 11);
            const struct adm_detector *found =
                look("", (struct adm_str){text, before + 11 + after}, ADM_DETECTOR_TEXT);
            cr_expect_eq(found->count, 1, "%zu before, %zu after", before, after);
            cr_expect(found->count == 1 && found->findings[0].offset == before + 4);
        }
    }
}

Test(prefilter, passes_only_what_may_be) {
    char *text = malloc(4096);
    cr_assert_not_null(text);
    memset(text, 'e', 4096);
    uint32_t buckets = 0;
    cr_expect_eq(adm_prefilter_find((struct adm_str){text, 4096}, 0, &buckets), 4096);
    cr_expect_eq(adm_prefilter_find((struct adm_str){text, 0}, 0, &buckets), 0);
    put(text + 4092, "pass", 4);
    cr_expect_eq(adm_prefilter_find((struct adm_str){text, 4096}, 0, &buckets), 4092);
    cr_expect_neq(buckets, 0);
    put(text + 100, "PaSs", 4);
    cr_expect_eq(adm_prefilter_find((struct adm_str){text, 4096}, 0, &buckets), 100);
    cr_expect_eq(adm_prefilter_find((struct adm_str){text, 4096}, 101, &buckets), 4092);
    free(text);
}
