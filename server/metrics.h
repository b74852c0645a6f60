// SPDX-License-Identifier: Apache-2.0
// Counters. Each worker thread has a shard of its own that only it writes; a scrape adds the shards
// up. What happens outside the workers counts in `shared`.
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "core/decision.h"

enum adm_path_kind { ADM_PATH_VALIDATE, ADM_PATH_MUTATE, ADM_PATH_KINDS };

enum adm_reject {
    ADM_REJECT_TOO_LARGE,
    ADM_REJECT_OVER_BUDGET,
    ADM_REJECT_UNREADABLE,
    ADM_REJECT_CLIENT_CERTIFICATE,
    ADM_REJECT_REASONS,
};

enum {
    ADM_METRICS_BUCKETS = 14,      // of the latency histogram, +Inf not included
    ADM_METRICS_ENVIRONMENTS = 96, // names ever seen in a policy; the last slot is "other"
    ADM_METRICS_CODES = 16,
};

typedef _Atomic uint64_t adm_counter;

struct adm_shard {
    adm_counter decisions[ADM_PATH_KINDS][ADM_METRICS_ENVIRONMENTS][3];
    adm_counter codes[ADM_METRICS_CODES]; // by index of adm_metrics_codes
    adm_counter findings[ADM_RULE_COUNT][ADM_MODE_ENFORCE + 1];
    adm_counter buckets[ADM_PATH_KINDS][ADM_METRICS_BUCKETS + 1];
    adm_counter latency_us[ADM_PATH_KINDS];
    adm_counter rejects[ADM_REJECT_REASONS];
    adm_counter connections_opened, connections_closed;
    adm_counter cache_hits, cache_misses, cache_evictions; // of verdicts on platform.yaml
};

struct adm_shared_counters {
    adm_counter accept_errors, connections_refused, tls_noise;
    adm_counter reloads[2][2]; // [policy, certificate][failed, ok]
    adm_counter audit_records, audit_failures;
};

struct adm_metrics {
    struct adm_shard *shards;
    size_t shard_count;
    struct adm_shared_counters shared;
    pthread_mutex_t names_lock; // taken when a policy is loaded and on a scrape
    char names[ADM_METRICS_ENVIRONMENTS][64];
    size_t name_count;
};

// Slots that every registry of names has.
enum { ADM_SLOT_UNKNOWN, ADM_SLOT_UNLABELLED };

ADM_CHECKED bool adm_metrics_init(struct adm_metrics *metrics, size_t shards,
                                  struct adm_error *err);
void adm_metrics_destroy(struct adm_metrics *metrics);
// The slot of an environment's name; made when new.
size_t adm_metrics_slot(struct adm_metrics *metrics, struct adm_str name);

// One more; only the shard's own thread may.
static inline void adm_metrics_add(adm_counter *counter, uint64_t n) {
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
                          memory_order_relaxed);
}
// What is counted elsewhere, by the same thread.
static inline void adm_metrics_set(adm_counter *counter, uint64_t n) {
    atomic_store_explicit(counter, n, memory_order_relaxed);
}
void adm_metrics_code(struct adm_shard *shard, unsigned status);
void adm_metrics_latency(struct adm_shard *shard, enum adm_path_kind kind, int64_t latency_us);
void adm_metrics_findings(struct adm_shard *shard, const struct adm_verdict *verdict);

// What a scrape reads besides the counters.
struct adm_gauges {
    uint64_t inflight_bytes, connections;
    const struct adm_policy *policy;
    int64_t certificate_expires_s, start_s;
    bool ready;
};
// Prometheus text format 0.0.4.
void adm_metrics_render(struct adm_metrics *metrics, const struct adm_gauges *gauges,
                        struct adm_text *out);
