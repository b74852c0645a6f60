// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_scan.h"

#include <criterion/criterion.h>

#include "core/text.h"
#include "scanning.h"

struct row {
    const char *object, *old;
    const char *lines[4]; // parts of the findings' lines; NULL ends them
};

static void expect(const struct row *row) {
    struct scanning s;
    scanning_init(&s, "dev");
    scanning_object(&s, row->object, row->old);
    struct adm_str lines = scanning_lines(&s);
    size_t count = 0;
    for (; count < 4 && row->lines[count] != NULL; count++)
        cr_expect(adm_str_contains(lines, adm_str_from(row->lines[count])), "%s: no `%s` in\n%.*s",
                  row->object, row->lines[count], ADM_STR_ARGS(lines));
    cr_expect_eq(s.verdict.count, count, "%s:\n%.*s", row->object, ADM_STR_ARGS(lines));
    cr_expect_not(adm_str_contains(lines, ADM_STR("hunter2")), "%s", row->object);
    scanning_destroy(&s);
}

static void expect_all(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++)
        expect(&rows[i]);
}
#define EXPECT_ALL(rows) expect_all((rows), sizeof(rows) / sizeof *(rows))

#define CONFIG_MAP "\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", "
#define APPLIED "\"kubectl.kubernetes.io/last-applied-configuration\": "

Test(credential_scan, names_the_place) {
    static const struct row rows[] = {
        {"{\"spec\": {\"containers\": [{}, {\"env\": [{}, {\"name\": \"DB_PASSWORD\", "
         "\"value\": \"hunter2-x\"}]}]}}",
         NULL,
         {"the value of `DB_PASSWORD` looks like a password, and a weak one (8-15 bytes) at "
          "spec.containers[1].env[1].value; read it by valueFrom.secretKeyRef"}},
        {"{" CONFIG_MAP "\"data\": {\"a.ini\": \"x=1\\npassword=hunter2-x\\n\"}}",
         NULL,
         {"at data[a.ini]:2:10; move it to a Secret that is made with `kubeseal`"}},
        {"{\"a\": {\"args\": [\"x\", \"--password\", \"hunter2-x\"]}}",
         NULL,
         {"at a.args[2]; pass $(NAME)"}},
        {"{\"command\": [\"x\"], \"args\": [\"--password=hunter2-x\"]}", NULL, {"at args[0];"}},
        {"{\"image\": \"u:hunter2-x@r.example.com/a:1\"}", NULL, {"at image; leave the login out"}},
        {"{\"metadata\": {\"annotations\": {\"a b\": \"password=hunter2-x\"}}}",
         NULL,
         {"at metadata.annotations[…]; take it out"}},
        {"{\"password\": {\"value\": \"hunter2-x\"}}", NULL, {"`password` looks"}},
        {"{\"password\": [\"hunter2-x\"]}", NULL, {"at password[0]"}},
        {"{\"password\": 12345678}", NULL, {"at password;"}},
        {"[{\"password\": \"hunter2-x\"}]", NULL, {"at [0].password"}},
    };
    EXPECT_ALL(rows);
}

Test(credential_scan, shows_no_key_that_is_the_value) {
    static const struct row rows[] = {
        {"{\"hunter2-hunter2\": {\"password\": \"hunter2-hunter2\"}}", NULL, {"at […].password"}},
        {"{\"x\": {\"password\": \"hunter2-hunter2\", \"hunter2-hunter2\": 1}}",
         NULL,
         {"at x.password"}},
    };
    EXPECT_ALL(rows);
}

