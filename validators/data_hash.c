// SPDX-License-Identifier: Apache-2.0
#include "validators/data_hash.h"

#include <gnutls/crypto.h>

#include "core/fingerprint.h"

enum { MD5_BYTES = 16, SHA3_224_BYTES = 28 };

static void append_bytes(struct adm_text *text, struct adm_str value) {
    for (size_t i = 0; i < value.len; i++) {
        unsigned byte = (unsigned char)value.data[i];
        char digits[4] = {' ', (char)('0' + byte / 100), (char)('0' + byte / 10 % 10),
                          (char)('0' + byte % 10)};
        size_t skip = byte >= 100 ? 1 : byte >= 10 ? 2 : 3;
        if (i > 0)
            adm_text_append_char(text, ' ');
        adm_text_append(text, (struct adm_str){digits + skip, sizeof digits - skip});
    }
}

// Go's fmt prints a map sorted by key (internal/fmtsort), as the entries are.
static struct adm_str printed(const struct adm_secret_entry *entries, size_t count,
                              struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_text_append_c(&text, "map[");
    for (size_t i = 0; i < count; i++) {
        adm_text_append_c(&text, i > 0 ? " " : "");
        adm_text_append(&text, entries[i].key);
        adm_text_append_c(&text, ":[");
        append_bytes(&text, entries[i].value);
        adm_text_append_c(&text, "]");
    }
    adm_text_append_c(&text, "]");
    return text.failed ? (struct adm_str){0} : adm_text_str(&text);
}

static bool digest_is(struct adm_str hash, struct adm_str text) {
    gnutls_digest_algorithm_t kind = hash.len == (size_t)2 * MD5_BYTES        ? GNUTLS_DIG_MD5
                                     : hash.len == (size_t)2 * SHA3_224_BYTES ? GNUTLS_DIG_SHA3_224
                                                                              : GNUTLS_DIG_UNKNOWN;
    unsigned char digest[SHA3_224_BYTES];
    if (kind == GNUTLS_DIG_UNKNOWN || text.len == 0 ||
        gnutls_hash_fast(kind, text.data, text.len, digest) < 0)
        return false;
    char hex[2 * SHA3_224_BYTES + 1];
    adm_fingerprint_hex(digest, hash.len / 2, hex);
    return adm_str_is(hash, hex);
}

// The union of two sorted lists; of equal keys the new value.
static size_t merge(const struct adm_secret_data *data, const struct adm_secret_data *old,
                    struct adm_secret_entry *out) {
    size_t count = 0, i = 0, k = 0;
    while (i < data->count || k < old->count) {
        int order = i == data->count  ? 1
                    : k == old->count ? -1
                                      : adm_str_compare(data->entries[i].key, old->entries[k].key);
        out[count++] = order <= 0 ? data->entries[i] : old->entries[k];
        i += order <= 0;
        k += order >= 0;
    }
    return count;
}

bool adm_data_hash_matches(struct adm_str hash, const struct adm_secret_data *data,
                           const struct adm_secret_data *old, struct adm_arena *arena) {
    struct adm_secret_entry *entries =
        adm_arena_array(arena, data->count + old->count + 1, sizeof *entries);
    if (entries == NULL)
        return false;
    if (digest_is(hash, printed(data->entries, data->count, arena)))
        return true;
    size_t all = merge(data, old, entries);
    return hash.len == 32 && all > data->count && digest_is(hash, printed(entries, all, arena));
}
