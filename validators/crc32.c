// SPDX-License-Identifier: Apache-2.0
#include "validators/crc32.h"

#include <zlib.h>

static uint32_t go_on(uint32_t crc, struct adm_str bytes) {
    return (uint32_t)crc32(crc, (const Bytef *)bytes.data, (uInt)bytes.len);
}

#if defined(__x86_64__)

#include <immintrin.h>

// Intel, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (2009): four
// lanes of 16 bytes are folded over the text, then into one, and that is reduced by Barrett. The
// constants are that paper's, of the polynomial with its bits reversed.
enum { LANE = 16, LANES = 64 };
#define PCLMUL __attribute__((target("pclmul,sse4.1")))

PCLMUL static inline __m128i load(const char *at) {
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

// `lane` moved on by as many bytes as `by` stands for, onto `next`.
PCLMUL static inline __m128i fold(__m128i lane, __m128i by, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(lane, by, 0x00), high = _mm_clmulepi64_si128(lane, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

PCLMUL static uint32_t reduced(__m128i lane) {
    const __m128i by_eight = _mm_set_epi64x(0, 0x163CD6124), half = _mm_setr_epi32(-1, 0, -1, 0);
    const __m128i polynomial = _mm_set_epi64x(0x1F7011641, 0x1DB710641);
    const __m128i by_lane = _mm_set_epi64x(0xCCAA009E, 0x1751997D0);
    lane = _mm_xor_si128(_mm_srli_si128(lane, 8), _mm_clmulepi64_si128(lane, by_lane, 0x10));
    __m128i low = _mm_clmulepi64_si128(_mm_and_si128(lane, half), by_eight, 0x00);
    lane = _mm_xor_si128(_mm_srli_si128(lane, 4), low);
    __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(lane, half), polynomial, 0x10);
    quotient = _mm_clmulepi64_si128(_mm_and_si128(quotient, half), polynomial, 0x00);
    return (uint32_t)_mm_extract_epi32(_mm_xor_si128(lane, quotient), 1);
}

// Of LANES or more bytes, in whole lanes.
PCLMUL static uint32_t folded(struct adm_str bytes) {
    const __m128i by_lanes = _mm_set_epi64x(0x1C6E41596, 0x154442BD4);
    const __m128i by_lane = _mm_set_epi64x(0xCCAA009E, 0x1751997D0);
    const char *at = bytes.data + LANES, *end = bytes.data + bytes.len;
    __m128i a = load(bytes.data), b = load(bytes.data + 16), c = load(bytes.data + 32),
            d = load(bytes.data + 48);
    a = _mm_xor_si128(a, _mm_cvtsi32_si128(-1));
    for (; end - at >= LANES; at += LANES) {
        a = fold(a, by_lanes, load(at));
        b = fold(b, by_lanes, load(at + 16));
        c = fold(c, by_lanes, load(at + 32));
        d = fold(d, by_lanes, load(at + 48));
    }
    a = fold(fold(fold(a, by_lane, b), by_lane, c), by_lane, d);
    for (; at < end; at += LANE)
        a = fold(a, by_lane, load(at));
    return ~reduced(a);
}

static bool can_fold(void) {
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

uint32_t adm_crc32_of(struct adm_str bytes) {
    size_t whole = bytes.len - bytes.len % LANE;
    if (whole < LANES || !can_fold())
        return go_on(0, bytes);
    uint32_t crc = folded(adm_str_slice(bytes, 0, whole));
    return whole == bytes.len ? crc : go_on(crc, adm_str_slice(bytes, whole, bytes.len));
}

#else

uint32_t adm_crc32_of(struct adm_str bytes) { return go_on(0, bytes); }

#endif
