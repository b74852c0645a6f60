// SPDX-License-Identifier: Apache-2.0
// The stored revisions of releases, gathered from all files before the first is judged: a rollback
// makes a revision after the last one.
#pragma once

#include "server/check_release.h"

// Most bytes of releases held at a time, as they stand in the files.
#define ADM_CHECK_HISTORY_BYTES_MAX ((size_t)512 * 1024 * 1024)

struct adm_check_revision {
    struct adm_str namespace, name; // of the release
    int64_t revision;
    int64_t next;           // the revision that a rollback would make
    struct adm_str status;  // one of Helm's, or "unknown"
    struct adm_str updated; // RFC 3339, or empty
    struct adm_str payload; // for adm_check_release_unpack
    const char *file;       // where it stands: borrowed
    size_t document;
    uint32_t line, column;
    size_t order; // of its coming
};

struct adm_check_history {
    struct adm_arena arena;
    struct adm_check_revision *list;
    size_t count, capacity;
    size_t releases; // known once sorted
};

// Destroyed by adm_check_history_destroy.
void adm_check_history_init(struct adm_check_history *history);
// Copies what is needed of `stored`. `namespace` is that of releases that name none; `work` holds
// the unpacked release. Errors have no position.
ADM_CHECKED bool adm_check_history_add(struct adm_check_history *history,
                                       const struct adm_check_stored *stored, const char *namespace,
                                       struct adm_arena *work, struct adm_error *err);
// By namespace, name and revision; fills in `next`.
void adm_check_history_sort(struct adm_check_history *history);
// Whether two are of one release.
bool adm_check_history_same(const struct adm_check_revision *a, const struct adm_check_revision *b);
void adm_check_history_destroy(struct adm_check_history *history);
