// SPDX-License-Identifier: Apache-2.0
#include "server/accept.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/https.h"
#include "server/log.h"

enum { BACK_OFF_MS = 50 };

static void report(const char *message, const char *why) {
    static struct adm_log_limit limit = {.burst = 1, .window_s = 10};
    uint64_t held_back = 0;
    if (adm_log_limit_allows(&limit, &held_back))
        ADM_LOG(ADM_LOG_WARN, message, ADM_LOG_TEXT("error", why),
                ADM_LOG_INT("not_shown", held_back));
}

// Waits for a connection, or `timeout_ms`; false when the thread should end.
static bool wait_for_work(const struct adm_accept *accept, bool listening, int timeout_ms) {
    struct pollfd fds[] = {{.fd = accept->stop_fd, .events = POLLIN},
                           {.fd = accept->listen_fd, .events = POLLIN}};
    (void)poll(fds, listening ? 2 : 1, timeout_ms);
    return (fds[0].revents & POLLIN) == 0;
}

// Whether accept4 should be tried again at once.
static bool is_passing(int error) {
    return error == EINTR || error == ECONNABORTED || error == EPROTO || error == ENETDOWN ||
           error == EHOSTDOWN || error == EHOSTUNREACH || error == ENETUNREACH;
}

static void hand_over(struct adm_server *server, int fd, const struct sockaddr_storage *address,
                      socklen_t len) {
    if (adm_server_connections(server) >= (unsigned)server->config->connections) {
        atomic_fetch_add(&server->metrics.shared.connections_refused, 1);
        report("connection refused", "limits.connections is reached");
        close(fd);
        return;
    }
    adm_https_add(server, fd, (const struct sockaddr *)address, len);
}

// Accepts what is waiting; false when descriptors or memory ran out.
static bool accept_waiting(const struct adm_accept *accept) {
    for (;;) {
        struct sockaddr_storage address;
        socklen_t len = sizeof address;
        int fd = accept4(accept->listen_fd, (struct sockaddr *)&address, &len,
                         SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
            hand_over(accept->server, fd, &address, len);
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return true;
        if (is_passing(errno))
            continue;
        atomic_fetch_add(&accept->server->metrics.shared.accept_errors, 1);
        report("cannot accept connections", strerror(errno));
        return false;
    }
}

static void *run(void *argument) {
    const struct adm_accept *accept = argument;
    bool listening = true;
    while (wait_for_work(accept, listening, listening ? -1 : BACK_OFF_MS))
        listening = accept_waiting(accept);
    // Whoever the kernel has already connected would be cut off with the socket.
    (void)accept_waiting(accept);
    return NULL;
}

bool adm_accept_start(struct adm_accept *accept, struct adm_server *server, int listen_fd,
                      struct adm_error *err) {
    *accept = (struct adm_accept){.server = server, .listen_fd = listen_fd};
    accept->stop_fd = eventfd(0, EFD_CLOEXEC);
    if (accept->stop_fd < 0) {
        close(listen_fd);
        return adm_fail(err, ADM_IO, "eventfd: %s", strerror(errno));
    }
    int failed = pthread_create(&accept->thread, NULL, run, accept);
    if (failed != 0) {
        close(listen_fd);
        close(accept->stop_fd);
        return adm_fail(err, ADM_IO, "start the accept thread: %s", strerror(failed));
    }
    pthread_setname_np(accept->thread, "accept");
    return true;
}

void adm_accept_stop(struct adm_accept *accept) {
    uint64_t one = 1;
    ssize_t written = write(accept->stop_fd, &one, sizeof one);
    (void)written;
    pthread_join(accept->thread, NULL);
    close(accept->listen_fd);
    close(accept->stop_fd);
}
