// SPDX-License-Identifier: Apache-2.0
// A marker stands in every place of a file where a value can stand, in every form that a value can
// have, valid and broken; it may be in no output whatever.
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "core/utf8.h"
#include "explain_judge.h"
#include "validators/schema/mask_rune.h"

#define M "hunter2marker"

static const char marker[] = M;

// Each `@` is a place, `$` one in a comment, which forms with a line break would leave; `\f` in a
// form is a line break and the indentation that goes on a value.
static const char base[] = "# $\n"
                           "version: @\n"
                           "storage: # $\n"
                           "  default:\n"
                           "    type: @\n"
                           "    endpoint: @\n"
                           "    region: @\n"
                           "    bucket: @\n"
                           "    path_style_access: @\n"
                           "    credentials:\n"
                           "      mode: @\n"
                           "      client_id: @\n"
                           "      client_secret: @\n"
                           "      client_secrt: @\n"
                           "      scope: @\n"
                           "      role_arn: @\n"
                           "      secret_ref: @\n"
                           "    lifecycle: {expiration_days: @, transition_to_glacier: @}\n"
                           "  other: {bucket: @, endpoint: {secret_ref: @}, pasword: @}\n"
                           "catalogs:\n"
                           "  default: &base\n"
                           "    uri: @\n"
                           "    warehouse: @\n"
                           "    properties:\n"
                           "      some.key: @\n"
                           "  second:\n"
                           "    <<: *base\n"
                           "    namespace: @\n"
                           "    namespace: @\n"
                           "  third:\n"
                           "    <<: {uri: @, namespace: @}\n"
                           "    uri: @\n"
                           "compute:\n"
                           "  duck:\n"
                           "    properties:\n"
                           "      any: @\n"
                           "      list: [@, {a: @}]\n"
                           "      nested:\n"
                           "        deep: @\n"
                           "layers:\n"
                           "  bronze:\n"
                           "    name: @\n"
                           "    storage_ref: @\n"
                           "    namespace: @\n"
                           "    retention_days: @\n"
                           "infrastructure:\n"
                           "  cloud:\n"
                           "    account_id: @\n"
                           "    provider: @\n"
                           "    localstack: {services: [@, s3]}\n"
                           "  resource_profiles:\n"
                           "    small:\n"
                           "      env:\n"
                           "        KEY: @\n"
                           "      limits: @\n"
                           "security:\n"
                           "  encryption: {at_rest: {key_ref: @, enabled: @}}\n"
                           "  authentication:\n"
                           "    oidc: {provider_url: @, client_secret: {secret_ref: @}}\n"
                           "  authorization:\n"
                           "    group_mappings: {group: @}\n"
                           "observability:\n"
                           "  attributes:\n"
                           "    deployment.environment: @\n"
                           "  logging: {level: @, log_sampling: @}\n"
                           "governance:\n"
                           "  compliance:\n"
                           "    frameworks:\n"
                           "      - @\n"
                           "unknown: @\n"
                           "unknown_too:\n"
                           "  password: @\n"
                           "  list:\n"
                           "    - @\n"
                           "    - {a: @, b: [@]}\n";

static const char *const forms[] = {
    M,
    "\"" M "\"",
    "'" M "'",
    "\"x \\\" " M " \\n '\"",
    "'it''s " M "'",
    "&" M " x",
    "&a " M,
    "*" M,
    "x # " M,
    "x #" M,
    M " # x",
    "{" M "}",
    "{" M ":}",
    "{" M ", " M "}",
    "{k: " M "}",
    "{k: {" M "}}",
    "[" M ", \"" M "\"]",
    "[[" M "], {a: " M "}]",
    "x\f" M,
    M "\fx " M,
    "\"x\f" M "\"",
    "'x\f\f" M "'",
    "|\f" M "\f  " M "\f# " M,
    ">-\f" M,
    "|" M,
    "|2-\f" M,
    "!" M " x",
    "!!" M " x",
    "!<" M "> x",
    "!!str " M,
    "http://user:" M "@host/?q=" M,
    "[http://user:" M "@host/?q=" M "]",
    M ": " M,
    M " : " M,
    "x: " M,
    "\"" M,
    "'" M,
    "{a: " M,
    "[" M,
    M "}",
    M "]",
    "}" M,
    "@" M,
    "`" M,
    "%" M,
    "- " M,
    "? " M,
    "?" M,
    ": " M,
    ", " M,
    "=\f" M,
    "<< " M,
    "<<: " M,
    M "\tx",
    "\t" M,
    M "\x01",
    "\x1b[31m" M,
    M "\xff",
    "\xc3" M,
    M "\xe2\x80\xa8" M,
    M "\xc2\x85" M,
    "\xef\xbb\xbf" M,
    "\xe2\x80\xae" M "\xe2\x80\xac",
    "\f- " M,
    "\f" M ":",
    "\f" M "\f" M,
    "\fmode: " M,
    "\fk:\f  " M,
    "\n" M,
    "\n--- " M,
    "\n---\n" M,
    "\n...\n" M,
    "\n%TAG ! " M "\n",
    "\r" M,
    "\r\n  " M,
    "static" M,
    "s3 " M,
    "default-" M,
    "1" M,
    "0x" M,
    "2024-01-01 " M,
    "true " M,
    "\"\\u0068unter2marker " M "\"",
};

