// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_command.h"

static size_t length(const struct adm_json *list) {
    return adm_json_is(list, ADM_JSON_ARRAY) ? list->count : 0;
}

bool adm_credential_command_join(struct adm_credential_command *command, struct adm_arena *arena,
                                 struct adm_error *err) {
    const struct adm_json *lists[] = {command->command, command->args};
    size_t count = length(command->command) + length(command->args), at = 0;
    struct adm_str *words = adm_arena_array(arena, count + 1, sizeof *words);
    if (words == NULL)
        return adm_fail(err, ADM_MEMORY, "a command line is too long to be searched");
    for (size_t i = 0; i < 2; i++) {
        struct adm_json_iter it = adm_json_iter(lists[i]);
        while (adm_json_next(&it))
            words[at++] = adm_json_text(it.value);
    }
    command->words = words;
    command->count = at;
    return true;
}

const char *adm_credential_command_place(const struct adm_credential_command *command,
                                         size_t *index) {
    size_t first = length(command->command);
    if (*index < first)
        return "command";
    *index -= first;
    return "args";
}

static bool has_pair(const struct adm_json *list, const struct adm_str *before, struct adm_str word,
                     size_t *budget) {
    struct adm_str last = {0};
    struct adm_json_iter it = adm_json_iter(list);
    while (*budget > 0 && adm_json_next(&it)) {
        struct adm_str now = adm_json_text(it.value);
        --*budget;
        if (adm_str_equal(now, word) && (before == NULL || adm_str_equal(last, *before)))
            return true;
        last = now;
    }
    return false;
}

bool adm_credential_command_is_old(const struct adm_credential_command *command, size_t index,
                                   const struct adm_json *old, size_t *budget) {
    struct adm_str word = command->words[index];
    bool first = index == 0 || index == length(command->command);
    const struct adm_str *before = first ? NULL : &command->words[index - 1];
    return has_pair(adm_json_get(old, "command"), before, word, budget) ||
           has_pair(adm_json_get(old, "args"), before, word, budget);
}
