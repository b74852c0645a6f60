// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_unpack.h"

#include "validators/gunzip.h"

static const char not_canonical[] =
    "its payload is not base64 of one gzip member with one JSON object in it";

enum { MIB = 1024 * 1024 };

struct adm_helm_release adm_helm_unpack_view(const struct adm_json *root) {
    const struct adm_json *metadata = adm_json_get(adm_json_get(root, "chart"), "metadata");
    struct adm_helm_release release = {
        .root = root,
        .name = adm_json_get_text(root, "name"),
        .namespace = adm_json_get_text(root, "namespace"),
        .chart = adm_json_get_text(metadata, "name"),
        .chart_version = adm_json_get_text(metadata, "version"),
        .status = adm_json_get_text(adm_json_get(root, "info"), "status"),
    };
    if (!adm_json_int(adm_json_get(root, "version"), &release.version))
        release.version = 0;
    return release;
}

bool adm_helm_unpack_is_packed(struct adm_str bytes) {
    return adm_str_starts(bytes, "\x1f\x8b\x08");
}

static bool check_caps(const struct adm_helm_unpack *unpack, struct adm_str packed,
                       struct adm_error *err) {
    size_t inflated = adm_gunzip_announced(packed);
    if (inflated > ADM_HELM_INFLATED_MAX)
        return adm_fail(err, ADM_LIMIT, "its payload inflates to more than %zu MiB",
                        ADM_HELM_INFLATED_MAX / MIB);
    if (inflated > 0 && !adm_gunzip_fits(packed))
        return adm_fail(err, ADM_LIMIT, "its payload inflates to more than %u times its size",
                        ADM_HELM_RATIO_MAX);
    if (inflated > unpack->room)
        return adm_fail(err, ADM_LIMIT,
                        "its payload inflates to more than the server may hold at once "
                        "(limits.inflight_bytes)");
    return true;
}

static bool inflate_json(struct adm_helm_unpack *unpack, struct adm_str packed,
                         const struct adm_json **out, struct adm_error *err) {
    struct adm_str text = {0};
    ADM_TRY(check_caps(unpack, packed, err));
    if (!adm_gunzip_one(packed, unpack->arena, &text))
        return unpack->arena->exhausted
                   ? adm_fail(err, ADM_MEMORY, "its payload needs more memory than is allowed")
                   : adm_fail(err, ADM_INVALID, "%s", not_canonical);
    unpack->room -= text.len;
    // These bytes are nobody else's: the parser may decode in place.
    return adm_json_parse((char *)(uintptr_t)text.data, text.len, unpack->arena, out, err);
}

bool adm_helm_unpack_json(struct adm_helm_unpack *unpack, struct adm_str bytes,
                          const struct adm_json **out, struct adm_error *err) {
    struct adm_error cause = {0};
    const struct adm_json *root = NULL;
    bool read = adm_helm_unpack_is_packed(bytes)
                    ? inflate_json(unpack, bytes, &root, &cause)
                    : adm_json_parse_copy(bytes, unpack->arena, &root, &cause);
    // Depth is a limit of the reader, no cap: such an object is none that Helm would have stored.
    bool cap = cause.code == ADM_LIMIT && adm_str_starts(adm_str_from(cause.message), "its ");
    if (!read && (cap || cause.code == ADM_MEMORY))
        return adm_fail(err, cause.code, "%s", cause.message);
    if (!read || !adm_json_is(root, ADM_JSON_OBJECT))
        return adm_fail(err, ADM_INVALID, "%s", not_canonical);
    *out = root;
    return true;
}
