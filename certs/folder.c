// SPDX-License-Identifier: Apache-2.0
#include "certs/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "certs/crypto.h"

enum { FOLDER_MODE = 0700, FILE_MODE = 0600 };

static void close_file(const int *fd) {
    if (*fd >= 0)
        close(*fd);
}

bool adm_folder_make(const char *path, struct adm_error *err) {
    if (mkdir(path, FOLDER_MODE) != 0 && errno != EEXIST)
        return adm_fail(err, ADM_IO, "make directory '%s': %s", path, strerror(errno));
    return true;
}

bool adm_folder_open(const char *path, struct adm_folder *out, struct adm_error *err) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return adm_fail(err, ADM_IO, "open directory '%s': %s", path, strerror(errno));
    // A courtesy between our own processes; a file system without locks still never overwrites.
    while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
        continue;
    *out = (struct adm_folder){.path = path, .fd = fd};
    return true;
}

void adm_folder_close(struct adm_folder *folder) {
    if (folder->path != NULL)
        close(folder->fd);
    *folder = (struct adm_folder){0};
}

bool adm_folder_has(const struct adm_folder *folder, const char *name) {
    struct stat found;
    return fstatat(folder->fd, name, &found, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
}

static bool fail_io(const struct adm_folder *folder, const char *doing, const char *name,
                    struct adm_error *err) {
    return adm_fail(err, ADM_IO, "%s '%s/%s': %s", doing, folder->path, name, strerror(errno));
}

// Up to `limit` bytes; -1 with errno.
static ssize_t read_all(int fd, char *out, size_t limit) {
    size_t len = 0;
    while (len < limit) {
        ssize_t got = read(fd, out + len, limit - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    return (ssize_t)len;
}

bool adm_folder_read(const struct adm_folder *folder, const char *name, char *out, size_t *len,
                     struct adm_error *err) {
    struct stat found = {0};
    // O_NONBLOCK: a FIFO of that name must not hold us.
    ADM_AUTO(close_file)
    int fd = openat(folder->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0 || fstat(fd, &found) != 0)
        return fail_io(folder, "open", name, err);
    if (!S_ISREG(found.st_mode))
        return adm_fail(err, ADM_INVALID, "'%s/%s' is no regular file", folder->path, name);
    if (found.st_size > (off_t)ADM_FOLDER_FILE_MAX)
        return adm_fail(err, ADM_LIMIT, "'%s/%s' is larger than %zu bytes", folder->path, name,
                        ADM_FOLDER_FILE_MAX);
    ssize_t got = read_all(fd, out, ADM_FOLDER_FILE_MAX);
    if (got < 0)
        return fail_io(folder, "read", name, err);
    *len = (size_t)got;
    return true;
}

static bool write_all(int fd, struct adm_str bytes) {
    while (bytes.len > 0) {
        ssize_t put = write(fd, bytes.data, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes = adm_str_slice(bytes, (size_t)put, bytes.len);
    }
    return true;
}

static bool choose_temporary(struct adm_folder_file *file, struct adm_error *err) {
    uint64_t number = 0;
    if (RAND_bytes((unsigned char *)&number, sizeof number) != 1)
        return adm_fail(err, ADM_CRYPTO, "no random number: %s", adm_crypto_words().text);
    snprintf(file->temporary, sizeof file->temporary, ".%.16s.%016llx.tmp", file->name,
             (unsigned long long)number);
    return true;
}

static bool stage(const struct adm_folder *folder, struct adm_folder_file *file,
                  struct adm_error *err) {
    ADM_TRY(choose_temporary(file, err));
    ADM_AUTO(close_file)
    int fd = openat(folder->fd, file->temporary,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
    if (fd < 0) {
        file->temporary[0] = '\0';
        return fail_io(folder, "create", file->name, err);
    }
    // The umask may have taken bits from the owner.
    if (fchmod(fd, FILE_MODE) != 0 || !write_all(fd, file->bytes) || fsync(fd) != 0)
        return fail_io(folder, "write", file->name, err);
    return true;
}

// Gives the file its name unless that is taken; NFS has no flags for a rename, but links.
static bool publish(const struct adm_folder *folder, struct adm_folder_file *file,
                    struct adm_error *err) {
    int failed = renameat2(folder->fd, file->temporary, folder->fd, file->name, RENAME_NOREPLACE);
    if (failed != 0 && (errno == EINVAL || errno == ENOSYS)) {
        failed = linkat(folder->fd, file->temporary, folder->fd, file->name, 0);
        if (failed == 0)
            unlinkat(folder->fd, file->temporary, 0);
    }
    if (failed != 0)
        return fail_io(folder, "create", file->name, err);
    file->published = true;
    return true;
}

static bool add_all(const struct adm_folder *folder, struct adm_folder_file *files, size_t count,
                    struct adm_error *err) {
    for (size_t i = 0; i < count; i++)
        ADM_TRY(stage(folder, &files[i], err));
    for (size_t i = 0; i < count; i++)
        ADM_TRY(publish(folder, &files[i], err));
    // Some file systems cannot sync a directory, and say so with EINVAL.
    if (fsync(folder->fd) != 0 && errno != EINVAL)
        return adm_fail(err, ADM_IO, "sync '%s': %s", folder->path, strerror(errno));
    return true;
}

static void take_back(const struct adm_folder *folder, const struct adm_folder_file *files,
                      size_t count) {
    for (size_t i = 0; i < count; i++) {
        const char *name = files[i].published ? files[i].name : files[i].temporary;
        if (name[0] != '\0')
            unlinkat(folder->fd, name, 0);
    }
}

bool adm_folder_add(const struct adm_folder *folder, struct adm_folder_file *files, size_t count,
                    struct adm_error *err) {
    if (add_all(folder, files, count, err))
        return true;
    take_back(folder, files, count);
    return false;
}
