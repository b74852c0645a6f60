// SPDX-License-Identifier: Apache-2.0
// The arguments of a verb that reads files, by a table of its flags: `--name value`,
// `--name=value`, `-n value`, `-nvalue`; `--` ends the flags, `-` is a file.
#pragma once

#include <stddef.h>

#include "core/error.h"

// Most rows of a table.
#define ADM_FLAGS_MAX 32

enum adm_flags_type {
    ADM_FLAGS_SWITCH, // sets a bool
    ADM_FLAGS_VALUE,  // sets a const char *
    ADM_FLAGS_TAKE,   // hands its value to `take`
};

struct adm_flags_row {
    const char *name; // "--output"
    char letter;      // 'o', or 0
    enum adm_flags_type type;
    size_t offset; // in the target
    bool (*take)(void *target, const char *value, struct adm_error *err);
};

struct adm_flags {
    const char *verb; // "check", in errors
    const struct adm_flags_row *rows;
    size_t count;
    size_t files; // offset of a size_t in the target: how many arguments are no flags
};

// Fills the target in and moves the arguments that are no flags to the front of argv. ADM_INVALID
// with what would have been right.
ADM_CHECKED bool adm_flags_read(const struct adm_flags *flags, int argc, char **argv, void *target,
                                struct adm_error *err);
