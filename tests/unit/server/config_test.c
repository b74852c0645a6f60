// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <criterion/criterion.h>
#include <string.h>

static const char whole[] = "listen: '[::1]:9'\n"
                            "metrics: off\n"
                            "tls: {cert: c, key: k, client_ca: a, dns_names: [x, y]}\n"
                            "policy: p\n"
                            "audit: {file: f}\n"
                            "log: {format: json, level: error}\n"
                            "limits: {body_bytes: 2048, inflight_bytes: 4096, connections: 5, "
                            "timeout_s: 6}\n"
                            "drain: {wait_s: 7, deadline_s: 8}\n"
                            "fingerprint_key_file: g\n";

Test(config, reads_every_setting) {
    ADM_AUTO(adm_config_destroy) struct adm_config c;
    struct adm_error err = {0};
    adm_config_init(&c);
    cr_assert(adm_config_read(&c, ADM_STR(whole), "c.yaml", &err), "%s", err.message);
    cr_expect_str_eq(c.listen, "[::1]:9");
    cr_expect_str_eq(c.metrics, "off");
    cr_expect_str_eq(c.tls_cert, "c");
    cr_expect_str_eq(c.tls_key, "k");
    cr_expect_str_eq(c.client_ca, "a");
    cr_assert_eq(c.dns_name_count, 2);
    cr_expect_str_eq(c.dns_names[1], "y");
    cr_expect_str_eq(c.policy, "p");
    cr_expect_str_eq(c.audit_file, "f");
    cr_expect_str_eq(c.fingerprint_key_file, "g");
    cr_expect_eq(c.log_format, ADM_LOG_JSON);
    cr_expect_eq(c.log_level, ADM_LOG_ERROR);
    cr_expect_eq(c.body_bytes, 2048);
    cr_expect_eq(c.inflight_bytes, 4096);
    cr_expect_eq(c.connections, 5);
    cr_expect_eq(c.timeout_s, 6);
    cr_expect_eq(c.drain_wait_s, 7);
    cr_expect_eq(c.drain_deadline_s, 8);
    cr_expect(adm_config_check(&c, &err));
}

Test(config, nothing_said_is_the_defaults) {
    static const char *const empty[] = {"", "# nothing\n", "{}\n"};
    for (size_t i = 0; i < 3; i++) {
        ADM_AUTO(adm_config_destroy) struct adm_config c;
        struct adm_error err = {0};
        adm_config_init(&c);
        cr_expect(adm_config_read(&c, adm_str_from(empty[i]), "c.yaml", &err), "%s", err.message);
        cr_expect_str_eq(c.listen, "0.0.0.0:8443");
        cr_expect_eq(c.body_bytes, (int64_t)20 * 1024 * 1024);
    }
}

static const struct {
    const char *text, *error;
} mistakes[] = {
    {"polcy: x", "c.yaml:1:1: unknown key 'polcy', did you mean 'policy'?"},
    {"tls: {crt: x}", "c.yaml:1:7: unknown key 'tls.crt', did you mean 'cert'?"},
    {"limits:\n  connections: 0",
     "c.yaml:2:16: 'connections' must be a whole number from 1 to 65536"},
    {"limits: {timeout_s: 9999999999999999999999}",
     "c.yaml:1:21: 'timeout_s' must be a whole number "
     "from 1 to 86400"},
    {"log: {level: loud}", "c.yaml:1:14: 'loud' is not a level: debug, info, warn or error"},
    {"tls: {dns_names: x}", "c.yaml:1:18: expected a list of texts"},
    {"tls: []", "c.yaml:1:6: expected a map of settings"},
    {"listen: 8443", "c.yaml:1:9: '8443' is not ADDR:PORT"},
    {"listen: off", "c.yaml:1:9: 'off' is not ADDR:PORT"},
    {"metrics: 9090", "c.yaml:1:10: '9090' is not ADDR:PORT"},
    {"listen: a:65536", "c.yaml:1:9: 'a:65536' is not ADDR:PORT: ports end at 65535"},
    {"listen: {}", "c.yaml:1:9: expected one value, not a list or a map"},
};

