// SPDX-License-Identifier: Apache-2.0
// From a path to what it asks for.
#pragma once

#include "core/str.h"

enum adm_route_kind {
    ADM_ROUTE_NONE,
    ADM_ROUTE_VALIDATE,
    ADM_ROUTE_MUTATE,
    ADM_ROUTE_HEALTHZ,
    ADM_ROUTE_READYZ,
    ADM_ROUTE_METRICS,
};

struct adm_route {
    enum adm_route_kind kind;
    bool unlabelled;            // /…/unlabelled
    bool namespace_asks;        // /…/namespace-default/…
    struct adm_str environment; // the last segment; borrows from the path
};

struct adm_route adm_routes_find(const char *path);
// A Go duration ("5s", "1m30s", "500ms") in milliseconds; 0 for anything else and NULL.
int64_t adm_routes_timeout_ms(const char *duration);
