// SPDX-License-Identifier: Apache-2.0
#include "server/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SIZE = 40000 };

static void write_file(char *path) {
    int fd = mkstemp(path);
    char bytes[SIZE];
    memset(bytes, 'a', sizeof bytes);
    cr_assert_eq(write(fd, bytes, sizeof bytes), SIZE);
    close(fd);
}

Test(file, reads_up_to_its_limit) {
    char path[] = "/tmp/adm-file-XXXXXX";
    write_file(path);
    static const struct {
        size_t limit;
        bool ok;
    } rows[] = {{SIZE, true}, {SIZE + 1, true}, {SIZE - 1, false}, {0, false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        struct adm_str text = {0};
        struct adm_error err = {0};
        adm_arena_init(&arena, 1 << 20);
        cr_expect_eq(adm_file_read(path, rows[i].limit, &arena, &text, &err), rows[i].ok);
        cr_expect_eq(text.len, rows[i].ok ? SIZE : 0);
        cr_expect_eq(err.code, rows[i].ok ? ADM_OK : ADM_LIMIT);
        if (rows[i].ok)
            cr_expect_eq(text.data[text.len], '\0');
    }
    unlink(path);
}

Test(file, says_why_not) {
    static const char *const bad[] = {"/nonexistent/file", "/tmp"};
    for (size_t i = 0; i < 2; i++) {
        ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
        struct adm_str text = {0};
        struct adm_error err = {0};
        adm_arena_init(&arena, 1 << 20);
        cr_expect_not(adm_file_read(bad[i], 100, &arena, &text, &err));
        cr_expect_eq(err.code, ADM_IO);
        cr_expect_not_null(strstr(err.message, bad[i]));
    }
}
