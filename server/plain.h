// SPDX-License-Identifier: Apache-2.0
// The plain port: GET /metrics, /healthz, /readyz. No admission.
#pragma once

#include "server/server.h"

struct adm_plain {
    struct adm_server *server;
    struct MHD_Daemon *daemon;
};

// Takes the listening socket over, also when it fails.
ADM_CHECKED bool adm_plain_start(struct adm_plain *plain, struct adm_server *server, int listen_fd,
                                 struct adm_error *err);
void adm_plain_stop(struct adm_plain *plain);
