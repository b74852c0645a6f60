// SPDX-License-Identifier: Apache-2.0
// The review that the API server would send for an object's creation, as far as a file tells:
// resources are guessed from kinds, as kubectl cannot ask here.
#pragma once

#include "core/review.h"
#include "server/check_items.h"

struct adm_check_writer {
    const char *user, *namespace; // namespace: of objects that name none
    const struct adm_json *groups;
};

// Everything borrows from `item` and lives in the arena.
void adm_check_review_make(const struct adm_check_writer *writer, const struct adm_check_item *item,
                           struct adm_arena *arena, struct adm_review *out);
// Kinds without a namespace that a rule reads. They match every namespaceSelector, so that the
// webhook configuration has an entry of their own for them, judged as unlabelled.
bool adm_check_review_is_cluster(const struct adm_review *review);
