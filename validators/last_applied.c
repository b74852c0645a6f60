// SPDX-License-Identifier: Apache-2.0
#include "validators/last_applied.h"

#include "validators/reference.h"
#include "validators/shown.h"

struct copy {
    const struct adm_request *request;
    struct adm_key_list *keys;
    bool holds;
};

static bool read_object(struct copy *copy, const struct adm_json *object, struct adm_error *err) {
    struct adm_secret_data data = {0};
    if (adm_secret_data_mistyped(object) != NULL)
        copy->holds = true;
    ADM_TRY(adm_secret_data_read(object, copy->request->arena, &data, err));
    for (size_t i = 0; i < data.count; i++) {
        const struct adm_secret_entry *entry = &data.entries[i];
        if (entry->value.len == 0 || adm_reference_is(copy->request, entry->value))
            continue;
        adm_key_list_add(copy->keys, adm_shown_key(entry->key, entry->value));
        copy->holds = true;
    }
    return true;
}

static bool has_data(const struct adm_json *object) {
    return adm_json_get(object, "data") != NULL || adm_json_get(object, "stringData") != NULL ||
           adm_json_get(object, "binaryData") != NULL;
}

// The nodes of a tree stand in one row, so a List's items are met without a descent.
static bool read_nodes(struct copy *copy, const struct adm_json *root, struct adm_error *err) {
    for (uint32_t i = 0; i < root->span; i++)
        if (root[i].type == ADM_JSON_OBJECT && has_data(&root[i]))
            ADM_TRY(read_object(copy, &root[i], err));
    return true;
}

bool adm_last_applied_holds(const struct adm_request *request, struct adm_str text,
                            struct adm_key_list *keys, bool *holds, struct adm_error *err) {
    const struct adm_json *root = NULL;
    struct adm_error cause = {0};
    struct copy copy = {request, keys, false};
    bool parsed = adm_json_parse_copy(text, request->arena, &root, &cause);
    if (!parsed && cause.code == ADM_MEMORY)
        return adm_fail(err, ADM_MEMORY, "%s", cause.message);
    if (!parsed || (!adm_json_is(root, ADM_JSON_OBJECT) && !adm_json_is(root, ADM_JSON_ARRAY)))
        copy.holds = text.len > 0;
    else
        ADM_TRY(read_nodes(&copy, root, err));
    *holds = copy.holds;
    return true;
}
