// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/runs_vector.h"

#if defined(__x86_64__)

#include <immintrin.h>

enum { BLOCK = 64, LANE = 16 };
#define SSSE3 __attribute__((target("ssse3")))

// A bit for each character that is of the run: the sets that its two halves allow have something in
// common.
SSSE3 static inline uint64_t lane_of(const char *at) {
    const __m128i by_low =
        _mm_setr_epi8(26, 30, 30, 30, 30, 30, 30, 30, 30, 30, 28, 5, 4, 5, 4, 13);
    const __m128i by_high = _mm_setr_epi8(0, 0, 1, 2, 4, 8, 4, 16, 0, 0, 0, 0, 0, 0, 0, 0);
    const __m128i half = _mm_set1_epi8(0x0F);
    __m128i text = _mm_loadu_si128((const __m128i *)(const void *)at);
    __m128i low = _mm_and_si128(text, half), high = _mm_and_si128(_mm_srli_epi32(text, 4), half);
    __m128i common = _mm_and_si128(_mm_shuffle_epi8(by_low, low), _mm_shuffle_epi8(by_high, high));
    return (uint64_t)_mm_movemask_epi8(_mm_cmpgt_epi8(common, _mm_setzero_si128()));
}

SSSE3 static inline uint64_t block_of(const char *at) {
    return lane_of(at) | lane_of(at + LANE) << 16U | lane_of(at + (size_t)2 * LANE) << 32U |
           lane_of(at + (size_t)3 * LANE) << 48U;
}

// A bit for each place where twenty bits in a row begin.
static inline uint64_t twenty(uint64_t bits) {
    bits &= bits >> 1U;
    bits &= bits >> 2U;
    bits &= bits >> 4U;
    bits &= bits >> 8U;
    return bits & bits >> 4U;
}

static size_t first_bits(uint64_t bits) {
    return bits == UINT64_MAX ? BLOCK : (size_t)__builtin_ctzll(~bits);
}

SSSE3 static size_t skip(struct adm_str text, size_t from) {
    size_t carried = 0; // characters of a run that the block before ends with
    size_t at = from;
    for (; text.len - at >= BLOCK; at += BLOCK) {
        uint64_t bits = block_of(text.data + at);
        if (carried + first_bits(bits) >= ADM_RUNS_VECTOR_MIN)
            return at - carried;
        uint64_t long_ones = twenty(bits);
        if (long_ones != 0)
            return at + (size_t)__builtin_ctzll(long_ones);
        carried = (size_t)__builtin_clzll(~bits); // a whole block has been returned
    }
    return at - carried;
}

size_t adm_runs_vector_skip(struct adm_str text, size_t from) {
    if (text.len - from < BLOCK || !__builtin_cpu_supports("ssse3"))
        return from;
    return skip(text, from);
}

#else

size_t adm_runs_vector_skip(struct adm_str text, size_t from) {
    (void)text;
    return from;
}

#endif