enum { TEXT_MAX = 64 * 1024 };

struct writer {
    char *bytes;
    size_t len;
};

static void put(struct writer *w, const char *data, size_t len) {
    cr_assert_lt(w->len + len, TEXT_MAX);
    memcpy(w->bytes + w->len, data, len);
    w->len += len;
}

// The spaces that the line of the last `@` began with, and two more.
static void put_break(struct writer *w) {
    static const char spaces[] = "                ";
    size_t start = w->len;
    while (start > 0 && w->bytes[start - 1] != '\n')
        start--;
    size_t indent = 0;
    while (start + indent < w->len && w->bytes[start + indent] == ' ')
        indent++;
    put(w, "\n", 1);
    put(w, spaces, indent + 2 < sizeof spaces ? indent + 2 : sizeof spaces - 1);
}

static void put_form(struct writer *w, const char *form) {
    for (; *form != '\0'; form++) {
        if (*form == '\f')
            put_break(w);
        else
            put(w, form, 1);
    }
}

// The base with the form at one place (or at every one) and `x` at the others.
static struct adm_str compose(struct writer *w, const char *form, size_t place, bool all) {
    size_t seen = 0;
    w->len = 0;
    for (const char *at = base; *at != '\0'; at++) {
        if (*at != '@' && *at != '$') {
            put(w, at, 1);
            continue;
        }
        bool fits = *at == '@' || strpbrk(form, "\f\n\r") == NULL;
        if (fits && (all || seen == place))
            put_form(w, form);
        else
            put(w, "x", 1);
        seen++;
    }
    return (struct adm_str){w->bytes, w->len};
}

static void check_clean(struct adm_str out, struct adm_str text) {
    uint32_t rune = 0;
    size_t len = 1;
    for (size_t i = 0; i < out.len; i += len) {
        cr_assert(adm_utf8_length(out.data + i) > 0, "not UTF-8:\n%.*s", ADM_STR_ARGS(text));
        len = adm_mask_rune_next(out, i, &rune);
        cr_assert(rune == '\n' || !adm_mask_rune_is_unsafe(rune), "U+%04X:\n%.*s", (unsigned)rune,
                  ADM_STR_ARGS(text));
    }
}

static void check(struct adm_str text, const char *environment) {
    struct explain_judged judged;
    explain_judge(text, environment, &judged);
    struct adm_str out = explain_judge_all(&judged);
    const char *found = memmem(out.data, out.len, marker, sizeof marker - 1);
    size_t from = found == NULL || found - out.data < 200 ? 0 : (size_t)(found - out.data) - 200;
    cr_assert(found == NULL, "the marker is shown for\n%.*s\n…%.*s", ADM_STR_ARGS(text), 400,
              out.data + from);
    check_clean(out, text);
    explain_judge_done(&judged);
}

// Or every other test here would look at broken files only.
Test(mask_marker, the_base_can_be_read, .init = explain_judge_start, .fini = explain_judge_stop) {
    struct writer w = {malloc(TEXT_MAX), 0};
    struct explain_judged judged;
    cr_assert_not_null(w.bytes);
    explain_judge(compose(&w, M, 0, true), "", &judged);
    cr_expect_not_null(judged.report.document.root);
    cr_expect_gt(judged.report.diagnostics.count, 20);
    explain_judge_done(&judged);
    free(w.bytes);
}

static size_t count_places(void) {
    size_t count = 0;
    for (const char *at = base; *at != '\0'; at++)
        count += *at == '@' || *at == '$';
    return count;
}

Test(mask_marker, no_form_shows_in_one_place, .init = explain_judge_start,
     .fini = explain_judge_stop) {
    struct writer w = {malloc(TEXT_MAX), 0};
    size_t places = count_places();
    cr_assert_not_null(w.bytes);
    // Every fourth of the pairs: each form in many places, each place with many forms.
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (size_t place = i % 4; place < places; place += 4)
            check(compose(&w, forms[i], place, false), "");
    free(w.bytes);
}

Test(mask_marker, no_form_shows_in_all_places, .init = explain_judge_start,
     .fini = explain_judge_stop) {
    static const char *const environments[] = {"", "local", "dev", "staging", "prod"};
    struct writer w = {malloc(TEXT_MAX), 0};
    cr_assert_not_null(w.bytes);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        for (size_t k = 0; k < sizeof environments / sizeof *environments; k++)
            check(compose(&w, forms[i], 0, true), environments[k]);
    free(w.bytes);
}

// Whatever is cut off a file or doubled in it, its values stay hidden.
Test(mask_marker, nothing_shows_of_a_torn_file, .init = explain_judge_start,
     .fini = explain_judge_stop) {
    struct writer w = {malloc(TEXT_MAX), 0};
    cr_assert_not_null(w.bytes);
    struct adm_str whole = compose(&w, M, 0, true);
    for (size_t cut = 0; cut < whole.len; cut += 7) {
        check(adm_str_slice(whole, 0, cut), "");
        check(adm_str_slice(whole, cut, whole.len), "prod");
    }
    free(w.bytes);
}
