// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_fields.h"

enum { TIME_HEAD = 19, FRACTION_MAX = 9, DIGITS_MAX = 20 };

static const char *const statuses[] = {"unknown",         "deployed",        "uninstalled",
                                       "superseded",      "failed",          "uninstalling",
                                       "pending-install", "pending-upgrade", "pending-rollback"};
static const char *const phases[] = {"Unknown", "Running", "Succeeded", "Failed"};
static const char *const methods[] = {"ssa", "csa"};

static bool is_one_of(struct adm_str text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (adm_str_is(text, words[i]))
            return true;
    return false;
}
#define IS_ONE_OF(text, words) is_one_of((text), (words), sizeof(words) / sizeof *(words))

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool are_digits(struct adm_str text) {
    for (size_t i = 0; i < text.len; i++)
        if (!is_digit(text.data[i]))
            return false;
    return text.len <= DIGITS_MAX;
}

// Whether the text begins as the pattern, in which 0 stands for a digit.
static bool looks_as(struct adm_str text, const char *pattern) {
    size_t i = 0;
    for (; pattern[i] != '\0'; i++)
        if (i >= text.len ||
            (pattern[i] == '0' ? !is_digit(text.data[i]) : text.data[i] != pattern[i]))
            return false;
    return true;
}

// "2026-06-01T12:00:00.123456789+02:00"; Go's zero time is the first second of year 1.
static bool is_time(struct adm_str text) {
    if (!looks_as(text, "0000-00-00T00:00:00"))
        return false;
    struct adm_str rest = adm_str_slice(text, TIME_HEAD, text.len);
    if (rest.len > 1 && rest.data[0] == '.') {
        size_t end = 1;
        while (end < rest.len && is_digit(rest.data[end]))
            end++;
        if (end == 1 || end > 1 + FRACTION_MAX)
            return false;
        rest = adm_str_slice(rest, end, rest.len);
    }
    return adm_str_is(rest, "Z") ||
           (rest.len == 6 && (looks_as(rest, "+00:00") || looks_as(rest, "-00:00")));
}

bool adm_helm_fields_fits(enum adm_helm_form form, struct adm_str text) {
    if (text.len == 0)
        return true;
    switch (form) {
    case ADM_HELM_FORM_STATUS:
        return IS_ONE_OF(text, statuses);
    case ADM_HELM_FORM_PHASE:
        return IS_ONE_OF(text, phases);
    case ADM_HELM_FORM_APPLY:
        return IS_ONE_OF(text, methods);
    case ADM_HELM_FORM_DIGITS:
        return are_digits(text);
    case ADM_HELM_FORM_TIME:
        break;
    }
    return is_time(text);
}

bool adm_helm_fields_has(enum adm_helm_form form, const struct adm_json *field) {
    return field == NULL || field->type == ADM_JSON_NULL ||
           (field->type == ADM_JSON_STRING && adm_helm_fields_fits(form, adm_json_text(field)));
}

const char *adm_helm_fields_words(enum adm_helm_form form) {
    static const char *const words[] = {
        [ADM_HELM_FORM_STATUS] = "a status that Helm knows",
        [ADM_HELM_FORM_PHASE] = "a phase of a hook that Helm knows",
        [ADM_HELM_FORM_TIME] = "a time as Helm writes it",
        [ADM_HELM_FORM_APPLY] = "`ssa` or `csa`",
        [ADM_HELM_FORM_DIGITS] = "a number of seconds",
    };
    return words[form];
}
