// SPDX-License-Identifier: Apache-2.0
// One item of a walk under the detector, and what is found in it to the report. Nothing is written
// and no old object looked at unless there is something to say.
#pragma once

#include "validators/credential_report.h"
#include "validators/credential_walk.h"

// One tree under the walk.
struct adm_credential_search {
    struct adm_credential_scan *scan;
    struct adm_credential_walk walk;
    struct adm_str prefix;                 // of its paths, or empty
    const struct adm_json *old, *old_copy; // in which what is not new stands; or NULL
    bool update;                           // there is an old object
    bool is_copy;                          // the tree is kubectl's copy of an object
};

// Searches what the walk has given. ADM_MEMORY.
ADM_CHECKED bool adm_credential_search_item(struct adm_credential_search *search,
                                            const struct adm_credential_item *item,
                                            struct adm_error *err);
// Where the walk stands; keys that repeat `value` show as "…".
struct adm_str adm_credential_search_path(const struct adm_credential_search *search,
                                          struct adm_str value);
// A text without a walk: the detector's state is forgotten but for what is reported. `where` has
// its path.
ADM_CHECKED bool adm_credential_search_text(struct adm_credential_scan *scan,
                                            const struct adm_detector_value *value,
                                            const struct adm_credential_found *where,
                                            struct adm_error *err);
