// SPDX-License-Identifier: Apache-2.0
// What a decision costs one core: reading a review with core/json and with jansson, side by side in
// one run, and a whole decision from bytes to answer (the second number: when the verdict on the
// same platform.yaml is remembered). Run by ./dev bench; prints microseconds.
//   decision-bench FOLDER      FOLDER holds <name>_review.json
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/decision.h"
#include "core/policy_default.h"
#include "mutators/registry.h"
#include "validators/platform_cache.h"
#include "validators/registry.h"
#include "validators/schema/platform.h"

enum { ROUNDS = 7, CALLS = 4000, TEXT_MAX = 64 * 1024, ARENA_MAX = 16 * 1024 * 1024 };

struct bench {
    char name[32];
    char text[TEXT_MAX];
    size_t len;
    char body[TEXT_MAX + ADM_JSON_PADDING]; // what the in-situ reader overwrites
    struct adm_arena arena;
    const struct adm_policy *policy;
    const struct adm_platform *platform;
    struct adm_platform_cache cache;
    const char *environment;
    bool mutate;
};

static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static const struct adm_json *parse(struct bench *b) {
    const struct adm_json *tree = NULL;
    struct adm_error err = {0};
    adm_arena_reset(&b->arena);
    memcpy(b->body, b->text, b->len);
    memset(b->body + b->len, 0, ADM_JSON_PADDING);
    if (!adm_json_parse(b->body, b->len, &b->arena, &tree, &err)) {
        fprintf(stderr, "decision-bench: %s: %s\n", b->name, err.message);
        exit(1);
    }
    return tree;
}

static void call_reader(struct bench *b) { (void)parse(b); }

static void call_jansson(struct bench *b) {
    json_t *tree = json_loadb(b->text, b->len, JSON_REJECT_DUPLICATES, NULL);
    if (tree == NULL)
        exit(1);
    json_decref(tree);
}

static struct adm_registry registry(void) {
    struct adm_registry all = {0};
    all.validators = adm_registry_validators(&all.validator_count);
    all.mutators = adm_registry_mutators(&all.mutator_count);
    return all;
}

static void decide(struct bench *b, struct adm_platform_cache *cache) {
    const struct adm_registry all = registry();
    struct adm_review review = {0};
    struct adm_error err = {0};
    struct adm_decision decision = {0};
    struct adm_text answer;
    if (!adm_review_read(parse(b), &review, &err))
        exit(1);
    const struct adm_request request = {
        .review = &review,
        .policy = b->policy,
        .environment = adm_policy_environment(b->policy, adm_str_from(b->environment)),
        .object = adm_object_view(review.object),
        .old_object = adm_object_view(review.old_object),
        .fingerprint_key = ADM_STR("a key of thirty-two bytes, as is"),
        .now_s = (int64_t)time(NULL),
        .arena = &b->arena,
        .platform = b->platform,
        .cache = cache,
    };
    adm_decision_make(&all, &request, b->mutate, &decision);
    adm_text_init(&answer, &b->arena);
    adm_review_write(&decision.response, &answer);
}

static void call_decision(struct bench *b) { decide(b, NULL); }

static void call_again(struct bench *b) { decide(b, &b->cache); }

static double time_us(struct bench *b, void (*call)(struct bench *)) {
    int64_t start = now_ns();
    for (int i = 0; i < CALLS; i++)
        call(b);
    return (double)(now_ns() - start) / 1000.0 / CALLS;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values) {
    qsort(values, ROUNDS, sizeof *values, compare);
    return values[ROUNDS / 2];
}

static void measure(struct bench *b) {
    double reader[ROUNDS], jansson[ROUNDS], decision[ROUNDS], again[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        reader[i] = time_us(b, call_reader);
        jansson[i] = time_us(b, call_jansson);
        decision[i] = time_us(b, call_decision);
        again[i] = time_us(b, call_again);
    }
    double ours = median(reader), theirs = median(jansson);
    printf(
        "%-10s %6zu B   core/json %6.1f µs   jansson %6.1f µs   ratio %5.1f   decision %6.1f µs, "
        "again %6.1f µs\n",
        b->name, b->len, ours, theirs, theirs / ours, median(decision), median(again));
}

static bool load(struct bench *b, const char *folder) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s_review.json", folder, b->name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    b->len = fread(b->text, 1, TEXT_MAX, file);
    fclose(file);
    return b->len > 0 && b->len < TEXT_MAX;
}

int main(int argc, char **argv) {
    static struct bench benches[] = {
        {.name = "secret", .environment = "dev"},
        {.name = "pod", .environment = "dev", .mutate = true},
        {.name = "configmap", .environment = "dev"},
    };
    struct adm_policy *policy = NULL;
    struct adm_platform *platform = NULL;
    struct adm_error err = {0};
    if (argc != 2 || !adm_platform_new(&platform, &err) ||
        !adm_policy_read(adm_policy_default(), "policy.yaml", &policy, &err)) {
        fprintf(stderr, "decision-bench: %s\n", argc == 2 ? err.message : "usage: FOLDER");
        return 2;
    }
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++) {
        struct bench *b = &benches[i];
        b->policy = policy;
        b->platform = platform;
        adm_arena_init(&b->arena, ARENA_MAX);
        if (!load(b, argv[1])) {
            fprintf(stderr, "decision-bench: cannot read %s_review.json\n", b->name);
            return 2;
        }
        measure(b);
        adm_platform_cache_destroy(&b->cache);
        adm_arena_destroy(&b->arena);
    }
    adm_policy_free(policy);
    adm_platform_free(platform);
    return 0;
}
