// SPDX-License-Identifier: Apache-2.0
#include "core/yaml_scalar.h"

#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base64.h"

// Longer texts are no numbers to us: nobody writes them, and they are judged as the text they are.
enum { NUMBER_MAX = 320 };

struct word {
    const char *text;
    struct adm_yaml_scalar value;
};

#define YES                                                                                        \
    { .kind = ADM_YAML_BOOL, .truth = true }
#define NO                                                                                         \
    { .kind = ADM_YAML_BOOL }
#define NONE                                                                                       \
    { .kind = ADM_YAML_NULL }
#define FLOAT(value)                                                                               \
    { .kind = ADM_YAML_FLOAT, .number = (value) }

static const struct word words[] = {
    {"", NONE},
    {"~", NONE},
    {"null", NONE},
    {"Null", NONE},
    {"NULL", NONE},
    {"y", YES},
    {"Y", YES},
    {"yes", YES},
    {"Yes", YES},
    {"YES", YES},
    {"true", YES},
    {"True", YES},
    {"TRUE", YES},
    {"on", YES},
    {"On", YES},
    {"ON", YES},
    {"n", NO},
    {"N", NO},
    {"no", NO},
    {"No", NO},
    {"NO", NO},
    {"false", NO},
    {"False", NO},
    {"FALSE", NO},
    {"off", NO},
    {"Off", NO},
    {"OFF", NO},
    {".nan", FLOAT(NAN)},
    {".NaN", FLOAT(NAN)},
    {".NAN", FLOAT(NAN)},
    {".inf", FLOAT(INFINITY)},
    {".Inf", FLOAT(INFINITY)},
    {".INF", FLOAT(INFINITY)},
    {"+.inf", FLOAT(INFINITY)},
    {"+.Inf", FLOAT(INFINITY)},
    {"+.INF", FLOAT(INFINITY)},
    {"-.inf", FLOAT(-INFINITY)},
    {"-.Inf", FLOAT(-INFINITY)},
    {"-.INF", FLOAT(-INFINITY)},
};

static bool find_word(struct adm_str text, struct adm_yaml_scalar *out) {
    const char *first = text.len == 0 ? "" : text.data;
    for (size_t i = 0; text.len < 6 && i < sizeof words / sizeof *words; i++) {
        if (words[i].text[0] == *first && adm_str_is(text, words[i].text)) {
            *out = words[i].value;
            return true;
        }
    }
    return false;
}

// Where the digits begin, and their base: 0x, 0o, 0b, or a leading 0 for octal.
static const char *skip_base(const char *text, int *base) {
    static const struct {
        char letter;
        int base;
    } prefixes[] = {{'x', 16}, {'o', 8}, {'b', 2}};
    *base = 10;
    if (text[0] != '0' || text[1] == '\0')
        return text;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if ((text[1] | 0x20) == prefixes[i].letter) {
            *base = prefixes[i].base;
            return text + 2;
        }
    }
    *base = 8;
    return text + 1;
}

// Only digits of the base, at least one, and at most 2^64 - 1.
static bool read_digits(const char *digits, int base, uint64_t *out) {
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(digits, &end, base);
    // strtoull itself takes white space, a sign and a second 0x before them.
    bool clean = digits[0] != '\0' && strspn(digits, "0123456789abcdefABCDEF") == strlen(digits);
    if (errno != 0 || !clean || *end != '\0')
        return false;
    *out = value;
    return true;
}

// Go's strconv.ParseInt(text, 0, 64), then ParseUint, which takes no sign.
static bool read_int(const char *text, struct adm_yaml_scalar *out) {
    bool minus = text[0] == '-';
    bool sign = minus || text[0] == '+';
    int base = 0;
    const char *digits = skip_base(text + (sign ? 1 : 0), &base);
    uint64_t value = 0;
    if (!read_digits(digits, base, &value))
        return false;
    uint64_t most = sign ? (uint64_t)INT64_MAX + (minus ? 1U : 0U) : UINT64_MAX;
    if (value > most)
        return false;
    *out = (struct adm_yaml_scalar){
        .kind = ADM_YAML_INT, .negative = minus && value != 0, .magnitude = value};
    return true;
}

