// SPDX-License-Identifier: Apache-2.0
// The command line: the first argument names the verb (server/command.h).
#pragma once

#include <stdio.h>

#include "core/error.h"

// Runs the verb and returns the exit code of the process.
int adm_cli_run(int argc, char **argv);
// Says on standard error what is wrong with the arguments or the input; returns exit code 2.
int adm_cli_refuse(const char *verb, const struct adm_error *err);
// Exit code 0, or 1 when what was printed to standard output could not be written.
int adm_cli_printed(void);
