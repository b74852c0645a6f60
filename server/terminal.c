// SPDX-License-Identifier: Apache-2.0
#include "server/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// https://no-color.org
bool adm_terminal_has_colour(FILE *out) {
    const char *no = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(fileno(out)) == 1 && (no == NULL || no[0] == '\0') &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}
