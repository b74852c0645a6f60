// SPDX-License-Identifier: Apache-2.0
#include "certs/name.h"

#include <criterion/criterion.h>
#include <string.h>

#define LABEL_59 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define LABEL_63 LABEL_59 "aaaa"
#define LABELS_252 LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_59 "."

Test(name, takes_dns_names_and_addresses) {
    static const struct {
        const char *text;
        size_t address_len;
    } rows[] = {
        {"localhost", 0},
        {"floe-admission.floe-admission.svc", 0},
        {"Example.ORG", 0},
        {"1password.example", 0},
        {"a", 0},
        {"*.example.org", 0},
        {LABELS_252 "b", 0},
        {"127.0.0.1", 4},
        {"::1", 16},
        {"2001:db8::42", 16},
        {"::ffff:10.0.0.1", 16},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_name name = {0};
        struct adm_error err = {0};
        cr_expect(adm_name_read(rows[i].text, &name, &err), "%s", err.message);
        cr_expect_eq(name.address_len, rows[i].address_len, "%s", rows[i].text);
        cr_expect_str_eq(name.text, rows[i].text);
    }
}

Test(name, refuses_the_rest_and_says_why) {
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "an empty name"},
        {" ", "' '"},
        {"a b", "'a b'"},
        {"-a.example", "labels of letters"},
        {"a-.example", "labels of letters"},
        {"a..b", "labels of letters"},
        {".a", "labels of letters"},
        {"a.", "labels of letters"},
        {"under_score.example", "'under_score.example'"},
        {"m\xC3\xBCnchen.example", "labels of letters"},
        {"a.example\n", "labels of letters"},
        {LABEL_63 "a.example", "1 to 63"},
        {LABELS_252 "bc", "at most 253"},
        {"*", "labels of letters"},
        {"*.", "labels of letters"},
        {"*.org", "two labels"},
        {"a.*.org", "only the first may be '*'"},
        {"**.example.org", "labels of letters"},
        {"w*.example.org", "labels of letters"},
        {"1.2.3.256", "no IP address"},
        {"10.1", "no IP address"},
        {"127.0.0.1/8", "'127.0.0.1/8'"},
        {"[::1]", "no IPv6 address"},
        {"fe80::1%eth0", "no IPv6 address"},
        {"localhost:8443", "port"},
        {"https://localhost", "has no ':'"},
        {"1::2::3", "no IPv6 address"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_name name = {.text = "untouched"};
        struct adm_error err = {0};
        cr_expect_not(adm_name_read(rows[i].text, &name, &err), "%s", rows[i].text);
        cr_expect_eq(err.code, ADM_INVALID, "%s", rows[i].text);
        cr_expect_not_null(strstr(err.message, rows[i].says), "%s: %s", rows[i].text, err.message);
        cr_expect_str_eq(name.text, "untouched");
    }
}

Test(name, same_host) {
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"a.example", "A.Example", true},  {"a.example", "b.example", false},
        {"::1", "0:0::1", true},           {"::1", "::2", false},
        {"127.0.0.1", "127.0.0.1", true},  {"127.0.0.1", "::ffff:127.0.0.1", false},
        {"localhost", "127.0.0.1", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_name a = {0};
        struct adm_name b = {0};
        cr_assert(adm_name_read(rows[i].a, &a, NULL));
        cr_assert(adm_name_read(rows[i].b, &b, NULL));
        cr_expect_eq(adm_name_is_same(&a, &b), rows[i].same, "row %zu", i);
    }
}
