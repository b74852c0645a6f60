// SPDX-License-Identifier: Apache-2.0
// How the strings of an object are read: what the key above them says about them. Names of Secrets,
// paths, images, digests and quantities need no list here: no key of theirs names a credential, so
// that only a token's own shape speaks in them.
#pragma once

#include "core/json.h"

enum adm_credential_part {
    ADM_CREDENTIAL_TREE,        // fields: each is named by its key
    ADM_CREDENTIAL_ENV,         // the same, of environment variables
    ADM_CREDENTIAL_CONFIG,      // free keys to texts, which may be files
    ADM_CREDENTIAL_BINARY,      // free keys to base64
    ADM_CREDENTIAL_ANNOTATIONS, // free keys to texts
    ADM_CREDENTIAL_LABELS,
    ADM_CREDENTIAL_NONE, // not read: written by the API server, about the object
};

// Whose `data` it is.
enum adm_credential_kind {
    ADM_CREDENTIAL_KIND_OTHER,
    ADM_CREDENTIAL_KIND_CONFIG_MAP,
    ADM_CREDENTIAL_KIND_SECRET,
};

// Where a member stands.
struct adm_credential_spot {
    enum adm_credential_part part; // of the object that it is a member of
    enum adm_credential_kind kind; // of that object, when it is a whole one
    struct adm_str above;          // the key that names that object
};

// How the member's value is read.
enum adm_credential_part adm_credential_part_of(const struct adm_credential_spot *spot,
                                                struct adm_str key, const struct adm_json *value);
// `value`, `default` and the like: what stands there is named by the `name` beside it.
bool adm_credential_part_is_value(struct adm_str key);
// Whether a member of this key says that its object points at a key of a Secret.
bool adm_credential_part_points(struct adm_str key);
// Whether a member of this key says anything about its neighbours: what they are called, that they
// point somewhere, that they are a command.
bool adm_credential_part_tells(struct adm_str key);
