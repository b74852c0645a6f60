// SPDX-License-Identifier: Apache-2.0
// Runs the detector over the corpus and counts: a credential with a finding on it is a true
// positive, one without is missed, a finding on anything else is false. Never holds a value.
#pragma once

#include "corpus.h"
#include "validators/credentials/detector.h"

enum { SCORE_ROWS_MAX = 128 };

struct score_row {
    struct adm_str name;
    unsigned live, clean; // credentials, and entries without one
    unsigned found, missed, wrong;
    unsigned right_family; // of those found
};

struct score_table {
    struct score_row rows[SCORE_ROWS_MAX];
    size_t count;
};

struct score {
    struct score_row all;
    struct score_table families, places;
    unsigned exact; // findings that begin and end with the credential; those in the clear only
    unsigned plain; // credentials in the clear
    bool verbose;   // names each miss on stderr, by file and line
};

// Judges every entry.
void score_corpus(struct score *score, const struct corpus *corpus);
double score_precision(const struct score_row *row);
double score_recall(const struct score_row *row);
void score_print(const struct score *score);
// What the detector finds in one entry; findings are in `detector`, offsets in the entry's text,
// for command lines in the text of all words with a newline between.
void score_judge(const struct corpus_entry *entry, struct adm_arena *arena,
                 struct adm_detector *detector);
// Whether the corpus' family `family` may be called `found`.
bool score_is_family(struct adm_str family, enum adm_family found);
// Whether the corpus knows the family.
bool score_knows(struct adm_str family);
