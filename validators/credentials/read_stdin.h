// SPDX-License-Identifier: Apache-2.0
// Passwords that a shell hands to a program on its standard input.
#pragma once

#include "validators/credentials/scan.h"

// echo x | docker login --password-stdin, kinit u <<< x: `at` is inside the words of the program
// that reads it. Looks at one line, at most 256 bytes on either side.
void adm_read_stdin_password(struct adm_scan *scan, size_t at);
