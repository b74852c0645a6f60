// SPDX-License-Identifier: Apache-2.0
#include "server/routes.h"

#include <string.h>

static const struct {
    const char *prefix;
    enum adm_route_kind kind;
    bool namespace_asks;
} prefixes[] = {
    {"/validate/namespace-default/", ADM_ROUTE_VALIDATE, true},
    {"/validate/", ADM_ROUTE_VALIDATE, false},
    {"/mutate/namespace-default/", ADM_ROUTE_MUTATE, true},
    {"/mutate/", ADM_ROUTE_MUTATE, false},
};

static const struct {
    const char *path;
    enum adm_route_kind kind;
} exact[] = {
    {"/healthz", ADM_ROUTE_HEALTHZ},
    {"/readyz", ADM_ROUTE_READYZ},
    {"/metrics", ADM_ROUTE_METRICS},
};

struct adm_route adm_routes_find(const char *path) {
    struct adm_str whole = adm_str_from(path);
    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++) {
        if (adm_str_is(whole, exact[i].path))
            return (struct adm_route){.kind = exact[i].kind};
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (!adm_str_starts(whole, prefixes[i].prefix))
            continue;
        struct adm_str rest = adm_str_slice(whole, strlen(prefixes[i].prefix), whole.len);
        if (rest.len == 0 || adm_str_index(rest, '/') < rest.len)
            break;
        return (struct adm_route){
            .kind = prefixes[i].kind,
            .unlabelled = adm_str_is(rest, "unlabelled"),
            .namespace_asks = prefixes[i].namespace_asks,
            .environment = rest,
        };
    }
    return (struct adm_route){.kind = ADM_ROUTE_NONE};
}

// A unit's length in microseconds and how many letters it has; 0 when it is none.
static int64_t read_unit(const char *s, size_t *len) {
    static const struct {
        const char *name;
        int64_t us;
    } units[] = {{"ms", 1000}, {"us", 1}, {"s", 1000000}, {"m", 60000000}, {"h", 3600000000}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        *len = strlen(units[i].name);
        if (strncmp(s, units[i].name, *len) == 0)
            return units[i].us;
    }
    return 0;
}

// A decimal number and its divisor ("1.5": 15, 10); NULL when there is none, or one of more than
// seven digits.
static const char *read_number(const char *s, int64_t *number, int64_t *divisor) {
    bool fraction = false;
    size_t digits = 0;
    *number = 0;
    *divisor = 1;
    for (; (*s >= '0' && *s <= '9') || (*s == '.' && !fraction); s++) {
        if (*s == '.') {
            fraction = true;
            continue;
        }
        *number = *number * 10 + (*s - '0');
        *divisor *= fraction ? 10 : 1;
        digits++;
        if (digits > 7)
            return NULL;
    }
    return digits == 0 ? NULL : s;
}

int64_t adm_routes_timeout_ms(const char *duration) {
    int64_t total_us = 0;
    const char *s = duration == NULL ? "" : duration;
    while (*s != '\0') {
        int64_t number = 0;
        int64_t divisor = 1;
        size_t len = 0;
        s = read_number(s, &number, &divisor);
        int64_t unit = s == NULL ? 0 : read_unit(s, &len);
        if (unit == 0)
            return 0;
        total_us += number * unit / divisor;
        s += len;
    }
    return total_us / 1000;
}
