// SPDX-License-Identifier: Apache-2.0
// `command` and `args` of a container or a probe, as the one command line that they are.
#pragma once

#include "core/error.h"
#include "core/json.h"

struct adm_credential_command {
    const struct adm_json *command, *args; // lists of strings, or NULL
    struct adm_str *words;                 // of both, in the arena
    size_t count;
};

ADM_CHECKED bool adm_credential_command_join(struct adm_credential_command *command,
                                             struct adm_arena *arena, struct adm_error *err);
// Where word `index` stands: "command" or "args" (static storage), and its place there.
const char *adm_credential_command_place(const struct adm_credential_command *command,
                                         size_t *index);
// Whether the lists of `old`, the same container or NULL, have the word with the same one before
// it: its place may have moved. Each word that is looked at costs one of `*budget`.
bool adm_credential_command_is_old(const struct adm_credential_command *command, size_t index,
                                   const struct adm_json *old, size_t *budget);
