// SPDX-License-Identifier: Apache-2.0
// The accept thread: takes connections from the listening socket and spreads them over the workers.
// A listening socket shared by the workers would leave all of a few connections on one of them.
#pragma once

#include <pthread.h>

#include "server/server.h"

struct adm_accept {
    struct adm_server *server;
    int listen_fd, stop_fd; // owned
    pthread_t thread;
};

// Takes the listening socket over, also when it fails.
ADM_CHECKED bool adm_accept_start(struct adm_accept *accept, struct adm_server *server,
                                  int listen_fd, struct adm_error *err);
// Ends the thread and closes the listening socket; once.
void adm_accept_stop(struct adm_accept *accept);
