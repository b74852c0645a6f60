// SPDX-License-Identifier: Apache-2.0
#include "server/admit.h"

#include <time.h>

#include "audit/record.h"
#include "server/log.h"
#include "server/version.h"
#include "validators/helm_payload.h"

struct admission {
    struct adm_worker *worker;
    struct adm_call *call;
    struct adm_snapshot *snapshot;
    struct adm_review review;
    struct adm_environment unknown; // stands in for one that the policy does not have
    struct adm_request request;
    struct adm_decision decision;
    size_t slot; // of the environment in the metrics
    int64_t started_us, deadline_ms;
};

static int64_t monotonic_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t unix_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static bool read_review(struct admission *a, struct adm_error *err) {
    const struct adm_json *document = NULL;
    ADM_TRY(adm_json_parse(a->call->body, a->call->len, &a->call->arena, &document, err));
    return adm_review_read(document, &a->review, err);
}

static void find_environment(struct admission *a) {
    const struct adm_policy *policy = a->snapshot->policy;
    const struct adm_route *route = &a->call->route;
    const struct adm_environment *found =
        route->unlabelled ? policy->unlabelled : adm_policy_environment(policy, route->environment);
    if (found == NULL) {
        a->unknown.name = adm_verdict_one_line(route->environment, 63, &a->call->arena);
        a->request.environment = &a->unknown;
        a->slot = ADM_SLOT_UNKNOWN;
        return;
    }
    a->request.environment = found;
    a->slot =
        route->unlabelled ? ADM_SLOT_UNLABELLED : a->snapshot->slots[found - policy->environments];
}

static void fill_request(struct admission *a) {
    struct adm_server *server = a->worker->server;
    a->request = (struct adm_request){
        .review = &a->review,
        .policy = a->snapshot->policy,
        .unlabelled = a->call->route.unlabelled,
        .namespace_asks = a->call->route.namespace_asks,
        .object = adm_object_view(a->review.object),
        .old_object = adm_object_view(a->review.old_object),
        .fingerprint_key = server->fingerprint_key,
        .now_s = unix_us() / 1000000,
        .arena = &a->call->arena,
        .platform = server->platform,
        .cache = &a->worker->cache,
    };
    find_environment(a);
}

// Room for what the releases of Helm in this request inflate to, held until the call ends. False
// when only the others in flight leave none: the sender should ask again. A request that is too
// large by itself takes nothing and is denied with that reason.
static bool take_inflated(struct admission *a) {
    struct adm_budget *budget = &a->worker->server->budget;
    size_t room = budget->limit > a->call->held ? budget->limit - a->call->held : 1;
    size_t inflated = adm_helm_payload_announced(&a->request);
    a->request.inflate_max = room;
    if (inflated == 0 || inflated > room)
        return true;
    if (!adm_budget_take(budget, inflated))
        return false;
    a->call->held += inflated;
    return true;
}

// A path that names no environment of the policy is a misconfigured webhook: fail closed, and say
// which names would do.
static void deny_unknown_environment(struct admission *a) {
    const struct adm_policy *policy = a->snapshot->policy;
    struct adm_text text;
    adm_text_init(&text, &a->call->arena);
    adm_text_printf(&text,
                    "the webhook was called for environment '%.*s', which the policy of "
                    "floe-admission does not have; it has:",
                    ADM_STR_ARGS(a->unknown.name));
    for (size_t i = 0; i < policy->environment_count; i++)
        adm_text_printf(&text, "%s %.*s", i == 0 ? "" : ",",
                        ADM_STR_ARGS(policy->environments[i].name));
    adm_verdict_init(&a->decision.verdict, &a->call->arena);
    adm_patch_init(&a->decision.patch, &a->call->arena, a->review.object);
    a->decision.kind = ADM_DECISION_DENY;
    a->decision.response = (struct adm_response){.uid = a->review.uid};
    if (!adm_text_finish(&text, &a->decision.response.message, NULL))
        a->decision.response.message = ADM_STR("the policy does not have this environment");
}

static void decide(struct admission *a) {
    if (a->request.environment == &a->unknown) {
        deny_unknown_environment(a);
        return;
    }
    adm_decision_make(&a->worker->server->registry, &a->request,
                      a->call->route.kind == ADM_ROUTE_MUTATE, &a->decision);
}

