// SPDX-License-Identifier: Apache-2.0
// A view of any Kubernetes object: its metadata and owners. Absent or wrongly typed parts read as
// empty: mutating webhooks see objects before the API server validates them.
#pragma once

#include "core/json.h"

struct adm_object {
    const struct adm_json *root;        // NULL when there is no object
    const struct adm_json *metadata;    // or NULL
    const struct adm_json *labels;      // or NULL
    const struct adm_json *annotations; // or NULL
    const struct adm_json *owners;      // ownerReferences, or NULL
    struct adm_str api_version, kind;
    struct adm_str name, generate_name, namespace;
};

struct adm_owner {
    struct adm_str api_version, kind, name, uid;
    bool controller;
};

// NULL gives the empty view.
struct adm_object adm_object_view(const struct adm_json *root);
// The value of a label or annotation; empty when absent (see adm_object_has_label).
struct adm_str adm_object_label(const struct adm_object *object, const char *key);
struct adm_str adm_object_annotation(const struct adm_object *object, const char *key);
bool adm_object_has_label(const struct adm_object *object, const char *key);
// The owner with `controller: true`; false when there is none.
bool adm_object_controller(const struct adm_object *object, struct adm_owner *out);
struct adm_owner adm_object_owner(const struct adm_json *reference);
// The group of an apiVersion ("apps/v1" → "apps", "v1" → "").
struct adm_str adm_object_group(struct adm_str api_version);
// metadata.name, else metadata.generateName.
struct adm_str adm_object_display_name(const struct adm_object *object);
