// SPDX-License-Identifier: Apache-2.0
#include "core/utf8.h"

#include <string.h>

#include <stdbool.h>

static bool is_tail(char c) { return ((unsigned char)c & 0xC0U) == 0x80U; }

// The second byte's range closes overlong forms, surrogates and what is beyond U+10FFFF.
static bool is_second(unsigned char lead, char c) {
    unsigned char second = (unsigned char)c;
    unsigned char low = lead == 0xE0U ? 0xA0U : lead == 0xF0U ? 0x90U : 0x80U;
    unsigned char high = lead == 0xEDU ? 0x9FU : lead == 0xF4U ? 0x8FU : 0xBFU;
    return second >= low && second <= high;
}

size_t adm_utf8_length(const char *at) {
    unsigned char lead = (unsigned char)at[0];
    if (lead < 0x80U)
        return 1;
    if (lead < 0xC2U || lead > 0xF4U || !is_second(lead, at[1]))
        return 0;
    if (lead < 0xE0U)
        return 2;
    if (!is_tail(at[2]))
        return 0;
    if (lead < 0xF0U)
        return 3;
    return is_tail(at[3]) ? 4 : 0;
}

size_t adm_utf8_encode(uint32_t rune, char *out) {
    if (rune < 0x80U) {
        out[0] = (char)rune;
        return 1;
    }
    size_t len = rune < 0x800U ? 2 : rune < 0x10000U ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0U, 0xE0U, 0xF0U};
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80U | (rune & 0x3FU));
        rune >>= 6U;
    }
    out[0] = (char)(leads[len] | rune);
    return len;
}

size_t adm_utf8_at(struct adm_str text, size_t at) {
    char rune[5] = {0};
    if (text.len - at >= 4)
        return adm_utf8_length(text.data + at);
    memcpy(rune, text.data + at, text.len - at);
    size_t len = adm_utf8_length(rune);
    return len <= text.len - at ? len : 0;
}
