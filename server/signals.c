// SPDX-License-Identifier: Apache-2.0
#include "server/signals.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

static sigset_t handled(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGUSR1);
    return set;
}

bool adm_signals_open(int *fd, struct adm_error *err) {
    const sigset_t set = handled();
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    int made = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (made < 0)
        return adm_fail(err, ADM_IO, "signalfd: %s", strerror(errno));
    *fd = made;
    return true;
}

int adm_signals_wait(int fd, int timeout_ms) {
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    struct signalfd_siginfo info;
    if (poll(&ready, 1, timeout_ms) <= 0)
        return 0;
    return read(fd, &info, sizeof info) == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

bool adm_signals_is_end(int number) { return number == SIGTERM || number == SIGINT; }

void adm_signals_close(int *fd) {
    if (*fd < 0)
        return;
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    close(*fd);
    *fd = -1;
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