static void report_audit_failure(const struct adm_error *err) {
    static struct adm_log_limit limit = {.burst = 1, .window_s = 60};
    uint64_t held_back = 0;
    if (adm_log_limit_allows(&limit, &held_back))
        ADM_LOG(ADM_LOG_ERROR, "audit record not written", ADM_LOG_TEXT("error", err->message),
                ADM_LOG_INT("not_shown", held_back));
}

static void record(struct admission *a, int64_t latency_us) {
    struct adm_server *server = a->worker->server;
    const struct adm_audit_context context = {
        .time_us = unix_us(),
        .latency_us = latency_us,
        .deadline_ms = a->deadline_ms,
        .seq = atomic_fetch_add(&server->sequence, 1) + 1,
        .mutate = a->call->route.kind == ADM_ROUTE_MUTATE,
        .version = adm_version_number(),
        .instance = server->instance,
    };
    struct adm_str line = {0};
    struct adm_error err = {0};
    bool ok = adm_audit_record(&a->request, &a->decision, &context, &line, &err) &&
              adm_audit_writer_put(server->audit, line, &err);
    struct adm_shared_counters *shared = &server->metrics.shared;
    atomic_fetch_add(ok ? &shared->audit_records : &shared->audit_failures, 1);
    if (atomic_load_explicit(&server->audit_failing, memory_order_relaxed) == ok)
        atomic_store(&server->audit_failing, !ok);
    if (!ok)
        report_audit_failure(&err);
}

static void count(const struct admission *a, int64_t latency_us) {
    struct adm_shard *shard = a->worker->shard;
    enum adm_path_kind kind =
        a->call->route.kind == ADM_ROUTE_MUTATE ? ADM_PATH_MUTATE : ADM_PATH_VALIDATE;
    adm_metrics_add(&shard->decisions[kind][a->slot][a->decision.kind], 1);
    adm_metrics_latency(shard, kind, latency_us);
    adm_metrics_findings(shard, &a->decision.verdict);
    const struct adm_platform_cache *cache = &a->worker->cache;
    adm_metrics_set(&shard->cache_hits, cache->hits);
    adm_metrics_set(&shard->cache_misses, cache->misses);
    adm_metrics_set(&shard->cache_evictions, cache->evictions);
}

static void refuse_body(struct admission *a, const struct adm_error *err, struct adm_reply *reply) {
    adm_metrics_add(&a->worker->shard->rejects[ADM_REJECT_UNREADABLE], 1);
    *reply = adm_reply_text(
        MHD_HTTP_BAD_REQUEST,
        adm_text_format(&a->call->arena, "not an AdmissionReview v1: %s\n", err->message));
}

static void refuse_for_now(struct admission *a, struct adm_reply *reply) {
    adm_metrics_add(&a->worker->shard->rejects[ADM_REJECT_OVER_BUDGET], 1);
    *reply = adm_reply_text(MHD_HTTP_TOO_MANY_REQUESTS,
                            ADM_STR("too many bytes in flight, try again\n"));
    reply->retry = true;
}

static void answer(struct admission *a, struct adm_reply *reply) {
    struct adm_text text;
    struct adm_str body = {0};
    decide(a);
    adm_text_init(&text, &a->call->arena);
    adm_review_write(&a->decision.response, &text);
    bool ok = adm_text_finish(&text, &body, NULL);
    int64_t latency_us = monotonic_us() - a->started_us;
    count(a, latency_us);
    record(a, latency_us);
    if (!ok) {
        // No answer is a failed call: the failurePolicy of the entry decides.
        *reply = adm_reply_text(MHD_HTTP_INTERNAL_SERVER_ERROR, ADM_STR("out of memory\n"));
        return;
    }
    *reply =
        (struct adm_reply){.status = MHD_HTTP_OK, .body = body, .content_type = "application/json"};
}

void adm_admit_review(struct adm_worker *worker, struct adm_call *call, int64_t deadline_ms,
                      struct adm_reply *reply) {
    struct admission a = {
        .worker = worker, .call = call, .started_us = monotonic_us(), .deadline_ms = deadline_ms};
    struct adm_error err = {0};
    if (!read_review(&a, &err)) {
        refuse_body(&a, &err, reply);
        return;
    }
    a.snapshot = adm_snapshot_acquire(&worker->server->policy);
    fill_request(&a);
    if (take_inflated(&a))
        answer(&a, reply);
    else
        refuse_for_now(&a, reply);
    adm_snapshot_release(a.snapshot);
}
