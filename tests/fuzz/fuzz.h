// SPDX-License-Identifier: Apache-2.0
// What every fuzzer shares. libFuzzer calls LLVMFuzzerTestOneInput; elsewhere replay.c does, with
// the files of the corpus.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// As much as a request of the default limits may use.
#define FUZZ_ARENA_BYTES ((size_t)64 * 1024 * 1024)

// A property that no input may break.
#define FUZZ_HOLDS(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline struct adm_str fuzz_text(const uint8_t *data, size_t size) {
    return (struct adm_str){(const char *)data, size};
}
