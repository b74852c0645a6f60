// SPDX-License-Identifier: Apache-2.0
// The keys of one map that has just been read: merge keys (`<<`) resolved, and of those alike the
// effective one first.
#pragma once

#include "validators/manifest_tree.h"

// What a merge key's node says in `count` until its map is closed.
enum { ADM_MANIFEST_MERGE_ALIAS = 1, ADM_MANIFEST_MERGE_INLINE };

// `frame` is the map's, whose nodes end the document's so far. Values are applied in reading order,
// a later one replaces an earlier one, of a list of maps under `<<` the first wins (go-yaml v2).
// What was replaced stays behind the effective members, and tree->duplicates is set; only what an
// alias merged is left out, for it stands at its anchor, too.
ADM_CHECKED bool adm_manifest_keys_settle(struct adm_manifest_tree *tree,
                                          const struct adm_manifest_frame *frame);
