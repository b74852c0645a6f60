// SPDX-License-Identifier: Apache-2.0
// A request's path and the duration in its query.
#include "fuzz.h"

#include <string.h>

#include "server/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    struct adm_route route = adm_routes_find(text);
    FUZZ_HOLDS(memchr(route.environment.len == 0 ? "x" : route.environment.data, '/',
                      route.environment.len == 0 ? 1 : route.environment.len) == NULL);
    FUZZ_HOLDS((route.kind == ADM_ROUTE_VALIDATE || route.kind == ADM_ROUTE_MUTATE) ==
               (route.environment.len > 0));
    FUZZ_HOLDS(adm_routes_timeout_ms(text) >= 0);
    free(text);
    return 0;
}
