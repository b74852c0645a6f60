// SPDX-License-Identifier: Apache-2.0
#include "audit/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SINK_MODE = 0600 };

bool adm_sink_open(const char *path, int *fd, struct adm_error *err) {
    if (strcmp(path, "-") == 0) {
        *fd = STDOUT_FILENO;
        return true;
    }
    int made =
        open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, SINK_MODE);
    if (made < 0 && errno == ELOOP)
        return adm_fail(err, ADM_IO,
                        "audit file '%s' is a symbolic link: name the file itself, or - for "
                        "standard output",
                        path);
    if (made < 0)
        return adm_fail(err, ADM_IO, "open audit file '%s': %s", path, strerror(errno));
    *fd = made;
    return true;
}

void adm_sink_close(int fd) {
    if (fd > STDERR_FILENO)
        close(fd);
}

bool adm_sink_is_same(int a, int b) {
    struct stat first = {0};
    struct stat second = {0};
    return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

// Whether the regular file's last byte is something else than a newline. One that we may write but
// not read counts as whole.
static bool is_torn(const char *path, int fd) {
    struct stat found = {0};
    char last = '\n';
    int again = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (again < 0)
        return false;
    bool torn = adm_sink_is_same(fd, again) && fstat(again, &found) == 0 &&
                S_ISREG(found.st_mode) && found.st_size > 0 &&
                pread(again, &last, 1, found.st_size - 1) == 1 && last != '\n';
    close(again);
    return torn;
}

bool adm_sink_mend(const char *path, int fd, struct adm_error *err) {
    if (is_torn(path, fd) && write(fd, "\n", 1) != 1)
        return adm_fail(err, ADM_IO, "write audit file '%s': %s", path, strerror(errno));
    return true;
}
