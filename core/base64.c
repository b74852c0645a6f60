// SPDX-License-Identifier: Apache-2.0
#include "core/base64.h"

#include <stdint.h>
#include <string.h>

#include "core/base64_vector.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// By byte: one more than the digit's value, 0 for a byte outside the alphabet.
static const unsigned char digits[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['/'] = 64,
};

// 0..63, or a bit above them for a byte outside the alphabet.
static uint32_t digit(char c) { return (uint32_t)digits[(unsigned char)c] - 1U; }

static size_t padding(struct adm_str encoded) {
    size_t len = encoded.len;
    if (len == 0 || encoded.data[len - 1] != '=')
        return 0;
    return encoded.data[len - 2] == '=' ? 2 : 1;
}

// Four digits, the last `pad` of them absent; false on a foreign byte or unused bits that are set.
static bool decode_quad(const char *in, size_t pad, uint32_t *bits) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        uint32_t d = i < 4 - pad ? digit(in[i]) : 0;
        if (d > 63)
            return false;
        value = value << 6U | d;
    }
    *bits = value;
    return pad == 0 || (value & (pad == 1 ? 0xFFU : 0xFFFFU)) == 0;
}

// Four digits without padding as three bytes, and one more that the next quad overwrites. A digit
// outside the alphabet is UINT32_MAX, which no shift and no other digit hides in `*foreign`.
static void decode_whole(const char *in, char *to, uint32_t *foreign) {
    uint32_t a = digit(in[0]), b = digit(in[1]), c = digit(in[2]), d = digit(in[3]);
    uint32_t bits = __builtin_bswap32(a << 26U | b << 20U | c << 14U | d << 8U);
    *foreign |= a | b | c | d;
    memcpy(to, &bits, sizeof bits);
}

bool adm_base64_decode(struct adm_str encoded, struct adm_arena *arena, struct adm_str *out) {
    if (encoded.len % 4 != 0)
        return false;
    size_t pad = padding(encoded);
    size_t len = encoded.len / 4 * 3 - pad;
    char *bytes = adm_arena_alloc(arena, len + ADM_BASE64_VECTOR_SPARE);
    if (bytes == NULL)
        return false;
    uint32_t foreign = 0, bits = 0;
    // The last four digits, which may be padded, are apart; their bytes are room to spare.
    size_t done = adm_base64_vector_decode(
        adm_str_slice(encoded, 0, encoded.len < 4 ? 0 : encoded.len - 4), bytes);
    char *to = bytes + done / 4 * 3;
    for (size_t i = done; i + 4 < encoded.len; i += 4, to += 3)
        decode_whole(encoded.data + i, to, &foreign);
    if (foreign > 63 ||
        (encoded.len > 0 && !decode_quad(encoded.data + encoded.len - 4, pad, &bits)))
        return false;
    for (unsigned shift = 16; to < bytes + len; shift -= 8)
        *to++ = (char)(bits >> shift & 0xFFU);
    bytes[len] = '\0';
    *out = (struct adm_str){bytes, len};
    return true;
}

void adm_base64_encode(struct adm_str bytes, struct adm_text *out) {
    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t have = bytes.len - i < 3 ? bytes.len - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8U | (k < have ? (unsigned char)bytes.data[i + k] : 0U);
        char quad[4] = {'=', '=', '=', '='};
        for (size_t k = 0; k <= have; k++)
            quad[k] = alphabet[bits >> (18 - 6 * k) & 63U];
        adm_text_append(out, (struct adm_str){quad, sizeof quad});
    }
}
