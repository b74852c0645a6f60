// SPDX-License-Identifier: Apache-2.0
#include "server/flags.h"

#include <stdio.h>
#include <string.h>

#include "core/near.h"

static bool refuse(const struct adm_flags *flags, const char *argument, struct adm_error *err) {
    const char *known[ADM_FLAGS_MAX];
    char name[64];
    for (size_t i = 0; i < flags->count; i++)
        known[i] = flags->rows[i].name;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(argument, "="), argument);
    const char *near = adm_near_word(adm_str_from(name), known, flags->count);
    if (near == NULL)
        return adm_fail(err, ADM_INVALID, "unknown flag '%s'; see %s --help", name, flags->verb);
    return adm_fail(err, ADM_INVALID, "unknown flag '%s', did you mean '%s'? See %s --help", name,
                    near, flags->verb);
}

// `*rest` is what follows the name in the same argument, or NULL.
static const struct adm_flags_row *find(const struct adm_flags *flags, const char *argument,
                                        const char **rest) {
    size_t len = strcspn(argument, "=");
    for (size_t i = 0; i < flags->count; i++) {
        const struct adm_flags_row *row = &flags->rows[i];
        bool is_long = strlen(row->name) == len && memcmp(row->name, argument, len) == 0;
        bool is_short = argument[1] != '-' && row->letter != 0 && argument[1] == row->letter;
        if (is_long)
            *rest = argument[len] == '=' ? argument + len + 1 : NULL;
        else if (is_short)
            *rest = argument[2] == '\0' ? NULL : argument + 2 + (argument[2] == '=');
        else
            continue;
        return row;
    }
    return NULL;
}

static bool put(const struct adm_flags_row *row, const char *value, void *target,
                struct adm_error *err) {
    void *slot = (char *)target + row->offset;
    if (row->type == ADM_FLAGS_TAKE)
        return row->take(slot, value, err);
    *(const char **)slot = value;
    return true;
}

static bool take(const struct adm_flags *flags, char **arguments, int *used, void *target,
                 struct adm_error *err) {
    const char *rest = NULL;
    const struct adm_flags_row *row = find(flags, arguments[0], &rest);
    *used = 1;
    if (row == NULL)
        return refuse(flags, arguments[0], err);
    if (row->type == ADM_FLAGS_SWITCH) {
        *(bool *)(void *)((char *)target + row->offset) = true;
        return rest == NULL || adm_fail(err, ADM_INVALID, "%s takes no value", row->name);
    }
    if (rest == NULL && arguments[1] != NULL) {
        rest = arguments[1];
        *used = 2;
    }
    if (rest == NULL || rest[0] == '\0')
        return adm_fail(err, ADM_INVALID, "%s needs a value", row->name);
    return put(row, rest, target, err);
}

bool adm_flags_read(const struct adm_flags *flags, int argc, char **argv, void *target,
                    struct adm_error *err) {
    bool only_files = false;
    int used = 1;
    size_t count = 0;
    for (int i = 1; i < argc; i += used) {
        used = 1;
        if (only_files || argv[i][0] != '-' || argv[i][1] == '\0')
            argv[count++] = argv[i];
        else if (strcmp(argv[i], "--") == 0)
            only_files = true;
        else
            ADM_TRY(take(flags, argv + i, &used, target, err));
    }
    *(size_t *)(void *)((char *)target + flags->files) = count;
    return true;
}
