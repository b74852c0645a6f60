// SPDX-License-Identifier: Apache-2.0
#include "validators/platform_text.h"

struct adm_platform_text adm_platform_text_of(const struct adm_object *object) {
    const struct adm_json *root = object->root;
    return (struct adm_platform_text){
        .value = adm_json_get(adm_json_get(root, "data"), ADM_PLATFORM_TEXT_KEY),
        .binary = adm_json_get(adm_json_get(root, "binaryData"), ADM_PLATFORM_TEXT_KEY),
        .labelled =
            adm_str_is(adm_object_label(object, "app.kubernetes.io/component"), "platform-config"),
    };
}

bool adm_platform_text_applies(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    if (!adm_str_is(review->kind.kind, "ConfigMap") || review->kind.group.len > 0 ||
        (review->operation != ADM_OPERATION_CREATE && review->operation != ADM_OPERATION_UPDATE))
        return false;
    const struct adm_platform_text now = adm_platform_text_of(&request->object);
    return now.value != NULL || now.binary != NULL || now.labelled;
}

bool adm_platform_text_is_old(const struct adm_request *request) {
    // Only an UPDATE has an old object; what else is sent beside a CREATE proves nothing.
    if (request->review->operation != ADM_OPERATION_UPDATE || request->old_object.root == NULL)
        return false;
    const struct adm_platform_text now = adm_platform_text_of(&request->object);
    const struct adm_platform_text old = adm_platform_text_of(&request->old_object);
    return adm_json_equal(now.binary, old.binary) && (old.labelled || !now.labelled) &&
           adm_json_equal(now.value, old.value);
}
