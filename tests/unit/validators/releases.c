// SPDX-License-Identifier: Apache-2.0
#include "releases.h"

#include <criterion/criterion.h>
#include <zlib.h>

#include "core/base64.h"
#include "core/writer.h"

static struct adm_str finish(struct adm_text *text) {
    struct adm_str out = {0};
    cr_assert(adm_text_finish(text, &out, NULL));
    return out;
}

static struct adm_str deflated(struct adm_arena *arena, struct adm_str bytes, int window_bits) {
    z_stream z = {0};
    cr_assert_eq(deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uLong bound = deflateBound(&z, bytes.len);
    char *out = adm_arena_alloc(arena, bound);
    cr_assert_not_null(out);
    z.next_in = (Bytef *)(uintptr_t)bytes.data;
    z.avail_in = (uInt)bytes.len;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)bound;
    cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    struct adm_str packed = {out, z.total_out};
    deflateEnd(&z);
    return packed;
}

struct adm_str releases_gzip(struct adm_arena *arena, struct adm_str bytes) {
    return deflated(arena, bytes, MAX_WBITS + 16);
}

struct adm_str releases_zlib(struct adm_arena *arena, struct adm_str bytes) {
    return deflated(arena, bytes, MAX_WBITS);
}

struct adm_str releases_base64(struct adm_arena *arena, struct adm_str bytes) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_base64_encode(bytes, &text);
    return finish(&text);
}

struct adm_str releases_quoted(struct adm_arena *arena, struct adm_str text) {
    struct adm_text out;
    struct adm_writer w;
    adm_text_init(&out, arena);
    adm_writer_init(&w, &out);
    adm_writer_string(&w, text);
    return finish(&out);
}

static void append_object(struct adm_text *out, const struct releases_review *r,
                          struct adm_str release) {
    struct adm_arena *arena = out->arena;
    struct adm_str stored =
        releases_base64(arena, r->bare ? release : releases_gzip(arena, release));
    if (!r->config_map)
        stored = releases_base64(arena, stored);
    adm_text_printf(out,
                    "{\"apiVersion\":\"v1\",\"kind\":\"%s\",%s\"metadata\":{\"name\":"
                    "\"sh.helm.release.v1.web.v1\",\"namespace\":\"team-a\",\"labels\":{"
                    "\"owner\":\"helm\",\"name\":\"web\",\"version\":\"1\"%s}},"
                    "\"data\":{\"release\":\"",
                    r->config_map ? "ConfigMap" : "Secret",
                    r->config_map ? "" : "\"type\":\"helm.sh/release.v1\",",
                    r->labels == NULL ? "" : r->labels);
    adm_text_append(out, stored);
    adm_text_append_c(out, "\"}}");
}

struct adm_str releases_review(struct adm_arena *arena, const struct releases_review *r) {
    struct adm_text out;
    const char *kind = r->config_map ? "ConfigMap" : "Secret";
    adm_text_init(&out, arena);
    adm_text_printf(
        &out,
        "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{"
        "\"uid\":\"1\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"%s\"},"
        "\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"%s\"},\"name\":"
        "\"sh.helm.release.v1.web.v1\",\"namespace\":\"team-a\",\"operation\":\"%s\","
        "\"userInfo\":{\"username\":\"alice@example.com\"},\"object\":",
        kind, r->config_map ? "configmaps" : "secrets", r->old.len > 0 ? "UPDATE" : "CREATE");
    append_object(&out, r, r->release);
    adm_text_append_c(&out, ",\"oldObject\":");
    if (r->old.len > 0)
        append_object(&out, r, r->old);
    else
        adm_text_append_c(&out, "null");
    adm_text_append_c(&out, ",\"dryRun\":false}}");
    return finish(&out);
}

static struct adm_str or_empty(struct adm_str json) { return json.len > 0 ? json : ADM_STR("{}"); }

static void append_file(struct adm_text *out, struct adm_str name, struct adm_str data) {
    if (data.len == 0)
        return;
    adm_text_append_c(out, "{\"name\":");
    adm_text_append(out, releases_quoted(out->arena, name));
    adm_text_append_c(out, ",\"data\":\"");
    adm_text_append(out, releases_base64(out->arena, data));
    adm_text_append_c(out, "\"}");
}

static void append_chart(struct adm_text *out, const struct releases_parts *parts) {
    adm_text_append_c(out, "\"chart\":{\"metadata\":");
    adm_text_append(out, or_empty(parts->metadata));
    adm_text_append_c(out, ",\"lock\":null,\"templates\":[");
    append_file(out, ADM_STR("templates/x.yaml"), parts->template);
    adm_text_append_c(out, "],\"files\":[");
    append_file(out, parts->file_name.len > 0 ? parts->file_name : ADM_STR("files/x"), parts->file);
    adm_text_append_c(out, "],\"schema\":");
    adm_text_append(out,
                    parts->schema.len == 0
                        ? ADM_STR("null")
                        : releases_quoted(out->arena, releases_base64(out->arena, parts->schema)));
    adm_text_append_c(out, ",\"values\":");
    adm_text_append(out, or_empty(parts->values));
    adm_text_append_c(out, "}");
}

struct adm_str releases_json(struct adm_arena *arena, const struct releases_parts *parts) {
    struct adm_text out;
    adm_text_init(&out, arena);
    adm_text_printf(&out,
                    "{\"name\":\"web\",\"version\":1,\"namespace\":\"team-a\",\"info\":{"
                    "\"first_deployed\":\"2026-06-01T10:00:00.5Z\",\"last_deployed\":"
                    "\"2026-06-01T10:00:00Z\",\"deleted\":\"\",\"status\":\"%s\",\"notes\":",
                    parts->status == NULL ? "pending-install" : parts->status);
    adm_text_append(&out, releases_quoted(arena, parts->notes));
    adm_text_append_c(&out, ",\"description\":");
    adm_text_append(&out, releases_quoted(arena, parts->description));
    adm_text_append_c(&out, "},");
    append_chart(&out, parts);
    adm_text_append_c(&out, ",\"config\":");
    adm_text_append(&out, or_empty(parts->config));
    adm_text_append_c(&out, ",\"extra\":");
    adm_text_append(&out, or_empty(parts->unknown));
    adm_text_append_c(&out, ",\"manifest\":");
    adm_text_append(&out, releases_quoted(arena, parts->manifest));
    adm_text_append_c(&out, ",\"hooks\":[{\"name\":\"h\",\"kind\":\"Job\",\"path\":"
                            "\"web/templates/h.yaml\",\"events\":[\"test\"],\"last_run\":{"
                            "\"started_at\":\"\",\"completed_at\":\"\",\"phase\":\"\"},"
                            "\"manifest\":");
    adm_text_append(&out, releases_quoted(arena, parts->hook));
    adm_text_append_c(&out, "}]}");
    return finish(&out);
}
