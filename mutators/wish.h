// SPDX-License-Identifier: Apache-2.0
// What containers are to see: files of a volume, and variables.
#pragma once

#include "core/json.h"

enum adm_wish_source { ADM_WISH_CONFIG_MAP, ADM_WISH_SECRET };

// In messages.
struct adm_wish_words {
    const char *file;  // "the platform's file"
    const char *value; // "the platform's value"
};

struct adm_wish_file {
    struct adm_str path; // in the container
    struct adm_str key;  // in the source
    struct adm_str item; // in the volume
    struct adm_str what; // "platform.yaml of ConfigMap etl"
};

struct adm_wish_volume {
    struct adm_str name;
    enum adm_wish_source source;
    struct adm_str of; // the source's name
    const struct adm_wish_file *files;
    size_t count;
    const struct adm_wish_words *words;
    // Filled in by mutators/volume_plan.h:
    const struct adm_json *found; // the pod's volume of this name, or NULL
    bool mounted;                 // something mounts it, or will
};

// `value`, or, when `secret` is given, a key of a Secret.
struct adm_wish_variable {
    struct adm_str name, value;
    struct adm_str secret, key;
    struct adm_str what; // "`dev`"
    const struct adm_wish_words *words;
};
