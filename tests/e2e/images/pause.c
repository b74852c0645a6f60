// SPDX-License-Identifier: Apache-2.0
// The process that holds a pod's namespaces, and the one that holds the whole node's: it waits, and
// buries whoever loses its parent. Static, so that an image of it needs nothing else.
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

static void end(int number) {
    (void)number;
    _exit(0);
}

int main(void) {
    const struct sigaction ends = {.sa_handler = end};

    // The first process of a process namespace hears no signal that it does not handle.
    if (sigaction(SIGTERM, &ends, NULL) != 0 || sigaction(SIGINT, &ends, NULL) != 0)
        return 1;
    for (;;) {
        if (wait(NULL) < 0 && errno == ECHILD)
            (void)sleep(1);
    }
}
