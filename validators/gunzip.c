// SPDX-License-Identifier: Apache-2.0
#include "validators/gunzip.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "core/json.h"
#include "validators/crc32.h"
#include "validators/helm_unpack.h"

enum { HEADER = 10, TRAILER = 8, RATIO_POSSIBLE = 1032 };

static void *arena_calloc(void *arena, unsigned items, unsigned size) {
    return adm_arena_array(arena, items, size);
}

static void arena_free(void *arena, void *address) {
    (void)arena;
    (void)address;
}

static uint32_t little_endian(const char *at) {
    unsigned char bytes[4];
    memcpy(bytes, at, sizeof bytes);
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8U | (uint32_t)bytes[2] << 16U |
           (uint32_t)bytes[3] << 24U;
}

// ISIZE, the inflated length modulo 2^32: exact here, because more is refused.
size_t adm_gunzip_announced(struct adm_str packed) {
    if (packed.len < HEADER + TRAILER)
        return 0;
    size_t size = little_endian(packed.data + packed.len - 4);
    return size / RATIO_POSSIBLE <= packed.len ? size : 0;
}

static bool is_within_caps(size_t inflated, size_t packed) {
    return inflated <= ADM_HELM_INFLATED_MAX &&
           (inflated <= ADM_HELM_RATIO_FROM || inflated / ADM_HELM_RATIO_MAX <= packed);
}

// The deflate stream between header and trailer: zlib's own check of the sum takes a tenth of its
// time, see crc32.h.
static bool inflate_exactly(struct adm_str packed, struct adm_arena *arena, char *to, size_t len) {
    z_stream stream = {.zalloc = arena_calloc, .zfree = arena_free, .opaque = arena};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
        return false;
    // zlib's interface takes a non-const pointer and does not write through it.
    stream.next_in = (Bytef *)(uintptr_t)packed.data;
    stream.avail_in = (uInt)packed.len;
    stream.next_out = (Bytef *)to;
    stream.avail_out = (uInt)len + 1; // one spare byte: an empty output must still reach the end
    int outcome = inflate(&stream, Z_FINISH);
    bool whole = outcome == Z_STREAM_END && stream.avail_in == 0 && stream.total_out == len;
    inflateEnd(&stream);
    return whole;
}

bool adm_gunzip_fits(struct adm_str packed) {
    return packed.len >= HEADER + TRAILER && packed.len <= UINT32_MAX / 2 &&
           is_within_caps(adm_gunzip_announced(packed), packed.len);
}

bool adm_gunzip_one(struct adm_str packed, struct adm_arena *arena, struct adm_str *out) {
    static const char header[] = {'\x1F', '\x8B', Z_DEFLATED, 0}; // and no flag
    if (!adm_gunzip_fits(packed) || memcmp(packed.data, header, sizeof header) != 0)
        return false;
    size_t len = adm_gunzip_announced(packed);
    struct adm_str deflated = adm_str_slice(packed, HEADER, packed.len - TRAILER);
    char *bytes = adm_arena_alloc(arena, len + ADM_JSON_PADDING);
    if (bytes == NULL || !inflate_exactly(deflated, arena, bytes, len) ||
        adm_crc32_of((struct adm_str){bytes, len}) !=
            little_endian(packed.data + packed.len - TRAILER))
        return false;
    memset(bytes + len, 0, ADM_JSON_PADDING);
    *out = (struct adm_str){bytes, len};
    return true;
}
