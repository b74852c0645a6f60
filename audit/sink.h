// SPDX-License-Identifier: Apache-2.0
// Where audit lines go: opening the file, and knowing it again after a rotation.
#pragma once

#include "core/error.h"

// Opens `path` to append (made with mode 0600), or standard output for "-". ADM_IO.
ADM_CHECKED bool adm_sink_open(const char *path, int *fd, struct adm_error *err);
// Ends the line that a crash left unfinished, so that the next record is not lost with it. Only
// before anybody writes there. ADM_IO.
ADM_CHECKED bool adm_sink_mend(const char *path, int fd, struct adm_error *err);
// Standard output stays open.
void adm_sink_close(int fd);
// Whether both are one file.
bool adm_sink_is_same(int a, int b);
