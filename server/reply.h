// SPDX-License-Identifier: Apache-2.0
// An HTTP answer before it becomes a libmicrohttpd response.
#pragma once

#include "server/server.h"

struct adm_reply {
    unsigned status;
    struct adm_str body; // lives until the request is over
    const char *content_type;
    const char *allow; // header Allow, or NULL
    bool retry;        // header Retry-After: 1
};

// A short text for people.
struct adm_reply adm_reply_text(unsigned status, struct adm_str text);
// Queues it; `close` adds Connection: close.
enum MHD_Result adm_reply_send(struct MHD_Connection *connection, const struct adm_reply *reply,
                               bool close);
// Sends what adm_reply_send held back; when the request is completed.
void adm_reply_flush(struct MHD_Connection *connection);
