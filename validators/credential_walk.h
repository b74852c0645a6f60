// SPDX-License-Identifier: Apache-2.0
// The walk over an object that gives every string to whoever searches it, with what names it: a
// stack in place of recursion. Where it stands is written by credential_path.h, when it is asked
// for. Everything borrows from the object.
#pragma once

#include "core/error.h"
#include "validators/credential_part.h"

// Deeper than any tree that core/json.h or a manifest gives.
#define ADM_CREDENTIAL_DEPTH_MAX (ADM_JSON_DEPTH_MAX + 4)

enum adm_credential_item_kind {
    ADM_CREDENTIAL_ITEM_STRING,  // a string, or a number's literal
    ADM_CREDENTIAL_ITEM_KEY,     // the key of a member, itself
    ADM_CREDENTIAL_ITEM_COMMAND, // `command` and `args` of one object, lists of strings
};

struct adm_credential_item {
    enum adm_credential_item_kind kind;
    struct adm_str text;
    struct adm_str key; // what names it, or empty
    enum adm_credential_part part;
    bool names_beside;                     // its neighbours say that it names a place in a Secret
    bool status;                           // below the object's status
    const struct adm_json *command, *args; // of ADM_CREDENTIAL_ITEM_COMMAND; either may be NULL
};

struct adm_credential_step {
    struct adm_json_iter it;
    struct adm_credential_spot spot;
    struct adm_str name; // what `name` or `key` says of the value beside it, or empty
    const struct adm_json *command, *args;
    bool points, named, status;
    bool hidden; // the current key is itself a credential
};

struct adm_credential_walk {
    const struct adm_json *skip; // a node that is not read, or NULL
    bool due;                    // the current member's value has not been read yet
    bool command_due;
    size_t depth;
    struct adm_credential_step steps[ADM_CREDENTIAL_DEPTH_MAX];
};

// `root` of any type: only an object or an array has anything to walk. `part`: ADM_CREDENTIAL_TREE
// of a whole object.
void adm_credential_walk_init(struct adm_credential_walk *walk, const struct adm_json *root,
                              enum adm_credential_part part);
// The next item into `out`; at the end `*more` is false. ADM_LIMIT: too deep.
ADM_CHECKED bool adm_credential_walk_next(struct adm_credential_walk *walk,
                                          struct adm_credential_item *out, bool *more,
                                          struct adm_error *err);
// The key that was given last is a credential: paths show "…" in its place.
void adm_credential_walk_hide(struct adm_credential_walk *walk);
