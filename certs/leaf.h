// SPDX-License-Identifier: Apache-2.0
// The server's certificate, signed by the authority.
#pragma once

#include "certs/identity.h"

// Longest life of a leaf; clients refuse server certificates beyond it.
#define ADM_LEAF_DAYS_MAX 825

struct adm_leaf_request {
    const struct adm_identity *authority;
    const char *const *names; // DNS names and IP addresses, 1..ADM_NAME_COUNT_MAX
    size_t name_count;
    int64_t days; // 1..ADM_LEAF_DAYS_MAX
};

// Checks the names and days only: what is wrong is known before anything is made.
ADM_CHECKED bool adm_leaf_check(const struct adm_leaf_request *request, struct adm_error *err);
// Repeated names count once. The leaf ends no later than its authority.
ADM_CHECKED bool adm_leaf_make(const struct adm_leaf_request *request, struct adm_identity *out,
                               struct adm_error *err);
