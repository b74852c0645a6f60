// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_payload.h"

#include <inttypes.h>
#include <string.h>

#include "core/base64.h"
#include "validators/gunzip.h"
#include "validators/helm_keys.h"

static const char not_canonical[] =
    "its payload is not base64 of one gzip member with one JSON object in it";

// Helm writes base64(gzip(JSON)); old releases are base64(JSON). The API server's own base64 is
// off. NULL when `*out` is the release, else why there is none.
static const char *read_release(struct adm_str stored, struct adm_arena *arena,
                                const struct adm_json **out) {
    struct adm_str packed = {0}, text = {0};
    if (!adm_base64_decode(stored, arena, &packed) || packed.len == 0)
        return not_canonical;
    bool is_packed = adm_str_starts(packed, "\x1f\x8b\x08");
    if (is_packed && !adm_gunzip_fits(packed))
        return "its payload is too large, or no single gzip member";
    if (!is_packed)
        text = packed;
    else if (!adm_gunzip_one(packed, arena, &text))
        return not_canonical;
    bool parsed = adm_json_parse_copy(text, arena, out, NULL);
    return parsed && adm_json_is(*out, ADM_JSON_OBJECT) ? NULL : not_canonical;
}

static bool name_agrees(const struct adm_request *request, struct adm_str name, int64_t version) {
    struct adm_str want = adm_text_format(request->arena, "sh.helm.release.v1.%.*s.v%" PRId64,
                                          ADM_STR_ARGS(name), version);
    return want.len > 0 && adm_str_equal(request->object.name, want);
}

static bool labels_agree(const struct adm_request *request, struct adm_str name, int64_t version) {
    const struct adm_object *object = &request->object;
    struct adm_str digits = adm_text_format(request->arena, "%" PRId64, version);
    return adm_str_is(adm_object_label(object, "owner"), "helm") &&
           adm_str_equal(adm_object_label(object, "name"), name) &&
           adm_str_equal(adm_object_label(object, "version"), digits);
}

static const char *release_gap(const struct adm_request *request, const struct adm_json *release) {
    struct adm_str name = adm_json_get_text(release, "name");
    int64_t version = 0;
    if (name.len == 0 || !adm_json_int(adm_json_get(release, "version"), &version) || version <= 0)
        return "its payload names no release and version";
    if (!name_agrees(request, name, version) || !labels_agree(request, name, version))
        return "its name or its labels disagree with its payload";
    return adm_helm_keys_are_plain(release) ? NULL : "its payload has keys that Helm may misread";
}

const char *adm_helm_payload_gap(const struct adm_request *request,
                                 const struct adm_secret_data *data) {
    const struct adm_json *release = NULL;
    if (!adm_str_is(adm_json_get_text(request->object.root, "type"), ADM_HELM_TYPE))
        return "its type is not " ADM_HELM_TYPE;
    if (data->count != 1 || strcmp(data->entries[0].map, "data") != 0 ||
        !adm_str_is(data->entries[0].key, "release"))
        return "its data is not the one key `release`";
    const char *gap = read_release(data->entries[0].value, request->arena, &release);
    return gap != NULL ? gap : release_gap(request, release);
}

bool adm_helm_payload_is_genuine(const struct adm_request *request,
                                 const struct adm_secret_data *data) {
    return adm_helm_payload_gap(request, data) == NULL;
}
