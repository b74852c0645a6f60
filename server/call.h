// SPDX-License-Identifier: Apache-2.0
// One HTTP request being received and answered: its body, its arena. A worker keeps a few for use
// again, so that the request path allocates nothing outside the arena.
#pragma once

#include "server/routes.h"
#include "server/server.h"

enum adm_call_state {
    ADM_CALL_READING,
    ADM_CALL_TOO_LARGE,   // over limits.body_bytes: the rest is read and dropped
    ADM_CALL_OVER_BUDGET, // over limits.inflight_bytes, likewise
    ADM_CALL_UNWANTED,    // the answer does not depend on it, likewise
};

struct adm_call {
    struct adm_call *next; // in the worker's list of spares
    struct adm_arena arena;
    struct adm_route route;
    enum adm_call_state state;
    char *body; // `capacity` bytes in the arena, zero after `len`
    size_t len, capacity;
    uint64_t announced; // Content-Length; 0 when it is not known
    uint64_t received;  // all of it, what was dropped included
    size_t held;        // bytes taken from the budget
    int64_t started_s;  // monotonic
};

// NULL without memory. `announced` is the Content-Length, 0 when there is none.
struct adm_call *adm_call_take(struct adm_worker *worker, const struct adm_route *route,
                               uint64_t announced);
// Adds received bytes, or drops them. False when the sender has sent so much more than the limit,
// or for so much longer than the API server would wait, that the connection should end.
ADM_CHECKED bool adm_call_receive(struct adm_worker *worker, struct adm_call *call,
                                  struct adm_str bytes);
// Gives back the budget and keeps or frees the call; NULL is fine.
void adm_call_release(struct adm_worker *worker, struct adm_call *call);
void adm_call_free_spares(struct adm_worker *worker);
