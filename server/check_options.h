// SPDX-License-Identifier: Apache-2.0
// The arguments of `check` and `check rollback`, and of `explain` (server/explain_options.h).
// Everything borrows from argv.
#pragma once

#include <stddef.h>

#include "core/error.h"

// Most --group flags; each may hold several names between commas.
#define ADM_CHECK_GROUPS_MAX 32

// What --environment takes for a namespace without the label.
#define ADM_CHECK_UNLABELLED "unlabelled"

struct adm_check_options {
    const char *verb;        // as messages call it: "check"
    const char *environment; // NULL: the one that judges unlabelled namespaces, in full
    const char *policy;      // a file; NULL: the shipped policy
    const char *namespace;   // of objects that name none
    const char *user;        // who would write the objects
    const char *groups[ADM_CHECK_GROUPS_MAX]; // of the user, as given: "a" or "a,b"
    size_t group_count;
    const char *output; // "text" or "json"
    bool mutate, json, help;
    bool namespace_asks; // as in a namespace with the label floe.dev/inject: "true"
    bool helm_release;   // the files are stored releases of Helm
    bool history;        // `check rollback`: said so; what else could they be
    char **files;        // "-" is standard input
    size_t file_count;
};

// Moves the files to the front of argv. ADM_INVALID with what would have been right.
ADM_CHECKED bool adm_check_options_read(int argc, char **argv, struct adm_check_options *out,
                                        struct adm_error *err);
ADM_CHECKED bool adm_check_options_read_rollback(int argc, char **argv,
                                                 struct adm_check_options *out,
                                                 struct adm_error *err);
// The text of `check --help`, `check rollback --help`; static storage.
const char *adm_check_options_help(void);
const char *adm_check_options_rollback_help(void);
