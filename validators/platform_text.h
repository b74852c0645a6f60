// SPDX-License-Identifier: Apache-2.0
// Where a ConfigMap holds platform.yaml, and what of it an UPDATE changed. Shared by the three
// rules that judge it.
#pragma once

#include "core/decision.h"

#define ADM_PLATFORM_TEXT_KEY "platform.yaml"
#define ADM_PLATFORM_TEXT_PATH "data[platform.yaml]"

struct adm_platform_text {
    const struct adm_json *value; // of the key in data, or NULL; a text unless the object is broken
    const struct adm_json *binary; // of the key in binaryData, or NULL
    bool labelled;                 // app.kubernetes.io/component: platform-config
};

struct adm_platform_text adm_platform_text_of(const struct adm_object *object);
// Whether the request creates or updates a ConfigMap that holds platform.yaml, or says that it
// does.
bool adm_platform_text_applies(const struct adm_request *request);
// Whether this is an UPDATE that left the text as it was.
bool adm_platform_text_is_old(const struct adm_request *request);
