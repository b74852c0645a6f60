// SPDX-License-Identifier: Apache-2.0
// The HTTPS workers: one libmicrohttpd daemon and thread each, fed by the accept thread.
#pragma once

#include <sys/socket.h>

#include "server/server.h"

// Starts server->workers (their number is server->worker_count). On failure none runs.
ADM_CHECKED bool adm_https_start(struct adm_server *server, struct adm_error *err);
// Hands a connected socket to the worker with the fewest connections; it is closed on failure.
void adm_https_add(struct adm_server *server, int fd, const struct sockaddr *address,
                   socklen_t len);
// Ends the threads and every connection; nothing when none was started.
void adm_https_stop(struct adm_server *server);
// libmicrohttpd's logger, rate-limited; `cls` is the server.
void adm_https_log(void *cls, const char *format, va_list arguments) ADM_PRINTF(2, 0);
