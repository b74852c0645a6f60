// SPDX-License-Identifier: Apache-2.0
#include "server/call.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    SPARES_MAX = 8,
    FIRST_CAPACITY = 16 * 1024,
    LARGE = 1024 * 1024,
    // Most nodes of a body: one for each two bytes, 24 bytes each; answers and findings besides.
    ARENA_PER_BODY_BYTE = 16,
    ARENA_BASE = 8 * 1024 * 1024,
    DROP_FACTOR = 16, // a sender of this many times the limit is cut off
    // The longest timeoutSeconds of a webhook: nobody waits for an answer after it.
    BODY_S = 30,
};

static int64_t now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return now.tv_sec;
}

struct adm_call *adm_call_take(struct adm_worker *worker, const struct adm_route *route,
                               uint64_t announced) {
    struct adm_call *call = worker->spare;
    size_t limit = (size_t)worker->server->config->body_bytes;
    if (call == NULL) {
        call = calloc(1, sizeof *call);
        if (call == NULL)
            return NULL;
        adm_arena_init(&call->arena, limit * ARENA_PER_BODY_BYTE + ARENA_BASE);
    } else {
        worker->spare = call->next;
        worker->spare_count--;
    }
    struct adm_arena arena = call->arena;
    *call = (struct adm_call){
        .arena = arena, .route = *route, .announced = announced, .started_s = now_s()};
    if (announced > limit)
        call->state = ADM_CALL_TOO_LARGE;
    return call;
}

// Frees what was received; the rest is dropped.
static void give_up(struct adm_worker *worker, struct adm_call *call, enum adm_call_state why) {
    adm_budget_give(&worker->server->budget, call->held);
    adm_arena_reset(&call->arena);
    call->held = 0;
    call->body = NULL;
    call->len = 0;
    call->capacity = 0;
    call->state = why;
}

static bool reserve(struct adm_call *call, size_t more) {
    size_t need = call->len + more + ADM_JSON_PADDING;
    if (need <= call->capacity)
        return true;
    size_t wanted =
        call->announced > 0 ? (size_t)call->announced + ADM_JSON_PADDING : (size_t)FIRST_CAPACITY;
    if (wanted < call->capacity * 2)
        wanted = call->capacity * 2;
    if (wanted < need)
        wanted = need;
    char *body = adm_arena_grow(&call->arena, call->body, call->capacity, wanted);
    if (body == NULL)
        return false;
    call->body = body;
    call->capacity = wanted;
    return true;
}

bool adm_call_receive(struct adm_worker *worker, struct adm_call *call, struct adm_str bytes) {
    size_t limit = (size_t)worker->server->config->body_bytes;
    call->received += bytes.len;
    if (call->received > (uint64_t)limit * DROP_FACTOR || now_s() - call->started_s > BODY_S)
        return false;
    if (call->state != ADM_CALL_READING)
        return true;
    if (call->received > limit) {
        give_up(worker, call, ADM_CALL_TOO_LARGE);
        return true;
    }
    if (!adm_budget_take(&worker->server->budget, bytes.len)) {
        give_up(worker, call, ADM_CALL_OVER_BUDGET);
        return true;
    }
    call->held += bytes.len;
    if (!reserve(call, bytes.len)) {
        give_up(worker, call, ADM_CALL_OVER_BUDGET);
        return true;
    }
    memcpy(call->body + call->len, bytes.data, bytes.len);
    call->len += bytes.len;
    memset(call->body + call->len, 0, ADM_JSON_PADDING);
    return true;
}

static void free_call(struct adm_call *call) {
    adm_arena_destroy(&call->arena);
    free(call);
}

void adm_call_release(struct adm_worker *worker, struct adm_call *call) {
    if (call == NULL)
        return;
    adm_budget_give(&worker->server->budget, call->held);
    if (call->arena.used > LARGE)
        atomic_store(&worker->server->trim_wanted, true);
    if (worker->spare_count == SPARES_MAX) {
        free_call(call);
        return;
    }
    adm_arena_reset(&call->arena);
    call->next = worker->spare;
    worker->spare = call;
    worker->spare_count++;
}

void adm_call_free_spares(struct adm_worker *worker) {
    while (worker->spare != NULL) {
        struct adm_call *next = worker->spare->next;
        free_call(worker->spare);
        worker->spare = next;
    }
    worker->spare_count = 0;
}
