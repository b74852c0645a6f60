// SPDX-License-Identifier: Apache-2.0
// kubectl's annotation last-applied-configuration, judged as the object that it copies.
#pragma once

#include "validators/key_list.h"
#include "validators/secret_data.h"

// Whether the text holds a value of a Secret that is neither empty nor a reference: under data,
// stringData or binaryData of any object in it, whatever its kind says. What is no JSON object or
// array may hold anything. Adds the keys of those values to `keys`. ADM_MEMORY.
ADM_CHECKED bool adm_last_applied_holds(const struct adm_request *request, struct adm_str text,
                                        struct adm_key_list *keys, bool *holds,
                                        struct adm_error *err);
