// SPDX-License-Identifier: Apache-2.0
// The way out without losing a request: a POST cut by a closing server is not sent again.
#pragma once

#include "server/accept.h"

// Says not ready, waits drain.wait_s for the endpoints to notice, then answers with `Connection:
// close`, stops accepting, and waits until no connection is left or drain.deadline_s is over. False
// when another end signal on `signal_fd` cut it short. The accept thread has ended in any case.
bool adm_drain_run(struct adm_server *server, struct adm_accept *accept, int signal_fd);
