// SPDX-License-Identifier: Apache-2.0
// What of a patched object may be shown. Values of an object may be credentials, and so may keys
// that somebody chose: shown is what the patch added, the field names of pods and workloads, and
// the names by which their parts are told apart, unless the credential detector minds. Everything
// else is hidden.
#pragma once

#include "server/diff_tree.h"

#define ADM_DIFF_SHOWN_HIDDEN "…"

// The key, or the mark of what is hidden.
struct adm_str adm_diff_shown_key(const struct adm_diff_node *node);
// Whether a scalar's value is shown. `arena` is for the detector's work; without memory it is not.
bool adm_diff_shown_value(const struct adm_diff_node *node, struct adm_arena *arena);
// The name or path of something, or the mark when it is not written as one, or when the detector
// takes it for a credential. Borrowed; `arena` as above.
struct adm_str adm_diff_shown_name(struct adm_str name, struct adm_arena *arena);
// The tree as JSON with what is hidden replaced: hidden keys are numbered ("…1"), so that they stay
// apart; hidden values are the mark.
void adm_diff_shown_write(const struct adm_diff_tree *tree, struct adm_writer *w);
