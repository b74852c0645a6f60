// SPDX-License-Identifier: Apache-2.0
#include "certs/store.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "certs/folder.h"
#include "certs/pem.h"

enum { PATH_BYTES = 128, FILE_COUNT = 4 };

static const char *const files[FILE_COUNT] = {"ca.crt", "ca.key", "tls.crt", "tls.key"};

static char base[] = "/tmp/floe-certs-XXXXXX";
static char folder[64];
static struct adm_store_request request;

// The paths are used up before four more are asked for.
static const char *path_of(const char *name) {
    static char paths[4][PATH_BYTES];
    static unsigned next = 0;
    char *path = paths[next++ % 4];
    snprintf(path, PATH_BYTES, "%s/%s", folder, name);
    return path;
}

static void setup(void) {
    cr_assert_not_null(mkdtemp(base));
    snprintf(folder, sizeof folder, "%s/certs", base);
    request = (struct adm_store_request){.directory = folder};
}

static size_t count_entries(void) {
    DIR *listing = opendir(folder);
    const struct dirent *entry = NULL;
    size_t count = 0;
    while (listing != NULL && (entry = readdir(listing)) != NULL)
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    if (listing != NULL)
        closedir(listing);
    return count;
}

static void teardown(void) {
    cr_expect_eq(ERR_peek_error(), 0, "OpenSSL's error queue is empty");
    for (size_t i = 0; i < FILE_COUNT; i++)
        unlink(path_of(files[i]));
    rmdir(folder);
    cr_expect_eq(rmdir(base), 0, "nothing is left behind");
}

TestSuite(store, .init = setup, .fini = teardown);

static void init(void) {
    struct adm_error err = {0};
    cr_assert(adm_store_init(&request, &err), "%s", err.message);
}

static void write_file(const char *name, const char *text) {
    FILE *file = fopen(path_of(name), "we");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

struct content {
    char bytes[4096];
};

static struct content read_file(const char *name) {
    struct content content = {0};
    int fd = open(path_of(name), O_RDONLY | O_CLOEXEC);
    cr_assert_geq(fd, 0);
    cr_assert_gt(read(fd, content.bytes, sizeof content.bytes - 1), 0);
    close(fd);
    return content;
}

static bool is_same_file(const struct content *before, const char *name) {
    struct content now = read_file(name);
    return strcmp(before->bytes, now.bytes) == 0;
}

static void expect_modes(void) {
    struct stat found = {0};
    cr_assert_eq(stat(folder, &found), 0);
    cr_expect_eq(found.st_mode & 07777U, 0700U);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        cr_assert_eq(lstat(path_of(files[i]), &found), 0, "%s", files[i]);
        cr_expect(S_ISREG(found.st_mode));
        cr_expect_eq(found.st_mode & 07777U, 0600U, "%s", files[i]);
    }
    cr_expect_eq(count_entries(), FILE_COUNT);
}

Test(store, init_makes_a_set_for_its_owner_alone) {
    init();
    expect_modes();
}

Test(store, modes_do_not_depend_on_the_umask) {
    mode_t before = umask(0);
    init();
    umask(before);
    expect_modes();
    for (size_t i = 0; i < FILE_COUNT; i++)
        unlink(path_of(files[i]));
    before = umask(0277);
    init();
    umask(before);
    expect_modes();
}

Test(store, init_never_overwrites_and_names_the_file) {
    for (size_t i = 0; i < FILE_COUNT; i++) {
        struct adm_error err = {0};
        (void)mkdir(folder, 0700);
        write_file(files[i], "mine");
        cr_expect_not(adm_store_init(&request, &err), "%s", files[i]);
        cr_expect_eq(err.code, ADM_IO);
        cr_expect_not_null(strstr(err.message, files[i]), "%s", err.message);
        cr_expect_str_eq(read_file(files[i]).bytes, "mine");
        cr_expect_eq(count_entries(), 1);
        unlink(path_of(files[i]));
    }
}

Test(store, init_does_not_write_through_a_link) {
    char target[PATH_BYTES];
    struct adm_error err = {0};
    snprintf(target, sizeof target, "%s/target", base);
    cr_assert_eq(mkdir(folder, 0700), 0);
    cr_assert_eq(symlink(target, path_of("tls.key")), 0);
    cr_expect_not(adm_store_init(&request, &err));
    cr_expect_neq(access(target, F_OK), 0);
}

