// SPDX-License-Identifier: Apache-2.0
#include "server/drain.h"

#include <time.h>

#include "server/log.h"
#include "server/signals.h"

enum { LOOK_MS = 20 };

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// False when an end signal came before `until_ms`. With `server`, its last connection ends it too.
static bool wait_until(int64_t until_ms, int signal_fd, const struct adm_server *server) {
    for (;;) {
        int64_t left_ms = until_ms - now_ms();
        if (left_ms <= 0 || (server != NULL && adm_server_connections(server) == 0))
            return true;
        int step_ms = server != NULL && left_ms > LOOK_MS ? LOOK_MS : (int)left_ms;
        if (adm_signals_is_end(adm_signals_wait(signal_fd, step_ms)))
            return false;
    }
}

bool adm_drain_run(struct adm_server *server, struct adm_accept *accept, int signal_fd) {
    const struct adm_config *config = server->config;
    int64_t start_ms = now_ms();
    atomic_store(&server->draining, true);
    ADM_LOG(ADM_LOG_INFO, "draining", ADM_LOG_INT("connections", adm_server_connections(server)),
            ADM_LOG_INT("wait_s", config->drain_wait_s),
            ADM_LOG_INT("deadline_s", config->drain_deadline_s));
    bool patient = wait_until(start_ms + config->drain_wait_s * 1000, signal_fd, NULL);
    atomic_store(&server->closing, true);
    adm_accept_stop(accept);
    patient = patient && wait_until(start_ms + config->drain_deadline_s * 1000, signal_fd, server);
    ADM_LOG(patient ? ADM_LOG_INFO : ADM_LOG_WARN, patient ? "drained" : "drain cut short",
            ADM_LOG_INT("connections", adm_server_connections(server)),
            ADM_LOG_INT("took_ms", now_ms() - start_ms));
    return patient;
}
