// SPDX-License-Identifier: Apache-2.0
#include "server/tls.h"

#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "core/fingerprint.h"
#include "server/log.h"

enum { CHAIN_MAX = 16, RSA_BITS_LEAST = 3072, RSA_BITS_SEEN_MAX = 16384 };

static gnutls_datum_t datum(struct adm_str s) {
    // GnuTLS only reads it.
    return (gnutls_datum_t){.data = (unsigned char *)(uintptr_t)s.data, .size = (unsigned)s.len};
}

void adm_tls_digest(const struct adm_tls_files *files, char out[65]) {
    const struct adm_str parts[] = {files->certificate, files->key, files->client_ca};
    unsigned char bytes[32] = {0};
    gnutls_hash_hd_t hash;
    if (gnutls_hash_init(&hash, GNUTLS_DIG_SHA256) == 0) {
        for (size_t i = 0; i < 3; i++) {
            gnutls_hash(hash, &parts[i].len, sizeof parts[i].len);
            if (parts[i].len > 0)
                gnutls_hash(hash, parts[i].data, parts[i].len);
        }
        gnutls_hash_deinit(hash, bytes);
    }
    adm_fingerprint_hex(bytes, sizeof bytes, out);
}

// The kind and size of the leaf's key.
static bool check_key(gnutls_x509_crt_t leaf, struct adm_tls *tls, struct adm_error *err) {
    unsigned bits = 0;
    int algorithm = gnutls_x509_crt_get_pk_algorithm(leaf, &bits);
    gnutls_ecc_curve_t curve = GNUTLS_ECC_CURVE_INVALID;
    if (algorithm == GNUTLS_PK_ECDSA &&
        gnutls_x509_crt_get_pk_ecc_raw(leaf, &curve, NULL, NULL) == 0 &&
        curve == GNUTLS_ECC_CURVE_SECP256R1)
        return true;
    if (algorithm == GNUTLS_PK_RSA && bits >= RSA_BITS_LEAST && bits <= RSA_BITS_SEEN_MAX) {
        tls->rsa = true;
        return true;
    }
    if (algorithm == GNUTLS_PK_RSA)
        return adm_fail(err, ADM_INVALID,
                        "the certificate's RSA key has %u bits: RSA needs at least %d, or use "
                        "ECDSA P-256",
                        bits, RSA_BITS_LEAST);
    const char *name = gnutls_pk_algorithm_get_name((gnutls_pk_algorithm_t)algorithm);
    return adm_fail(err, ADM_INVALID,
                    "the certificate's key is %s with %u bits: only ECDSA P-256 and RSA of %d "
                    "bits and more are served",
                    name == NULL ? "unknown" : name, bits, RSA_BITS_LEAST);
}

static const char *named(const char *name) { return name == NULL ? "" : name; }

static bool check_leaf(const struct adm_tls_files *files, struct adm_tls *tls,
                       struct adm_error *err) {
    gnutls_x509_crt_t chain[CHAIN_MAX];
    unsigned count = CHAIN_MAX;
    const gnutls_datum_t text = datum(files->certificate);
    int failed = gnutls_x509_crt_list_import(chain, &count, &text, GNUTLS_X509_FMT_PEM,
                                             GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED);
    if (failed < 0)
        return adm_fail(err, ADM_SYNTAX, "the certificate '%s' is not PEM: %s",
                        named(files->names.certificate), gnutls_strerror(failed));
    if (count == 0)
        return adm_fail(err, ADM_SYNTAX, "the certificate file '%s' holds no certificate",
                        named(files->names.certificate));
    tls->expires_s = (int64_t)gnutls_x509_crt_get_expiration_time(chain[0]);
    struct adm_error cause = {0};
    bool ok = check_key(chain[0], tls, &cause) ||
              adm_fail(err, cause.code, "'%s': %s", named(files->names.certificate), cause.message);
    for (unsigned i = 0; i < count; i++)
        gnutls_x509_crt_deinit(chain[i]);
    return ok;
}

