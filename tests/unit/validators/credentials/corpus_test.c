// SPDX-License-Identifier: Apache-2.0
// The detector against the corpus of tests/fixtures/credentials. CORPUS_VERBOSE=1 names each entry
// that is judged otherwise than its label, by file and line.
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus_score.h"

static const char folder[] = ADM_FIXTURES "/credentials";

// What the project demands of its own corpus.
static const double least_precision = 0.97, least_recall = 0.95, least_right = 0.95;

enum { LEAST_LIVE = 400, LEAST_CLEAN = 600, LEAST_PER_FAMILY = 5, PATH_SIZE = 512 };

static bool has_marks(struct adm_str text) {
    return adm_str_contains(text, ADM_STR("«")) || adm_str_contains(text, ADM_STR("»")) ||
           adm_str_contains(text, ADM_STR("‹")) || adm_str_contains(text, ADM_STR("›"));
}

Test(corpus, is_well_formed) {
    struct corpus corpus;
    corpus_read(&corpus, folder);
    for (size_t i = 0; i < corpus.count; i++) {
        const struct corpus_entry *entry = &corpus.entries[i];
        cr_expect_not(has_marks(entry->text), "%s:%u: half a mark", entry->file, entry->line);
        for (size_t k = 0; k < entry->span_count; k++)
            cr_expect_gt(entry->spans[k].length, 0, "%s:%u: marks", entry->file, entry->line);
        struct adm_str families = entry->families;
        while (families.len > 0) {
            size_t end = adm_str_index(families, ',');
            cr_expect(score_knows(adm_str_slice(families, 0, end)), "%s:%u: unknown family",
                      entry->file, entry->line);
            families = adm_str_slice(families, end + 1, families.len);
        }
    }
    corpus_destroy(&corpus);
}

static bool is_same(const struct corpus_entry *a, const struct corpus_entry *b) {
    return adm_str_equal(a->key, b->key) && adm_str_equal(a->place, b->place) &&
           adm_str_equal(a->text, b->text);
}

Test(corpus, says_nothing_twice) {
    struct corpus corpus;
    corpus_read(&corpus, folder);
    for (size_t i = 0; i < corpus.count; i++)
        for (size_t k = 0; k < i; k++)
            cr_expect_not(is_same(&corpus.entries[i], &corpus.entries[k]), "%s:%u and %s:%u",
                          corpus.entries[i].file, corpus.entries[i].line, corpus.entries[k].file,
                          corpus.entries[k].line);
    corpus_destroy(&corpus);
}

// Scanners of git hosts refuse a push that holds a token of a real provider's shape.
Test(corpus, holds_no_whole_token_in_the_clear) {
    struct adm_arena arena;
    adm_arena_init(&arena, (size_t)256 * 1024 * 1024);
    size_t count = 0;
    const char **names = corpus_files(&arena, folder, &count);
    for (size_t i = 0; i < count; i++) {
        char path[PATH_SIZE];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        struct adm_detector detector;
        struct adm_detector_value value = {.text = corpus_read_file(&arena, path),
                                           .place = ADM_DETECTOR_TEXT};
        adm_detector_init(&detector, &arena, ADM_DETECTOR_BUDGET);
        cr_assert(adm_detector_scan(&detector, &value, NULL));
        for (size_t k = 0; k < detector.count; k++) {
            const struct adm_detector_finding *finding = &detector.findings[k];
            bool issued = finding->family >= ADM_FAMILY_AWS_KEY_ID && !finding->decoded;
            cr_expect_not(issued && finding->confidence == ADM_DETECTOR_HIGH,
                          "%s: %s at byte %zu: part it with ‹›", names[i],
                          adm_family_name(finding->family), finding->offset);
        }
    }
    adm_arena_destroy(&arena);
}

static void expect_enough(const struct score *score) {
    cr_expect_geq(score->all.live, LEAST_LIVE);
    cr_expect_geq(score->all.clean, LEAST_CLEAN);
    for (size_t i = 0; i < score->families.count; i++) {
        const struct score_row *row = &score->families.rows[i];
        bool near_none = adm_str_is(row->name, "none");
        cr_expect(near_none || row->live >= LEAST_PER_FAMILY, "%.*s has few credentials",
                  ADM_STR_ARGS(row->name));
        cr_expect_geq(row->clean, LEAST_PER_FAMILY, "%.*s has few near misses",
                      ADM_STR_ARGS(row->name));
    }
}

Test(corpus, is_judged_as_labelled) {
    struct corpus corpus;
    struct score score = {.verbose = getenv("CORPUS_VERBOSE") != NULL};
    corpus_read(&corpus, folder);
    score_corpus(&score, &corpus);
    score_print(&score);
    expect_enough(&score);
    cr_expect_geq(score_precision(&score.all), least_precision);
    cr_expect_geq(score_recall(&score.all), least_recall);
    cr_expect_geq(score.all.right_family, least_right * score.all.found);
    corpus_destroy(&corpus);
}
