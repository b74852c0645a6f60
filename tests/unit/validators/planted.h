// SPDX-License-Identifier: Apache-2.0
// Credentials that are made up on the spot, from a seed: none stands anywhere whole.
#pragma once

#include <stdint.h>

#include "core/arena.h"

// A small generator (xorshift); never zero.
struct planted_random {
    uint32_t state;
};
uint32_t planted_below(struct planted_random *random, uint32_t limit);

struct planted {
    struct adm_str value; // the credential itself
    bool keyed;           // a key must say so: the value has no shape that an issuer gives
    const char *what;     // for messages: a prefix or a word, never the value
};
// A live credential of a random family.
struct planted planted_make(struct planted_random *random, struct adm_arena *arena);
// A text around it: a line of YAML, JSON, env, …; of a keyed one always with its key.
struct adm_str planted_form(struct planted_random *random, const struct planted *planted,
                            struct adm_arena *arena, const char **name);
// One of the wrappings, or the text itself.
struct adm_str planted_wrap(struct planted_random *random, struct adm_str text,
                            struct adm_arena *arena, const char **name);
