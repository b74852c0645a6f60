// SPDX-License-Identifier: Apache-2.0
#include "server/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/text.h"

static void close_file(const int *fd) {
    if (*fd >= 0)
        close(*fd);
}

static bool read_all(int fd, const char *name, size_t limit, struct adm_text *text,
                     struct adm_error *err) {
    char chunk[16 * 1024];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return adm_fail(err, ADM_IO, "read '%s': %s", name, strerror(errno));
        if (got == 0)
            return true;
        if (text->len + (size_t)got > limit)
            return adm_fail(err, ADM_LIMIT, "'%s' is larger than %zu bytes", name, limit);
        adm_text_append(text, (struct adm_str){chunk, (size_t)got});
    }
}

bool adm_file_read(const char *path, size_t limit, struct adm_arena *arena, struct adm_str *out,
                   struct adm_error *err) {
    ADM_AUTO(close_file) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return adm_fail(err, ADM_IO, "open '%s': %s", path, strerror(errno));
    struct adm_text text;
    adm_text_init(&text, arena);
    ADM_TRY(read_all(fd, path, limit, &text, err));
    return adm_text_finish(&text, out, err);
}

// By its descriptor: /dev/stdin cannot be opened when it is a socket.
bool adm_file_read_stdin(size_t limit, struct adm_arena *arena, struct adm_str *out,
                         struct adm_error *err) {
    struct adm_text text;
    adm_text_init(&text, arena);
    ADM_TRY(read_all(STDIN_FILENO, ADM_FILE_STDIN, limit, &text, err));
    return adm_text_finish(&text, out, err);
}
