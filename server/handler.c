// SPDX-License-Identifier: Apache-2.0
#include "server/handler.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "server/admit.h"
#include "server/health.h"
#include "server/peer.h"

static const char *header(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static const char *argument(struct MHD_Connection *connection, const char *name) {
    return MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name);
}

// libmicrohttpd has refused what is not a number already.
static uint64_t content_length(struct MHD_Connection *connection) {
    const char *text = header(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
    return text == NULL ? 0 : strtoull(text, NULL, 10);
}

static bool is_json(const char *content_type) {
    static const char json[] = "application/json";
    size_t len = sizeof json - 1;
    if (content_type == NULL || strncasecmp(content_type, json, len) != 0)
        return false;
    const char *rest = content_type + len + strspn(content_type + len, " \t");
    return *rest == '\0' || *rest == ';';
}

static bool is_read(const char *method) {
    return strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
}

static struct adm_reply refuse_method(const char *allow) {
    struct adm_reply reply =
        adm_reply_text(MHD_HTTP_METHOD_NOT_ALLOWED, ADM_STR("method not allowed\n"));
    reply.allow = allow;
    return reply;
}

static struct adm_reply reject(struct adm_worker *worker, enum adm_reject why, unsigned status,
                               struct adm_str text) {
    adm_metrics_add(&worker->shard->rejects[why], 1);
    return adm_reply_text(status, text);
}

static struct adm_reply admission(struct adm_worker *worker, struct adm_call *call,
                                  struct MHD_Connection *connection) {
    struct adm_reply reply = {0};
    if (call->state == ADM_CALL_TOO_LARGE)
        return reject(worker, ADM_REJECT_TOO_LARGE, MHD_HTTP_CONTENT_TOO_LARGE,
                      ADM_STR("the review is larger than limits.body_bytes\n"));
    if (call->state == ADM_CALL_OVER_BUDGET) {
        reply = reject(worker, ADM_REJECT_OVER_BUDGET, MHD_HTTP_TOO_MANY_REQUESTS,
                       ADM_STR("too many bytes in flight, try again\n"));
        reply.retry = true;
        return reply;
    }
    if (!adm_peer_may_ask(connection))
        return reject(worker, ADM_REJECT_CLIENT_CERTIFICATE, MHD_HTTP_FORBIDDEN,
                      ADM_STR("a client certificate of the configured client CA is needed\n"));
    if (call->state == ADM_CALL_UNWANTED)
        return reject(worker, ADM_REJECT_UNREADABLE, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
                      ADM_STR("expected Content-Type: application/json\n"));
    if (call->len == 0)
        return reject(worker, ADM_REJECT_UNREADABLE, MHD_HTTP_BAD_REQUEST,
                      ADM_STR("the body is empty: expected an AdmissionReview v1\n"));
    adm_admit_review(worker, call, adm_routes_timeout_ms(argument(connection, "timeout")), &reply);
    return reply;
}

static bool is_verbose(struct MHD_Connection *connection) {
    // "?verbose" has no value: only the enumeration and the lookup's length tell it from absent.
    const char *value = NULL;
    size_t len = 0;
    return MHD_lookup_connection_value_n(connection, MHD_GET_ARGUMENT_KIND, "verbose",
                                         strlen("verbose"), &value, &len) == MHD_YES;
}

static struct adm_reply probe(struct adm_worker *worker, struct adm_call *call,
                              struct MHD_Connection *connection) {
    if (call->route.kind == ADM_ROUTE_HEALTHZ)
        return adm_health_live();
    return adm_health_ready(worker->server, is_verbose(connection), &call->arena);
}

static struct adm_reply dispatch(struct adm_worker *worker, struct adm_call *call,
                                 struct MHD_Connection *connection, const char *method) {
    switch (call->route.kind) {
    case ADM_ROUTE_VALIDATE:
    case ADM_ROUTE_MUTATE:
        if (strcmp(method, MHD_HTTP_METHOD_POST) != 0)
            return refuse_method("POST");
        return admission(worker, call, connection);
    case ADM_ROUTE_HEALTHZ:
    case ADM_ROUTE_READYZ:
        if (!is_read(method))
            return refuse_method("GET, HEAD");
        return probe(worker, call, connection);
    case ADM_ROUTE_NONE:
    case ADM_ROUTE_METRICS:
        break;
    }
    return adm_reply_text(MHD_HTTP_NOT_FOUND, ADM_STR("not found\n"));
}

// Whether the body is a review that will be judged: no stranger's bytes take room in the budget.
static bool wants_body(struct MHD_Connection *connection, const struct adm_route *route,
                       const char *method) {
    return (route->kind == ADM_ROUTE_VALIDATE || route->kind == ADM_ROUTE_MUTATE) &&
           strcmp(method, MHD_HTTP_METHOD_POST) == 0 && adm_peer_may_ask(connection) &&
           is_json(header(connection, MHD_HTTP_HEADER_CONTENT_TYPE));
}

static enum MHD_Result begin(struct adm_worker *worker, struct MHD_Connection *connection,
                             const char *url, const char *method, void **context) {
    const struct adm_route route = adm_routes_find(url);
    struct adm_call *call = adm_call_take(worker, &route, content_length(connection));
    if (call == NULL)
        return MHD_NO;
    if (!wants_body(connection, &route, method))
        call->state = ADM_CALL_UNWANTED;
    *context = call;
    return MHD_YES;
}

// NOLINTNEXTLINE(readability-function-size): the signature is libmicrohttpd's
enum MHD_Result adm_handler_request(void *cls, struct MHD_Connection *connection, const char *url,
                                    const char *method, const char *version,
                                    const char *upload_data, size_t *upload_data_size,
                                    void **request_context) {
    struct adm_worker *worker = cls;
    struct adm_call *call = *request_context;
    (void)version;
    if (call == NULL)
        return begin(worker, connection, url, method, request_context);
    if (*upload_data_size > 0) {
        bool more =
            adm_call_receive(worker, call, (struct adm_str){upload_data, *upload_data_size});
        *upload_data_size = 0;
        return more ? MHD_YES : MHD_NO;
    }
    const struct adm_reply reply = dispatch(worker, call, connection, method);
    adm_metrics_code(worker->shard, reply.status);
    return adm_reply_send(connection, &reply, atomic_load(&worker->server->closing));
}

void adm_handler_completed(void *cls, struct MHD_Connection *connection, void **request_context,
                           enum MHD_RequestTerminationCode why) {
    if (why == MHD_REQUEST_TERMINATED_COMPLETED_OK)
        adm_reply_flush(connection);
    adm_call_release(cls, *request_context);
    *request_context = NULL;
}
