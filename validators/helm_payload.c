// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_payload.h"

#include <inttypes.h>

#include "core/base64.h"
#include "validators/helm_keys.h"
#include "validators/secret_data.h"

// What the last bytes of a payload are told from: of the inner base64 and of the API server's.
enum { INNER_TAIL = 12, OUTER_TAIL = 20, SIZE_BYTES = 4 };

static bool is_secret(const struct adm_request *request) {
    return adm_str_is(request->review->kind.kind, "Secret");
}

static bool is_stored_kind(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    return review->kind.group.len == 0 &&
           (is_secret(request) || adm_str_is(review->kind.kind, "ConfigMap"));
}

static bool is_empty(const struct adm_json *map) {
    return map == NULL || map->type == ADM_JSON_NULL ||
           (map->type == ADM_JSON_OBJECT && map->count == 0);
}

// The one entry that the object has, as it is written; empty for any other object.
static struct adm_str only_entry(const struct adm_json *object) {
    const struct adm_json *data = adm_json_get(object, "data");
    if (!adm_json_is(data, ADM_JSON_OBJECT) || data->count != 1 ||
        !is_empty(adm_json_get(object, "stringData")) ||
        !is_empty(adm_json_get(object, "binaryData")))
        return (struct adm_str){0};
    return adm_json_get_text(data, "release");
}

struct adm_str adm_helm_payload_stored(const struct adm_request *request,
                                       const struct adm_json *object) {
    struct adm_str entry = only_entry(object), stored = {0};
    if (!is_secret(request))
        return entry;
    return adm_base64_decode(entry, request->arena, &stored) ? stored : (struct adm_str){0};
}

// The same of the request's object, decoded once for all rules.
static struct adm_str stored_of(const struct adm_request *request, struct adm_verdict *verdict) {
    struct adm_str entry = only_entry(request->object.root);
    if (!is_secret(request) || entry.len == 0)
        return entry;
    const struct adm_secret_data *data = adm_secret_data_of(request, verdict, NULL);
    // What is no base64 stands there as it is written.
    bool decoded = data != NULL && data->entries->value.data != entry.data;
    return decoded ? data->entries->value : (struct adm_str){0};
}

static bool name_agrees(const struct adm_request *request, const struct adm_helm_release *release) {
    struct adm_str want = adm_text_format(request->arena, "sh.helm.release.v1.%.*s.v%" PRId64,
                                          ADM_STR_ARGS(release->name), release->version);
    return want.len > 0 && adm_str_equal(request->object.name, want);
}

static bool labels_agree(const struct adm_request *request,
                         const struct adm_helm_release *release) {
    const struct adm_object *object = &request->object;
    struct adm_str digits = adm_text_format(request->arena, "%" PRId64, release->version);
    return adm_str_is(adm_object_label(object, "owner"), "helm") &&
           adm_str_equal(adm_object_label(object, "name"), release->name) &&
           adm_str_equal(adm_object_label(object, "version"), digits);
}

// The gap between the object and the release that it holds.
static const char *release_gap(const struct adm_request *request,
                               const struct adm_helm_release *release) {
    if (release->name.len == 0 || release->version <= 0)
        return "its payload names no release and version";
    if (!name_agrees(request, release) || !labels_agree(request, release))
        return "its name or its labels disagree with its payload";
    return adm_helm_keys_are_plain(release->root) ? NULL
                                                  : "its payload has keys that Helm may misread";
}

static const char *shape_gap(const struct adm_request *request) {
    if (request->in_release)
        return "it stands inside another release";
    if (is_secret(request) &&
        !adm_str_is(adm_json_get_text(request->object.root, "type"), ADM_HELM_TYPE))
        return "its type is not " ADM_HELM_TYPE;
    return only_entry(request->object.root).len == 0 ? "its data is not the one key `release`"
                                                     : NULL;
}

static const char *keep(struct adm_arena *arena, const char *message) {
    return adm_arena_copy(arena, adm_str_from(message)).data;
}

static size_t room_of(const struct adm_request *request) {
    return request->inflate_max == 0 ? SIZE_MAX : request->inflate_max;
}

// Fills `payload`; false without memory for the reason.
static bool unpack(const struct adm_request *request, struct adm_verdict *verdict,
                   struct adm_helm_payload *payload) {
    struct adm_helm_unpack unpack = {.arena = request->arena, .room = room_of(request)};
    struct adm_str stored = stored_of(request, verdict), bytes = {0};
    struct adm_error err = {0};
    const struct adm_json *root = NULL;
    if (stored.len == 0 || !adm_base64_decode(stored, request->arena, &bytes)) {
        payload->gap = "its payload is not base64 of one gzip member with one JSON object in it";
        return true;
    }
    if (!adm_helm_unpack_json(&unpack, bytes, &root, &err)) {
        payload->too_large = err.code == ADM_LIMIT;
        payload->gap = keep(request->arena, err.message);
        return payload->gap != NULL;
    }
    payload->inflated = room_of(request) - unpack.room;
    payload->release = adm_helm_unpack_view(root);
    payload->gap = release_gap(request, &payload->release);
    return true;
}

static bool fill(const struct adm_request *request, struct adm_verdict *verdict,
                 struct adm_helm_payload *payload) {
    payload->gap = shape_gap(request);
    return payload->gap != NULL || unpack(request, verdict, payload);
}

const struct adm_helm_payload *adm_helm_payload_of(const struct adm_request *request,
                                                   struct adm_verdict *verdict) {
    if (verdict->helm != NULL)
        return verdict->helm;
    struct adm_helm_payload *payload = adm_arena_array(request->arena, 1, sizeof *payload);
    if (payload == NULL || !fill(request, verdict, payload)) {
        verdict->failed = true;
        return NULL;
    }
    verdict->helm = payload;
    return payload;
}

bool adm_helm_payload_is_helms(const struct adm_request *request, struct adm_verdict *verdict) {
    if (!is_stored_kind(request) || only_entry(request->object.root).len == 0)
        return false;
    const struct adm_helm_payload *payload = adm_helm_payload_of(request, verdict);
    return payload != NULL && (payload->gap == NULL || payload->too_large);
}

// The last bytes of base64, decoded; empty when they are none.
static struct adm_str tail_of(struct adm_str encoded, size_t tail, struct adm_arena *arena) {
    struct adm_str out = {0};
    if (encoded.len < tail ||
        !adm_base64_decode(adm_str_slice(encoded, encoded.len - tail, encoded.len), arena, &out))
        return (struct adm_str){0};
    return out;
}

static size_t announced(const struct adm_request *request, const struct adm_json *object) {
    struct adm_str entry = only_entry(object);
    if (!adm_str_starts(entry, is_secret(request) ? "SDRzS" : "H4sI"))
        return 0;
    if (is_secret(request))
        entry = tail_of(entry, OUTER_TAIL, request->arena);
    struct adm_str bytes = tail_of(
        entry.len < INNER_TAIL ? entry : adm_str_slice(entry, entry.len - INNER_TAIL, entry.len),
        INNER_TAIL, request->arena);
    size_t size = 0;
    for (size_t i = 0; bytes.len >= SIZE_BYTES && i < SIZE_BYTES; i++)
        size |= (size_t)(unsigned char)bytes.data[bytes.len - SIZE_BYTES + i] << 8U * i;
    return size <= ADM_HELM_INFLATED_MAX ? size : 0; // beyond, it is not inflated
}

size_t adm_helm_payload_announced(const struct adm_request *request) {
    if (!is_stored_kind(request))
        return 0;
    return announced(request, request->object.root) + announced(request, request->old_object.root);
}
