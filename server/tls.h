// SPDX-License-Identifier: Apache-2.0
// Generations of TLS credentials: certificate, key, client CAs. Immutable and reference-counted,
// because freeing one that a handshake still uses crashes inside GnuTLS. A connection takes a
// reference when it starts and drops it when it is closed.
#pragma once

#include <gnutls/gnutls.h>
#include <pthread.h>
#include <stdint.h>

#include "core/error.h"
#include "core/str.h"

struct adm_tls {
    gnutls_certificate_credentials_t credentials;
    bool wants_client_certificate;
    int64_t expires_s; // notAfter of the leaf, Unix seconds
    bool rsa;          // dearer than ECDSA: worth a warning
    char digest[65];   // hex SHA-256 over the files it was made from
    _Atomic unsigned references;
};

struct adm_tls_holder {
    pthread_mutex_t lock;
    struct adm_tls *current;
};

// What a generation is made from, PEM; `client_ca` is empty without mTLS.
struct adm_tls_files {
    struct adm_str certificate, key, client_ca;
    struct {
        const char *certificate, *key, *client_ca;
    } names; // in errors
};

// Refuses anything but ECDSA P-256 and RSA of 3072 bits and more, a key that does not match, and
// text that is not PEM; says why.
ADM_CHECKED bool adm_tls_new(const struct adm_tls_files *files, struct adm_tls **out,
                             struct adm_error *err);
void adm_tls_init(struct adm_tls_holder *holder);
void adm_tls_destroy(struct adm_tls_holder *holder);
// Takes the generation over.
void adm_tls_swap(struct adm_tls_holder *holder, struct adm_tls *next);
struct adm_tls *adm_tls_acquire(struct adm_tls_holder *holder);
void adm_tls_release(struct adm_tls *tls);
// Whether the peer showed a certificate of the client CAs, made for TLS clients. If not, the log
// says so, once a minute.
bool adm_tls_verify_peer(gnutls_session_t session);
// Hex SHA-256 over the files, each with its length.
void adm_tls_digest(const struct adm_tls_files *files, char out[65]);
