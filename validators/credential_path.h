// SPDX-License-Identifier: Apache-2.0
// Where a walk stands: in words, and in another object.
#pragma once

#include "core/text.h"
#include "validators/credential_walk.h"

// "spec.containers[0].env[2].value" of the item that was given last; of a command, of its object.
// Keys that repeat `value`, or that are no keys, show as "…".
void adm_credential_path_write(const struct adm_credential_walk *walk, struct adm_str value,
                               struct adm_text *out);
// The node at the item's place in `old`, or NULL; of a command, its object. List elements are found
// by their name where they have one. Each node that is looked at costs one of `*budget`; without
// any left nothing is found.
const struct adm_json *adm_credential_path_in(const struct adm_credential_walk *walk,
                                              const struct adm_json *old, size_t *budget);
