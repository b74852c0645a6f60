// SPDX-License-Identifier: Apache-2.0
#include "corpus_score.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { WORDS_MAX = 64 };

struct place {
    const char *name;
    enum adm_detector_place place;
};

// `arg` and `script` are command lines and stand below.
static const struct place places[] = {
    {"env", ADM_DETECTOR_ENV},      {"config", ADM_DETECTOR_CONFIG},
    {"file", ADM_DETECTOR_CONFIG},  {"binary", ADM_DETECTOR_CONFIG},
    {"data", ADM_DETECTOR_SECRET},  {"annotation", ADM_DETECTOR_ANNOTATION},
    {"label", ADM_DETECTOR_LABEL},  {"template", ADM_DETECTOR_TEXT},
    {"values", ADM_DETECTOR_FIELD}, {"spec", ADM_DETECTOR_FIELD},
    {"probe", ADM_DETECTOR_FIELD},  {"image", ADM_DETECTOR_FIELD},
};

// One word a line; the findings' offsets are moved to where their word begins.
static void judge_args(struct adm_str text, struct adm_detector *detector) {
    struct adm_str words[WORDS_MAX];
    size_t count = 0, starts[WORDS_MAX];
    for (size_t at = 0; at <= text.len; count++) {
        struct adm_str rest = adm_str_slice(text, at, text.len);
        cr_assert(count < WORDS_MAX);
        starts[count] = at;
        words[count] = adm_str_slice(rest, 0, adm_str_index(rest, '\n'));
        at += words[count].len + 1;
    }
    cr_assert(adm_detector_scan_args(detector, words, count, NULL));
    for (size_t i = 0; i < detector->count; i++)
        detector->findings[i].offset += starts[detector->findings[i].item];
}

static void judge_script(struct adm_str text, struct adm_detector *detector) {
    const struct adm_str words[] = {ADM_STR("/bin/sh"), ADM_STR("-c"), text};
    cr_assert(adm_detector_scan_args(detector, words, 3, NULL));
}

static void judge_value(const struct corpus_entry *entry, struct adm_str text,
                        struct adm_detector *detector) {
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (!adm_str_is(entry->place, places[i].name))
            continue;
        struct adm_detector_value value = {text, entry->key, places[i].place, entry->beside};
        cr_assert(adm_detector_scan(detector, &value, NULL));
        return;
    }
    cr_assert(false, "%s:%u: unknown place", entry->file, entry->line);
}

void score_judge(const struct corpus_entry *entry, struct adm_arena *arena,
                 struct adm_detector *detector) {
    struct adm_str text = corpus_encode(entry, arena);
    adm_detector_init(detector, arena, ADM_DETECTOR_BUDGET);
    if (adm_str_is(entry->place, "arg"))
        judge_args(text, detector);
    else if (adm_str_is(entry->place, "script"))
        judge_script(text, detector);
    else
        judge_value(entry, text, detector);
}

static struct score_row *row_of(struct score_table *table, struct adm_str name) {
    for (size_t i = 0; i < table->count; i++)
        if (adm_str_equal(table->rows[i].name, name))
            return &table->rows[i];
    cr_assert(table->count < SCORE_ROWS_MAX);
    table->rows[table->count].name = name;
    return &table->rows[table->count++];
}

static bool covers(const struct corpus_entry *entry, const struct corpus_span *span,
                   const struct adm_detector_finding *finding) {
    if (entry->via_count > 0)
        return true;
    return finding->offset < span->offset + span->length &&
           span->offset < finding->offset + finding->length;
}

static bool is_right(struct adm_str families, enum adm_family found) {
    while (families.len > 0) {
        size_t end = adm_str_index(families, ',');
        if (score_is_family(adm_str_slice(families, 0, end), found))
            return true;
        families = adm_str_slice(families, end + 1, families.len);
    }
    return false;
}

struct outcome {
    unsigned found, missed, wrong, right_family, exact;
};

static void judge_span(const struct corpus_entry *entry, const struct corpus_span *span,
                       const struct adm_detector *detector, struct outcome *outcome) {
    bool found = false, right = false, exact = false;
    for (size_t i = 0; i < detector->count; i++) {
        const struct adm_detector_finding *finding = &detector->findings[i];
        if (!covers(entry, span, finding))
            continue;
        found = true;
        right = right || is_right(entry->families, finding->family);
        exact = exact || (finding->offset == span->offset && finding->length == span->length);
    }
    outcome->found += found;
    outcome->missed += !found;
    outcome->right_family += right;
    outcome->exact += exact && entry->via_count == 0;
}

