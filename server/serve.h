// SPDX-License-Identifier: Apache-2.0
// The life of a server: start, watch for signals and changed files, drain, stop.
#pragma once

#include "server/config.h"

// Runs until a signal ends it; logs what happens. Exit code: 0 after a drain, 1 when it could not
// start or a second signal cut the drain short.
int adm_serve_run(const struct adm_config *config);
