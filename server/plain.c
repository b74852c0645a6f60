// SPDX-License-Identifier: Apache-2.0
#include "server/plain.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/health.h"
#include "server/https.h"
#include "server/routes.h"

enum { TEXT_BYTES_MAX = 1024 * 1024, CONNECTIONS = 64, TIMEOUT_S = 15 };

static struct adm_reply metrics(struct adm_server *server, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_str whole = {0};
    struct adm_snapshot *snapshot = adm_snapshot_acquire(&server->policy);
    struct adm_tls *tls = adm_tls_acquire(&server->tls);
    const struct adm_gauges gauges = {
        .inflight_bytes = atomic_load(&server->budget.used),
        .connections = adm_server_connections(server),
        .policy = snapshot->policy,
        .certificate_expires_s = tls->expires_s,
        .start_s = server->start_s,
        .ready = adm_health_is_ready(server),
    };
    adm_text_init(&text, arena);
    adm_metrics_render(&server->metrics, &gauges, &text);
    adm_tls_release(tls);
    adm_snapshot_release(snapshot);
    if (!adm_text_finish(&text, &whole, NULL))
        return adm_reply_text(MHD_HTTP_INTERNAL_SERVER_ERROR, ADM_STR("out of memory\n"));
    struct adm_reply reply = adm_reply_text(MHD_HTTP_OK, whole);
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return reply;
}

static struct adm_reply dispatch(struct adm_server *server, struct MHD_Connection *connection,
                                 enum adm_route_kind kind, struct adm_arena *arena) {
    const char *value = NULL;
    size_t len = 0;
    if (kind == ADM_ROUTE_METRICS)
        return metrics(server, arena);
    if (kind == ADM_ROUTE_HEALTHZ)
        return adm_health_live();
    if (kind != ADM_ROUTE_READYZ)
        return adm_reply_text(MHD_HTTP_NOT_FOUND, ADM_STR("not found\n"));
    bool verbose = MHD_lookup_connection_value_n(connection, MHD_GET_ARGUMENT_KIND, "verbose",
                                                 strlen("verbose"), &value, &len) == MHD_YES;
    return adm_health_ready(server, verbose, arena);
}

// Before a body could come: nothing here takes one.
static enum MHD_Result begin(struct MHD_Connection *connection, const char *method,
                             void **request_context) {
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        struct adm_reply reply =
            adm_reply_text(MHD_HTTP_METHOD_NOT_ALLOWED, ADM_STR("method not allowed\n"));
        reply.allow = "GET, HEAD";
        return adm_reply_send(connection, &reply, true);
    }
    struct adm_arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL)
        return MHD_NO;
    adm_arena_init(arena, TEXT_BYTES_MAX);
    *request_context = arena;
    return MHD_YES;
}

// NOLINTBEGIN(readability-function-size, readability-non-const-parameter): libmicrohttpd's
// signature
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload_data,
                                  size_t *upload_data_size, void **request_context) {
    struct adm_arena *arena = *request_context;
    (void)version, (void)upload_data;
    if (arena == NULL)
        return begin(connection, method, request_context);
    if (*upload_data_size > 0)
        return MHD_NO;
    const struct adm_reply reply = dispatch(cls, connection, adm_routes_find(url).kind, arena);
    return adm_reply_send(connection, &reply, false);
}
// NOLINTEND(readability-function-size, readability-non-const-parameter)

static void on_completed(void *cls, struct MHD_Connection *connection, void **request_context,
                         enum MHD_RequestTerminationCode why) {
    struct adm_arena *arena = *request_context;
    (void)cls, (void)connection, (void)why;
    if (arena == NULL)
        return;
    adm_arena_destroy(arena);
    free(arena);
    *request_context = NULL;
}

bool adm_plain_start(struct adm_plain *plain, struct adm_server *server, int listen_fd,
                     struct adm_error *err) {
    *plain = (struct adm_plain){.server = server};
    plain->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, 0, NULL, NULL, on_request, server,
        MHD_OPTION_EXTERNAL_LOGGER, adm_https_log, server, MHD_OPTION_NOTIFY_COMPLETED,
        on_completed, NULL, MHD_OPTION_LISTEN_SOCKET, listen_fd, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S, MHD_OPTION_END);
    if (plain->daemon != NULL)
        return true;
    close(listen_fd);
    return adm_fail(err, ADM_IO, "the metrics thread could not be started");
}

void adm_plain_stop(struct adm_plain *plain) {
    if (plain->daemon != NULL)
        MHD_stop_daemon(plain->daemon);
    plain->daemon = NULL;
}
