// SPDX-License-Identifier: Apache-2.0
// The arguments of `explain`, which judges as `check --mutate` does.
#pragma once

#include "server/check_options.h"

// Moves the files to the front of argv. ADM_INVALID with what would have been right.
ADM_CHECKED bool adm_explain_options_read(int argc, char **argv, struct adm_check_options *out,
                                          struct adm_error *err);
// The text of `explain --help`; static storage.
const char *adm_explain_options_help(void);
