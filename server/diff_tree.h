// SPDX-License-Identifier: Apache-2.0
// An object and what a patch makes of it, in one tree that remembers what the patch added. For the
// reports of `check` and `explain`: the request path never applies a patch.
#pragma once

#include "core/json.h"
#include "core/writer.h"

struct adm_diff_node {
    struct adm_diff_node *parent, *child, *last, *next; // child: the first; last: the last child
    struct adm_str key;                                 // of a member
    uint32_t index;               // among the children before the patch, 0-based
    const struct adm_json *value; // a scalar's; of a container only its type counts
    const struct adm_json *old;   // what a member was before the patch replaced it, or NULL
    bool keyed;                   // a member of an object
    bool added;                   // by the patch
    bool was_empty;               // a container that had no children before the patch
};

struct adm_diff_tree {
    struct adm_arena *arena;
    struct adm_diff_node *root;
};

// The object as it is. Strings are borrowed; nodes live in the arena. ADM_MEMORY.
ADM_CHECKED bool adm_diff_tree_make(const struct adm_json *object, struct adm_arena *arena,
                                    struct adm_diff_tree *out, struct adm_error *err);
// Applies a JSON Patch document (RFC 6902) of what core/patch.h makes: `add` is done, `test` is
// not repeated. ADM_INVALID, with the tree half changed, for other operations and for pointers
// that lead nowhere.
ADM_CHECKED bool adm_diff_tree_apply(struct adm_diff_tree *tree, const struct adm_json *patch,
                                     struct adm_error *err);
// The node after `node` in reading order, or NULL; `*closed` is how many containers end between.
const struct adm_diff_node *adm_diff_tree_next(const struct adm_diff_node *node, size_t *closed);
// The whole tree as JSON, values and all: for judging, not for showing (server/diff_shown.h).
void adm_diff_tree_write(const struct adm_diff_tree *tree, struct adm_writer *w);
