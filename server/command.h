// SPDX-License-Identifier: Apache-2.0
// The verbs of the command line: one file each, server/command_<verb>.c. Each gets the arguments
// after the verb (argv[0] is the verb) and returns the exit code: 0 clean, 1 findings or a failed
// run, 2 unusable input or arguments.
#pragma once

int adm_command_serve(int argc, char **argv);
int adm_command_check(int argc, char **argv);
int adm_command_rollback(int argc, char **argv); // `check rollback`; argv[0] is "rollback"
int adm_command_explain(int argc, char **argv);
int adm_command_validate(int argc, char **argv);
int adm_command_schema(int argc, char **argv);
int adm_command_certs(int argc, char **argv);
