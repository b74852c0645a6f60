// SPDX-License-Identifier: Apache-2.0
#include "validators/platform_cache.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct adm_arena arena;
static struct adm_platform_cache cache;

static void setup(void) {
    adm_arena_init(&arena, (size_t)64 * 1024 * 1024);
    cache = (struct adm_platform_cache){0};
}
static void teardown(void) {
    adm_platform_cache_destroy(&cache);
    adm_arena_destroy(&arena);
}
TestSuite(platform_cache, .init = setup, .fini = teardown);

struct key {
    unsigned char bytes[ADM_PLATFORM_CACHE_KEY];
};

static struct key key_of(unsigned number) {
    struct key key = {{0}};
    memcpy(key.bytes + 20, &number, sizeof number);
    return key;
}

static bool get(unsigned number, const struct adm_finding **findings, size_t *count) {
    const struct key key = key_of(number);
    return adm_platform_cache_get(&cache, key.bytes, &arena, findings, count);
}

static void put(unsigned number, const struct adm_finding *findings, size_t count) {
    const struct key key = key_of(number);
    adm_platform_cache_put(&cache, key.bytes, findings, count);
}

// A finding whose message has `len` bytes that depend on the number.
static struct adm_finding finding_of(unsigned number, size_t len) {
    char *message = adm_arena_alloc(&arena, len + 1);
    memset(message, 'a' + (int)(number % 26), len);
    return (struct adm_finding){.rule = ADM_RULE_PLATFORM_SCHEMA,
                                .line = number,
                                .message = {message, len},
                                .code = ADM_STR("code")};
}

static bool holds(unsigned number, size_t len) {
    const struct adm_finding *found = NULL;
    size_t count = 0;
    if (!get(number, &found, &count))
        return false;
    const struct adm_finding wanted = finding_of(number, len);
    return count == 1 && found[0].line == number &&
           adm_str_equal(found[0].message, wanted.message) && adm_str_is(found[0].code, "code");
}

Test(platform_cache, takes_nothing_until_it_has_something) {
    const struct adm_finding *found = NULL;
    size_t count = 0;
    cr_expect_not(get(1, &found, &count));
    cr_expect_null(cache.store);
    cr_expect_eq(cache.misses, 1);
    put(1, NULL, 0);
    cr_expect_not_null(cache.store);
    cr_expect(get(1, &found, &count));
    cr_expect_eq(count, 0);
    cr_expect(cache.hits == 1 && cache.misses == 1 && cache.evictions == 0);
}

Test(platform_cache, may_be_absent) {
    const struct adm_finding *found = NULL;
    size_t count = 0;
    const struct key key = key_of(1);
    adm_platform_cache_put(NULL, key.bytes, NULL, 0);
    cr_expect_not(adm_platform_cache_get(NULL, key.bytes, &arena, &found, &count));
}

Test(platform_cache, gives_back_what_a_finding_says) {
    char text[] = "path message fix file code excerpt";
    const struct adm_finding in[] = {
        {.rule = ADM_RULE_PLATFORM_ENVIRONMENT,
         .limit = ADM_MODE_WARN,
         .path = {text, 4},
         .message = {text + 5, 7},
         .fix = {text + 13, 3},
         .file = {text + 17, 4},
         .line = 7,
         .column = 9,
         .code = {text + 22, 4},
         .excerpt = {text + 27, 7}},
        {.rule = ADM_RULE_PLATFORM_SCHEMA},
    };
    const struct adm_finding *out = NULL;
    size_t count = 0;
    put(1, in, 2);
    memset(text, 'x', sizeof text - 1);
    cr_assert(get(1, &out, &count));
    cr_assert_eq(count, 2);
    cr_expect(out[0].rule == ADM_RULE_PLATFORM_ENVIRONMENT && out[0].limit == ADM_MODE_WARN);
    cr_expect(adm_str_is(out[0].path, "path") && adm_str_is(out[0].message, "message"));
    cr_expect(adm_str_is(out[0].fix, "fix") && adm_str_is(out[0].file, "file"));
    cr_expect(adm_str_is(out[0].code, "code") && adm_str_is(out[0].excerpt, "excerpt"));
    cr_expect(out[0].line == 7 && out[0].column == 9);
    cr_expect(out[1].rule == ADM_RULE_PLATFORM_SCHEMA && out[1].message.len == 0);
}

Test(platform_cache, forgets_the_oldest_of_too_many) {
    for (unsigned i = 0; i < ADM_PLATFORM_CACHE_ENTRIES + 10; i++) {
        const struct adm_finding finding = finding_of(i, 20);
        put(i, &finding, 1);
    }
    cr_expect_eq(cache.evictions, 10);
    for (unsigned i = 0; i < 10; i++)
        cr_expect_not(holds(i, 20), "%u", i);
    for (unsigned i = 10; i < ADM_PLATFORM_CACHE_ENTRIES + 10; i++)
        cr_expect(holds(i, 20), "%u", i);
}

Test(platform_cache, does_not_keep_what_is_too_long) {
    const struct adm_finding finding = finding_of(1, ADM_PLATFORM_CACHE_ENTRY_BYTES);
    put(1, &finding, 1);
    cr_expect_null(cache.store);
    cr_expect_not(holds(1, ADM_PLATFORM_CACHE_ENTRY_BYTES));
}

// Sizes of every kind, for long: what it has is what was put, and the youngest is always there.
Test(platform_cache, stays_right_when_it_goes_round) {
    enum { ROUNDS = 5000 };
    static size_t sizes[ROUNDS];
    unsigned seed = 12345;
    for (unsigned i = 0; i < ROUNDS; i++) {
        seed = seed * 1103515245U + 12345U;
        size_t most = i % 3 == 0 ? 60000 : 3000;
        sizes[i] = (seed >> 8U) % most;
        const struct adm_finding finding = finding_of(i, sizes[i]);
        put(i, &finding, 1);
        cr_assert(holds(i, sizes[i]), "%u", i);
        unsigned seen = 0;
        const unsigned oldest = i < 150 ? 0 : i - 150;
        bool gone = false;
        for (unsigned back = i; back > oldest; back--) {
            bool there = holds(back, sizes[back]);
            cr_assert_not(there && gone, "%u is there, a younger one is not", back);
            gone = gone || !there;
            seen += there;
        }
        cr_assert(seen > 0 || i == 0);
        adm_arena_reset(&arena);
    }
    cr_expect_gt(cache.evictions, 4000U);
}
