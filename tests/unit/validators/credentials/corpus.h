// SPDX-License-Identifier: Apache-2.0
// The corpus of tests/fixtures/credentials: what its files say, in memory. README.md there
// describes the format. What is malformed fails the running test.
#pragma once

#include "core/arena.h"

enum { CORPUS_SPANS_MAX = 8, CORPUS_VIA_MAX = 4 };

struct corpus_span {
    size_t offset, length; // in the entry's text
};

struct corpus_entry {
    const char *file;                    // its name, without the folder
    unsigned line;                       // where its first line stands
    bool live;                           // holds a credential
    bool beside;                         // a sibling says that the value names something
    struct adm_str families, place, key; // families: one, or several with commas
    struct adm_str via[CORPUS_VIA_MAX];  // encodings, the first applied first
    size_t via_count;
    struct adm_str text; // without the marks, before any encoding
    struct corpus_span spans[CORPUS_SPANS_MAX];
    size_t span_count; // 0 in clean entries
};

struct corpus {
    struct adm_arena arena; // owns everything below
    struct corpus_entry *entries;
    size_t count, capacity;
};

// Reads every .txt of the folder, in the order of their names.
void corpus_read(struct corpus *corpus, const char *folder);
void corpus_destroy(struct corpus *corpus);
// The entry's text through its encodings, in the arena.
struct adm_str corpus_encode(const struct corpus_entry *entry, struct adm_arena *arena);
// A whole file in the arena.
struct adm_str corpus_read_file(struct adm_arena *arena, const char *path);
// The file names of the folder that end in .txt, sorted; `*count` of them, in the arena.
const char **corpus_files(struct adm_arena *arena, const char *folder, size_t *count);
// Whether `word` is one of the words of `list`, which are parted by commas.
bool corpus_lists(struct adm_str list, struct adm_str word);
