// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/platform_env_address.h"

#include <criterion/criterion.h>

Test(platform_env_address, host) {
    static const char *const rows[][2] = {
        {"https://polaris.example", "polaris.example"},
        {"https://polaris.example:8181/api?x=@y", "polaris.example"},
        {"https://user:word@polaris.example#x", "polaris.example"},
        {"https://a@b@polaris.example", "polaris.example"},
        {"grpc://[::1]:4317", "::1"},
        {"grpc://[::1", "::1"},
        {"collector:4317", "collector"},
        {"collector", "collector"},
        {"https://", ""},
        {"", ""},
        {"/var/run/socket", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_str host = adm_platform_env_address_host(adm_str_from(rows[i][0]));
        cr_expect(adm_str_is(host, rows[i][1]), "%s: %.*s", rows[i][0], ADM_STR_ARGS(host));
    }
}

Test(platform_env_address, this_machine) {
    static const char *const local[] = {
        "localhost",
        "LocalHost.",
        "localhost.localdomain",
        "api.localhost",
        "localstack",
        "LOCALSTACK",
        "localstack.floe.svc",
        "127.0.0.1",
        "127.1",
        "127.0.0.1.",
        "127.0.0.1.nip.io",
        "127.255.255.254",
        "0.0.0.0",
        "0",
        "2130706433",
        "2147483647",
        "0x7f000001",
        "0X7F.1",
        "017700000001",
        "0177.0.0.01",
        "0x7f.0.0.1",
        "127.0x1",
        "::1",
        "::",
        "0:0:0::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::FFFF:7f00:1",
        "::1%lo",
        "::ffff:0.0.0.0",
        "0000:0000:0000:0000:0000:0000:0000:0001",
    };
    for (size_t i = 0; i < sizeof local / sizeof *local; i++)
        cr_expect(adm_platform_env_address_is_local(adm_str_from(local[i])), "%s", local[i]);
}

Test(platform_env_address, other_machines) {
    static const char *const other[] = {
        "",
        ".",
        "localhosts",
        "my-localhost",
        "localhost-1.example",
        "10.0.0.1",
        "128.0.0.1",
        "1",
        "126.255.255.255",
        "2130706432.1",
        "4294967296",
        "127",
        "256.0.0.1",
        "0x",
        "08.0.0.1",
        "1.2.3.4.5",
        "1..2",
        "fe80::1",
        "::2",
        "::ffff:10.0.0.1",
        "64:ff9b::127.0.0.1",
        "::1::",
        "127x",
        "127.example",
    };
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        cr_expect_not(adm_platform_env_address_is_local(adm_str_from(other[i])), "%s", other[i]);
}
