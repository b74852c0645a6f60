// SPDX-License-Identifier: Apache-2.0
// 100,000 mutants of AdmissionReviews, the fixtures among them, read by ours and by jansson.
#include <criterion/criterion.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json_mutate.h"
#include "json_oracle.h"

enum { MUTANTS = 100000, SEEDS_MAX = 64, SEED_BYTES_MAX = 4096 };

// What the fixtures lack: every kind of number and escape, empty containers, text beyond ASCII.
static const char *const handwritten[] = {
    "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":"
    "\"1\",\"object\":{\"spec\":{\"replicas\":3,\"ratio\":0.25,\"big\":12345678901,\"e\":-1.5e-7,"
    "\"empty\":{},\"none\":[],\"list\":[1,true,false,null,\"x\"]}},\"dryRun\":true}}",
    "{\"request\":{\"object\":{\"metadata\":{\"annotations\":{\"na\\u00efve\":\"caf\xC3\xA9\","
    "\"esc\":\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\t\",\"smile\":\"\\ud83d\\ude00\xF0\x9F\x98\x80\","
    "\"\":\"empty key\",\"long\":\"0123456789abcdef0123456789abcdef\"}}}}}",
    "[[[[{\"a\":[{\"b\":[[]]}]}]]],{\"k0\":0,\"k1\":1,\"k2\":2,\"k3\":3,\"k4\":4,\"k5\":5,\"k6\":6,"
    "\"k7\":7,\"k8\":8,\"k9\":9,\"k10\":10,\"k11\":11,\"k12\":12,\"k13\":13,\"k14\":14,\"k15\":15,"
    "\"k16\":16,\"k17\":17}]",
};

static struct mutate_seed seeds[SEEDS_MAX];
static size_t seed_count;

static void add_seed(const char *text) {
    size_t len = strlen(text);
    if (len > SEED_BYTES_MAX || seed_count == SEEDS_MAX)
        return;
    char *copy = malloc(len + 1);
    cr_assert_not_null(copy);
    memcpy(copy, text, len + 1);
    mutate_scan((struct adm_str){copy, len}, &seeds[seed_count++]);
}

static void free_seeds(void) {
    for (size_t i = 0; i < seed_count; i++)
        free((char *)(uintptr_t)seeds[i].text.data);
}

static int is_json(const struct dirent *entry) {
    return adm_str_ends(adm_str_from(entry->d_name), ".json");
}

// Every fixture without its indentation, every fourth with some: white space costs time.
static void add_fixture(const char *path, size_t index) {
    json_t *document = json_load_file(path, 0, NULL);
    cr_assert_not_null(document, "%s", path);
    char *text = json_dumps(document, index % 4 == 0 ? JSON_INDENT(1) : JSON_COMPACT);
    cr_assert_not_null(text);
    add_seed(text);
    free(text);
    json_decref(document);
}

static void add_folder(const char *folder) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", ADM_FIXTURES, folder);
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_json, alphasort);
    cr_assert_gt(count, 0, "%s", path);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "%s/%s/%s", ADM_FIXTURES, folder, entries[i]->d_name);
        add_fixture(path, (size_t)i);
        free(entries[i]);
    }
    free(entries);
}

static void make_seeds(void) {
    for (size_t i = 0; i < sizeof handwritten / sizeof *handwritten; i++)
        add_seed(handwritten[i]);
    add_folder("namespace-environment/deny");
    add_folder("plaintext-secret/allow");
}

Test(json_differential, every_seed_is_accepted_by_both) {
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    make_seeds();
    cr_expect_gt(seed_count, 20);
    for (size_t i = 0; i < seed_count; i++) {
        struct adm_error err = {0};
        cr_expect_eq(oracle_compare(seeds[i].text, &arena, &err), ORACLE_ACCEPTED, "%s: %s",
                     seeds[i].text.data, err.message);
        cr_expect_gt(seeds[i].value_count, 5);
    }
    free_seeds();
    adm_arena_destroy(&arena);
}

Test(json_differential, a_hundred_thousand_mutants) {
    static char text[MUTATE_TEXT_MAX];
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    make_seeds();
    struct mutate_random random = {20261124};
    size_t outcomes[4] = {0};
    while (outcomes[ORACLE_ACCEPTED] + outcomes[ORACLE_REFUSED] < MUTANTS) {
        struct adm_error err = {0};
        const struct mutate_seed *seed = &seeds[mutate_below(&random, seed_count)];
        struct adm_str mutant = {text, mutate_once(seed, &random, text)};
        enum oracle_outcome outcome = oracle_compare(mutant, &arena, &err);
        outcomes[outcome]++;
        cr_assert_neq(outcome, ORACLE_DIFFERS, "%s: %.*s", err.message, ADM_STR_ARGS(mutant));
    }
    // Neither side of the coin may fall by chance or by a broken mutator.
    cr_expect_geq(outcomes[ORACLE_ACCEPTED], MUTANTS * 3 / 10, "%zu", outcomes[ORACLE_ACCEPTED]);
    cr_expect_geq(outcomes[ORACLE_REFUSED], MUTANTS * 3 / 10, "%zu", outcomes[ORACLE_REFUSED]);
    cr_expect_leq(outcomes[ORACLE_EXCUSED], MUTANTS / 20, "%zu", outcomes[ORACLE_EXCUSED]);
    free_seeds();
    adm_arena_destroy(&arena);
}
