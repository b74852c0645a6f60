// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_digests.h"

enum { FIRST_CAPACITY = 256 };

void adm_helm_digests_init(struct adm_helm_digests *digests, struct adm_arena *arena) {
    *digests = (struct adm_helm_digests){.arena = arena};
}

void adm_helm_digests_destroy(struct adm_helm_digests *digests) {
    if (digests->hash != NULL)
        gnutls_hash_deinit(digests->hash, NULL);
    digests->hash = NULL;
}

static bool feed(gnutls_hash_hd_t hash, const void *bytes, size_t len) {
    return len == 0 || gnutls_hash(hash, bytes, len) >= 0;
}

bool adm_helm_digests_make(struct adm_helm_digests *digests, const struct adm_str *parts,
                           size_t count, unsigned char out[ADM_HELM_DIGEST],
                           struct adm_error *err) {
    size_t lengths[ADM_HELM_DIGEST_PARTS] = {0};
    bool good = digests->hash != NULL || gnutls_hash_init(&digests->hash, GNUTLS_DIG_SHA256) >= 0;
    for (size_t i = 0; i < count; i++)
        lengths[i] = parts[i].len;
    good = good && feed(digests->hash, lengths, sizeof lengths);
    for (size_t i = 0; good && i < count; i++)
        good = feed(digests->hash, parts[i].data, parts[i].len);
    if (!good)
        return adm_fail(err, ADM_CRYPTO, "GnuTLS cannot compute SHA-256");
    gnutls_hash_output(digests->hash, out);
    return true;
}

// The slot that holds the digest, or the free one where it would go. There is always a free one.
static size_t slot_of(const struct adm_helm_digests *digests,
                      const unsigned char digest[ADM_HELM_DIGEST]) {
    static const unsigned char nothing[ADM_HELM_DIGEST];
    size_t at = 0;
    memcpy(&at, digest, sizeof at);
    for (at &= digests->capacity - 1;; at = (at + 1) & (digests->capacity - 1))
        if (memcmp(digests->slots[at], digest, ADM_HELM_DIGEST) == 0 ||
            memcmp(digests->slots[at], nothing, ADM_HELM_DIGEST) == 0)
            return at;
}

bool adm_helm_digests_has(const struct adm_helm_digests *digests,
                          const unsigned char digest[ADM_HELM_DIGEST]) {
    return digests->capacity > 0 &&
           memcmp(digests->slots[slot_of(digests, digest)], digest, ADM_HELM_DIGEST) == 0;
}

static bool grow(struct adm_helm_digests *digests, struct adm_error *err) {
    const struct adm_helm_digests old = *digests;
    size_t capacity = old.capacity == 0 ? FIRST_CAPACITY : old.capacity * 4;
    void *slots = adm_arena_array(digests->arena, capacity, ADM_HELM_DIGEST);
    if (slots == NULL)
        return adm_fail(err, ADM_MEMORY, "the release needs more memory than is allowed");
    digests->slots = slots;
    digests->capacity = capacity;
    static const unsigned char nothing[ADM_HELM_DIGEST];
    for (size_t i = 0; i < old.capacity; i++)
        if (memcmp(old.slots[i], nothing, ADM_HELM_DIGEST) != 0)
            memcpy(digests->slots[slot_of(digests, old.slots[i])], old.slots[i], ADM_HELM_DIGEST);
    return true;
}

bool adm_helm_digests_add(struct adm_helm_digests *digests,
                          const unsigned char digest[ADM_HELM_DIGEST], struct adm_error *err) {
    if (digests->count * 2 >= digests->capacity)
        ADM_TRY(grow(digests, err));
    size_t at = slot_of(digests, digest);
    digests->count += memcmp(digests->slots[at], digest, ADM_HELM_DIGEST) != 0;
    memcpy(digests->slots[at], digest, ADM_HELM_DIGEST);
    return true;
}