Test(store, init_says_where_it_cannot_write) {
    char text[PATH_BYTES];
    struct adm_error err = {0};
    snprintf(text, sizeof text, "%s/absent/certs", base);
    request.directory = text;
    cr_expect_not(adm_store_init(&request, &err));
    cr_expect_not_null(strstr(err.message, "absent/certs': No such file"), "%s", err.message);
    request.directory = "/dev/null";
    cr_expect_not(adm_store_init(&request, &err));
    cr_expect_not_null(strstr(err.message, "Not a directory"), "%s", err.message);
}

Test(store, bad_requests_leave_no_directory) {
    static const char *const names[] = {"a_b"};
    struct adm_error err = {0};
    bool made = false;
    request.names = names;
    request.name_count = 1;
    cr_expect_not(adm_store_init(&request, &err));
    cr_expect_not_null(strstr(err.message, "'a_b'"), "%s", err.message);
    cr_expect_not(adm_store_ensure(&request, &made, &err));
    request.name_count = 0;
    request.days = 900;
    cr_expect_not(adm_store_check(&request, &err));
    cr_expect_not(adm_store_init(&request, &err));
    cr_expect_neq(access(folder, F_OK), 0);
}

Test(store, ensure_makes_keeps_and_renews) {
    struct content before[FILE_COUNT];
    struct adm_error err = {0};
    bool made = false;
    cr_assert(adm_store_ensure(&request, &made, &err), "%s", err.message);
    cr_expect(made);
    expect_modes();
    for (size_t i = 0; i < FILE_COUNT; i++)
        before[i] = read_file(files[i]);
    cr_assert(adm_store_ensure(&request, &made, &err), "%s", err.message);
    cr_expect_not(made);
    for (size_t i = 0; i < FILE_COUNT; i++)
        cr_expect(is_same_file(&before[i], files[i]), "%s", files[i]);
    unlink(path_of("tls.crt"));
    unlink(path_of("tls.key"));
    cr_assert(adm_store_ensure(&request, &made, &err), "%s", err.message);
    cr_expect(made);
    for (size_t i = 0; i < FILE_COUNT; i++)
        cr_expect_eq(is_same_file(&before[i], files[i]), files[i][0] == 'c', "%s", files[i]);
    expect_modes();
}

static X509 *read_certificate(const char *name) {
    X509 *certificate = NULL;
    struct content content = read_file(name);
    cr_assert(adm_pem_read_certificate(adm_str_from(content.bytes), name, &certificate, NULL));
    return certificate;
}

Test(store, a_renewed_leaf_is_signed_by_the_old_authority) {
    bool made = false;
    init();
    unlink(path_of("tls.crt"));
    unlink(path_of("tls.key"));
    cr_assert(adm_store_ensure(&request, &made, NULL));
    X509 *authority = read_certificate("ca.crt");
    X509 *leaf = read_certificate("tls.crt");
    cr_expect_eq(X509_verify(leaf, X509_get0_pubkey(authority)), 1);
    X509_free(leaf);
    X509_free(authority);
}

Test(store, ensure_refuses_parts_of_a_set) {
    for (unsigned there = 1; there < 15; there++) {
        struct adm_error err = {0};
        bool made = true;
        if (there == 3) // ca.crt and ca.key: a new leaf
            continue;
        (void)mkdir(folder, 0700);
        for (size_t i = 0; i < FILE_COUNT; i++)
            if ((there >> i & 1U) != 0)
                write_file(files[i], "mine");
        cr_expect_not(adm_store_ensure(&request, &made, &err), "%u", there);
        cr_expect_eq(err.code, ADM_INVALID, "%u", there);
        for (size_t i = 0; i < FILE_COUNT; i++) {
            cr_expect_not_null(strstr(err.message, files[i]), "%s", err.message);
            cr_expect_eq(access(path_of(files[i]), F_OK) == 0, (there >> i & 1U) != 0);
            unlink(path_of(files[i]));
        }
    }
}