Test(config, says_where_a_mistake_is) {
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        ADM_AUTO(adm_config_destroy) struct adm_config c;
        struct adm_error err = {0};
        adm_config_init(&c);
        cr_expect_not(adm_config_read(&c, adm_str_from(mistakes[i].text), "c.yaml", &err),
                      "row %zu", i);
        cr_expect_str_eq(err.message, mistakes[i].error);
    }
}

// The rows are not written to.
static bool read_flags(struct adm_config *c, const char *const *arguments, struct adm_error *err) {
    char *argv[16] = {0};
    int argc = 0;
    for (; arguments[argc] != NULL; argc++)
        argv[argc] = (char *)(uintptr_t)arguments[argc];
    return adm_config_flags(c, argc, argv, err);
}

static const struct {
    const char *arguments[8];
    const char *error; // NULL: none
} flags[] = {
    {{"serve", "--listen", "a:1", "--policy=p", "--self-signed", "d"}, NULL},
    {{"serve", "--config", "x", "--tls-cert=c", "--tls-key", "k"}, NULL},
    {{"serve", "--listen"}, "--listen needs a value"},
    {{"serve", "--listen=8443"}, "--listen: '8443' is not ADDR:PORT"},
    {{"serve", "--listen="}, "--listen: 'listen' is empty"},
    {{"serve", "--lisen=a:1"}, "unknown flag '--lisen', did you mean '--listen'?"},
    {{"serve", "--whatever"}, "unknown flag '--whatever'"},
    {{"serve", "file"}, "unexpected argument 'file'"},
    {{"serve", "--log-format=xml"}, "--log-format: 'xml' is not a format: logfmt or json"},
    {{"serve", "--self-signed=d", "--tls-key=k"},
     "give either --tls-cert and --tls-key, or --self-signed, not both"},
};

Test(config, reads_flags) {
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        ADM_AUTO(adm_config_destroy) struct adm_config c;
        struct adm_error err = {0};
        adm_config_init(&c);
        cr_expect_eq(read_flags(&c, flags[i].arguments, &err), flags[i].error == NULL, "row %zu",
                     i);
        cr_expect_str_eq(err.message, flags[i].error == NULL ? "" : flags[i].error);
    }
}

Test(config, a_certificate_of_the_flags_replaces_that_of_the_file) {
    ADM_AUTO(adm_config_destroy) struct adm_config c;
    struct adm_error err = {0};
    static const char *const own[] = {"serve", "--tls-cert=c", "--tls-key=k", NULL};
    static const char *const made[] = {"serve", "--self-signed=d", NULL};
    adm_config_init(&c);
    cr_assert(adm_config_read(&c, ADM_STR("tls: {self_signed: d}"), "c", &err));
    cr_assert(read_flags(&c, own, &err));
    cr_expect_null(c.self_signed);
    cr_expect(adm_config_check(&c, &err));
    cr_assert(read_flags(&c, made, &err));
    cr_expect_null(c.tls_cert);
    cr_expect_null(c.tls_key);
    cr_expect(adm_config_check(&c, &err));
}

Test(config, finds_the_configuration_file) {
    static const struct {
        const char *arguments[6];
        const char *file;
    } rows[] = {{{"serve", "--config", "a"}, "a"},
                {{"serve", "--listen=x", "--config=b"}, "b"},
                {{"serve", "--config=a", "--config=b"}, "b"},
                {{"serve"}, NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *argv[6] = {0};
        int argc = 0;
        const char *file = NULL;
        struct adm_error err = {0};
        for (; rows[i].arguments[argc] != NULL; argc++)
            argv[argc] = (char *)(uintptr_t)rows[i].arguments[argc];
        cr_expect(adm_config_file(argc, argv, &file, &err));
        cr_expect(file == rows[i].file || strcmp(file, rows[i].file) == 0, "row %zu", i);
    }
}
