// SPDX-License-Identifier: Apache-2.0
#include "core/credential_list.h"

struct reader {
    struct adm_str text;
    size_t at;
    struct adm_credential_list *list;
};

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_mark(char c) { return c == ':' || c == ',' || c == ';' || c == '='; }

static void skip_space(struct reader *r) {
    while (r->at < r->text.len && is_space(r->text.data[r->at]))
        r->at++;
}

static bool is_at_end(const struct reader *r) { return r->at == r->text.len; }

static bool is_at(const struct reader *r, char c) {
    return !is_at_end(r) && r->text.data[r->at] == c;
}

static bool take(struct reader *r, char c) {
    skip_space(r);
    if (!is_at(r, c))
        return false;
    r->at++;
    return true;
}

static struct adm_str take_word(struct reader *r, size_t *from) {
    skip_space(r);
    *from = r->at;
    while (!is_at_end(r) && !is_space(r->text.data[r->at]) && !is_mark(r->text.data[r->at]))
        r->at++;
    return adm_str_slice(r->text, *from, r->at);
}

static bool expect(const struct reader *r, size_t at, const char *what, struct adm_error *err) {
    size_t line = 1, column = 1;
    for (size_t i = 0; i < at; i++, column++) {
        if (r->text.data[i] != '\n')
            continue;
        line++;
        column = 0;
    }
    return adm_fail(err, ADM_SYNTAX, "line %zu, column %zu: %s", line, column, what);
}

static bool add(struct reader *r, struct adm_str secret, struct adm_str key, struct adm_str ref,
                struct adm_error *err) {
    struct adm_credential_list *list = r->list;
    if (list->count == ADM_CREDENTIALS_MAX)
        return adm_fail(err, ADM_LIMIT, "more than %d credentials", ADM_CREDENTIALS_MAX);
    list->rows[list->count].secret = secret;
    list->rows[list->count].key = key;
    list->rows[list->count++].ref = ref;
    return true;
}

static bool read_key(struct reader *r, struct adm_str secret, struct adm_error *err) {
    size_t from = 0;
    struct adm_str key = take_word(r, &from), ref = key;
    if (!adm_credential_name_is_key(key))
        return expect(r, from, "a key is expected (letters, digits, -, _ and .)", err);
    bool is_given = take(r, '=');
    if (is_given)
        ref = take_word(r, &from);
    if (adm_credential_name_is_ref(ref))
        return add(r, secret, key, ref, err);
    return expect(r, from,
                  is_given ? "a secret_ref is expected (letters, digits, - and _, a letter first; "
                             "not FLOE_PLATFORM_…)"
                           : "this key is no secret_ref: =<secret_ref> is expected after it",
                  err);
}

static bool read_secret(struct reader *r, struct adm_error *err) {
    size_t from = 0;
    struct adm_str secret = take_word(r, &from);
    const struct adm_str none = {0};
    if (!adm_credential_name_is_object(secret))
        return expect(r, from, "a Secret's name is expected (a-z, 0-9, - and .)", err);
    bool has_keys = take(r, ':');
    skip_space(r);
    if (!has_keys || is_at_end(r) || is_at(r, ';'))
        return add(r, secret, none, none, err);
    do
        ADM_TRY(read_key(r, secret, err));
    while (take(r, ','));
    return true;
}

bool adm_credential_list_parse(struct adm_str text, struct adm_credential_list *out,
                               struct adm_error *err) {
    struct adm_credential_list list = {.count = 0};
    struct reader r = {.text = text, .list = &list};
    if (text.len > ADM_CREDENTIAL_LIST_BYTES_MAX)
        return adm_fail(err, ADM_LIMIT, "more than %zu bytes", ADM_CREDENTIAL_LIST_BYTES_MAX);
    skip_space(&r);
    if (!is_at_end(&r)) {
        do
            ADM_TRY(read_secret(&r, err));
        while (take(&r, ';'));
    }
    if (!is_at_end(&r))
        return expect(&r, r.at, "one of : , ; = or the end is expected", err);
    *out = list;
    return true;
}
