// SPDX-License-Identifier: Apache-2.0
#include "server/https.h"

#include <gnutls/abstract.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/call.h"
#include "server/handler.h"
#include "server/log.h"
#include "server/peer.h"

// Wiped after every request: larger is slower.
enum { CONNECTION_MEMORY = 32 * 1024, SPARE_CONNECTIONS = 64 };

static const char priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

void adm_https_log(void *cls, const char *format, va_list arguments) {
    static struct adm_log_limit limit = {.burst = 5, .window_s = 10};
    struct adm_server *server = cls;
    char message[256];
    uint64_t held_back = 0;
    atomic_fetch_add(&server->metrics.shared.tls_noise, 1);
    if (!adm_log_limit_allows(&limit, &held_back))
        return;
    vsnprintf(message, sizeof message, format, arguments);
    message[strcspn(message, "\n")] = '\0';
    ADM_LOG(ADM_LOG_INFO, "connection trouble", ADM_LOG_TEXT("detail", message),
            ADM_LOG_INT("not_shown", held_back));
}

// libmicrohttpd insists on a certificate of its own; ours are set for each session.
// NOLINTNEXTLINE(readability-function-size): the signature is GnuTLS's
static int no_certificate(gnutls_session_t session, const gnutls_datum_t *authorities, int count,
                          const gnutls_pk_algorithm_t *algorithms, int algorithm_count,
                          gnutls_pcert_st **certificate, unsigned *length, gnutls_privkey_t *key) {
    (void)session, (void)authorities, (void)count, (void)algorithms, (void)algorithm_count;
    *certificate = NULL;
    *length = 0;
    *key = NULL;
    return -1;
}

static struct MHD_Daemon *start_daemon(struct adm_worker *worker) {
    const struct adm_config *config = worker->server->config;
    // Not epoll: with it libmicrohttpd 0.9.75 turns without rest while a client is in the middle of
    // its handshake, and one that never ends it takes a processor.
    const unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_TLS | MHD_USE_ITC |
                           MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, adm_handler_request, worker, MHD_OPTION_EXTERNAL_LOGGER,
        adm_https_log, worker->server, MHD_OPTION_NOTIFY_COMPLETED, adm_handler_completed, worker,
        MHD_OPTION_NOTIFY_CONNECTION, adm_peer_notify, worker, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)config->timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)config->connections + SPARE_CONNECTIONS,
        MHD_OPTION_HTTPS_PRIORITIES, priorities, MHD_OPTION_HTTPS_CERT_CALLBACK, no_certificate,
        MHD_OPTION_END);
}

bool adm_https_start(struct adm_server *server, struct adm_error *err) {
    server->workers = calloc(server->worker_count, sizeof *server->workers);
    if (server->workers == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for %zu threads", server->worker_count);
    for (size_t i = 0; i < server->worker_count; i++) {
        struct adm_worker *worker = &server->workers[i];
        worker->server = server;
        worker->shard = &server->metrics.shards[i];
        worker->daemon = start_daemon(worker);
        if (worker->daemon == NULL) {
            adm_https_stop(server);
            return adm_fail(err, ADM_IO, "the HTTPS threads could not be started");
        }
    }
    return true;
}

void adm_https_add(struct adm_server *server, int fd, const struct sockaddr *address,
                   socklen_t len) {
    struct adm_worker *least = &server->workers[0];
    for (size_t i = 1; i < server->worker_count; i++) {
        if (atomic_load(&server->workers[i].connections) < atomic_load(&least->connections))
            least = &server->workers[i];
    }
    atomic_fetch_add(&least->connections, 1);
    if (MHD_add_connection(least->daemon, fd, address, len) != MHD_YES)
        atomic_fetch_sub(&least->connections, 1);
}

void adm_https_stop(struct adm_server *server) {
    if (server->workers == NULL)
        return;
    for (size_t i = 0; i < server->worker_count; i++) {
        struct adm_worker *worker = &server->workers[i];
        if (worker->daemon == NULL)
            continue;
        MHD_stop_daemon(worker->daemon);
        worker->daemon = NULL;
        adm_call_free_spares(worker);
        adm_platform_cache_destroy(&worker->cache);
    }
    free(server->workers);
    server->workers = NULL;
}
