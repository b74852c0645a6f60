// SPDX-License-Identifier: Apache-2.0
// 223 plain scalars, with the type and value that PyYAML 6.0.3 gives each.
#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "yaml_reading.h"

enum { ROWS = 223 };

// "k: <scalar>", its refusals and its value.
struct scalar {
    struct yaml_reading reading;
    char text[256];
    const char *codes;
    const struct adm_node *value;
};

static void read_scalar(struct scalar *s, const char *scalar) {
    snprintf(s->text, sizeof s->text, "k: %s\n", scalar);
    yaml_reading_init(&s->reading, adm_str_from(s->text));
    s->codes = yaml_reading_codes(&s->reading);
    s->value = adm_yaml_tree_get(s->reading.document.root, "k");
}

static void check_int(const struct adm_node *value, const char *wanted, const char *scalar) {
    char shown[64];
    cr_assert_eq(value->type, ADM_NODE_INT, "%s", scalar);
    snprintf(shown, sizeof shown, "%" PRId64, value->integer);
    if (value->wide)
        cr_expect_eq(value->number, strtod(wanted, NULL), "%s", scalar);
    else
        cr_expect_str_eq(shown, wanted, "%s", scalar);
    cr_expect_eq(value->number, strtod(wanted, NULL), "%s", scalar);
}

static void check_float(const struct adm_node *value, const char *wanted, const char *scalar) {
    double number = strtod(wanted, NULL);
    cr_assert_eq(value->type, ADM_NODE_FLOAT, "%s", scalar);
    bool same = value->number == number && signbit(value->number) == signbit(number);
    cr_expect(same || (isnan(value->number) && isnan(number)), "%s: %a", scalar, value->number);
}

static void check_row(const char *kind, const char *scalar, const char *wanted) {
    struct scalar s;
    read_scalar(&s, scalar);
    bool refused = strcmp(kind, "CRASH") == 0 || strcmp(kind, "ERROR") == 0;
    cr_expect_eq(s.codes[0] != '\0', refused, "%s: '%s'", scalar, s.codes);
    if (strcmp(kind, "CRASH") == 0)
        cr_expect_str_eq(s.codes, "1:4 bad-scalar", "%s", scalar);
    if (strcmp(kind, "null") == 0)
        cr_expect_eq(s.value->type, ADM_NODE_NULL, "%s", scalar);
    else if (strcmp(kind, "bool") == 0)
        cr_expect(s.value->type == ADM_NODE_BOOL && s.value->truth == (strcmp(wanted, "true") == 0),
                  "%s", scalar);
    else if (strcmp(kind, "int") == 0)
        check_int(s.value, wanted, scalar);
    else if (strcmp(kind, "float") == 0)
        check_float(s.value, wanted, scalar);
    else if (strcmp(kind, "str") == 0)
        cr_expect(s.value->type == ADM_NODE_TEXT && adm_str_is(s.value->text, wanted), "%s",
                  scalar);
    else if (!refused)
        cr_expect(s.value->type == ADM_NODE_TIMESTAMP && adm_str_is(s.value->text, scalar), "%s",
                  scalar);
    yaml_reading_destroy(&s.reading);
}

Test(yaml_scalars, are_typed_as_pyyaml_types_them) {
    char line[256];
    size_t rows = 0;
    FILE *file = fopen(ADM_FIXTURES "/yaml/pyyaml-scalars.tsv", "r");
    cr_assert_not_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#')
            continue;
        char *scalar = strchr(line, '\t');
        char *wanted = scalar == NULL ? NULL : strchr(scalar + 1, '\t');
        cr_assert(scalar != NULL && wanted != NULL);
        if (scalar == NULL || wanted == NULL)
            break;
        *scalar = *wanted = '\0';
        check_row(line, scalar + 1, wanted + 1);
        rows++;
    }
    fclose(file);
    cr_expect_eq(rows, ROWS);
}