Test(store, ensure_refuses_an_authority_it_cannot_use) {
    struct adm_error err = {0};
    bool made = false;
    init();
    struct content key = read_file("ca.key");
    struct content leaf = read_file("tls.crt");
    struct content leaf_key = read_file("tls.key");
    struct content certificate = read_file("ca.crt");
    const struct {
        const char *certificate, *key, *says;
    } rows[] = {
        {"", key.bytes, "'ca.crt' is no PEM certificate"},
        {"hunter2", key.bytes, "'ca.crt' is no PEM certificate"},
        {certificate.bytes, "hunter2", "'ca.key' is no PEM private key"},
        {certificate.bytes, leaf_key.bytes, "do not belong together"},
        {leaf.bytes, leaf_key.bytes, "'ca.crt' is no CA certificate"},
    };
    unlink(path_of("tls.crt"));
    unlink(path_of("tls.key"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        write_file("ca.crt", rows[i].certificate);
        write_file("ca.key", rows[i].key);
        cr_expect_not(adm_store_ensure(&request, &made, &err), "row %zu", i);
        cr_expect_not_null(strstr(err.message, rows[i].says), "row %zu: %s", i, err.message);
        cr_expect_null(strstr(err.message, "hunter2"));
        cr_expect_eq(count_entries(), 2);
    }
}

Test(store, summary_tells_expiry_and_fingerprint) {
    struct adm_store_summary summary = {0};
    struct adm_error err = {0};
    cr_expect_not(adm_store_summarize(folder, &summary, &err));
    request.days = 10;
    init();
    cr_assert(adm_store_summarize(folder, &summary, &err), "%s", err.message);
    cr_expect_eq(summary.authority_expires_s - summary.leaf_expires_s,
                 (int64_t)(3650 - 10) * 86400);
    cr_expect_eq(strlen(summary.authority_fingerprint), 32 * 3 - 1);
    cr_expect_eq(strspn(summary.authority_fingerprint, "0123456789ABCDEF:"), 32 * 3 - 1);
}

// A limit on the file's size stands in for a full disk.
Test(store, a_full_disk_leaves_nothing_behind) {
    struct rlimit limit = {0};
    struct adm_error err = {0};
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    signal(SIGXFSZ, SIG_IGN);
    limit.rlim_cur = 300; // the keys fit, the certificates do not
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    bool ok = adm_store_init(&request, &err);
    limit.rlim_cur = before;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    cr_expect_not(ok);
    cr_expect_not_null(strstr(err.message, "ca.crt': File too large"), "%s", err.message);
    cr_expect_eq(count_entries(), 0);
}

static struct adm_folder open_folder(void) {
    struct adm_folder opened = {0};
    cr_assert(adm_folder_make(folder, NULL));
    cr_assert(adm_folder_open(folder, &opened, NULL));
    return opened;
}

Test(store, files_are_added_all_or_none) {
    struct adm_folder opened = open_folder();
    struct adm_folder_file added[] = {{.name = "ca.crt", .bytes = ADM_STR("one")},
                                      {.name = "ca.key", .bytes = ADM_STR("two")}};
    struct adm_error err = {0};
    write_file("ca.key", "mine");
    cr_expect_not(adm_folder_add(&opened, added, 2, &err));
    cr_expect_not_null(strstr(err.message, "ca.key': File exists"), "%s", err.message);
    cr_expect_eq(count_entries(), 1);
    cr_expect_str_eq(read_file("ca.key").bytes, "mine");
    adm_folder_close(&opened);
    adm_folder_close(&opened);
}

Test(store, only_regular_files_of_a_sane_size_are_read) {
    static char bytes[ADM_FOLDER_FILE_MAX];
    struct adm_folder opened = open_folder();
    struct adm_error err = {0};
    size_t len = 0;
    cr_assert_eq(mkfifo(path_of("ca.crt"), 0600), 0);
    cr_expect_not(adm_folder_read(&opened, "ca.crt", bytes, &len, &err));
    cr_expect_not_null(strstr(err.message, "no regular file"), "%s", err.message);
    cr_assert_eq(symlink("/dev/null", path_of("ca.key")), 0);
    cr_expect_not(adm_folder_read(&opened, "ca.key", bytes, &len, &err));
    write_file("tls.crt", "x");
    cr_assert_eq(truncate(path_of("tls.crt"), ADM_FOLDER_FILE_MAX), 0);
    cr_expect(adm_folder_read(&opened, "tls.crt", bytes, &len, &err));
    cr_expect_eq(len, ADM_FOLDER_FILE_MAX);
    cr_assert_eq(truncate(path_of("tls.crt"), ADM_FOLDER_FILE_MAX + 1), 0);
    cr_expect_not(adm_folder_read(&opened, "tls.crt", bytes, &len, &err));
    cr_expect_eq(err.code, ADM_LIMIT);
    cr_expect_not(adm_folder_read(&opened, "tls.key", bytes, &len, &err));
    cr_expect_not_null(strstr(err.message, "No such file"), "%s", err.message);
    adm_folder_close(&opened);
}
