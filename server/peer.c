// SPDX-License-Identifier: Apache-2.0
#include "server/peer.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>

struct peer {
    struct adm_tls *tls;
    bool verified, good;
};

static gnutls_session_t session_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    return info == NULL ? NULL : (gnutls_session_t)info->tls_session;
}

static struct peer *peer_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

// A client may offer h2 besides (the API server does for a loopback URL): HTTP/1.1 is chosen. One
// that offers nothing we speak gets no protocol rather than a failed handshake.
static void offer_http(gnutls_session_t session) {
    static unsigned char name[] = "http/1.1";
    const gnutls_datum_t protocol = {.data = name, .size = sizeof name - 1};
    (void)gnutls_alpn_set_protocols(session, &protocol, 1, 0);
}

static void start(struct adm_worker *worker, struct MHD_Connection *connection, void **context) {
    struct adm_tls *tls = adm_tls_acquire(&worker->server->tls);
    struct peer *peer = calloc(1, sizeof *peer);
    gnutls_session_t session = session_of(connection);
    if (peer == NULL || session == NULL) {
        // Without credentials the handshake fails and the connection ends.
        adm_tls_release(tls);
        free(peer);
        return;
    }
    peer->tls = tls;
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, tls->credentials);
    offer_http(session);
    if (tls->wants_client_certificate)
        gnutls_certificate_server_set_request(session, GNUTLS_CERT_REQUEST);
    *context = peer;
}

void adm_peer_notify(void *cls, struct MHD_Connection *connection, void **socket_context,
                     enum MHD_ConnectionNotificationCode code) {
    struct adm_worker *worker = cls;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        adm_metrics_add(&worker->shard->connections_opened, 1);
        start(worker, connection, socket_context);
        return;
    }
    struct peer *peer = *socket_context;
    if (peer != NULL) {
        adm_tls_release(peer->tls);
        free(peer);
        *socket_context = NULL;
    }
    adm_metrics_add(&worker->shard->connections_closed, 1);
    atomic_fetch_sub(&worker->connections, 1);
}

// libmicrohttpd corks a TLS socket at its first answer, and again at the first after one that it
// sent itself; and it sets TCP_NODELAY after each send, which pushes only what is in the kernel by
// then. What stays behind a cork goes out after 200 ms.
void adm_peer_push(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    int off = 0;
    if (info != NULL)
        (void)setsockopt(info->connect_fd, IPPROTO_TCP, TCP_CORK, &off, sizeof off);
}

bool adm_peer_may_ask(struct MHD_Connection *connection) {
    struct peer *peer = peer_of(connection);
    if (peer == NULL)
        return false;
    if (!peer->tls->wants_client_certificate)
        return true;
    if (!peer->verified) {
        peer->good = adm_tls_verify_peer(session_of(connection));
        peer->verified = true;
    }
    return peer->good;
}
