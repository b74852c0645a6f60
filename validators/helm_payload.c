// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_payload.h"

#include <inttypes.h>
#include <string.h>

#include "core/base64.h"
#include "validators/gunzip.h"
#include "validators/helm_keys.h"

// Helm writes base64(gzip(JSON)); old releases are base64(JSON). The API server's own base64 is
// off.
static const struct adm_json *read_release(struct adm_str stored, struct adm_arena *arena) {
    struct adm_str packed = {0}, text = {0};
    const struct adm_json *release = NULL;
    if (!adm_base64_decode(stored, arena, &packed) || packed.len == 0)
        return NULL;
    if (!adm_str_starts(packed, "\x1f\x8b\x08"))
        text = packed;
    else if (!adm_gunzip_one(packed, arena, &text))
        return NULL;
    bool parsed = adm_json_parse_copy(text, arena, &release, NULL);
    return parsed && adm_json_is(release, ADM_JSON_OBJECT) ? release : NULL;
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

bool adm_helm_payload_is_genuine(const struct adm_request *request,
                                 const struct adm_secret_data *data) {
    if (!adm_str_is(adm_json_get_text(request->object.root, "type"), "helm.sh/release.v1") ||
        data->count != 1 || strcmp(data->entries[0].map, "data") != 0 ||
        !adm_str_is(data->entries[0].key, "release"))
        return false;
    const struct adm_json *release = read_release(data->entries[0].value, request->arena);
    struct adm_str name = adm_json_get_text(release, "name");
    int64_t version = 0;
    return name.len > 0 && adm_json_int(adm_json_get(release, "version"), &version) &&
           version > 0 && name_agrees(request, name, version) &&
           labels_agree(request, name, version) && adm_helm_keys_are_plain(release);
}
