// SPDX-License-Identifier: Apache-2.0
#include "mutators/volume_plan.h"

static const struct {
    const char *member, *name;
} sources[] = {
    [ADM_WISH_CONFIG_MAP] = {"configMap", "name"},
    [ADM_WISH_SECRET] = {"secret", "secretName"},
};

static const struct adm_json *volume_of(const struct adm_injection *injection, struct adm_str name,
                                        uint32_t *index) {
    struct adm_json_iter it = adm_json_iter(adm_json_get(injection->pod.spec, "volumes"));
    while (adm_json_next(&it)) {
        if (adm_str_equal(adm_json_get_text(it.value, "name"), name)) {
            *index = it.index;
            return it.value;
        }
    }
    return NULL;
}

// The key that is seen at `path` in the volume's directory: without items each key is a file, of
// several items for one path the kubelet writes the last.
static struct adm_str key_at(const struct adm_json *source, struct adm_str path) {
    const struct adm_json *items = adm_json_get(source, "items");
    struct adm_str key = {0};
    if (!adm_json_is(items, ADM_JSON_ARRAY) || items->count == 0)
        return path;
    struct adm_json_iter it = adm_json_iter(items);
    while (adm_json_next(&it))
        if (adm_str_equal(adm_json_get_text(it.value, "path"), path))
            key = adm_json_get_text(it.value, "key");
    return key;
}

// What the API server fills in later (defaultMode) does not count, nor who wrote it. What is
// optional may be empty when the pod starts.
static bool gives(const struct adm_json *node, const struct adm_wish_volume *volume,
                  const struct adm_wish_file *file, struct adm_str sub_path) {
    const struct adm_json *source = adm_json_get(node, sources[volume->source].member);
    return adm_str_equal(adm_json_get_text(source, sources[volume->source].name), volume->of) &&
           !adm_json_is_true(adm_json_get(source, "optional")) &&
           adm_str_equal(key_at(source, sub_path), file->key);
}

bool adm_volume_plan_gives(const struct adm_injection *injection,
                           const struct adm_wish_volume *volume, const struct adm_wish_file *file,
                           struct adm_str name, struct adm_str sub_path) {
    uint32_t index = 0;
    if (volume->found == NULL && adm_str_equal(name, volume->name))
        return adm_str_equal(sub_path, file->item);
    return gives(volume_of(injection, name, &index), volume, file, sub_path);
}

bool adm_volume_plan_has_room(const struct adm_wish_volume *volume,
                              const struct adm_wish_file *file) {
    return volume->found == NULL || gives(volume->found, volume, file, file->item);
}

void adm_volume_plan_find(struct adm_injection *injection, struct adm_wish_volume *volume) {
    struct adm_arena *arena = injection->request->arena;
    uint32_t index = 0;
    size_t i = 0;
    volume->found = volume_of(injection, volume->name, &index);
    while (i < volume->count && adm_volume_plan_has_room(volume, &volume->files[i]))
        i++;
    if (i == volume->count)
        return;
    adm_injection_find(
        injection,
        &(struct adm_finding){
            .limit = ADM_MODE_WARN,
            .unmet = true,
            .path = adm_text_format(arena, "spec.volumes[%u]", index),
            .message =
                adm_text_format(arena,
                                "the pod has a volume %.*s of its own, which is not %.*s, "
                                "and was left as it is",
                                ADM_STR_ARGS(volume->name), ADM_STR_ARGS(volume->files[i].what)),
            .fix = adm_text_format(arena, "rename or remove it to get %s", volume->words->file),
        });
}

void adm_volume_plan_add(struct adm_injection *injection, const struct adm_wish_volume *volume) {
    struct adm_text text;
    struct adm_str json = {0};
    if (!volume->mounted || volume->found != NULL)
        return;
    adm_text_init(&text, injection->request->arena);
    adm_text_printf(&text, "{\"name\":\"%.*s\",\"%s\":{\"%s\":\"%.*s\",\"items\":[",
                    ADM_STR_ARGS(volume->name), sources[volume->source].member,
                    sources[volume->source].name, ADM_STR_ARGS(volume->of));
    for (size_t i = 0; i < volume->count; i++)
        adm_text_printf(&text, "%s{\"key\":\"%.*s\",\"path\":\"%.*s\"}", i == 0 ? "" : ",",
                        ADM_STR_ARGS(volume->files[i].key), ADM_STR_ARGS(volume->files[i].item));
    adm_text_append_c(&text, "]}}");
    if (!adm_text_finish(&text, &json, NULL))
        injection->patch->failed = true;
    injection->changes = true;
    adm_patch_append(injection->patch, adm_injection_pointer(injection, "/spec/volumes"), json);
}
