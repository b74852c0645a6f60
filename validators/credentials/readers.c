// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/readers.h"

#include "validators/credentials/appraise.h"
#include "validators/credentials/pair.h"
#include "validators/credentials/pair_context.h"
#include "validators/credentials/read_cloud.h"
#include "validators/credentials/read_command.h"
#include "validators/credentials/read_key.h"
#include "validators/credentials/read_stdin.h"
#include "validators/credentials/read_string.h"
#include "validators/credentials/read_url.h"
#include "validators/credentials/refers.h"

enum { ITEMS_MAX = 64, ALIASES_MAX = 32 };

static void judge(struct adm_scan *scan, const struct adm_pair_name *name,
                  const struct adm_pair_value *value) {
    struct adm_match match = {0};
    struct adm_appraise_pair pair = {
        .key = name->text,
        .value = value->text,
        .comment = name->comment,
        .quoted = value->quoted,
        .names_beside = adm_pair_points(scan->text, name),
    };
    if (adm_pair_context_excuses(scan->text, name, value) || !adm_appraise_pair(&pair, &match))
        return;
    match.at += value->at;
    adm_scan_add(scan, &match);
}

static void judge_below(struct adm_scan *scan, const struct adm_pair_name *name, size_t open) {
    struct adm_pair_value value = {0};
    for (size_t i = 0; i < ITEMS_MAX && adm_pair_value_below(scan->text, name, &open, &value); i++)
        judge(scan, name, &value);
}

// ${DB_PASSWORD:-x}: the default is a value under that name.
static void judge_variable(struct adm_scan *scan, const struct adm_pair_name *name) {
    struct adm_str inner = {0};
    size_t len = 0;
    if (adm_refers_variable(scan->text, name->start - 2, &len, &inner) != ADM_REFERS_DEFAULT)
        return;
    struct adm_pair_value value = {
        .text = inner, .at = (size_t)(inner.data - scan->text.data), .quoted = true};
    judge(scan, name, &value);
}

// password: *p, as far as the anchors of a text may be looked for.
static void judge_alias(struct adm_scan *scan, const struct adm_pair_name *name,
                        const struct adm_pair_value *alias) {
    struct adm_pair_value value;
    if (adm_chars_at(alias->text, 0) == '*' && scan->aliases++ < ALIASES_MAX &&
        adm_pair_value_anchored(scan->text, alias, &value))
        judge(scan, name, &value);
}

// Authorization: token x: a scheme that stands before the value and is not it.
static void skip_scheme(struct adm_str text, const struct adm_pair_name *name,
                        struct adm_pair_value *value) {
    bool scheme = adm_chars_same(name->text, "authorization") &&
                  (adm_chars_same(value->text, "token") || adm_chars_same(value->text, "apikey"));
    struct adm_pair_value next;
    if (scheme && adm_chars_at(text, value->end) == ' ' &&
        adm_pair_value_at(text, value->end, name, &next))
        value->text = adm_str_slice(text, value->at, next.end);
}

// A name of a credential, and the value that it has.
static void judge_name(struct adm_scan *scan, const struct adm_pair_name *name) {
    struct adm_pair_value value;
    size_t open = SIZE_MAX, before = scan->detector->count;
    bool found = adm_pair_value_of(scan->text, name, &value, &open);
    if (!found && open == SIZE_MAX)
        found = adm_pair_value_beside(scan->text, name, &value);
    if (found) {
        skip_scheme(scan->text, name, &value);
        judge(scan, name, &value);
        judge_alias(scan, name, &value);
    } else if (open != SIZE_MAX) {
        judge_below(scan, name, open);
    }
    if (scan->detector->count == before)
        adm_read_string_lines(scan, name);
}

// A word that may end the name of a credential.
static void read_name(struct adm_scan *scan, size_t at) {
    struct adm_pair_name name;
    if (at < scan->pair_until || at >= scan->text.len || !adm_pair_name_at(scan->text, at, &name))
        return;
    scan->pair_until = name.end;
    if (adm_key_name_read(name.text).kind == ADM_KEY_NAME_NONE)
        return;
    adm_pair_name_place(scan->text, &name);
    if (adm_chars_same(name.text, "chpasswd"))
        adm_read_command_chpasswd(scan, &name);
    else if (name.variable)
        judge_variable(scan, &name);
    else if (!name.record)
        judge_name(scan, &name);
}

// "API key: x"; `at` is at the blank.
static void read_spaced_key(struct adm_scan *scan, size_t at) {
    char after = adm_chars_at(scan->text, at + 4);
    if (at > 0 && adm_chars_in(scan->text.data[at - 1], ADM_CHARS_ALPHA) &&
        !adm_chars_in(after, ADM_CHARS_TOKEN))
        read_name(scan, at + 1);
}

