// SPDX-License-Identifier: Apache-2.0
#include "server/reply.h"

#include <gnutls/gnutls.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "server/peer.h"

// Head and body of a larger answer are sent apart; one record holds 16 KiB.
enum { TOGETHER_BYTES_MAX = 8 * 1024 };

struct adm_reply adm_reply_text(unsigned status, struct adm_str text) {
    return (struct adm_reply){
        .status = status, .body = text, .content_type = "text/plain; charset=utf-8"};
}

static gnutls_session_t session_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info == NULL ? NULL : (gnutls_session_t)info->tls_session;
}

static int socket_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info == NULL ? -1 : info->connect_fd;
}

// Whether the client has read every answer so far: then there is room for the next one.
static bool is_read(int fd) {
    int waiting = 0;
    return ioctl(fd, SIOCOUTQ, &waiting) == 0 && waiting == 0;
}

// libmicrohttpd sends head and body one by one, which wakes the client twice and costs a quarter of
// the throughput. What is sent from here on waits in the session until adm_reply_flush.
static void hold(struct MHD_Connection *connection, size_t body_bytes) {
    gnutls_session_t session = session_of(connection);
    if (session != NULL && body_bytes <= TOGETHER_BYTES_MAX && is_read(socket_of(connection)))
        gnutls_record_cork(session);
}

void adm_reply_flush(struct MHD_Connection *connection) {
    gnutls_session_t session = session_of(connection);
    if (session == NULL || gnutls_record_check_corked(session) == 0)
        return;
    size_t held = gnutls_record_check_corked(session);
    int sent = gnutls_record_uncork(session, 0);
    if (sent >= 0 && (size_t)sent == held) {
        adm_peer_push(connection);
        return;
    }
    // Gone, or without room for one answer in an empty socket. Waiting would stop this worker.
    shutdown(socket_of(connection), SHUT_RDWR);
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
    if (ok)
        hold(connection, reply->body.len);
    enum MHD_Result queued = ok ? MHD_queue_response(connection, reply->status, response) : MHD_NO;
    MHD_destroy_response(response);
    return queued;
}
