// SPDX-License-Identifier: Apache-2.0
#include "server/address.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

Test(address, listens_and_says_where) {
    static const char *const good[] = {"127.0.0.1:0", "localhost:0"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int fd = -1;
        char text[ADM_ADDRESS_MAX] = "";
        struct adm_error err = {0};
        cr_assert(adm_address_listen(good[i], 8, &fd, &err), "%s: %s", good[i], err.message);
        adm_address_of(fd, text);
        cr_expect_null(strstr(text, ":0"), "%s", text);
        cr_expect_not_null(strrchr(text, ':'));
        close(fd);
    }
}

Test(address, refuses_what_is_none) {
    static const char *const bad[] = {
        "",
        "x",
        ":",
        "127.0.0.1",
        "127.0.0.1:",
        "[::1:0",
        "[]:0",
        "::1]:0",
        "1.2.3.4:9x",
        "1.2.3.4:-1",
        "1.2.3.4:99999999",
        "1.2.3.4:65536",
        "a-name-that-is-longer-than-a-host-may-be-a-name-that-is-longer-yet:0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int fd = -1;
        struct adm_error err = {0};
        cr_expect_not(adm_address_listen(bad[i], 8, &fd, &err), "%s", bad[i]);
        cr_expect_eq(err.code, ADM_INVALID, "%s", bad[i]);
        cr_expect_eq(fd, -1);
        cr_expect_not(adm_address_check(adm_str_from(bad[i]), &err), "%s", bad[i]);
    }
}

Test(address, says_that_an_address_is_taken) {
    int fd = -1;
    int other = -1;
    char text[ADM_ADDRESS_MAX];
    struct adm_error err = {0};
    cr_assert(adm_address_listen("127.0.0.1:0", 8, &fd, &err));
    adm_address_of(fd, text);
    cr_expect_not(adm_address_listen(text, 8, &other, &err));
    cr_expect_eq(err.code, ADM_IO);
    cr_expect_not_null(strstr(err.message, text));
    close(fd);
}
