// SPDX-License-Identifier: Apache-2.0
#include "server/reload.h"

#include <gnutls/crypto.h>
#include <string.h>
#include <time.h>

#include "certs/store.h"
#include "core/fingerprint.h"
#include "core/policy_default.h"
#include "server/file.h"
#include "server/idle_rules.h"
#include "server/log.h"

enum {
    FILE_BYTES_MAX = 1024 * 1024,
    // A text that grows while a file is read leaves its shorter copies behind.
    READING_BYTES_MAX = 16 * 1024 * 1024,
    SOON_S = 7 * 86400,
};

// What one look at the files found.
struct reading {
    struct adm_arena arena;
    struct adm_str policy;
    struct adm_tls_files tls;
    char digest[65];
};

static void destroy_reading(struct reading *reading) { adm_arena_destroy(&reading->arena); }

static const char *policy_name(const struct adm_config *config) {
    return config->policy == NULL ? "built-in" : config->policy;
}

static bool read_policy(const struct adm_config *config, struct reading *out,
                        struct adm_error *err) {
    unsigned char bytes[32] = {0};
    if (config->policy == NULL)
        out->policy = adm_policy_default();
    else
        ADM_TRY(adm_file_read(config->policy, FILE_BYTES_MAX, &out->arena, &out->policy, err));
    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, out->policy.data, out->policy.len, bytes) < 0)
        return adm_fail(err, ADM_CRYPTO, "the digest of '%s' failed", policy_name(config));
    adm_fingerprint_hex(bytes, sizeof bytes, out->digest);
    return true;
}

static void report_idle_rules(const struct adm_server *server, const struct reading *reading) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, READING_BYTES_MAX);
    struct adm_str rules = adm_idle_rules_of(reading->policy, &server->registry, &arena);
    if (rules.len > 0)
        ADM_LOG(ADM_LOG_INFO, "the policy names rules that this version does not have",
                ADM_LOG_STR("rules", rules));
}

static void report_policy(struct adm_server *server) {
    struct adm_snapshot *snapshot = adm_snapshot_acquire(&server->policy);
    const struct adm_policy *policy = snapshot->policy;
    ADM_LOG(ADM_LOG_INFO, "policy in force", ADM_LOG_TEXT("file", policy_name(server->config)),
            ADM_LOG_STR("digest", adm_str_slice(adm_str_from(policy->digest), 0, 12)),
            ADM_LOG_INT("environments", policy->environment_count));
    if (policy->unlabelled_mode != ADM_MODE_ENFORCE)
        ADM_LOG(ADM_LOG_WARN,
                "namespaces without an environment label are not enforced; set unlabelled.mode: "
                "enforce in the policy once all are labelled",
                ADM_LOG_TEXT("mode", adm_rule_mode_name(policy->unlabelled_mode)));
    adm_snapshot_release(snapshot);
}

static bool apply_policy(struct adm_server *server, const struct reading *reading,
                         struct adm_error *err) {
    struct adm_policy *policy = NULL;
    ADM_TRY(adm_policy_read(reading->policy, policy_name(server->config), &policy, err));
    if (!adm_snapshot_swap(&server->policy, policy, &server->metrics, err)) {
        adm_policy_free(policy);
        return false;
    }
    report_policy(server);
    report_idle_rules(server, reading);
    return true;
}

static bool read_pem(const char *path, struct reading *out, struct adm_str *text,
                     struct adm_error *err) {
    return adm_file_read(path, FILE_BYTES_MAX, &out->arena, text, err);
}