static bool load(const struct adm_tls_files *files, struct adm_tls *tls, struct adm_error *err) {
    const gnutls_datum_t certificate = datum(files->certificate);
    const gnutls_datum_t key = datum(files->key);
    int failed = gnutls_certificate_set_x509_key_mem(tls->credentials, &certificate, &key,
                                                     GNUTLS_X509_FMT_PEM);
    if (failed == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
        return adm_fail(err, ADM_INVALID, "the key '%s' does not belong to the certificate '%s'",
                        named(files->names.key), named(files->names.certificate));
    if (failed < 0)
        return adm_fail(err, ADM_INVALID, "certificate '%s' and key '%s': %s",
                        named(files->names.certificate), named(files->names.key),
                        gnutls_strerror(failed));
    if (files->client_ca.len == 0)
        return true;
    const gnutls_datum_t ca = datum(files->client_ca);
    int found = gnutls_certificate_set_x509_trust_mem(tls->credentials, &ca, GNUTLS_X509_FMT_PEM);
    if (found <= 0)
        return adm_fail(err, ADM_INVALID, "the client CA file '%s' holds no certificate%s%s",
                        named(files->names.client_ca), found == 0 ? "" : ": ",
                        found == 0 ? "" : gnutls_strerror(found));
    tls->wants_client_certificate = true;
    return true;
}

bool adm_tls_new(const struct adm_tls_files *files, struct adm_tls **out, struct adm_error *err) {
    struct adm_tls *tls = calloc(1, sizeof *tls);
    if (tls == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for TLS credentials");
    atomic_init(&tls->references, 1);
    adm_tls_digest(files, tls->digest);
    if (gnutls_certificate_allocate_credentials(&tls->credentials) != 0) {
        free(tls);
        return adm_fail(err, ADM_MEMORY, "out of memory for TLS credentials");
    }
    if (!check_leaf(files, tls, err) || !load(files, tls, err)) {
        adm_tls_release(tls);
        return false;
    }
    *out = tls;
    return true;
}

void adm_tls_release(struct adm_tls *tls) {
    if (tls == NULL || atomic_fetch_sub(&tls->references, 1) != 1)
        return;
    gnutls_certificate_free_credentials(tls->credentials);
    free(tls);
}

void adm_tls_init(struct adm_tls_holder *holder) {
    *holder = (struct adm_tls_holder){.current = NULL};
    pthread_mutex_init(&holder->lock, NULL);
}

void adm_tls_swap(struct adm_tls_holder *holder, struct adm_tls *next) {
    pthread_mutex_lock(&holder->lock);
    struct adm_tls *old = holder->current;
    holder->current = next;
    pthread_mutex_unlock(&holder->lock);
    adm_tls_release(old);
}

void adm_tls_destroy(struct adm_tls_holder *holder) {
    adm_tls_swap(holder, NULL);
    pthread_mutex_destroy(&holder->lock);
}

struct adm_tls *adm_tls_acquire(struct adm_tls_holder *holder) {
    pthread_mutex_lock(&holder->lock);
    struct adm_tls *current = holder->current;
    atomic_fetch_add(&current->references, 1);
    pthread_mutex_unlock(&holder->lock);
    return current;
}

// Strangers may ask as often as they like: one line a minute. Always false.
static bool report_peer(const char *why) {
    static struct adm_log_limit limit = {.burst = 1, .window_s = 60};
    uint64_t held_back = 0;
    if (adm_log_limit_allows(&limit, &held_back))
        ADM_LOG(ADM_LOG_WARN, "admission refused: no good client certificate",
                ADM_LOG_TEXT("why", why), ADM_LOG_INT("not_shown", held_back));
    return false;
}

bool adm_tls_verify_peer(gnutls_session_t session) {
    gnutls_typed_vdata_st purpose = {
        .type = GNUTLS_DT_KEY_PURPOSE_OID,
        .data = (unsigned char *)(uintptr_t)GNUTLS_KP_TLS_WWW_CLIENT,
    };
    unsigned status = 0;
    unsigned shown = 0;
    if (gnutls_certificate_get_peers(session, &shown) == NULL || shown == 0)
        return report_peer("none was shown");
    if (gnutls_certificate_verify_peers(session, &purpose, 1, &status) == 0 && status == 0)
        return true;
    return report_peer("not one of the client CA's for TLS clients, or out of date");
}