static bool is_wrong(const struct corpus_entry *entry, const struct adm_detector_finding *finding) {
    for (size_t i = 0; i < entry->span_count; i++)
        if (covers(entry, &entry->spans[i], finding))
            return false;
    return true;
}

static void add(struct score_row *row, const struct corpus_entry *entry,
                const struct outcome *outcome) {
    row->live += (unsigned)entry->span_count;
    row->clean += !entry->live;
    row->found += outcome->found;
    row->missed += outcome->missed;
    row->wrong += outcome->wrong;
    row->right_family += outcome->right_family;
}

static void tell(const struct corpus_entry *entry, const struct outcome *outcome,
                 const struct adm_detector *detector) {
    if (outcome->missed == 0 && outcome->wrong == 0 && outcome->right_family == outcome->found)
        return;
    fprintf(stderr, "%s:%u: %.*s %.*s: %u of %zu missed, %u false%s", entry->file, entry->line,
            ADM_STR_ARGS(entry->place), ADM_STR_ARGS(entry->key), outcome->missed,
            entry->span_count, outcome->wrong,
            outcome->right_family == outcome->found ? "" : ", another family");
    for (size_t i = 0; i < detector->count; i++) {
        const struct adm_detector_finding *finding = &detector->findings[i];
        if (is_wrong(entry, finding) || !is_right(entry->families, finding->family))
            fprintf(stderr, " [%s at %zu+%zu]", adm_family_name(finding->family), finding->offset,
                    finding->length);
    }
    fputc('\n', stderr);
}

static void score_entry(struct score *score, const struct corpus_entry *entry,
                        struct adm_arena *arena) {
    struct adm_detector detector;
    struct outcome outcome = {0};
    score_judge(entry, arena, &detector);
    for (size_t i = 0; i < entry->span_count; i++)
        judge_span(entry, &entry->spans[i], &detector, &outcome);
    for (size_t i = 0; i < detector.count; i++)
        outcome.wrong += is_wrong(entry, &detector.findings[i]);
    struct adm_str families = entry->families;
    struct adm_str family = adm_str_slice(families, 0, adm_str_index(families, ','));
    add(&score->all, entry, &outcome);
    add(row_of(&score->families, family), entry, &outcome);
    add(row_of(&score->places, entry->place), entry, &outcome);
    score->exact += outcome.exact;
    score->plain += entry->via_count == 0 ? (unsigned)entry->span_count : 0;
    if (score->verbose)
        tell(entry, &outcome, &detector);
}

void score_corpus(struct score *score, const struct corpus *corpus) {
    struct adm_arena arena;
    adm_arena_init(&arena, (size_t)256 * 1024 * 1024);
    score->all.name = ADM_STR("all");
    for (size_t i = 0; i < corpus->count; i++) {
        score_entry(score, &corpus->entries[i], &arena);
        adm_arena_reset(&arena);
    }
    adm_arena_destroy(&arena);
}

static double ratio(unsigned part, unsigned whole) {
    return whole == 0 ? 1.0 : (double)part / whole;
}

double score_precision(const struct score_row *row) {
    return ratio(row->found, row->found + row->wrong);
}

double score_recall(const struct score_row *row) { return ratio(row->found, row->live); }

static void print_row(const struct score_row *row) {
    double p = score_precision(row), r = score_recall(row);
    double f1 = p + r > 0 ? 2 * p * r / (p + r) : 0;
    printf("%-24.*s %5u %6u %5u %6u %5u  %.3f %.3f %.3f\n", ADM_STR_ARGS(row->name), row->live,
           row->clean, row->found, row->missed, row->wrong, p, r, f1);
}

static void print_table(const char *title, const struct score_table *table) {
    printf("\n%-24s  live  clean found missed false      P     R    F1\n", title);
    for (size_t i = 0; i < table->count; i++)
        print_row(&table->rows[i]);
}

void score_print(const struct score *score) {
    print_table("family", &score->families);
    print_table("place", &score->places);
    printf("\n");
    print_row(&score->all);
    printf("right family %.3f, exact place %.3f\n",
           ratio(score->all.right_family, score->all.found), ratio(score->exact, score->plain));
}
