// SPDX-License-Identifier: Apache-2.0
// The annotation floe.dev/credentials:
//
//   list   = secret *( ";" secret )          nothing but white space: an empty list
//   secret = name [ ":" [ key *( "," key ) ] ]
//   key    = data key [ "=" secret_ref ]     the secret_ref is the key when it is left out
//
// White space may stand around every word. Names are those of core/credential_name.h.
#pragma once

#include "core/credential_name.h"

#define ADM_CREDENTIAL_LIST_ANNOTATION "floe.dev/credentials"
#define ADM_CREDENTIAL_LIST_GRAMMAR "<secret>: <key>[=<secret_ref>], …[; <secret>: …]"
// Longest text in bytes.
#define ADM_CREDENTIAL_LIST_BYTES_MAX ((size_t)8 * 1024)

struct adm_credential_list {
    struct {
        struct adm_str secret;
        struct adm_str key, ref; // empty: the keys are left out
    } rows[ADM_CREDENTIALS_MAX];
    size_t count;
};

// The slices borrow from the text. ADM_SYNTAX with "line L, column C: what is expected" (1-based;
// bytes, which are ASCII up to there), ADM_LIMIT. Errors never show what was written.
ADM_CHECKED bool adm_credential_list_parse(struct adm_str text, struct adm_credential_list *out,
                                           struct adm_error *err);
