// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <inttypes.h>
#include <string.h>

enum { CONFIG_BYTES_MAX = 1024 * 1024 };

// Defaults that errors name.
static const int64_t body_bytes = (int64_t)20 * 1024 * 1024;
static const int64_t inflight_bytes = (int64_t)64 * 1024 * 1024;
static const int64_t drain_wait_s = 5, drain_deadline_s = 30;

void adm_config_init(struct adm_config *config) {
    *config = (struct adm_config){
        .listen = "0.0.0.0:8443",
        .metrics = "127.0.0.1:9090",
        .audit_file = "-",
        .log_level = ADM_LOG_INFO,
        .body_bytes = body_bytes,
        .inflight_bytes = inflight_bytes,
        .connections = 1024,
        .timeout_s = 120,
        .drain_wait_s = drain_wait_s,
        .drain_deadline_s = drain_deadline_s,
    };
    adm_arena_init(&config->arena, CONFIG_BYTES_MAX);
}

void adm_config_destroy(struct adm_config *config) { adm_arena_destroy(&config->arena); }

bool adm_config_check(const struct adm_config *config, struct adm_error *err) {
    bool pair = config->tls_cert != NULL && config->tls_key != NULL;
    if (!pair && (config->tls_cert != NULL || config->tls_key != NULL))
        return adm_fail(
            err, ADM_INVALID,
            "a certificate needs its key: give both tls.cert and tls.key (--tls-cert and "
            "--tls-key)");
    if (pair && config->self_signed != NULL)
        return adm_fail(err, ADM_INVALID,
                        "give either tls.cert and tls.key (--tls-cert and --tls-key), or "
                        "tls.self_signed (--self-signed), not both");
    if (!pair && config->self_signed == NULL)
        return adm_fail(err, ADM_INVALID,
                        "no certificate: give tls.cert and tls.key (--tls-cert and --tls-key), or "
                        "tls.self_signed (--self-signed DIR)");
    if (config->body_bytes > config->inflight_bytes)
        return adm_fail(err, ADM_INVALID,
                        "limits.body_bytes (%" PRId64 ", by default %" PRId64
                        ") is larger than limits.inflight_bytes (%" PRId64 ", by default %" PRId64
                        "): such a review could never be read",
                        config->body_bytes, body_bytes, config->inflight_bytes, inflight_bytes);
    if (config->drain_wait_s > config->drain_deadline_s)
        return adm_fail(err, ADM_INVALID,
                        "drain.wait_s (%" PRId64 ", by default %" PRId64
                        ") is longer than drain.deadline_s (%" PRId64 ", by default %" PRId64 ")",
                        config->drain_wait_s, drain_wait_s, config->drain_deadline_s,
                        drain_deadline_s);
    return true;
}
