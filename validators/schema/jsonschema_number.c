// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// 2^63: the first double beyond int64.
static const double int64_end = 9223372036854775808.0;

static bool is_exact(const struct adm_node *node) {
    return node->type == ADM_NODE_INT && !node->wide;
}

static enum adm_jsonschema_order flip(enum adm_jsonschema_order order) {
    if (order == ADM_JSONSCHEMA_LESS)
        return ADM_JSONSCHEMA_GREATER;
    return order == ADM_JSONSCHEMA_GREATER ? ADM_JSONSCHEMA_LESS : order;
}

static enum adm_jsonschema_order order_doubles(double a, double b) {
    if (isnan(a) || isnan(b))
        return ADM_JSONSCHEMA_UNORDERED;
    if (a == b)
        return ADM_JSONSCHEMA_EQUAL;
    return a < b ? ADM_JSONSCHEMA_LESS : ADM_JSONSCHEMA_GREATER;
}

// Without rounding the integer: a double has 53 bits.
static enum adm_jsonschema_order order_mixed(int64_t a, double b) {
    if (isnan(b))
        return ADM_JSONSCHEMA_UNORDERED;
    if (b >= int64_end)
        return ADM_JSONSCHEMA_LESS;
    if (b < -int64_end)
        return ADM_JSONSCHEMA_GREATER;
    int64_t whole = (int64_t)b; // towards zero
    if (a != whole)
        return a < whole ? ADM_JSONSCHEMA_LESS : ADM_JSONSCHEMA_GREATER;
    return order_doubles((double)whole, b);
}

enum adm_jsonschema_order adm_jsonschema_number_order(const struct adm_node *a,
                                                      const struct adm_node *b) {
    if (is_exact(a) && is_exact(b)) {
        if (a->integer == b->integer)
            return ADM_JSONSCHEMA_EQUAL;
        return a->integer < b->integer ? ADM_JSONSCHEMA_LESS : ADM_JSONSCHEMA_GREATER;
    }
    if (is_exact(a))
        return order_mixed(a->integer, b->number);
    if (is_exact(b))
        return flip(order_mixed(b->integer, a->number));
    return order_doubles(a->number, b->number);
}

bool adm_jsonschema_number_is_integer(const struct adm_node *node) {
    if (node->type != ADM_NODE_FLOAT || !isfinite(node->number))
        return node->type == ADM_NODE_INT;
    double number = node->number;
    // Doubles beyond int64 have no fraction.
    return number >= int64_end || number < -int64_end || (double)(int64_t)number == number;
}

// digits × 10^exponent
struct decimal {
    uint64_t digits;
    int exponent;
};

static struct decimal of_double(double number) {
    char text[32];
    for (int precision = 14; precision <= 16; precision++) {
        snprintf(text, sizeof text, "%.*e", precision, number);
        if (strtod(text, NULL) == number)
            break;
    }
    struct decimal result = {0};
    const char *at = text;
    int fraction = 0;
    for (bool after = false; *at != 'e'; at++) {
        after = after || *at == '.';
        if (*at < '0' || *at > '9')
            continue;
        result.digits = result.digits * 10 + (uint64_t)(*at - '0');
        fraction += after;
    }
    result.exponent = (int)strtol(at + 1, NULL, 10) - fraction;
    return result;
}

static struct decimal decimal_of(const struct adm_node *node) {
    struct decimal result = {.digits = (uint64_t)node->integer};
    if (!is_exact(node))
        result = of_double(fabs(node->number));
    else if (node->integer < 0)
        result.digits = 0 - (uint64_t)node->integer;
    while (result.digits != 0 && result.digits % 10 == 0) {
        result.digits /= 10;
        result.exponent++;
    }
    return result;
}

// Modulo a modulus below 2^63, so that no sum overflows.
static uint64_t ten_times(uint64_t value, uint64_t modulus) {
    uint64_t sum = 0;
    for (int i = 0; i < 10; i++)
        sum = (sum + value) % modulus;
    return sum;
}

bool adm_jsonschema_number_is_multiple(const struct adm_node *value,
                                       const struct adm_node *divisor) {
    if (is_exact(value) && is_exact(divisor) && divisor->integer > 0)
        return value->integer % divisor->integer == 0;
    if (!isfinite(value->number) || !isfinite(divisor->number) || divisor->number == 0)
        return false;
    struct decimal v = decimal_of(value);
    struct decimal d = decimal_of(divisor);
    // Neither ends in a zero: a divisor with fewer decimals is the only one that can divide.
    if (v.digits == 0 || d.digits == 0 || v.exponent < d.exponent)
        return v.digits == 0;
    uint64_t rest = v.digits % d.digits;
    for (int i = d.exponent; i < v.exponent && rest != 0; i++)
        rest = ten_times(rest, d.digits);
    return rest == 0;
}

uint64_t adm_jsonschema_number_hash(const struct adm_node *node) {
    uint64_t bits = 0;
    double number = node->number;
    if (is_exact(node)) {
        bits = (uint64_t)node->integer;
    } else if (number >= -int64_end && number < int64_end && (double)(int64_t)number == number) {
        bits = (uint64_t)(int64_t)number;
    } else {
        memcpy(&bits, &number, sizeof bits);
    }
    bits *= 0x9E3779B97F4A7C15ULL;
    return bits ^ (bits >> 32U);
}
