// SPDX-License-Identifier: Apache-2.0
// The part of Criterion that our tests use, for the tsan preset: Criterion's sandbox (boxfort)
// wants memory at addresses where ThreadSanitizer keeps its shadow, and does not start there. Each
// test runs in a process of its own, as under Criterion, one after the other.
#pragma once
#pragma GCC system_header
#ifdef __clang__
#pragma clang diagnostic ignored "-Wgnu-zero-variadic-macro-arguments"
#endif

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct plain_options {
    int none; // so that the list below is never empty
    void (*init)(void);
    void (*fini)(void);
};

struct plain_test {
    const char *suite, *name; // name NULL: the options of a whole suite
    void (*run)(void);
    struct plain_options options;
    struct plain_test *next;
};

// Registers a test with static storage.
void plain_add(struct plain_test *test);
// Counts and prints what does not hold; `fatal` ends the test.
void plain_check(bool holds, bool fatal, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#define PLAIN_REGISTER(id, ...)                                                                    \
    __attribute__((constructor)) static void plain_register_##id(void) {                           \
        static struct plain_test test = __VA_ARGS__;                                               \
        plain_add(&test);                                                                          \
    }                                                                                              \
    struct plain_unused

#define TestSuite(suite_, ...)                                                                     \
    PLAIN_REGISTER(suite_, {.suite = #suite_, .options = {.none = 0, __VA_ARGS__}})

#define Test(suite_, name_, ...)                                                                   \
    static void plain_##suite_##_##name_(void);                                                    \
    PLAIN_REGISTER(suite_##_##name_, {.suite = #suite_,                                            \
                                      .name = #name_,                                              \
                                      .run = plain_##suite_##_##name_,                             \
                                      .options = {.none = 0, __VA_ARGS__}});                       \
    static void plain_##suite_##_##name_(void)

#define PLAIN_TEXT(x) PLAIN_TEXT_(x)
#define PLAIN_TEXT_(x) #x
#define PLAIN_CHECK(fatal, condition, words, ...)                                                  \
    plain_check((condition), fatal, __FILE__ ":" PLAIN_TEXT(__LINE__) ": " words, " " __VA_ARGS__)

#define cr_expect(x, ...) PLAIN_CHECK(false, (x), #x, __VA_ARGS__)
#define cr_assert(x, ...) PLAIN_CHECK(true, (x), #x, __VA_ARGS__)
#define cr_expect_not(x, ...) PLAIN_CHECK(false, !(x), "not " #x, __VA_ARGS__)
#define cr_assert_not(x, ...) PLAIN_CHECK(true, !(x), "not " #x, __VA_ARGS__)
#define cr_expect_null(x, ...) PLAIN_CHECK(false, (x) == NULL, #x " is NULL", __VA_ARGS__)
#define cr_assert_null(x, ...) PLAIN_CHECK(true, (x) == NULL, #x " is NULL", __VA_ARGS__)
#define cr_expect_not_null(x, ...) PLAIN_CHECK(false, (x) != NULL, #x " is not NULL", __VA_ARGS__)
#define cr_assert_not_null(x, ...) PLAIN_CHECK(true, (x) != NULL, #x " is not NULL", __VA_ARGS__)

#define PLAIN_COMPARE(fatal, a, op, b, ...)                                                        \
    PLAIN_CHECK(fatal, (a)op(b), #a " " #op " " #b, __VA_ARGS__)
#define cr_expect_eq(a, b, ...) PLAIN_COMPARE(false, a, ==, b, __VA_ARGS__)
#define cr_assert_eq(a, b, ...) PLAIN_COMPARE(true, a, ==, b, __VA_ARGS__)
#define cr_expect_neq(a, b, ...) PLAIN_COMPARE(false, a, !=, b, __VA_ARGS__)
#define cr_assert_neq(a, b, ...) PLAIN_COMPARE(true, a, !=, b, __VA_ARGS__)
#define cr_expect_lt(a, b, ...) PLAIN_COMPARE(false, a, <, b, __VA_ARGS__)
#define cr_assert_lt(a, b, ...) PLAIN_COMPARE(true, a, <, b, __VA_ARGS__)
#define cr_expect_leq(a, b, ...) PLAIN_COMPARE(false, a, <=, b, __VA_ARGS__)
#define cr_assert_leq(a, b, ...) PLAIN_COMPARE(true, a, <=, b, __VA_ARGS__)
#define cr_expect_gt(a, b, ...) PLAIN_COMPARE(false, a, >, b, __VA_ARGS__)
#define cr_assert_gt(a, b, ...) PLAIN_COMPARE(true, a, >, b, __VA_ARGS__)
#define cr_expect_geq(a, b, ...) PLAIN_COMPARE(false, a, >=, b, __VA_ARGS__)
#define cr_assert_geq(a, b, ...) PLAIN_COMPARE(true, a, >=, b, __VA_ARGS__)

#define PLAIN_STRINGS(fatal, a, op, b, ...)                                                        \
    PLAIN_CHECK(fatal, strcmp((a), (b)) op 0, #a " " #op " " #b, __VA_ARGS__)
#define cr_expect_str_eq(a, b, ...) PLAIN_STRINGS(false, a, ==, b, __VA_ARGS__)
#define cr_assert_str_eq(a, b, ...) PLAIN_STRINGS(true, a, ==, b, __VA_ARGS__)
#define cr_expect_str_neq(a, b, ...) PLAIN_STRINGS(false, a, !=, b, __VA_ARGS__)
#define cr_assert_str_neq(a, b, ...) PLAIN_STRINGS(true, a, !=, b, __VA_ARGS__)

#define PLAIN_BYTES(fatal, a, op, b, len, ...)                                                     \
    PLAIN_CHECK(fatal, memcmp((a), (b), (len)) op 0, #a " " #op " " #b, __VA_ARGS__)
#define cr_expect_arr_eq(a, b, len, ...) PLAIN_BYTES(false, a, ==, b, len, __VA_ARGS__)
#define cr_assert_arr_eq(a, b, len, ...) PLAIN_BYTES(true, a, ==, b, len, __VA_ARGS__)

#define cr_fail(...) PLAIN_CHECK(false, false, "fails", __VA_ARGS__)
#define cr_fatal(...) PLAIN_CHECK(true, false, "fails", __VA_ARGS__)