static const struct adm_prefilter_literal literals[] = {
    {NULL, read_name, "pass", 0, true},
    {NULL, read_name, "secr", 0, true},
    {NULL, read_name, "toke", 0, true},
    {NULL, read_name, "cred", 0, true},
    {NULL, read_name, "auth", 0, true},
    {NULL, read_name, "pwd?", 0, true},
    {NULL, read_name, "%key", 0, true},
    {NULL, read_spaced_key, " key", 0, true},
    {NULL, read_name, "psk?", 0, true},
    {NULL, read_name, "salt", 0, true},
    {NULL, read_name, "ndpw", 0, true},
    {NULL, read_name, "otpw", 0, true},
    {NULL, read_name, "erpw", 0, true},
    {NULL, read_name, "_pw?", 0, true},
    {NULL, read_name, "pw: ", 0, true},
    {NULL, read_name, "pw=?", 0, true},
    {NULL, read_name, "pw\":", 0, true},
    {NULL, adm_read_command_user, "--us", 0, false},
    {NULL, read_name, "senh", 0, true},
    {NULL, read_name, "cook", 0, true},
    {NULL, read_name, "webh", 0, true},
    {NULL, adm_read_url_userinfo, "://?", 0, false},
    {NULL, adm_read_url_oracle, "hin:", 0, true},
    {NULL, adm_read_key_pem, "VATE", 3, false},
    {NULL, adm_read_key_putty, "PuTT", 0, false},
    {NULL, adm_read_key_jwt, "eyJ?", 0, false},
    {NULL, adm_read_key_hash, "$2a$", 0, false},
    {NULL, adm_read_key_hash, "$2b$", 0, false},
    {NULL, adm_read_key_hash, "$2y$", 0, false},
    {NULL, adm_read_key_hash, "$apr", 0, false},
    {NULL, adm_read_key_hash, "$arg", 0, false},
    {NULL, adm_read_key_hash, "$1$?", 0, false},
    {NULL, adm_read_key_hash, "$5$?", 0, false},
    {NULL, adm_read_key_hash, "$6$?", 0, false},
    {NULL, adm_read_key_hash, "{SHA", 0, false},
    {NULL, adm_read_key_hash, "{SSH", 0, false},
    {NULL, adm_read_url_basic, "sic ", 2, true},
    {NULL, adm_read_url_bearer, "rer ", 3, true},
    {NULL, adm_read_cloud_aws, "AKIA", 0, false},
    {NULL, adm_read_cloud_aws, "ASIA", 0, false},
    {NULL, adm_read_cloud_azure, "#Q~%", 0, false},
    {NULL, adm_read_cloud_sas, "sig=", 0, false},
    {NULL, adm_read_cloud_openai, "3Blb", 0, false},
    {NULL, adm_read_cloud_telegram, ":AA%", 0, false},
    {NULL, adm_read_cloud_terraform, "tlas", 0, false},
    {NULL, adm_read_cloud_mailchimp, "-us#", 0, false},
    {NULL, adm_read_command_flag, " -p?", 0, false},
    {NULL, adm_read_command_flag, " -P?", 0, false},
    {NULL, adm_read_command_flag, " -u?", 0, false},
    {NULL, adm_read_command_flag, " -U?", 0, false},
    {NULL, adm_read_command_flag, " -a?", 0, false},
    {NULL, adm_read_command_flag, " -w?", 0, false},
    {NULL, adm_read_command_words, "tmqc", 5, false},
    {NULL, adm_read_command_words, "r un", 3, false},
    {NULL, adm_read_command_words, "lt l", 3, false},
    {NULL, adm_read_command_words, "mc a", 0, false},
    {NULL, adm_read_command_words, "mc c", 0, false},
    {NULL, adm_read_command_words, "htpa", 0, false},
    {NULL, adm_read_url_mysql, "@tcp", 0, false},
    {NULL, adm_read_key_hash, "SCRA", 0, false},
    {NULL, adm_read_command_sql, "d by", 0, true},
    {NULL, adm_read_command_unescape, "\\u00", 0, false},
    {NULL, adm_read_command_unescape, "\\x%%", 0, false},
    {NULL, adm_read_command_curl, "curl", 0, false},
    {NULL, read_name, "pswd", 0, true},
    {NULL, read_name, "bear", 0, true},
    {NULL, read_name, "_pat", 0, true},
    {NULL, adm_read_stdin_password, "o -S", 0, false},
    {NULL, adm_read_stdin_password, "kini", 0, false},
    {NULL, adm_read_stdin_password, "tdin", 0, false},
};

const struct adm_prefilter_literal *adm_readers_literals(size_t *count) {
    *count = sizeof literals / sizeof *literals;
    return literals;
}