static const char *skip_digits(const char *at) {
    while (*at >= '0' && *at <= '9')
        at++;
    return at;
}

// go-yaml's yamlStyleFloat: [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
static bool is_float(const char *text) {
    const char *at = text + (text[0] == '-' || text[0] == '+' ? 1 : 0);
    const char *whole = skip_digits(at);
    const char *part = *whole == '.' ? skip_digits(whole + 1) : whole;
    if (part == at || (whole == at && part == whole + 1))
        return false;
    if (*part == 'e' || *part == 'E') {
        const char *power = part + 1 + (part[1] == '-' || part[1] == '+' ? 1 : 0);
        part = skip_digits(power);
        if (part == power)
            return false;
    }
    return *part == '\0';
}

static bool read_float(const char *text, struct adm_yaml_scalar *out) {
    if (!is_float(text))
        return false;
    double value = strtod(text, NULL);
    if (!isfinite(value))
        return false;
    *out = (struct adm_yaml_scalar){.kind = ADM_YAML_FLOAT, .number = value};
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The text without its underscores. Behind a leading dot each must stand between digits (Go's
// ParseFloat reads the text as it is); elsewhere go-yaml drops them all.
static bool strip_underscores(struct adm_str text, char plain[NUMBER_MAX + 1]) {
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        bool between =
            i > 0 && i + 1 < text.len && is_digit(text.data[i - 1]) && is_digit(text.data[i + 1]);
        if (text.data[i] == '\0' || (text.data[i] == '_' && text.data[0] == '.' && !between))
            return false;
        if (text.data[i] != '_')
            plain[len++] = text.data[i];
    }
    plain[len] = '\0';
    return true;
}

static struct adm_yaml_scalar resolve(struct adm_str text) {
    struct adm_yaml_scalar value = {0};
    char plain[NUMBER_MAX + 1];
    if (find_word(text, &value) || text.len > NUMBER_MAX)
        return value;
    char first = text.data[0];
    bool may_be = is_digit(first) || first == '+' || first == '-' || first == '.';
    if (!may_be || !strip_underscores(text, plain))
        return value;
    if (first == '.' || !read_int(plain, &value))
        (void)read_float(plain, &value);
    return value;
}

struct adm_yaml_scalar adm_yaml_scalar_of(const struct adm_yaml *scalar) {
    return scalar->plain ? resolve(scalar->text) : (struct adm_yaml_scalar){0};
}

static bool decode_binary(struct adm_yaml *scalar, struct adm_arena *arena) {
    // Go's base64 skips line ends, which a block scalar has.
    struct adm_text packed;
    adm_text_init(&packed, arena);
    for (size_t i = 0; i < scalar->text.len; i++)
        if (scalar->text.data[i] != '\n' && scalar->text.data[i] != '\r')
            adm_text_append_char(&packed, scalar->text.data[i]);
    scalar->plain = false;
    return !packed.failed && adm_base64_decode(adm_text_str(&packed), arena, &scalar->text);
}

bool adm_yaml_scalar_tag(struct adm_yaml *scalar, const char *tag, struct adm_arena *arena) {
    static const char prefix[] = "tag:yaml.org,2002:";
    static const struct {
        const char *name;
        enum adm_yaml_kind kind;
    } typed[] = {{"null", ADM_YAML_NULL},
                 {"bool", ADM_YAML_BOOL},
                 {"int", ADM_YAML_INT},
                 {"float", ADM_YAML_FLOAT}};
    bool standard = strncmp(tag, prefix, sizeof prefix - 1) == 0;
    const char *name = standard ? tag + sizeof prefix - 1 : "";
    if (strcmp(name, "binary") == 0)
        return decode_binary(scalar, arena);
    scalar->plain = false;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        if (strcmp(name, typed[i].name) != 0)
            continue;
        enum adm_yaml_kind kind = resolve(scalar->text).kind;
        scalar->plain = true;
        return kind == typed[i].kind || (kind == ADM_YAML_INT && typed[i].kind == ADM_YAML_FLOAT);
    }
    if (strcmp(name, "merge") == 0)
        scalar->plain = adm_str_is(scalar->text, "<<");
    return true;
}

