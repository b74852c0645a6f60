// SPDX-License-Identifier: Apache-2.0
#include "core/base64_vector.h"

#if defined(__x86_64__)

#include <immintrin.h>

enum { BLOCK = 16, DECODED = 12 };
#define SSSE3 __attribute__((target("ssse3")))

// A character is a digit when the sets that its two halves allow have nothing in common (Muła and
// Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions", 2018).
SSSE3 static inline bool is_foreign(__m128i text, __m128i high) {
    const __m128i by_low = _mm_setr_epi8(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                                         0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A);
    const __m128i by_high = _mm_setr_epi8(0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10,
                                          0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10);
    __m128i low = _mm_and_si128(text, _mm_set1_epi8(0x0F));
    __m128i common = _mm_and_si128(_mm_shuffle_epi8(by_low, low), _mm_shuffle_epi8(by_high, high));
    return _mm_movemask_epi8(_mm_cmpgt_epi8(common, _mm_setzero_si128())) != 0;
}

// The value of each digit: what is added depends on its upper half, and on whether it is `/`.
SSSE3 static inline __m128i values_of(__m128i text, __m128i high) {
    const __m128i shifts = _mm_setr_epi8(0, 16, 19, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0);
    __m128i slash = _mm_cmpeq_epi8(text, _mm_set1_epi8('/'));
    return _mm_add_epi8(text, _mm_shuffle_epi8(shifts, _mm_add_epi8(slash, high)));
}

// Four values of six bits to three bytes, in each quarter.
SSSE3 static inline __m128i packed(__m128i values) {
    const __m128i order = _mm_setr_epi8(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1);
    __m128i pairs = _mm_maddubs_epi16(values, _mm_set1_epi32(0x01400140));
    return _mm_shuffle_epi8(_mm_madd_epi16(pairs, _mm_set1_epi32(0x00011000)), order);
}

SSSE3 static size_t decode(struct adm_str encoded, char *out) {
    size_t at = 0;
    for (; encoded.len - at >= BLOCK; at += BLOCK, out += DECODED) {
        __m128i text = _mm_loadu_si128((const __m128i *)(const void *)(encoded.data + at));
        __m128i high = _mm_and_si128(_mm_srli_epi32(text, 4), _mm_set1_epi8(0x0F));
        if (is_foreign(text, high))
            break;
        _mm_storeu_si128((__m128i *)(void *)out, packed(values_of(text, high)));
    }
    return at;
}

size_t adm_base64_vector_decode(struct adm_str encoded, char *out) {
    return __builtin_cpu_supports("ssse3") ? decode(encoded, out) : 0;
}

#else

size_t adm_base64_vector_decode(struct adm_str encoded, char *out) {
    (void)encoded;
    (void)out;
    return 0;
}

#endif
