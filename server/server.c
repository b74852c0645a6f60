// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

unsigned adm_server_connections(const struct adm_server *server) {
    unsigned total = 0;
    for (size_t i = 0; i < server->worker_count; i++)
        total += atomic_load(&server->workers[i].connections);
    return total;
}
