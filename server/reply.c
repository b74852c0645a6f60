// SPDX-License-Identifier: Apache-2.0
#include "server/reply.h"

struct adm_reply adm_reply_text(unsigned status, struct adm_str text) {
    return (struct adm_reply){
        .status = status, .body = text, .content_type = "text/plain; charset=utf-8"};
}

enum MHD_Result adm_reply_send(struct MHD_Connection *connection, const struct adm_reply *reply,
                               bool close) {
    // MHD copies nothing and writes nothing in a persistent body.
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->body.len, (void *)(uintptr_t)reply->body.data, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return MHD_NO;
    bool ok = MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
                                      reply->content_type) == MHD_YES;
    if (reply->allow != NULL)
        ok = ok && MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, reply->allow);
    if (reply->retry)
        ok = ok && MHD_add_response_header(response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
    if (close)
        ok = ok && MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
    enum MHD_Result queued = ok ? MHD_queue_response(connection, reply->status, response) : MHD_NO;
    MHD_destroy_response(response);
    return queued;
}
