// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_number.h"

#include <criterion/criterion.h>
#include <math.h>

static struct adm_node whole(int64_t value) {
    return (struct adm_node){.type = ADM_NODE_INT, .integer = value, .number = (double)value};
}

static struct adm_node real(double value) {
    return (struct adm_node){.type = ADM_NODE_FLOAT, .number = value};
}

static struct adm_node wide(double value) {
    return (struct adm_node){.type = ADM_NODE_INT, .wide = true, .number = value};
}

#define L ADM_JSONSCHEMA_LESS
#define E ADM_JSONSCHEMA_EQUAL
#define G ADM_JSONSCHEMA_GREATER
#define U ADM_JSONSCHEMA_UNORDERED

Test(jsonschema_number, orders_without_rounding) {
    const struct {
        struct adm_node a, b;
        enum adm_jsonschema_order order;
    } rows[] = {
        {whole(1), whole(2), L},
        {whole(2), real(2.0), E},
        {whole(INT64_MAX), whole(INT64_MAX - 1), G},
        {whole(9007199254740993), real(9007199254740992.0), G},
        {whole(9007199254740992), real(9007199254740992.0), E},
        {whole(INT64_MAX), real(9223372036854775808.0), L},
        {whole(INT64_MIN), real(-9223372036854775808.0), E},
        {whole(INT64_MIN), real(-9223372036854777856.0), G},
        {whole(0), real(-0.5), G},
        {whole(0), real(0.5), L},
        {whole(-1), real(-0.5), L},
        {whole(-1), real(-1.5), G},
        {whole(3), real(INFINITY), L},
        {whole(3), real(-INFINITY), G},
        {real(0.1), real(0.1), E},
        {real(INFINITY), real(INFINITY), E},
        {real(NAN), real(NAN), U},
        {whole(1), real(NAN), U},
        {wide(1e20), whole(INT64_MAX), G},
        {wide(-1e20), whole(INT64_MIN), L},
        {wide(1e20), real(1e20), E},
    };
    static const enum adm_jsonschema_order flipped[] = {[L] = G, [E] = E, [G] = L, [U] = U};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(adm_jsonschema_number_order(&rows[i].a, &rows[i].b), rows[i].order, "row %zu",
                     i);
        cr_expect_eq(adm_jsonschema_number_order(&rows[i].b, &rows[i].a), flipped[rows[i].order],
                     "row %zu, flipped", i);
        if (rows[i].order == E)
            cr_expect_eq(adm_jsonschema_number_hash(&rows[i].a),
                         adm_jsonschema_number_hash(&rows[i].b), "row %zu", i);
    }
}

Test(jsonschema_number, knows_integers) {
    const struct {
        struct adm_node node;
        bool integer;
    } rows[] = {
        {whole(3), true},    {wide(1e30), true},
        {real(3.0), true},   {real(-0.0), true},
        {real(1e300), true}, {real(3.5), false},
        {real(NAN), false},  {real(INFINITY), false},
        {real(-1e19), true}, {{.type = ADM_NODE_TEXT, .number = 3}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(adm_jsonschema_number_is_integer(&rows[i].node), rows[i].integer, "row %zu",
                     i);
}

Test(jsonschema_number, divides_as_decimals) {
    const struct {
        struct adm_node value, divisor;
        bool multiple;
    } rows[] = {
        {whole(10), whole(2), true},
        {whole(7), whole(2), false},
        {whole(-6), whole(3), true},
        {whole(INT64_MIN), whole(1), true},
        {whole(0), real(0.3), true},
        {real(0.0), whole(3), true},
        {real(4.5), real(1.5), true},
        {whole(35), real(1.5), false},
        {real(0.0075), real(0.0001), true},
        {real(0.00751), real(0.0001), false},
        {real(0.3), real(0.1), true}, // not so as doubles
        {real(-0.7), real(0.1), true},
        {real(19.99), real(0.01), true},
        {real(1e308), real(0.123456789), false},
        {real(1e308), real(0.5), true},
        {whole(12391239123), real(1e-8), true},
        {real(1.5), whole(1), false},
        {real(300), whole(100), true},
        {real(30), whole(100), false},
        {real(1e-300), whole(1), false},
        {real(1e20), whole(INT64_MAX), false},
        {wide(1e30), whole(10), true},
        {real(NAN), whole(1), false},
        {real(INFINITY), whole(1), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(adm_jsonschema_number_is_multiple(&rows[i].value, &rows[i].divisor),
                     rows[i].multiple, "row %zu", i);
}
