// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// 60 to the 13th is the largest power that a double holds exactly, and so the largest for which
// our products are the consumer's, which multiplies by whole numbers of any size.
enum { SIXTIES_MAX = 13, SHORT_DIGITS = 18 };

__extension__ typedef __int128 wide_int;

struct digits {
    bool negative;
    size_t len;
    char text[ADM_YAML_NUMBER_BYTES_MAX + 1]; // without sign and underscores
};

static bool take_digits(struct adm_str text, struct digits *out) {
    bool has_sign = text.data[0] == '-' || text.data[0] == '+';
    if (text.len > ADM_YAML_NUMBER_BYTES_MAX)
        return false;
    out->negative = text.data[0] == '-';
    out->len = 0;
    for (size_t i = has_sign ? 1 : 0; i < text.len; i++)
        if (text.data[i] != '_')
            out->text[out->len++] = text.data[i];
    out->text[out->len] = '\0';
    return true;
}

static unsigned value_of(char digit) {
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    return ((unsigned)digit | 0x20U) - 'a' + 10;
}

static void set_int(struct adm_node *node, bool negative, uint64_t magnitude) {
    node->wide = negative ? magnitude > (uint64_t)INT64_MAX + 1 : magnitude > (uint64_t)INT64_MAX;
    node->number = negative ? -(double)magnitude : (double)magnitude;
    if (magnitude == 0)
        node->number = 0;
    if (!node->wide)
        node->integer = (int64_t)(negative ? 0 - magnitude : magnitude);
}

// Digits of `bits` bits each. What does not fit in 64 bits is rounded once: the lowest bit stands
// for everything below it.
static void set_binary(struct adm_node *node, const struct digits *digits, size_t from,
                       unsigned bits) {
    uint64_t top = 0;
    bool lost = false;
    int shift = 0;
    for (size_t i = from; i < digits->len; i++) {
        unsigned digit = value_of(digits->text[i]);
        for (unsigned bit = bits; bit > 0; bit--) {
            uint64_t next = (digit >> (bit - 1)) & 1U;
            if (top >> 63U == 0) {
                top = top << 1U | next;
                continue;
            }
            shift++;
            lost = lost || next != 0;
        }
    }
    set_int(node, digits->negative, top);
    if (shift == 0)
        return;
    node->wide = true;
    node->integer = 0;
    node->number = ldexp((double)(top | (lost ? 1U : 0U)), shift) * (digits->negative ? -1 : 1);
}

static void set_decimal(struct adm_node *node, const struct digits *digits) {
    uint64_t magnitude = 0;
    bool fits = true;
    for (size_t i = 0; i < digits->len && fits; i++)
        fits = !__builtin_mul_overflow(magnitude, 10U, &magnitude) &&
               !__builtin_add_overflow(magnitude, value_of(digits->text[i]), &magnitude);
    if (fits) {
        set_int(node, digits->negative, magnitude);
        return;
    }
    node->wide = true;
    node->number = strtod(digits->text, NULL) * (digits->negative ? -1 : 1);
}

static enum adm_yaml_number set_base60_int(struct adm_node *node, const struct digits *digits) {
    wide_int total = 0, part = 0;
    bool fits = true;
    for (size_t i = 0; i <= digits->len && fits; i++) {
        if (i < digits->len && digits->text[i] != ':') {
            fits = !__builtin_mul_overflow(part, 10, &part) &&
                   !__builtin_add_overflow(part, (wide_int)value_of(digits->text[i]), &part);
            continue;
        }
        fits = !__builtin_mul_overflow(total, 60, &total) &&
               !__builtin_add_overflow(total, part, &total);
        part = 0;
    }
    if (!fits)
        return ADM_YAML_NUMBER_NO_SIZE;
    if (total <= (wide_int)UINT64_MAX) {
        set_int(node, digits->negative, (uint64_t)total);
        return ADM_YAML_NUMBER_OK;
    }
    node->wide = true;
    node->number = (double)total * (digits->negative ? -1 : 1);
    return ADM_YAML_NUMBER_OK;
}

// Nearly every number: digits alone, without a zero in front, that cannot overflow.
static bool set_short(struct adm_node *node) {
    uint64_t magnitude = 0;
    if (node->text.len > SHORT_DIGITS || node->text.data[0] == '0')
        return false;
    for (size_t i = 0; i < node->text.len; i++) {
        char c = node->text.data[i];
        if (c < '0' || c > '9')
            return false;
        magnitude = magnitude * 10 + value_of(c);
    }
    set_int(node, false, magnitude);
    return true;
}

enum adm_yaml_number adm_yaml_number_int(struct adm_node *node) {
    if (set_short(node))
        return ADM_YAML_NUMBER_OK;
    struct digits digits;
    if (!take_digits(node->text, &digits))
        return ADM_YAML_NUMBER_NO_SIZE;
    char second = digits.text[digits.len > 1 ? 1 : digits.len]; // NUL after a single one
    if (memchr(digits.text, ':', digits.len) != NULL)
        return set_base60_int(node, &digits);
    if (digits.text[0] != '0')
        set_decimal(node, &digits);
    else if (second == 'b' || second == 'x')
        set_binary(node, &digits, 2, second == 'b' ? 1 : 4);
    else
        set_binary(node, &digits, 1, 3);
    bool none = digits.len == 2 && (second == 'b' || second == 'x');
    return none ? ADM_YAML_NUMBER_NO_DIGITS : ADM_YAML_NUMBER_OK;
}

static enum adm_yaml_number set_base60_float(struct adm_node *node, struct digits *digits) {
    double total = 0, base = 1;
    unsigned parts = 0;
    for (size_t end = digits->len; end > 0;) {
        size_t start = end;
        while (start > 0 && digits->text[start - 1] != ':')
            start--;
        if (++parts > SIXTIES_MAX)
            return ADM_YAML_NUMBER_NO_SIZE;
        digits->text[end] = '\0';
        total += strtod(digits->text + start, NULL) * base;
        base *= 60;
        end = start == 0 ? 0 : start - 1;
    }
    node->number = digits->negative ? -total : total;
    return ADM_YAML_NUMBER_OK;
}

enum adm_yaml_number adm_yaml_number_float(struct adm_node *node) {
    struct digits digits;
    if (!take_digits(node->text, &digits))
        return ADM_YAML_NUMBER_NO_SIZE;
    if (memchr(digits.text, ':', digits.len) != NULL)
        return set_base60_float(node, &digits);
    // strtod would not take ".inf" and ".nan"; the letter after the dot tells them.
    unsigned letter = digits.len > 1 ? (unsigned char)digits.text[1] | 0x20U : 0;
    double value = letter == 'i'   ? (double)INFINITY
                   : letter == 'n' ? (double)NAN
                                   : strtod(digits.text, NULL);
    node->number = digits.negative ? -value : value;
    return ADM_YAML_NUMBER_OK;
}
