// SPDX-License-Identifier: Apache-2.0
#include "server/routes.h"

#include <criterion/criterion.h>

static const struct {
    const char *path;
    const char *environment;
    enum adm_route_kind kind;
    bool unlabelled, namespace_asks;
} paths[] = {
    {"/validate/dev", "dev", ADM_ROUTE_VALIDATE, false, false},
    {"/mutate/prod", "prod", ADM_ROUTE_MUTATE, false, false},
    {"/mutate/namespace-default/dev", "dev", ADM_ROUTE_MUTATE, false, true},
    {"/validate/unlabelled", "unlabelled", ADM_ROUTE_VALIDATE, true, false},
    {"/mutate/unlabelled", "unlabelled", ADM_ROUTE_MUTATE, true, false},
    {"/mutate/namespace-default/unlabelled", "unlabelled", ADM_ROUTE_MUTATE, true, true},
    {"/mutate/namespace-default", "namespace-default", ADM_ROUTE_MUTATE, false, false},
    {"/healthz", "", ADM_ROUTE_HEALTHZ, false, false},
    {"/readyz", "", ADM_ROUTE_READYZ, false, false},
    {"/metrics", "", ADM_ROUTE_METRICS, false, false},
    {"/validate/", "", ADM_ROUTE_NONE, false, false},
    {"/validate", "", ADM_ROUTE_NONE, false, false},
    {"/validate/dev/", "", ADM_ROUTE_NONE, false, false},
    {"/validate/dev/x", "", ADM_ROUTE_NONE, false, false},
    {"/validate//dev", "", ADM_ROUTE_NONE, false, false},
    {"/validate/namespace-default/dev", "dev", ADM_ROUTE_VALIDATE, false, true},
    {"/validate/namespace-default/unlabelled", "unlabelled", ADM_ROUTE_VALIDATE, true, true},
    {"/validate/namespace-default", "namespace-default", ADM_ROUTE_VALIDATE, false, false},
    {"/validate/namespace-default/", "", ADM_ROUTE_NONE, false, false},
    {"/mutate/namespace-default/", "", ADM_ROUTE_NONE, false, false},
    {"/mutate/namespace-default/a/b", "", ADM_ROUTE_NONE, false, false},
    {"/Validate/dev", "", ADM_ROUTE_NONE, false, false},
    {"/healthz/", "", ADM_ROUTE_NONE, false, false},
    {"/", "", ADM_ROUTE_NONE, false, false},
    {"", "", ADM_ROUTE_NONE, false, false},
};

Test(routes, finds_what_a_path_asks_for) {
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const struct adm_route route = adm_routes_find(paths[i].path);
        cr_expect_eq(route.kind, paths[i].kind, "%s", paths[i].path);
        cr_expect(adm_str_is(route.environment, paths[i].environment), "%s", paths[i].path);
        cr_expect_eq(route.unlabelled, paths[i].unlabelled, "%s", paths[i].path);
        cr_expect_eq(route.namespace_asks, paths[i].namespace_asks, "%s", paths[i].path);
    }
}

static const struct {
    const char *duration;
    int64_t ms;
} durations[] = {
    {"5s", 5000},    {"10s", 10000},   {"1m30s", 90000}, {"500ms", 500}, {"1.5s", 1500},
    {"1h", 3600000}, {"2500us", 2},    {"0s", 0},        {"", 0},        {NULL, 0},
    {"5", 0},        {"s", 0},         {"-5s", 0},       {"5 s", 0},     {"5x", 0},
    {"1..5s", 0},    {"99999999s", 0}, {"5s5", 0},       {".s", 0},
};

Test(routes, reads_the_timeout_as_go_writes_it) {
    for (size_t i = 0; i < sizeof durations / sizeof *durations; i++)
        cr_expect_eq(adm_routes_timeout_ms(durations[i].duration), durations[i].ms, "%s",
                     durations[i].duration == NULL ? "NULL" : durations[i].duration);
}
