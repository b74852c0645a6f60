// SPDX-License-Identifier: Apache-2.0
// The first few keys that a finding names.
#pragma once

#include "core/text.h"

enum { ADM_KEY_LIST_MAX = 3 };

struct adm_key_list {
    struct adm_str keys[ADM_KEY_LIST_MAX]; // as they are shown
    size_t count;
    bool more;
};

// Once per key.
void adm_key_list_add(struct adm_key_list *list, struct adm_str shown);
// "the value of key `a`", "the values of keys `a`, `b` and others", or "a value" of an empty list;
// the empty slice without memory.
struct adm_str adm_key_list_say(const struct adm_key_list *list, struct adm_arena *arena);
