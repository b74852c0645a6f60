// SPDX-License-Identifier: Apache-2.0
// What a release had, as a set of SHA-256: a unit whose digest is there is never judged again.
// Nobody can make another unit of the same digest, so nothing new passes for an old one.
#pragma once

#include <gnutls/crypto.h>

#include "core/arena.h"
#include "core/error.h"

enum { ADM_HELM_DIGEST = 32, ADM_HELM_DIGEST_PARTS = 4 };

struct adm_helm_digests {
    struct adm_arena *arena;
    gnutls_hash_hd_t hash; // NULL until the first digest
    unsigned char (*slots)[ADM_HELM_DIGEST];
    size_t count, capacity;
};

// Nothing is allocated yet.
void adm_helm_digests_init(struct adm_helm_digests *digests, struct adm_arena *arena);
void adm_helm_digests_destroy(struct adm_helm_digests *digests);
// The digest of at most ADM_HELM_DIGEST_PARTS parts and their lengths. ADM_CRYPTO.
ADM_CHECKED bool adm_helm_digests_make(struct adm_helm_digests *digests,
                                       const struct adm_str *parts, size_t count,
                                       unsigned char out[ADM_HELM_DIGEST], struct adm_error *err);
bool adm_helm_digests_has(const struct adm_helm_digests *digests,
                          const unsigned char digest[ADM_HELM_DIGEST]);
// ADM_MEMORY.
ADM_CHECKED bool adm_helm_digests_add(struct adm_helm_digests *digests,
                                      const unsigned char digest[ADM_HELM_DIGEST],
                                      struct adm_error *err);
