// SPDX-License-Identifier: Apache-2.0
#include <inttypes.h>

#include "server/metrics_tables.h"
#include "server/version.h"

#define NAME(suffix) "floe_admission_" suffix

static const char *const kind_names[ADM_PATH_KINDS] = {"validate", "mutate"};
static const char *const reject_names[ADM_REJECT_REASONS] = {
    [ADM_REJECT_TOO_LARGE] = "too-large",
    [ADM_REJECT_OVER_BUDGET] = "over-budget",
    [ADM_REJECT_UNREADABLE] = "unreadable",
    [ADM_REJECT_CLIENT_CERTIFICATE] = "client-certificate",
};

// The sum over the shards of the counter at `offset` in each.
static uint64_t sum(const struct adm_metrics *metrics, size_t offset) {
    uint64_t total = 0;
    for (size_t i = 0; i < metrics->shard_count; i++) {
        const char *shard = (const char *)&metrics->shards[i];
        const adm_counter *counter = (const adm_counter *)(const void *)(shard + offset);
        total += atomic_load_explicit(counter, memory_order_relaxed);
    }
    return total;
}
#define SUM(metrics, member) sum((metrics), offsetof(struct adm_shard, member))

static void head(struct adm_text *out, const char *name, const char *type, const char *help) {
    adm_text_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void single(struct adm_text *out, const char *name, const char *type, const char *help,
                   uint64_t value) {
    head(out, name, type, help);
    adm_text_printf(out, "%s %" PRIu64 "\n", name, value);
}

static void render_decisions(struct adm_metrics *metrics, struct adm_text *out) {
    head(out, NAME("requests_total"), "counter", "Reviews answered.");
    pthread_mutex_lock(&metrics->names_lock);
    for (size_t kind = 0; kind < ADM_PATH_KINDS; kind++) {
        for (size_t slot = 0; slot < metrics->name_count; slot++) {
            for (size_t d = 0; d < 3; d++) {
                uint64_t n = SUM(metrics, decisions[kind][slot][d]);
                if (n == 0)
                    continue;
                adm_text_printf(out,
                                NAME("requests_total") "{path=\"%s\",environment=\"%s\","
                                                       "decision=\"%s\"} %" PRIu64 "\n",
                                kind_names[kind], metrics->names[slot],
                                adm_decision_name((enum adm_decision_kind)d), n);
            }
        }
    }
    pthread_mutex_unlock(&metrics->names_lock);
}

static void render_codes(const struct adm_metrics *metrics, struct adm_text *out) {
    head(out, NAME("http_responses_total"), "counter", "HTTP answers by status.");
    for (size_t i = 0; i < ADM_METRICS_CODES && adm_metrics_codes[i] != 0; i++)
        adm_text_printf(out, NAME("http_responses_total") "{code=\"%u\"} %" PRIu64 "\n",
                        adm_metrics_codes[i], SUM(metrics, codes[i]));
}

static void render_findings(const struct adm_metrics *metrics, struct adm_text *out) {
    head(out, NAME("findings_total"), "counter", "Findings by rule and mode.");
    for (size_t rule = 0; rule < ADM_RULE_COUNT; rule++) {
        for (size_t mode = ADM_MODE_AUDIT; mode <= ADM_MODE_ENFORCE; mode++) {
            uint64_t n = SUM(metrics, findings[rule][mode]);
            if (n > 0)
                adm_text_printf(
                    out, NAME("findings_total") "{rule=\"%s\",mode=\"%s\"} %" PRIu64 "\n",
                    adm_rule_id((enum adm_rule)rule), adm_rule_mode_name((enum adm_mode)mode), n);
        }
    }
}

static void render_histogram(const struct adm_metrics *metrics, size_t kind, struct adm_text *out) {
    uint64_t total = 0;
    for (size_t i = 0; i <= ADM_METRICS_BUCKETS; i++) {
        total += SUM(metrics, buckets[kind][i]);
        adm_text_printf(out, NAME("decision_seconds_bucket") "{path=\"%s\",le=\"",
                        kind_names[kind]);
        if (i < ADM_METRICS_BUCKETS)
            adm_text_printf(out, "%g", (double)adm_metrics_bounds_us[i] / 1e6);
        else
            adm_text_append_c(out, "+Inf");
        adm_text_printf(out, "\"} %" PRIu64 "\n", total);
    }
    adm_text_printf(out, NAME("decision_seconds_sum") "{path=\"%s\"} %.6f\n", kind_names[kind],
                    (double)SUM(metrics, latency_us[kind]) / 1e6);
    adm_text_printf(out, NAME("decision_seconds_count") "{path=\"%s\"} %" PRIu64 "\n",
                    kind_names[kind], total);
}

static void render_latency(const struct adm_metrics *metrics, struct adm_text *out) {
    head(out, NAME("decision_seconds"), "histogram",
         "From the whole body read to the answer made.");
    for (size_t kind = 0; kind < ADM_PATH_KINDS; kind++)
        render_histogram(metrics, kind, out);
}

static void render_rejects(const struct adm_metrics *metrics, struct adm_text *out) {
    head(out, NAME("rejected_bodies_total"), "counter",
         "Admission calls answered without a review, by reason.");
    for (size_t i = 0; i < ADM_REJECT_REASONS; i++)
        adm_text_printf(out, NAME("rejected_bodies_total") "{reason=\"%s\"} %" PRIu64 "\n",
                        reject_names[i], SUM(metrics, rejects[i]));
}

static void render_reloads(const struct adm_metrics *metrics, struct adm_text *out) {
    static const char *const what[] = {"policy", "certificate"};
    static const char *const outcome[] = {"failed", "ok"};
    head(out, NAME("reloads_total"), "counter", "Reloads of policy and certificate.");
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 2; j++)
            adm_text_printf(out, NAME("reloads_total") "{what=\"%s\",outcome=\"%s\"} %" PRIu64 "\n",
                            what[i], outcome[j],
                            (uint64_t)atomic_load(&metrics->shared.reloads[i][j]));
    }
}

