// SPDX-License-Identifier: Apache-2.0
#include "server/metrics.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(metrics, gives_each_name_a_slot_and_the_rest_one) {
    struct adm_metrics metrics;
    struct adm_error err = {0};
    cr_assert(adm_metrics_init(&metrics, 1, &err));
    cr_expect_eq(adm_metrics_slot(&metrics, ADM_STR("unknown")), ADM_SLOT_UNKNOWN);
    cr_expect_eq(adm_metrics_slot(&metrics, ADM_STR("unlabelled")), ADM_SLOT_UNLABELLED);
    size_t dev = adm_metrics_slot(&metrics, ADM_STR("dev"));
    cr_expect_eq(adm_metrics_slot(&metrics, ADM_STR("dev")), dev);
    for (int i = 0; i < 200; i++) {
        char name[16];
        snprintf(name, sizeof name, "e%d", i);
        cr_expect_lt(adm_metrics_slot(&metrics, adm_str_from(name)), ADM_METRICS_ENVIRONMENTS);
    }
    cr_expect_eq(adm_metrics_slot(&metrics, ADM_STR("late")), ADM_METRICS_ENVIRONMENTS - 1);
    cr_expect_str_eq(metrics.names[ADM_METRICS_ENVIRONMENTS - 1], "other");
    adm_metrics_destroy(&metrics);
}

static const struct {
    int64_t latency_us;
    size_t bucket;
} latencies[] = {{0, 0}, {25, 0}, {26, 1}, {1000, 5}, {1000000, 13}, {1000001, 14}, {-1, 0}};

Test(metrics, puts_latencies_into_buckets) {
    struct adm_metrics metrics;
    struct adm_error err = {0};
    cr_assert(adm_metrics_init(&metrics, 1, &err));
    for (size_t i = 0; i < sizeof latencies / sizeof *latencies; i++) {
        adm_counter *bucket = &metrics.shards[0].buckets[ADM_PATH_MUTATE][latencies[i].bucket];
        uint64_t before = *bucket;
        adm_metrics_latency(&metrics.shards[0], ADM_PATH_MUTATE, latencies[i].latency_us);
        cr_expect_eq(*bucket, before + 1, "row %zu", i);
    }
    adm_metrics_destroy(&metrics);
}

Test(metrics, adds_the_shards_up) {
    struct adm_metrics metrics;
    struct adm_error err = {0};
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    static struct adm_policy policy = {.digest = "d", .environment_count = 4};
    const struct adm_gauges gauges = {.policy = &policy, .start_s = 5, .ready = true};
    struct adm_text text;
    struct adm_str out = {0};
    adm_arena_init(&arena, 1 << 20);
    adm_text_init(&text, &arena);
    cr_assert(adm_metrics_init(&metrics, 3, &err));
    for (size_t i = 0; i < 3; i++) {
        adm_metrics_add(
            &metrics.shards[i].decisions[ADM_PATH_VALIDATE][ADM_SLOT_UNLABELLED][ADM_DECISION_DENY],
            i + 1);
        adm_metrics_code(&metrics.shards[i], 200);
        adm_metrics_code(&metrics.shards[i], 299);
        adm_metrics_set(&metrics.shards[i].cache_hits, 10);
        adm_metrics_set(&metrics.shards[i].cache_misses, 2);
        adm_metrics_set(&metrics.shards[i].cache_evictions, 1);
    }
    adm_metrics_render(&metrics, &gauges, &text);
    cr_assert(adm_text_finish(&text, &out, &err));
    cr_expect_not_null(strstr(out.data,
                              "requests_total{path=\"validate\",environment=\"unlabelled\","
                              "decision=\"deny\"} 6\n"));
    cr_expect_not_null(strstr(out.data, "http_responses_total{code=\"200\"} 3\n"));
    cr_expect_not_null(strstr(out.data, "platform_verdicts_total{cache=\"hit\"} 30\n"));
    cr_expect_not_null(strstr(out.data, "platform_verdicts_total{cache=\"miss\"} 6\n"));
    cr_expect_not_null(strstr(out.data, "platform_verdicts_forgotten_total 3\n"));
    cr_expect_not_null(strstr(out.data, "unlabelled_enforced 0\n"));
    cr_expect_not_null(strstr(out.data, "floe_admission_ready 1\n"));
    adm_metrics_destroy(&metrics);
}