static bool read_certificate(const struct adm_config *config, struct reading *out,
                             struct adm_error *err) {
    const char *certificate = config->tls_cert;
    const char *key = config->tls_key;
    if (config->self_signed != NULL) {
        certificate = adm_text_format(&out->arena, "%s/tls.crt", config->self_signed).data;
        key = adm_text_format(&out->arena, "%s/tls.key", config->self_signed).data;
    }
    if (certificate == NULL || key == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for a certificate");
    out->tls.names.certificate = certificate;
    out->tls.names.key = key;
    out->tls.names.client_ca = config->client_ca;
    ADM_TRY(read_pem(certificate, out, &out->tls.certificate, err));
    ADM_TRY(read_pem(key, out, &out->tls.key, err));
    if (config->client_ca != NULL)
        ADM_TRY(read_pem(config->client_ca, out, &out->tls.client_ca, err));
    adm_tls_digest(&out->tls, out->digest);
    return true;
}

static void report_certificate(const struct adm_config *config, const struct adm_tls *tls) {
    const char *file = config->self_signed == NULL ? config->tls_cert : config->self_signed;
    int64_t left_s = tls->expires_s - (int64_t)time(NULL);
    ADM_LOG(ADM_LOG_INFO, "certificate in force", ADM_LOG_TEXT("file", file),
            ADM_LOG_INT("days_left", left_s / 86400),
            ADM_LOG_TEXT("client_certificates", tls->wants_client_certificate ? "needed" : "no"));
    if (tls->rsa)
        ADM_LOG(ADM_LOG_WARN,
                "the certificate is RSA: handshakes cost many times those of ECDSA P-256",
                ADM_LOG_TEXT("file", file));
    if (left_s < SOON_S)
        ADM_LOG(ADM_LOG_WARN,
                left_s < 0 ? "the certificate has expired" : "the certificate ends soon",
                ADM_LOG_TEXT("file", file), ADM_LOG_INT("days_left", left_s / 86400));
}

static bool apply_certificate(struct adm_server *server, const struct reading *reading,
                              struct adm_error *err) {
    struct adm_tls *tls = NULL;
    ADM_TRY(adm_tls_new(&reading->tls, &tls, err));
    report_certificate(server->config, tls);
    adm_tls_swap(&server->tls, tls);
    return true;
}

static const struct {
    const char *refused;
    bool (*read)(const struct adm_config *config, struct reading *out, struct adm_error *err);
    bool (*apply)(struct adm_server *server, const struct reading *reading, struct adm_error *err);
} kinds[ADM_RELOAD_COUNT] = {
    [ADM_RELOAD_POLICY] = {"policy refused, the old one is kept", read_policy, apply_policy},
    [ADM_RELOAD_CERTIFICATE] = {"certificate refused, the old one is kept", read_certificate,
                                apply_certificate},
};

static bool look(const struct adm_reload *reload, size_t what, struct reading *out,
                 struct adm_error *err) {
    adm_arena_init(&out->arena, READING_BYTES_MAX);
    if (kinds[what].read(reload->server->config, out, err))
        return true;
    // Being unreadable is a content too: said once, not at every look.
    out->digest[0] = '\0';
    return false;
}

// Puts in force what was read, or says why not.
static void take(struct adm_reload *reload, size_t what, const struct reading *reading, bool read,
                 struct adm_error *err) {
    memcpy(reload->files[what].tried, reading->digest, sizeof reading->digest);
    memcpy(reload->files[what].seen, reading->digest, sizeof reading->digest);
    bool ok = read && kinds[what].apply(reload->server, reading, err);
    atomic_fetch_add(&reload->server->metrics.shared.reloads[what][ok], 1);
    adm_refusals_set(&reload->server->refusals, (enum adm_reload_what)what, ok ? NULL : err);
    if (!ok)
        ADM_LOG(ADM_LOG_ERROR, kinds[what].refused, ADM_LOG_TEXT("error", err->message));
}

bool adm_reload_start(struct adm_reload *reload, struct adm_server *server, struct adm_error *err) {
    const struct adm_config *config = server->config;
    *reload = (struct adm_reload){.server = server};
    if (config->self_signed != NULL) {
        const struct adm_store_request request = {.directory = config->self_signed,
                                                  .names = config->dns_names,
                                                  .name_count = config->dns_name_count};
        bool made = false;
        ADM_TRY(adm_store_ensure(&request, &made, err));
        if (made)
            ADM_LOG(ADM_LOG_INFO, "self-signed certificate made",
                    ADM_LOG_TEXT("directory", config->self_signed));
    }
    for (size_t what = 0; what < ADM_RELOAD_COUNT; what++) {
        ADM_AUTO(destroy_reading) struct reading reading = {0};
        ADM_TRY(look(reload, what, &reading, err) && kinds[what].apply(server, &reading, err));
        memcpy(reload->files[what].tried, reading.digest, sizeof reading.digest);
        memcpy(reload->files[what].seen, reading.digest, sizeof reading.digest);
    }
    return true;
}

void adm_reload_now(struct adm_reload *reload) {
    for (size_t what = 0; what < ADM_RELOAD_COUNT; what++) {
        ADM_AUTO(destroy_reading) struct reading reading = {0};
        struct adm_error err = {0};
        bool read = look(reload, what, &reading, &err);
        take(reload, what, &reading, read, &err);
    }
}

void adm_reload_look(struct adm_reload *reload) {
    for (size_t what = 0; what < ADM_RELOAD_COUNT; what++) {
        ADM_AUTO(destroy_reading) struct reading reading = {0};
        struct adm_error err = {0};
        bool read = look(reload, what, &reading, &err);
        bool settled = strcmp(reading.digest, reload->files[what].seen) == 0;
        memcpy(reload->files[what].seen, reading.digest, sizeof reading.digest);
        if (settled && strcmp(reading.digest, reload->files[what].tried) != 0)
            take(reload, what, &reading, read, &err);
    }
}
