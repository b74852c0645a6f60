// SPDX-License-Identifier: Apache-2.0
#include "look.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct adm_arena arena;
static struct adm_detector detector;
static char *copy;

static void forget(void) {
    adm_arena_destroy(&arena);
    free(copy);
    copy = NULL;
}

const struct adm_detector *look(const char *key, struct adm_str text,
                                enum adm_detector_place place) {
    static bool registered;
    if (!registered)
        atexit(forget);
    registered = true;
    forget();
    copy = malloc(text.len == 0 ? 1 : text.len);
    cr_assert_not_null(copy);
    memcpy(copy, text.data, text.len);
    struct adm_detector_value value = {
        .text = {copy, text.len}, .key = adm_str_from(key), .place = place};
    adm_arena_init(&arena, (size_t)256 * 1024 * 1024);
    adm_detector_init(&detector, &arena, ADM_DETECTOR_BUDGET);
    cr_assert(adm_detector_scan(&detector, &value, NULL));
    return &detector;
}

bool look_finds(const char *key, const char *text, const char *part) {
    const struct adm_detector *found = look(key, adm_str_from(text), ADM_DETECTOR_CONFIG);
    size_t covering = 0;
    if (part == NULL)
        return found->count > 0;
    for (size_t i = 0; i < found->count; i++) {
        const struct adm_detector_finding *finding = &found->findings[i];
        covering += finding->length == strlen(part) &&
                    memcmp(text + finding->offset, part, finding->length) == 0;
    }
    return covering == 1;
}

bool look_is_clean(const char *key, const char *text) {
    return look(key, adm_str_from(text), ADM_DETECTOR_CONFIG)->count == 0;
}
