// SPDX-License-Identifier: Apache-2.0
#include "server/metrics.h"

#include <stdlib.h>
#include <string.h>

#include "server/metrics_tables.h"

const unsigned adm_metrics_codes[ADM_METRICS_CODES] = {200, 400, 403, 404, 405,
                                                       413, 415, 429, 500, 503};
const int64_t adm_metrics_bounds_us[ADM_METRICS_BUCKETS] = {
    25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 500000, 1000000};

bool adm_metrics_init(struct adm_metrics *metrics, size_t shards, struct adm_error *err) {
    *metrics = (struct adm_metrics){.shard_count = shards};
    pthread_mutex_init(&metrics->names_lock, NULL);
    // A cache line of their own would do; a shard is larger than many.
    metrics->shards = calloc(shards, sizeof *metrics->shards);
    if (metrics->shards == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for the counters");
    (void)adm_metrics_slot(metrics, ADM_STR("unknown"));
    (void)adm_metrics_slot(metrics, ADM_STR("unlabelled"));
    return true;
}

void adm_metrics_destroy(struct adm_metrics *metrics) {
    free(metrics->shards);
    metrics->shards = NULL;
    pthread_mutex_destroy(&metrics->names_lock);
}

static size_t find_or_add(struct adm_metrics *metrics, struct adm_str name) {
    for (size_t i = 0; i < metrics->name_count; i++) {
        if (adm_str_is(name, metrics->names[i]))
            return i;
    }
    size_t slot = metrics->name_count;
    if (slot == ADM_METRICS_ENVIRONMENTS - 1)
        name = ADM_STR("other");
    if (slot == ADM_METRICS_ENVIRONMENTS)
        return slot - 1;
    size_t len = name.len < sizeof metrics->names[0] ? name.len : sizeof metrics->names[0] - 1;
    memcpy(metrics->names[slot], name.data, len);
    metrics->name_count++;
    return slot;
}

size_t adm_metrics_slot(struct adm_metrics *metrics, struct adm_str name) {
    pthread_mutex_lock(&metrics->names_lock);
    size_t slot = find_or_add(metrics, name);
    pthread_mutex_unlock(&metrics->names_lock);
    return slot;
}

void adm_metrics_code(struct adm_shard *shard, unsigned status) {
    for (size_t i = 0; i < ADM_METRICS_CODES; i++) {
        if (adm_metrics_codes[i] == status)
            adm_metrics_add(&shard->codes[i], 1);
    }
}

void adm_metrics_latency(struct adm_shard *shard, enum adm_path_kind kind, int64_t latency_us) {
    size_t bucket = 0;
    while (bucket < ADM_METRICS_BUCKETS && latency_us > adm_metrics_bounds_us[bucket])
        bucket++;
    adm_metrics_add(&shard->buckets[kind][bucket], 1);
    adm_metrics_add(&shard->latency_us[kind], latency_us < 0 ? 0 : (uint64_t)latency_us);
}

void adm_metrics_findings(struct adm_shard *shard, const struct adm_verdict *verdict) {
    for (size_t i = 0; i < verdict->count; i++) {
        const struct adm_finding *finding = &verdict->findings[i];
        adm_metrics_add(&shard->findings[finding->rule][finding->mode], 1);
    }
}