// The shortest decimal that reads back as the same double.
static void print_double(double value, char *out, size_t size) {
    if (value > -1e15 && value < 1e15 && value == (double)(int64_t)value) {
        snprintf(out, size, "%.0f", value);
        return;
    }
    for (int digits = 1; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(out, size, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            return;
    }
}

static void print_int(const struct adm_yaml_scalar *value, char *out, size_t size) {
    snprintf(out, size, "%s%" PRIu64, value->negative ? "-" : "", value->magnitude);
}

size_t adm_yaml_scalar_number(const struct adm_yaml_scalar *value,
                              char out[ADM_YAML_NUMBER_BYTES]) {
    if (value->kind == ADM_YAML_INT)
        print_int(value, out, ADM_YAML_NUMBER_BYTES);
    else
        print_double(value->number, out, ADM_YAML_NUMBER_BYTES);
    return strlen(out);
}

void adm_yaml_scalar_write(const struct adm_yaml *scalar, struct adm_writer *w) {
    struct adm_yaml_scalar value = adm_yaml_scalar_of(scalar);
    char number[ADM_YAML_NUMBER_BYTES];
    bool is_int = value.kind == ADM_YAML_INT;
    if (value.kind == ADM_YAML_NULL) {
        adm_writer_null(w);
    } else if (value.kind == ADM_YAML_BOOL) {
        adm_writer_bool(w, value.truth);
    } else if (is_int || (value.kind == ADM_YAML_FLOAT && isfinite(value.number))) {
        size_t len = adm_yaml_scalar_number(&value, number);
        adm_writer_raw(w, (struct adm_str){number, len});
    } else {
        adm_writer_string(w, scalar->text);
    }
}

// Go's FormatFloat(value, 'g', -1, 32), which sigs.k8s.io/yaml makes keys with.
static void print_float_key(double value, char *out, size_t size) {
    int digits = 0;
    do
        snprintf(out, size, "%.*e", digits, value);
    while (strtof(out, NULL) != (float)value && ++digits < FLT_DECIMAL_DIG);
    int power = (int)strtol(strchr(out, 'e') + 1, NULL, 10);
    if (power >= -4 && power < 6)
        snprintf(out, size, "%.*f", digits > power ? digits - power : 0, strtod(out, NULL));
}

size_t adm_yaml_scalar_number_key(const struct adm_yaml_scalar *value,
                                  char out[ADM_YAML_NUMBER_BYTES]) {
    if (value->kind == ADM_YAML_INT)
        print_int(value, out, ADM_YAML_NUMBER_BYTES);
    else if (isfinite(value->number))
        print_float_key(value->number, out, ADM_YAML_NUMBER_BYTES);
    else
        snprintf(out, ADM_YAML_NUMBER_BYTES, "%s",
                 isnan(value->number) ? ".nan"
                 : value->number > 0  ? ".inf"
                                      : "-.inf");
    return strlen(out);
}

void adm_yaml_scalar_write_key(const struct adm_yaml *scalar, struct adm_writer *w) {
    struct adm_yaml_scalar value = adm_yaml_scalar_of(scalar);
    char number[ADM_YAML_NUMBER_BYTES];
    switch (value.kind) {
    case ADM_YAML_BOOL:
        adm_writer_key(w, value.truth ? "true" : "false");
        return;
    case ADM_YAML_INT:
    case ADM_YAML_FLOAT:
        (void)adm_yaml_scalar_number_key(&value, number);
        adm_writer_key(w, number);
        return;
    case ADM_YAML_TEXT:
    case ADM_YAML_NULL:
        break;
    }
    adm_writer_key_str(w, scalar->text);
}
