// SPDX-License-Identifier: Apache-2.0
// What stands in the files beside the pods: ConfigMaps and Secrets, and what makes Secrets. Only
// names and keys are looked at, never a value.
#pragma once

#include "server/check_items.h"

enum adm_explain_offer {
    ADM_EXPLAIN_OFFERS_NOTHING,
    ADM_EXPLAIN_OFFERS_MAP,      // a ConfigMap
    ADM_EXPLAIN_OFFERS_SECRET,   // a Secret
    ADM_EXPLAIN_OFFERS_SEALED,   // a SealedSecret, which makes one
    ADM_EXPLAIN_OFFERS_EXTERNAL, // an ExternalSecret, which makes one
};

struct adm_explain_thing {
    const char *file; // borrowed from argv
    size_t document;  // 1-based in it
    struct adm_check_item item;
    // Filled in by adm_explain_shelf_add, once for all searches:
    enum adm_explain_offer offers;
    struct adm_str namespace, name; // of what it offers
};

struct adm_explain_shelf {
    struct adm_arena *arena;
    struct adm_explain_thing *list;
    size_t count, capacity;
    const char *namespace; // of objects that name none
};

void adm_explain_shelf_init(struct adm_explain_shelf *shelf, const char *namespace,
                            struct adm_arena *arena);
ADM_CHECKED bool adm_explain_shelf_add(struct adm_explain_shelf *shelf,
                                       const struct adm_explain_thing *thing,
                                       struct adm_error *err);

struct adm_explain_want {
    bool is_secret; // else a ConfigMap
    struct adm_str namespace, name;
    struct adm_str key; // empty: any
};

enum adm_explain_state {
    ADM_EXPLAIN_UNKNOWN, // the files hold none of its sort for the namespace
    ADM_EXPLAIN_MISSING, // they hold others
    ADM_EXPLAIN_NO_KEY,  // it is there, without the key
    ADM_EXPLAIN_MAYBE,   // something makes it, and what keys it gets is not said in the files
    ADM_EXPLAIN_MADE,    // something makes it, with the key
    ADM_EXPLAIN_FOUND,
};

struct adm_explain_found {
    enum adm_explain_state state;
    const struct adm_explain_thing *by; // what was found, or NULL
    struct adm_str keys;                // with NO_KEY: the keys that it has ("a, b"), or empty
    struct adm_str near;                // with MISSING: a name much like it, or empty
    struct adm_str elsewhere; // with MISSING and UNKNOWN: a namespace that has one, or empty
};

// Everything lives in the shelf's arena or is borrowed from the files.
struct adm_explain_found adm_explain_shelf_find(const struct adm_explain_shelf *shelf,
                                                const struct adm_explain_want *want);
// The labels of a Namespace in the files, or NULL.
const struct adm_json *adm_explain_shelf_labels(const struct adm_explain_shelf *shelf,
                                                struct adm_str namespace);
// "found", "missing", …; static storage.
const char *adm_explain_shelf_state(enum adm_explain_state state);
