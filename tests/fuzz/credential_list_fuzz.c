// SPDX-License-Identifier: Apache-2.0
// The annotation floe.dev/credentials. Whatever is taken has names of the promised forms, and reads
// the same when it is written out again.
#include "fuzz.h"

#include <stdio.h>
#include <string.h>

#include "core/credential_list.h"

enum { TEXT_MAX = 128 * 1024 };

static size_t write_out(const struct adm_credential_list *list, char *out) {
    size_t len = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct adm_str secret = list->rows[i].secret, key = list->rows[i].key,
                       ref = list->rows[i].ref;
        len += (size_t)snprintf(out + len, TEXT_MAX - len, "%s%.*s", i == 0 ? "" : ";",
                                ADM_STR_ARGS(secret));
        if (key.len > 0)
            len += (size_t)snprintf(out + len, TEXT_MAX - len, ":%.*s=%.*s", ADM_STR_ARGS(key),
                                    ADM_STR_ARGS(ref));
    }
    return len;
}

static void check_names(const struct adm_credential_list *list) {
    FUZZ_HOLDS(list->count <= ADM_CREDENTIALS_MAX);
    for (size_t i = 0; i < list->count; i++) {
        struct adm_str key = list->rows[i].key, ref = list->rows[i].ref;
        FUZZ_HOLDS(adm_credential_name_is_object(list->rows[i].secret));
        FUZZ_HOLDS(key.len == 0
                       ? ref.len == 0
                       : adm_credential_name_is_key(key) && adm_credential_name_is_ref(ref));
        FUZZ_HOLDS(memchr(ref.len == 0 ? "x" : ref.data, '/', ref.len == 0 ? 1 : ref.len) == NULL);
    }
}

static void check_again(const struct adm_credential_list *list) {
    static char text[TEXT_MAX];
    struct adm_credential_list again;
    size_t len = write_out(list, text);
    if (len > ADM_CREDENTIAL_LIST_BYTES_MAX)
        return;
    FUZZ_HOLDS(adm_credential_list_parse((struct adm_str){text, len}, &again, NULL));
    FUZZ_HOLDS(again.count == list->count);
    for (size_t i = 0; i < list->count; i++)
        FUZZ_HOLDS(adm_str_equal(again.rows[i].secret, list->rows[i].secret) &&
                   adm_str_equal(again.rows[i].key, list->rows[i].key) &&
                   adm_str_equal(again.rows[i].ref, list->rows[i].ref));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_credential_list list;
    struct adm_error err = {0};
    struct adm_str text = {(const char *)data, size};
    if (adm_credential_list_parse(text, &list, &err)) {
        check_names(&list);
        check_again(&list);
    } else {
        FUZZ_HOLDS(err.code == ADM_SYNTAX || err.code == ADM_LIMIT);
    }
    return 0;
}
