// SPDX-License-Identifier: Apache-2.0
#include "core/object.h"

static const struct adm_json *object_or_null(const struct adm_json *node) {
    return adm_json_is(node, ADM_JSON_OBJECT) ? node : NULL;
}

struct adm_object adm_object_view(const struct adm_json *root) {
    const struct adm_json *metadata = object_or_null(adm_json_get(root, "metadata"));
    const struct adm_json *owners = adm_json_get(metadata, "ownerReferences");
    return (struct adm_object){
        .root = object_or_null(root),
        .metadata = metadata,
        .labels = object_or_null(adm_json_get(metadata, "labels")),
        .annotations = object_or_null(adm_json_get(metadata, "annotations")),
        .owners = adm_json_is(owners, ADM_JSON_ARRAY) ? owners : NULL,
        .api_version = adm_json_get_text(root, "apiVersion"),
        .kind = adm_json_get_text(root, "kind"),
        .name = adm_json_get_text(metadata, "name"),
        .generate_name = adm_json_get_text(metadata, "generateName"),
        .namespace = adm_json_get_text(metadata, "namespace"),
    };
}

struct adm_str adm_object_label(const struct adm_object *object, const char *key) {
    return adm_json_get_text(object->labels, key);
}

struct adm_str adm_object_annotation(const struct adm_object *object, const char *key) {
    return adm_json_get_text(object->annotations, key);
}

bool adm_object_has_label(const struct adm_object *object, const char *key) {
    return adm_json_get(object->labels, key) != NULL;
}

struct adm_owner adm_object_owner(const struct adm_json *reference) {
    return (struct adm_owner){
        .api_version = adm_json_get_text(reference, "apiVersion"),
        .kind = adm_json_get_text(reference, "kind"),
        .name = adm_json_get_text(reference, "name"),
        .uid = adm_json_get_text(reference, "uid"),
        .controller = adm_json_is_true(adm_json_get(reference, "controller")),
    };
}

bool adm_object_controller(const struct adm_object *object, struct adm_owner *out) {
    struct adm_json_iter it = adm_json_iter(object->owners);
    while (adm_json_next(&it)) {
        struct adm_owner owner = adm_object_owner(it.value);
        if (!owner.controller)
            continue;
        *out = owner;
        return true;
    }
    return false;
}

struct adm_str adm_object_group(struct adm_str api_version) {
    size_t slash = adm_str_index(api_version, '/');
    return slash == api_version.len ? (struct adm_str){0} : adm_str_slice(api_version, 0, slash);
}

struct adm_str adm_object_display_name(const struct adm_object *object) {
    return object->name.len > 0 ? object->name : object->generate_name;
}