Test(credential_scan, says_one_thing_once) {
    static const struct row rows[] = {
        // Twice in one text; what stands in two places is to be mended in both.
        {"{" CONFIG_MAP "\"data\": {\"a\": \"password: hunter2-x\\nold_password: hunter2-y\\n\"}}",
         NULL,
         {"and 1 more like it"}},
        {"{\"a\": {\"password\": \"hunter2-x\"}, \"b\": {\"password\": \"hunter2-x\"}}",
         NULL,
         {"at a.password", "at b.password"}},
        // The copy in last-applied comes second, wherever it stands.
        {"{\"metadata\": {\"annotations\": {" APPLIED
         "\"{\\\"spec\\\": {\\\"password\\\": \\\"hunter2-x\\\"}}\"}}, "
         "\"spec\": {\"password\": \"hunter2-x\"}}",
         NULL,
         {"at spec.password"}},
        {"{\"metadata\": {\"annotations\": {" APPLIED
         "\"{\\\"spec\\\": {\\\"password\\\": \\\"hunter2-x\\\"}}\"}}}",
         NULL,
         {"at metadata.annotations[kubectl.kubernetes.io/last-applied-configuration].spec.password;"
          " take it out"}},
    };
    EXPECT_ALL(rows);
}

Test(credential_scan, warns_of_what_was_there) {
    static const struct row rows[] = {
        {"{\"password\": \"hunter2-x\"}",
         "{\"password\": \"hunter2-x\"}",
         {"warn [credential-in-config] as before, the value of `password` looks"}},
        {"{\"password\": \"hunter2-y\"}", "{\"password\": \"hunter2-x\"}", {"deny "}},
        {"{\"password\": 12345678}", "{\"password\": 12345678}", {"warn "}},
        // Elements have names.
        {"{\"l\": [{\"name\": \"b\", \"password\": \"hunter2-x\"}, {\"name\": \"a\"}]}",
         "{\"l\": [{\"name\": \"a\"}, {\"name\": \"b\", \"password\": \"hunter2-x\"}]}",
         {"warn "}},
        {"{\"l\": [{\"name\": \"c\", \"password\": \"hunter2-x\"}]}",
         "{\"l\": [{\"name\": \"b\", \"password\": \"hunter2-x\"}]}",
         {"deny "}},
        {"{\"l\": [{\"password\": \"hunter2-x\"}]}",
         "{\"l\": [{\"password\": \"hunter2-x\"}]}",
         {"warn "}},
        // One that is new is denied, though the same value was there elsewhere.
        {"{\"a\": {\"password\": \"hunter2-x\"}, \"b\": {\"password\": \"hunter2-x\"}}",
         "{\"a\": {\"password\": \"hunter2-x\"}}",
         {"at a.password", "at b.password"}},
        // kubectl's copy of what was there is not new.
        {"{\"metadata\": {\"annotations\": {" APPLIED
         "\"{\\\"spec\\\": {\\\"password\\\": \\\"hunter2-x\\\"}}\"}}}",
         "{\"spec\": {\"password\": \"hunter2-x\"}}",
         {"warn "}},
        {"{\"metadata\": {\"annotations\": {" APPLIED
         "\"{\\\"spec\\\": {\\\"password\\\": \\\"hunter2-x\\\", \\\"b\\\": 2}}\"}}}",
         "{\"metadata\": {\"annotations\": {" APPLIED
         "\"{\\\"spec\\\": {\\\"password\\\": \\\"hunter2-x\\\"}}\"}}}",
         {"warn "}},
        {"{\"status\": {\"password\": \"hunter2-x\"}}", "{}", {"warn "}},
    };
    EXPECT_ALL(rows);
}

Test(credential_scan, reads_what_names_nothing) {
    static const struct row rows[] = {
        {"{\"valueFrom\": {\"secretKeyRef\": {\"name\": \"password\", \"key\": \"password\"}}}",
         NULL,
         {NULL}},
        {"{\"metadata\": {\"managedFields\": [{\"fieldsV1\": {\"f:password\": \"hunter2-x\"}}]}}",
         NULL,
         {NULL}},
        {"{\"spec\": {\"managedFields\": {\"password\": \"hunter2-x\"}}}", NULL, {"deny "}},
        {"{" CONFIG_MAP "\"data\": {\"a\": \"\", \"b\": \" \\n\"}, \"binaryData\": {\"c\": \"\"}}",
         NULL,
         {NULL}},
        {"{\"secretKey\": \"password\", \"remoteRef\": {\"key\": \"a/b\"}}", NULL, {NULL}},
        {"\"password=hunter2-x\"", NULL, {NULL}},
        {"{\"image\": \"r.example.com/team/token-33:1.2.3@sha256:"
         "4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a4f2a\"}",
         NULL,
         {NULL}},
    };
    EXPECT_ALL(rows);
}

