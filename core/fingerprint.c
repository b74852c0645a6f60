// SPDX-License-Identifier: Apache-2.0
#include "core/fingerprint.h"

#include <gnutls/crypto.h>

enum { BYTES = 6, SHA256_BYTES = 32 };

void adm_fingerprint_hex(const unsigned char *bytes, size_t len, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4U];
        out[2 * i + 1] = digits[bytes[i] & 15U];
    }
    out[2 * len] = '\0';
}

struct adm_str adm_fingerprint_of(struct adm_str key, struct adm_str value,
                                  struct adm_arena *arena) {
    unsigned char mac[SHA256_BYTES];
    if (gnutls_hmac_fast(GNUTLS_MAC_SHA256, key.len == 0 ? "" : key.data, key.len,
                         value.len == 0 ? "" : value.data, value.len, mac) < 0)
        return (struct adm_str){0};
    char hex[2 * BYTES + 1];
    adm_fingerprint_hex(mac, BYTES, hex);
    return adm_arena_copy(arena, (struct adm_str){hex, sizeof hex - 1});
}
