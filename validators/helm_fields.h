// SPDX-License-Identifier: Apache-2.0
// The fields that Helm alone fills in, and changes as a release lives: held to the form that it
// gives them, so that nothing else can hide there. What has its form needs no judging.
#pragma once

#include "core/json.h"

enum adm_helm_form {
    ADM_HELM_FORM_STATUS, // "deployed", …
    ADM_HELM_FORM_PHASE,  // of a hook's last run: "Succeeded", …
    ADM_HELM_FORM_TIME,   // RFC 3339 with at most nanoseconds
    ADM_HELM_FORM_APPLY,  // "ssa", "csa"
    ADM_HELM_FORM_DIGITS, // seconds since 1970
};

// Whether the text has the form, or is empty.
bool adm_helm_fields_fits(enum adm_helm_form form, struct adm_str text);
// The same of a field: absent and null fit, too, and nothing but text does.
bool adm_helm_fields_has(enum adm_helm_form form, const struct adm_json *field);
// What the form is, after "is not": "a time as Helm writes it"; static storage.
const char *adm_helm_fields_words(enum adm_helm_form form);