// A flood of old findings hides no new one.
Test(credential_scan, finds_the_new_among_many) {
    enum { MANY = ADM_CREDENTIAL_FINDINGS_MAX * 3 };
    struct scanning s;
    struct adm_text text;
    struct adm_str old = {0}, object = {0};
    size_t denied = 0;
    scanning_init(&s, "dev");
    adm_text_init(&text, &s.arena);
    adm_text_append_c(&text, "{\"a\": 1");
    for (int i = 0; i < MANY; i++)
        adm_text_printf(&text, ", \"p%d\": {\"password\": \"hunter2-%d\"}", i, i);
    struct adm_text more;
    adm_text_init(&more, &s.arena);
    adm_text_append(&more, adm_text_str(&text));
    adm_text_append_c(&text, "}");
    adm_text_append_c(&more, ", \"z\": {\"password\": \"hunter2-z\"}}");
    cr_assert(adm_text_finish(&text, &old, NULL) && adm_text_finish(&more, &object, NULL));
    scanning_object(&s, object.data, old.data);
    for (size_t i = 0; i < s.verdict.count; i++)
        denied += s.verdict.findings[i].limit == ADM_MODE_OFF;
    cr_expect_eq(denied, 1);
    cr_expect_eq(s.verdict.count, ADM_CREDENTIAL_FINDINGS_MAX + 1);
    scanning_destroy(&s);
}

Test(credential_scan, advises_what_the_environment_has) {
    static const struct {
        const char *environment, *words;
    } rows[] = {
        {"local", "demo credentials only"}, {"dev", "kubeseal"}, {"prod", "ExternalSecret"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scanning s;
        scanning_init(&s, rows[i].environment);
        scanning_object(&s, "{\"password\": \"hunter2-x\"}", NULL);
        cr_expect(adm_str_contains(scanning_lines(&s), adm_str_from(rows[i].words)), "%s",
                  rows[i].words);
        scanning_destroy(&s);
    }
}

Test(credential_scan, limits_what_its_key_alone_says) {
    static const struct {
        const char *text;
        enum adm_mode limit;
    } rows[] = {
        {"password: hunter2-x", ADM_MODE_WARN},
        {"url: postgres://u:hunter2-x@db/a", ADM_MODE_WARN},
        {"-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF0bJDr6Xz0qkqk1\n"
         "Vb3Kq7m9sTtQx4wY8zA2bC4dE6fG8hI0jK2lM4nO6pQ8rS0tU2vW4xY6zA8bC0dE2fG4h\n"
         "-----END RSA PRIVATE KEY-----\n",
         ADM_MODE_OFF},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scanning s;
        struct adm_credential_scan scan;
        struct adm_credential_text text = {.path = ADM_STR("templates/a.yaml"),
                                           .text = adm_str_from(rows[i].text),
                                           .place = ADM_DETECTOR_TEXT,
                                           .keyed = ADM_MODE_WARN};
        scanning_init(&s, "dev");
        adm_credential_scan_init(&scan, &s.request, ADM_RULE_HELM_RELEASE, &s.verdict);
        cr_assert(adm_credential_scan_text(&scan, &text, NULL));
        cr_assert_eq(s.verdict.count, 1, "%s", rows[i].text);
        cr_expect_eq(s.verdict.findings[0].limit, rows[i].limit, "%s", rows[i].text);
        scanning_destroy(&s);
    }
}