static void render_cache(const struct adm_metrics *metrics, struct adm_text *out) {
    head(out, NAME("platform_verdicts_total"), "counter",
         "Verdicts on a platform.yaml, by whether they were remembered.");
    adm_text_printf(out, NAME("platform_verdicts_total") "{cache=\"hit\"} %" PRIu64 "\n",
                    SUM(metrics, cache_hits));
    adm_text_printf(out, NAME("platform_verdicts_total") "{cache=\"miss\"} %" PRIu64 "\n",
                    SUM(metrics, cache_misses));
    single(out, NAME("platform_verdicts_forgotten_total"), "counter",
           "Verdicts that made room for younger ones.", SUM(metrics, cache_evictions));
}

static void render_shared(const struct adm_metrics *metrics, struct adm_text *out) {
    const struct adm_shared_counters *shared = &metrics->shared;
    single(out, NAME("connections_total"), "counter", "Connections that were served.",
           SUM(metrics, connections_opened));
    single(out, NAME("connections_refused_total"), "counter",
           "Connections closed at the limit of connections.",
           atomic_load(&shared->connections_refused));
    single(out, NAME("accept_errors_total"), "counter",
           "Times that no connection could be accepted (descriptors, memory).",
           atomic_load(&shared->accept_errors));
    single(out, NAME("connection_errors_total"), "counter",
           "Failed handshakes and broken connections.", atomic_load(&shared->tls_noise));
    single(out, NAME("audit_records_total"), "counter", "Audit records handed to the writer.",
           atomic_load(&shared->audit_records));
    single(out, NAME("audit_failures_total"), "counter", "Audit records that were not written.",
           atomic_load(&shared->audit_failures));
}

static void render_gauges(const struct adm_gauges *gauges, struct adm_text *out) {
    single(out, NAME("inflight_bytes"), "gauge", "Bytes of reviews held now.",
           gauges->inflight_bytes);
    single(out, NAME("connections"), "gauge", "Connections open now.", gauges->connections);
    single(out, NAME("ready"), "gauge", "1 when /readyz is good.", gauges->ready);
    single(out, NAME("unlabelled_enforced"), "gauge",
           "1 when unlabelled namespaces are enforced, 0 when they are only warned.",
           gauges->policy->unlabelled_mode == ADM_MODE_ENFORCE);
    head(out, NAME("certificate_expiry_timestamp_seconds"), "gauge",
         "When the serving certificate ends.");
    adm_text_printf(out, NAME("certificate_expiry_timestamp_seconds") " %" PRId64 "\n",
                    gauges->certificate_expires_s);
    head(out, NAME("start_timestamp_seconds"), "gauge", "When the server started.");
    adm_text_printf(out, NAME("start_timestamp_seconds") " %" PRId64 "\n", gauges->start_s);
    head(out, NAME("policy_info"), "gauge", "The policy in force.");
    adm_text_printf(out, NAME("policy_info") "{digest=\"%s\",environments=\"%zu\"} 1\n",
                    gauges->policy->digest, gauges->policy->environment_count);
    head(out, NAME("build_info"), "gauge", "The server's version.");
    adm_text_printf(out, NAME("build_info") "{version=\"%s\",commit=\"%s\"} 1\n",
                    adm_version_number(), adm_version_commit());
}

void adm_metrics_render(struct adm_metrics *metrics, const struct adm_gauges *gauges,
                        struct adm_text *out) {
    render_decisions(metrics, out);
    render_codes(metrics, out);
    render_findings(metrics, out);
    render_latency(metrics, out);
    render_rejects(metrics, out);
    render_reloads(metrics, out);
    render_cache(metrics, out);
    render_shared(metrics, out);
    render_gauges(gauges, out);
}
