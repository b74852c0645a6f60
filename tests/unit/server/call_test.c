// SPDX-License-Identifier: Apache-2.0
#include "server/call.h"

#include <criterion/criterion.h>
#include <string.h>

enum { BODY = 1000, INFLIGHT = 1500 };

// A server of one worker with small limits.
struct world {
    struct adm_config config;
    struct adm_server server;
    struct adm_worker worker;
};

static void make(struct world *w) {
    *w = (struct world){0};
    adm_config_init(&w->config);
    w->config.body_bytes = BODY;
    w->server.config = &w->config;
    w->server.budget.limit = INFLIGHT;
    w->worker.server = &w->server;
}

static void end(struct world *w) {
    adm_call_free_spares(&w->worker);
    cr_expect_eq(w->server.budget.used, 0);
    adm_config_destroy(&w->config);
}

static const struct adm_route route = {.kind = ADM_ROUTE_VALIDATE};

static void receive(struct world *w, struct adm_call *call, size_t bytes) {
    char chunk[100];
    memset(chunk, 'x', sizeof chunk);
    for (; bytes > 0; bytes -= bytes < sizeof chunk ? bytes : sizeof chunk) {
        size_t len = bytes < sizeof chunk ? bytes : sizeof chunk;
        cr_assert(adm_call_receive(&w->worker, call, (struct adm_str){chunk, len}));
    }
}

Test(call, keeps_a_body_with_zeros_after_it) {
    struct world w;
    make(&w);
    static const uint64_t announced[] = {0, 10, BODY};
    for (size_t i = 0; i < 3; i++) {
        struct adm_call *call = adm_call_take(&w.worker, &route, announced[i]);
        receive(&w, call, BODY);
        cr_expect_eq(call->state, ADM_CALL_READING);
        cr_expect_eq(call->len, BODY);
        for (size_t j = 0; j < BODY; j++)
            cr_expect_eq(call->body[j], 'x');
        for (size_t j = 0; j < ADM_JSON_PADDING; j++)
            cr_expect_eq(call->body[BODY + j], '\0');
        adm_call_release(&w.worker, call);
    }
    end(&w);
}

Test(call, drops_what_is_too_large_and_holds_nothing) {
    struct world w;
    make(&w);
    static const uint64_t announced[] = {0, BODY + 1};
    for (size_t i = 0; i < 2; i++) {
        struct adm_call *call = adm_call_take(&w.worker, &route, announced[i]);
        receive(&w, call, BODY + 1);
        cr_expect_eq(call->state, ADM_CALL_TOO_LARGE);
        cr_expect_eq(call->received, BODY + 1);
        cr_expect_eq(w.server.budget.used, 0);
        adm_call_release(&w.worker, call);
    }
    end(&w);
}

Test(call, ends_a_sender_that_does_not_stop) {
    struct world w;
    make(&w);
    struct adm_call *call = adm_call_take(&w.worker, &route, 0);
    receive(&w, call, (size_t)BODY * 16);
    cr_expect_not(adm_call_receive(&w.worker, call, ADM_STR("x")));
    adm_call_release(&w.worker, call);
    end(&w);
}

Test(call, ends_a_sender_that_nobody_waits_for) {
    struct world w;
    make(&w);
    struct adm_call *call = adm_call_take(&w.worker, &route, 0);
    cr_expect(adm_call_receive(&w.worker, call, ADM_STR("x")));
    call->started_s -= 60;
    cr_expect_not(adm_call_receive(&w.worker, call, ADM_STR("x")));
    adm_call_release(&w.worker, call);
    end(&w);
}

Test(call, drops_what_is_not_wanted) {
    struct world w;
    make(&w);
    struct adm_call *call = adm_call_take(&w.worker, &route, 0);
    call->state = ADM_CALL_UNWANTED;
    receive(&w, call, (size_t)BODY * 2);
    cr_expect_eq(call->state, ADM_CALL_UNWANTED);
    cr_expect_eq(call->len, 0);
    cr_expect_eq(w.server.budget.used, 0);
    adm_call_release(&w.worker, call);
    end(&w);
}

Test(call, counts_what_came_and_not_what_was_announced) {
    struct world w;
    make(&w);
    struct adm_call *idle = adm_call_take(&w.worker, &route, BODY);
    struct adm_call *first = adm_call_take(&w.worker, &route, BODY);
    struct adm_call *second = adm_call_take(&w.worker, &route, BODY);
    cr_expect_eq(w.server.budget.used, 0);
    receive(&w, first, 900);
    receive(&w, second, 700);
    cr_expect_eq(second->state, ADM_CALL_OVER_BUDGET);
    cr_expect_eq(w.server.budget.used, 900);
    receive(&w, idle, 600);
    cr_expect_eq(idle->state, ADM_CALL_READING);
    adm_call_release(&w.worker, first);
    cr_expect_eq(w.server.budget.used, 600);
    adm_call_release(&w.worker, second);
    adm_call_release(&w.worker, idle);
    adm_call_release(&w.worker, NULL);
    end(&w);
}

Test(call, uses_a_spare_again_as_new) {
    struct world w;
    make(&w);
    struct adm_call *first = adm_call_take(&w.worker, &route, BODY + 1);
    adm_call_release(&w.worker, first);
    struct adm_call *again = adm_call_take(&w.worker, &route, 0);
    cr_expect_eq(again, first);
    cr_expect_eq(again->state, ADM_CALL_READING);
    cr_expect_eq(again->len, 0);
    cr_expect_null(again->body);
    adm_call_release(&w.worker, again);
    end(&w);
}

Test(call, keeps_a_few_spares_only) {
    struct world w;
    struct adm_call *calls[20];
    make(&w);
    for (size_t i = 0; i < 20; i++)
        calls[i] = adm_call_take(&w.worker, &route, 0);
    for (size_t i = 0; i < 20; i++)
        adm_call_release(&w.worker, calls[i]);
    cr_expect_eq(w.worker.spare_count, 8);
    end(&w);
}
