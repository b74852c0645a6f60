// SPDX-License-Identifier: Apache-2.0
// The arguments of `validate`. Everything borrows from argv.
#pragma once

#include <stddef.h>

#include "core/error.h"

enum adm_validate_output {
    ADM_VALIDATE_TEXT,
    ADM_VALIDATE_LINE,
    ADM_VALIDATE_JSON,
    ADM_VALIDATE_SARIF,
    ADM_VALIDATE_JUNIT,
    ADM_VALIDATE_OUTPUTS,
};

enum adm_validate_colour { ADM_VALIDATE_AUTO, ADM_VALIDATE_ALWAYS, ADM_VALIDATE_NEVER };

struct adm_validate_options {
    const char *profile;     // "1.2", "1.3", or NULL: the environment's
    const char *environment; // NULL: the one that a file's folder names
    const char *policy;      // a file; NULL: the shipped policy
    enum adm_validate_output output;
    enum adm_validate_colour colour;
    bool list_profiles, warnings_as_errors, help;
    char **files; // "-" is standard input
    size_t file_count;
};

// Moves the files to the front of argv. ADM_INVALID with what would have been right.
ADM_CHECKED bool adm_validate_options_read(int argc, char **argv, struct adm_validate_options *out,
                                           struct adm_error *err);
// The text of `validate --help`; static storage.
const char *adm_validate_options_help(void);
