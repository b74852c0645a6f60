// SPDX-License-Identifier: Apache-2.0
// What is remembered of a connection: its generation of credentials, and whether its client
// certificate was good.
#pragma once

#include "server/server.h"

// libmicrohttpd's MHD_OPTION_NOTIFY_CONNECTION; `cls` is the worker.
void adm_peer_notify(void *cls, struct MHD_Connection *connection, void **socket_context,
                     enum MHD_ConnectionNotificationCode code);
// Sends what the kernel holds back: after an answer that libmicrohttpd did not send itself.
void adm_peer_push(struct MHD_Connection *connection);
// Whether the connection may ask for admission: true without client CAs; verified once, then
// remembered.
bool adm_peer_may_ask(struct MHD_Connection *connection);
