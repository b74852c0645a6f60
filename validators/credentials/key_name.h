// SPDX-License-Identifier: Apache-2.0
// What the name of a value says about it. The last word decides; words that only say which one
// (old, prod, value, b64, a number) are looked through; explicit pairs (account_key, secret_id)
// come first.
#pragma once

#include "validators/credentials/family.h"
#include "validators/credentials/words.h"

enum adm_key_name_kind {
    ADM_KEY_NAME_NONE,
    ADM_KEY_NAME_PASSWORD,    // takes any value
    ADM_KEY_NAME_SECRET,      // a value, or the name of a Secret
    ADM_KEY_NAME_TOKEN,       // a value, or the name of a sort of token
    ADM_KEY_NAME_KEY,         // a value, or the key in a Secret
    ADM_KEY_NAME_CREDENTIALS, // user:password, or the name of either
    ADM_KEY_NAME_AUTH,        // mostly a way to authenticate; user:password in base64
    ADM_KEY_NAME_SALT,        // only what is random
    ADM_KEY_NAME_WEBHOOK,     // a URL whose path is the secret
};

struct adm_key_name {
    enum adm_key_name_kind kind;
    enum adm_family family;
    bool strict; // names the value itself, never something that holds it
    bool plural; // one of several, or a count of them
};

// The last segment of a path (`a.b.password`, `a/b/password`) decides.
struct adm_key_name adm_key_name_read(struct adm_str key);
// Whether the value is itself the name of a credential: `db-password`, `accessToken`.
bool adm_key_name_is(struct adm_str value);
