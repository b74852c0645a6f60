// SPDX-License-Identifier: Apache-2.0
// "ADDR:PORT" texts and the sockets that listen there.
#pragma once

#include "core/error.h"
#include "core/str.h"

// Longest text of an address, with its NUL: "[" IPv6 with a zone "]:" port.
#define ADM_ADDRESS_MAX 80

// ADM_INVALID for what has not the form "ADDR:PORT"; looks nothing up.
ADM_CHECKED bool adm_address_check(struct adm_str text, struct adm_error *err);
// A listening socket, close-on-exec and non-blocking; "[::1]:8443" for IPv6, port 0 for any free
// port. The caller closes it.
ADM_CHECKED bool adm_address_listen(const char *text, int backlog, int *fd, struct adm_error *err);
// The address a socket is bound to, as text.
void adm_address_of(int fd, char out[ADM_ADDRESS_MAX]);
