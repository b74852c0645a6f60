// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/mask_rune.h"

#include "core/utf8.h"

static const uint32_t replacement = 0xFFFDU;

struct range {
    uint32_t first, last;
};

static const struct range unsafe[] = {
    {0x0000, 0x001F},   {0x007F, 0x00A0},   {0x00AD, 0x00AD},    {0x034F, 0x034F}, {0x061C, 0x061C},
    {0x115F, 0x1160},   {0x1680, 0x1680},   {0x17B4, 0x17B5},    {0x180B, 0x180F}, {0x2000, 0x200F},
    {0x2028, 0x202F},   {0x205F, 0x206F},   {0x3000, 0x3000},    {0x3164, 0x3164}, {0xD800, 0xF8FF},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},    {0xFFF0, 0xFFFB}, {0xFFFE, 0xFFFF},
    {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0x10FFFF},
};

static const struct range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x06D6, 0x06DC}, {0x06DF, 0x06E4}, {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948},
    {0x094D, 0x094D}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0x3099, 0x309A}, {0xFE20, 0xFE2F},
};

static const struct range wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},
    {0x26F2, 0x26F3},   {0x2705, 0x2705},   {0x274C, 0x274C},   {0x2753, 0x2757},
    {0x2795, 0x2797},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x4DBF},   {0x4E00, 0xA4C6},   {0xA960, 0xA97C},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x1B2FB}, {0x1F18E, 0x1F19A}, {0x1F200, 0x1F64F},
    {0x1F680, 0x1F6FC}, {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1FAF6}, {0x20000, 0x3FFFD},
};

static bool is_in(uint32_t rune, const struct range *ranges, size_t count) {
    size_t low = 0;
    for (size_t high = count; low < high;) {
        size_t middle = low + (high - low) / 2;
        if (ranges[middle].last < rune)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && ranges[low].first <= rune;
}

size_t adm_mask_rune_next(struct adm_str s, size_t at, uint32_t *rune) {
    static const unsigned char lead_bits[] = {0, 0x7FU, 0x1FU, 0x0FU, 0x07U};
    char bytes[5] = {0}; // ended by NUL: the slice may end within a sequence
    for (size_t i = 0; i < 4 && at + i < s.len; i++)
        bytes[i] = s.data[at + i];
    size_t len = adm_utf8_length(bytes);
    if (len == 0) {
        *rune = replacement;
        return 1;
    }
    uint32_t value = (unsigned char)bytes[0] & lead_bits[len];
    for (size_t i = 1; i < len; i++)
        value = value << 6U | ((unsigned char)bytes[i] & 0x3FU);
    *rune = value;
    return len;
}

bool adm_mask_rune_is_unsafe(uint32_t rune) {
    return is_in(rune, unsafe, sizeof unsafe / sizeof *unsafe);
}

size_t adm_mask_rune_width(uint32_t rune) {
    if (rune < 0x300)
        return 1;
    if (is_in(rune, combining, sizeof combining / sizeof *combining))
        return 0;
    return is_in(rune, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

size_t adm_mask_rune_columns(struct adm_str s) {
    size_t columns = 0;
    uint32_t rune = 0;
    for (size_t at = 0; at < s.len;) {
        at += adm_mask_rune_next(s, at, &rune);
        columns += adm_mask_rune_width(rune);
    }
    return columns;
}

void adm_mask_rune_append(struct adm_text *out, struct adm_str s, bool breaks) {
    size_t from = 0;
    uint32_t rune = 0;
    for (size_t at = 0, len = 0; at < s.len; at += len) {
        len = adm_mask_rune_next(s, at, &rune);
        bool bad = rune == replacement || adm_mask_rune_is_unsafe(rune);
        if (!bad || (breaks && rune == '\n'))
            continue;
        adm_text_append(out, adm_str_slice(s, from, at));
        adm_text_append_c(out, "\xEF\xBF\xBD");
        from = at + len;
    }
    adm_text_append(out, adm_str_slice(s, from, s.len));
}
