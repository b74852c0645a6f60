// SPDX-License-Identifier: Apache-2.0
// Values that say where a credential is instead of being one: variables, templates, the URIs of
// secret stores, paths. A grammar takes the whole value; a default inside is a value of its own.
#pragma once

#include "validators/credentials/chars.h"

enum adm_refers {
    ADM_REFERS_NOT,
    ADM_REFERS_TO,      // it is a reference
    ADM_REFERS_DEFAULT, // a reference with a literal in it, which must be judged: `inner`
};

// `value` without white space around it. `inner` borrows from it.
enum adm_refers adm_refers_read(struct adm_str value, struct adm_str *inner);
// One variable or template that begins at `at` ($X, ${X:-y}, $(x), {{ x }}, %X%, …); its length in
// `len`. ADM_REFERS_NOT when none begins there.
enum adm_refers adm_refers_variable(struct adm_str text, size_t at, size_t *len,
                                    struct adm_str *inner);
// The address of something: a secret store's URI, an ARN, a path, a URL without userinfo.
bool adm_refers_is_address(struct adm_str value);
// An expression of a program, where the text has no quotes around it: cfg.password, getenv("X").
bool adm_refers_is_code(struct adm_str value);