// What the list above does not reach: long numbers, rounding, the ends of ranges.
Test(yaml_scalars, numbers_of_any_size) {
    static const struct {
        const char *scalar, *tree;
    } rows[] = {
        {"0xffffffffffffffffff", "{k: wide 0x1p+72}"},
        {"-0b1"
         "0000000000000000000000000000000000000000000000000000000000000000",
         "{k: wide -0x1p+64}"},
        {"0x20000000000001000", "{k: wide 0x1p+65}"},
        {"0x20000000000001001", "{k: wide 0x1.0000000000001p+65}"},
        {"0x80000000000000000000000000000000000000001", "{k: wide 0x1p+163}"},
        {"01777777777777777777777", "{k: wide 0x1p+64}"},
        {"0777777777777777777777", "{k: 9223372036854775807}"},
        {"-0x8000000000000000", "{k: -9223372036854775808}"},
        {"9007199254740993", "{k: 9007199254740993}"},
        {"1:00:00:00:00:00:00:00:00:00:00:00", "{k: wide 0x1.f77b68066bcp+64}"},
        {"1:00:00:00:00:00:00:00:00:00:00:00.5", "{k: 0x1.f77b68066bcp+64}"},
        {"-1:30.5", "{k: -0x1.6ap+6}"},
        {"4.9406564584124654e-324", "{k: 0x0.0000000000001p-1022}"},
        {"1_0.2_5", "{k: 0x1.48p+3}"},
        {"-0.0", "{k: -0x0p+0}"},
        {"-0", "{k: 0}"},
        {"2024-02-29", "{k: 2024-02-29}"},
        {"2000-02-29T23:59:59.999-23:59", "{k: 2000-02-29T23:59:59.999-23:59}"},
        {"2024-1-1 1:00:00.  Z", "{k: 2024-1-1 1:00:00.  Z}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scalar s;
        read_scalar(&s, rows[i].scalar);
        cr_expect_str_eq(s.codes, "", "%s", rows[i].scalar);
        cr_expect_str_eq(yaml_reading_tree(&s.reading, false), rows[i].tree, "%s", rows[i].scalar);
        yaml_reading_destroy(&s.reading);
    }
}

Test(yaml_scalars, what_crashes_the_consumer_is_refused) {
    static const char *const scalars[] = {
        "2023-02-29", "1900-02-29", "2024-04-31", "2024-00-10", "2024-12-00", "0000-1-1 0:00:00",
        "2024-01-01 24:00:00", "2024-01-01 23:60:00", "2024-01-01 23:59:60",
        "2024-01-01 00:00:00+24", "2024-01-01 00:00:00 -23:60", "0x__", "-0b_", "+0x_", "=", "<<",
        // Not a crash, but beyond what is read exactly.
        "1:1:1:1:1:1:1:1:1:1:1:1:1:1.5", "1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1:1"};
    for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) {
        struct scalar s;
        read_scalar(&s, scalars[i]);
        cr_expect_str_eq(s.codes, "1:4 bad-scalar", "%s", scalars[i]);
        cr_expect_eq(s.value->type, ADM_NODE_TEXT, "%s", scalars[i]);
        cr_expect_eq(s.reading.found.items[0].primary.span.end, 3 + strlen(scalars[i]));
        yaml_reading_destroy(&s.reading);
    }
}

Test(yaml_scalars, quotes_and_blocks_are_text) {
    struct scalar s;
    read_scalar(&s, "[\"1\", 'on', \"=\", '<<', \"2024-13-01\", '', \"~\"]");
    cr_expect_str_eq(s.codes, "");
    cr_expect_str_eq(yaml_reading_tree(&s.reading, false),
                     "{k: [\"1\", \"on\", \"=\", \"<<\", \"2024-13-01\", \"\", \"~\"]}");
    cr_expect(!s.value->children[0].value->plain);
    yaml_reading_destroy(&s.reading);
    read_scalar(&s, "|-\n  1\n");
    cr_expect_str_eq(yaml_reading_tree(&s.reading, false), "{k: \"1\"}");
    cr_expect(!s.value->plain);
    yaml_reading_destroy(&s.reading);
}
