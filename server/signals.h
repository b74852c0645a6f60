// SPDX-License-Identifier: Apache-2.0
// Signals as something to wait for: SIGTERM and SIGINT, SIGHUP, SIGUSR1. No handler ever runs.
#pragma once

#include "core/error.h"

// Blocks them for this thread and every thread made after, ignores SIGPIPE; `*fd` is the caller's.
ADM_CHECKED bool adm_signals_open(int *fd, struct adm_error *err);
// The next signal's number, or 0 after `timeout_ms`.
int adm_signals_wait(int fd, int timeout_ms);
// Whether the signal asks for the end.
bool adm_signals_is_end(int number);
// Closes it and gives SIGTERM and SIGINT their usual effect back: an end that hangs can be ended.
void adm_signals_close(int *fd);
