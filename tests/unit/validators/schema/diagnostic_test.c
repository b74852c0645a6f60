// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/diagnostic.h"

#include <criterion/criterion.h>

#include "core/text.h"

static void add(struct adm_diagnostics *all, uint32_t start, enum adm_severity severity,
                const char *code, const char *message) {
    adm_diagnostic_add(all, &(struct adm_diagnostic){
                                .severity = severity,
                                .code = code,
                                .message = adm_str_from(message),
                                .primary = {{start, start + 1}, {0}},
                            });
}

Test(diagnostic, sorts_and_says_each_cause_once) {
    struct adm_arena arena;
    struct adm_diagnostics all;
    adm_arena_init(&arena, 1 << 20);
    adm_diagnostic_init(&all, &arena);
    add(&all, 9, ADM_SEVERITY_ERROR, "a", "late");
    add(&all, 3, ADM_SEVERITY_WARNING, "w", "warning");
    add(&all, 3, ADM_SEVERITY_ERROR, "b", "first added");
    add(&all, 3, ADM_SEVERITY_ERROR, "a", "second added");
    add(&all, 3, ADM_SEVERITY_ERROR, "b", "first added"); // again
    add(&all, 3, ADM_SEVERITY_ERROR, "b", "another message");
    add(&all, 3, ADM_SEVERITY_WARNING, "w", "warning"); // again
    cr_expect_eq(all.errors, 5);
    cr_expect_eq(all.warnings, 2);
    adm_diagnostic_sort(&all);
    static const char *const order[] = {"first added", "second added", "another message", "warning",
                                        "late"};
    cr_assert_eq(all.count, 5);
    for (size_t i = 0; i < 5; i++)
        cr_expect(adm_str_is(all.items[i].message, order[i]), "%zu", i);
    cr_expect_eq(all.errors, 4);
    cr_expect_eq(all.warnings, 1);
    cr_expect(!all.failed);
    adm_arena_destroy(&arena);
}

Test(diagnostic, keeps_a_thousand_and_counts_the_rest) {
    struct adm_arena arena;
    struct adm_diagnostics all;
    adm_arena_init(&arena, 1 << 24);
    adm_diagnostic_init(&all, &arena);
    for (uint32_t i = 0; i < ADM_DIAGNOSTICS_KEPT_MAX + 7; i++)
        add(&all, 5000 - i, ADM_SEVERITY_ERROR, "a", "x");
    cr_expect_eq(all.count, ADM_DIAGNOSTICS_KEPT_MAX);
    cr_expect_eq(all.dropped, 7);
    cr_expect_eq(all.errors, ADM_DIAGNOSTICS_KEPT_MAX + 7);
    adm_diagnostic_sort(&all);
    cr_expect_eq(all.count, ADM_DIAGNOSTICS_KEPT_MAX);
    for (size_t i = 1; i < all.count; i++)
        cr_expect_lt(all.items[i - 1].primary.span.start, all.items[i].primary.span.start);
    adm_arena_destroy(&arena);
}

Test(diagnostic, says_when_memory_ended) {
    for (size_t limit = 0; limit < 20000; limit += 64) {
        struct adm_arena arena;
        struct adm_diagnostics all;
        adm_arena_init(&arena, limit);
        adm_diagnostic_init(&all, &arena);
        for (uint32_t i = 20; i > 0; i--)
            add(&all, i, ADM_SEVERITY_ERROR, "a", "x");
        adm_diagnostic_sort(&all);
        bool sorted = all.count == 20;
        for (size_t i = 1; i < all.count; i++)
            sorted =
                sorted && all.items[i - 1].primary.span.start < all.items[i].primary.span.start;
        cr_expect(sorted || all.failed, "%zu", limit);
        cr_expect_eq(all.errors, 20);
        cr_expect_eq(all.count + all.dropped, 20);
        adm_arena_destroy(&arena);
    }
}

Test(diagnostic, names_severities) {
    cr_expect_str_eq(adm_diagnostic_severity_name(ADM_SEVERITY_ERROR), "error");
    cr_expect_str_eq(adm_diagnostic_severity_name(ADM_SEVERITY_WARNING), "warning");
}
