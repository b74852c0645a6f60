// SPDX-License-Identifier: Apache-2.0
#include "server/check_carrier.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/base64.h"
#include "core/writer.h"

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "the release is too large to be judged");
}

static struct adm_str encode(struct adm_str bytes, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, arena);
    adm_base64_encode(bytes, &text);
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}

static struct adm_str write_tree(const struct adm_json *root, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str out = {0};
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_writer_tree(&w, root);
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}

static void write_metadata(struct adm_writer *w, const struct adm_helm_release *release,
                           struct adm_arena *arena) {
    struct adm_str version = adm_text_format(arena, "%" PRId64, release->version);
    adm_writer_key(w, "metadata");
    adm_writer_open(w, '{');
    adm_writer_field(w, "name",
                     adm_text_format(arena, "sh.helm.release.v1.%.*s.v%.*s",
                                     ADM_STR_ARGS(release->name), ADM_STR_ARGS(version)));
    if (release->namespace.len > 0)
        adm_writer_field(w, "namespace", release->namespace);
    adm_writer_key(w, "labels");
    adm_writer_open(w, '{');
    adm_writer_field(w, "name", release->name);
    adm_writer_field_c(w, "owner", "helm");
    adm_writer_field(w, "status", release->status);
    adm_writer_field(w, "version", version);
    adm_writer_close(w, '}');
    adm_writer_close(w, '}');
}

// Not packed: Helm reads bare JSON, too, and the rule judges what it holds.
bool adm_check_carrier_make(const struct adm_helm_release *release, struct adm_arena *arena,
                            struct adm_check_item *out, struct adm_error *err) {
    struct adm_str json = write_tree(release->root, arena), text = {0};
    struct adm_text secret;
    struct adm_writer w;
    const struct adm_json *object = NULL;
    adm_text_init(&secret, arena);
    adm_writer_init(&w, &secret);
    adm_writer_open(&w, '{');
    adm_writer_field_c(&w, "apiVersion", "v1");
    adm_writer_field_c(&w, "kind", "Secret");
    adm_writer_field_c(&w, "type", "helm.sh/release.v1");
    write_metadata(&w, release, arena);
    adm_writer_key(&w, "data");
    adm_writer_open(&w, '{');
    adm_writer_field(&w, "release", encode(encode(json, arena), arena));
    adm_writer_close(&w, '}');
    adm_writer_close(&w, '}');
    if (!adm_text_finish(&secret, &text, NULL) || arena->exhausted ||
        !adm_json_parse_copy(text, arena, &object, NULL))
        return fail_memory(err);
    *out = (struct adm_check_item){
        .object = object, .api_version = ADM_STR("v1"), .kind = ADM_STR("Secret")};
    return true;
}

// Action.Rollback makes a new Info and keeps only these of the old one.
static void write_info(struct adm_writer *w, const struct adm_helm_release *old) {
    static const char *const kept[] = {"first_deployed", "last_deployed", "notes"};
    const struct adm_json *info = adm_json_get(old->root, "info");
    char description[64];
    snprintf(description, sizeof description, "Rollback to %" PRId64, old->version);
    adm_writer_open(w, '{');
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const struct adm_json *value = adm_json_get(info, kept[i]);
        if (value == NULL)
            continue;
        adm_writer_key(w, kept[i]);
        adm_writer_tree(w, value);
    }
    adm_writer_field_c(w, "deleted", "");
    adm_writer_field_c(w, "description", description);
    adm_writer_field_c(w, "status", "pending-rollback");
    adm_writer_close(w, '}');
}

bool adm_check_carrier_roll_back(const struct adm_helm_release *release, int64_t version,
                                 struct adm_arena *arena, struct adm_helm_release *out,
                                 struct adm_error *err) {
    struct adm_helm_release next = *release;
    struct adm_text text;
    struct adm_writer w;
    struct adm_str json = {0};
    struct adm_json_iter it = adm_json_iter(release->root);
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '{');
    while (adm_json_next(&it)) {
        adm_writer_key_str(&w, it.key);
        if (adm_str_is(it.key, "info"))
            write_info(&w, release);
        else if (adm_str_is(it.key, "version"))
            adm_writer_int(&w, version);
        else
            adm_writer_tree(&w, it.value);
    }
    adm_writer_close(&w, '}');
    if (!adm_text_finish(&text, &json, NULL) || !adm_json_parse_copy(json, arena, &next.root, NULL))
        return fail_memory(err);
    next.version = version;
    next.status = ADM_STR("pending-rollback");
    *out = next;
    return true;
}
