// SPDX-License-Identifier: Apache-2.0
// The encodings that an entry names after `via`.
#include <criterion/criterion.h>
#include <zlib.h>

#include "core/base64.h"
#include "corpus.h"

struct encoding {
    const char *name;
    void (*append)(struct adm_str bytes, struct adm_text *out);
};

static void append_base64(struct adm_str bytes, struct adm_text *out) {
    adm_base64_encode(bytes, out);
}

static void append_hex(struct adm_str bytes, struct adm_text *out) {
    for (size_t i = 0; i < bytes.len; i++)
        adm_text_printf(out, "%02x", (unsigned)(unsigned char)bytes.data[i]);
}

// `window_bits` 15 writes zlib, 31 gzip (zlib.h).
static void append_deflated(struct adm_str bytes, int window_bits, struct adm_text *out) {
    z_stream stream = {0};
    int ready =
        deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
    cr_assert(ready == Z_OK);
    uLong bound = deflateBound(&stream, bytes.len);
    char *packed = adm_arena_alloc(out->arena, bound);
    cr_assert(packed != NULL);
    stream.next_in = (Bytef *)(uintptr_t)bytes.data;
    stream.avail_in = (uInt)bytes.len;
    stream.next_out = (Bytef *)packed;
    stream.avail_out = (uInt)bound;
    cr_assert(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    adm_text_append(out, (struct adm_str){packed, stream.total_out});
    deflateEnd(&stream);
}

static void append_gzip(struct adm_str bytes, struct adm_text *out) {
    append_deflated(bytes, 31, out);
}

static void append_zlib(struct adm_str bytes, struct adm_text *out) {
    append_deflated(bytes, 15, out);
}

// Only ASCII stands in entries that ask for it. With a byte order mark, as editors write it.
static void append_utf16le(struct adm_str bytes, struct adm_text *out) {
    adm_text_append(out, ADM_STR("\xff\xfe"));
    for (size_t i = 0; i < bytes.len; i++) {
        adm_text_append_char(out, bytes.data[i]);
        adm_text_append_char(out, '\0');
    }
}

static void append_utf16be(struct adm_str bytes, struct adm_text *out) {
    adm_text_append(out, ADM_STR("\xfe\xff"));
    for (size_t i = 0; i < bytes.len; i++) {
        adm_text_append_char(out, '\0');
        adm_text_append_char(out, bytes.data[i]);
    }
}

static const struct encoding encodings[] = {
    {"base64", append_base64}, {"hex", append_hex},         {"gzip", append_gzip},
    {"zlib", append_zlib},     {"utf16le", append_utf16le}, {"utf16be", append_utf16be},
};

static const struct encoding *encoding_of(struct adm_str name) {
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (adm_str_is(name, encodings[i].name))
            return &encodings[i];
    return NULL;
}

struct adm_str corpus_encode(const struct corpus_entry *entry, struct adm_arena *arena) {
    struct adm_str now = entry->text;
    for (size_t i = 0; i < entry->via_count; i++) {
        const struct encoding *encoding = encoding_of(entry->via[i]);
        cr_assert(encoding != NULL, "%s:%u: encoding", entry->file, entry->line);
        struct adm_text out;
        adm_text_init(&out, arena);
        encoding->append(now, &out);
        cr_assert(adm_text_finish(&out, &now, NULL));
    }
    return now;
}
