// SPDX-License-Identifier: Apache-2.0
#include "server/address.h"

#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct parts {
    char host[64];
    char port[8];
};

static bool split(const char *text, struct parts *out, struct adm_error *err) {
    const char *colon = strrchr(text, ':');
    bool bracketed = text[0] == '[', closed = strchr(text, ']') != NULL;
    size_t host = colon == NULL ? 0 : (size_t)(colon - text);
    if (colon == NULL || host >= sizeof out->host || colon[1] == '\0' ||
        strlen(colon + 1) >= sizeof out->port ||
        strspn(colon + 1, "0123456789") != strlen(colon + 1))
        return adm_fail(err, ADM_INVALID, "'%.64s' is not ADDR:PORT", text);
    if (strtoul(colon + 1, NULL, 10) > UINT16_MAX)
        return adm_fail(err, ADM_INVALID, "'%.64s' is not ADDR:PORT: ports end at 65535", text);
    if (bracketed != closed || (bracketed && (host < 3 || text[host - 1] != ']')))
        return adm_fail(err, ADM_INVALID, "'%.64s' is not [ADDR]:PORT", text);
    memcpy(out->host, text + (bracketed ? 1 : 0), host - (bracketed ? 2 : 0));
    memcpy(out->port, colon + 1, strlen(colon + 1));
    return true;
}

bool adm_address_check(struct adm_str text, struct adm_error *err) {
    char copy[ADM_ADDRESS_MAX];
    struct parts parts = {0};
    if (text.len >= sizeof copy)
        return adm_fail(err, ADM_INVALID, "'%.*s…' is not ADDR:PORT", 64, text.data);
    memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    return split(copy, &parts, err);
}

static bool bind_and_listen(int fd, const struct addrinfo *where, int backlog) {
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return bind(fd, where->ai_addr, where->ai_addrlen) == 0 && listen(fd, backlog) == 0;
}

bool adm_address_listen(const char *text, int backlog, int *fd, struct adm_error *err) {
    struct parts parts = {0};
    ADM_TRY(split(text, &parts, err));
    const struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
                                   .ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    int failed = getaddrinfo(parts.host[0] == '\0' ? NULL : parts.host, parts.port, &hints, &found);
    if (failed != 0)
        return adm_fail(err, ADM_INVALID, "address '%.64s': %s", text, gai_strerror(failed));
    int made = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool ok = made >= 0 && bind_and_listen(made, found, backlog);
    int why = errno;
    freeaddrinfo(found);
    if (!ok) {
        if (made >= 0)
            close(made);
        return adm_fail(err, ADM_IO, "listen on %.64s: %s", text, strerror(why));
    }
    *fd = made;
    return true;
}

void adm_address_of(int fd, char out[ADM_ADDRESS_MAX]) {
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof address;
    char host[64] = "?";
    char port[8] = "?";
    if (getsockname(fd, (struct sockaddr *)&address, &len) == 0)
        (void)getnameinfo((const struct sockaddr *)&address, len, host, sizeof host, port,
                          sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
    snprintf(out, ADM_ADDRESS_MAX, address.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host, port);
}
