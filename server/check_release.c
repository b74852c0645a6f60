// SPDX-License-Identifier: Apache-2.0
#include "server/check_release.h"

#include "core/writer.h"

// Helm's own limit (chartutil.ValidateReleaseName).
enum { NAME_MAX_BYTES = 53 };

static const char what_to_give[] =
    "give its Secret or ConfigMap, the value of its data.release, or its JSON";

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_base64(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=';
}

// The text without white space, when it is base64 as people copy it; else empty.
static struct adm_str squeeze(struct adm_str text, struct adm_arena *arena) {
    char *kept = adm_arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; kept != NULL && i < text.len; i++) {
        if (is_base64(text.data[i]))
            kept[len++] = text.data[i];
        else if (!is_space(text.data[i]))
            return (struct adm_str){0};
    }
    return (struct adm_str){kept, kept == NULL ? 0 : len};
}

static struct adm_check_stored *add(struct adm_check_releases *out, size_t *capacity,
                                    struct adm_arena *arena) {
    if (out->count == *capacity) {
        size_t more = *capacity == 0 ? 16 : *capacity * 2;
        struct adm_check_stored *grown =
            adm_arena_grow(arena, out->list, *capacity * sizeof *grown, more * sizeof *grown);
        if (grown == NULL)
            return NULL;
        out->list = grown;
        *capacity = more;
    }
    return &out->list[out->count++];
}

static bool is_release(const struct adm_json *root) {
    return adm_json_get_text(root, "kind").len == 0 &&
           adm_json_is(adm_json_get(root, "name"), ADM_JSON_STRING) &&
           adm_json_is(adm_json_get(root, "info"), ADM_JSON_OBJECT);
}

// What Helm's drivers store; stringData wins in the cluster, too.
static struct adm_str payload_of(const struct adm_check_item *item) {
    bool is_secret = adm_str_is(item->kind, "Secret");
    if (!adm_str_is(item->api_version, "v1") ||
        (!is_secret && !adm_str_is(item->kind, "ConfigMap")))
        return (struct adm_str){0};
    struct adm_str written =
        is_secret ? adm_json_get_text(adm_json_get(item->object, "stringData"), "release")
                  : (struct adm_str){0};
    return written.len > 0 ? written
                           : adm_json_get_text(adm_json_get(item->object, "data"), "release");
}

static bool fail_memory(const struct adm_check_releases *releases, struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "%s: too large to be held; split it", releases->name);
}

static bool add_bare(struct adm_check_releases *out, const struct adm_check_document *document,
                     struct adm_check_stored *stored, struct adm_arena *arena,
                     struct adm_error *err) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_writer_tree(&w, document->root);
    stored->carrier = (struct adm_check_item){.line = document->line, .column = document->column};
    return adm_text_finish(&text, &stored->payload, NULL) || fail_memory(out, err);
}

static bool take_items(struct adm_check_releases *out, size_t *capacity,
                       const struct adm_check_document *document, size_t number,
                       struct adm_arena *arena) {
    struct adm_check_items items;
    struct adm_check_item item;
    adm_check_items_init(&items, document);
    while (adm_check_items_next(&items, &item)) {
        struct adm_str payload = payload_of(&item);
        if (payload.len == 0) {
            out->others++;
            continue;
        }
        struct adm_check_stored *stored = add(out, capacity, arena);
        if (stored == NULL)
            return false;
        *stored = (struct adm_check_stored){payload, item, out->name, number};
    }
    return true;
}

static bool take_documents(struct adm_check_releases *out, const struct adm_check_input *input,
                           struct adm_arena *arena, struct adm_error *err) {
    size_t capacity = 0;
    for (size_t i = 0; i < input->count; i++) {
        const struct adm_check_document *document = &input->documents[i];
        if (!is_release(document->root)) {
            if (!take_items(out, &capacity, document, i + 1, arena))
                return fail_memory(out, err);
            continue;
        }
        struct adm_check_stored *stored = add(out, &capacity, arena);
        if (stored == NULL)
            return fail_memory(out, err);
        *stored = (struct adm_check_stored){.file = out->name, .document = i + 1};
        ADM_TRY(add_bare(out, document, stored, arena, err));
    }
    return true;
}

static bool load(const char *path, struct adm_arena *arena, struct adm_str *out,
                 struct adm_error *err) {
    struct adm_error cause = {0};
    if (adm_check_input_load(path, arena, out, &cause))
        return true;
    return adm_fail(err, cause.code, "%s%s", cause.message,
                    cause.code == ADM_LIMIT ? ": give fewer releases at a time" : "");
}

bool adm_check_release_read(const char *path, struct adm_arena *arena,
                            struct adm_check_releases *out, struct adm_error *err) {
    struct adm_check_releases releases = {.name = adm_check_input_name(path)};
    struct adm_check_input input = {0};
    struct adm_str text = {0};
    ADM_TRY(load(path, arena, &text, err));
    bool is_gzip = adm_str_starts(text, "\x1f\x8b");
    struct adm_str payload = is_gzip ? text : squeeze(text, arena);
    if (payload.len > 0) {
        size_t capacity = 0;
        struct adm_check_stored *stored = add(&releases, &capacity, arena);
        if (stored == NULL)
            return fail_memory(&releases, err);
        *stored = (struct adm_check_stored){payload, {.line = 1, .column = 1}, releases.name, 1};
    } else {
        ADM_TRY(adm_check_input_parse(text, releases.name, arena, &input, err));
        ADM_TRY(take_documents(&releases, &input, arena, err));
    }
    if (releases.count == 0)
        return adm_fail(err, ADM_INVALID, "%s: there is no Helm release in it; %s", releases.name,
                        what_to_give);
    *out = releases;
    return true;
}

// A DNS-1123 subdomain, as Helm demands it.
static bool is_release_name(struct adm_str name) {
    struct adm_str rest = name;
    while (rest.len > 0 && name.len <= NAME_MAX_BYTES) {
        size_t dot = adm_str_index(rest, '.');
        if (!adm_str_is_dns_label(adm_str_slice(rest, 0, dot)))
            return false;
        if (dot == rest.len)
            return true;
        rest = adm_str_slice(rest, dot + 1, rest.len);
    }
    return false;
}

bool adm_check_release_unpack(struct adm_str payload, struct adm_arena *arena,
                              struct adm_helm_release *out, struct adm_error *err) {
    struct adm_helm_release release = {0};
    struct adm_error cause = {0};
    if (!adm_helm_release_unpack(payload, arena, &release, &cause))
        return adm_fail(err, cause.code, "no stored release of Helm: %s; %s", cause.message,
                        what_to_give);
    if (!is_release_name(release.name) || release.version <= 0)
        return adm_fail(err, ADM_INVALID,
                        "no stored release of Helm: its name and version are none that Helm gives");
    if (release.namespace.len > 0 && !adm_str_is_dns_label(release.namespace))
        return adm_fail(err, ADM_INVALID,
                        "no stored release of Helm: its namespace is no name of a namespace");
    *out = release;
    return true;
}
