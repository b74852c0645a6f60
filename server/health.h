// SPDX-License-Identifier: Apache-2.0
// The probes: /healthz says that the process answers, /readyz that it should be sent reviews.
#pragma once

#include "server/reply.h"

// Whether reviews should be sent here.
bool adm_health_is_ready(const struct adm_server *server);
// /healthz or /readyz; `verbose` lists the checks. The text lives in `arena`.
struct adm_reply adm_health_live(void);
struct adm_reply adm_health_ready(struct adm_server *server, bool verbose, struct adm_arena *arena);
