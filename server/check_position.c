// SPDX-License-Identifier: Apache-2.0
#include "server/check_position.h"

#include <stdlib.h>
#include <string.h>

static const char *skip(const char *text, const char *word) {
    size_t len = strlen(word);
    return text != NULL && strncmp(text, word, len) == 0 ? text + len : NULL;
}

static const char *read_number(const char *text, uint32_t *out) {
    char *end = NULL;
    if (text == NULL || *text < '0' || *text > '9')
        return NULL;
    unsigned long number = strtoul(text, &end, 10);
    if (number > UINT32_MAX)
        return NULL;
    *out = (uint32_t)number;
    return end;
}

const char *adm_check_position_read(const char *message, const char *before, const char *between,
                                    struct adm_check_position *out) {
    struct adm_check_position position = {0};
    const char *rest = read_number(skip(message, before), &position.line);
    rest = read_number(skip(rest, between), &position.column);
    rest = skip(rest, ": ");
    if (rest != NULL)
        *out = position;
    return rest;
}
