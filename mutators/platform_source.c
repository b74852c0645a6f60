// SPDX-License-Identifier: Apache-2.0
#include "mutators/platform_source.h"

static const char annotation[] = "floe.dev/platform-config";
static const char annotation_path[] = "metadata.annotations[floe.dev/platform-config]";
static const char instance[] = "app.kubernetes.io/instance";
static const char ways[] =
    "set the annotation floe.dev/platform-config of the pod to the "
    "ConfigMap's name, or platform_config.config_map in the policy, or the label "
    "app.kubernetes.io/instance (gives <instance>-platform-config)";

static bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Kubernetes' IsDNS1123Subdomain: its parts may be longer than 63.
static bool is_dns_subdomain(struct adm_str name) {
    if (name.len == 0 || name.len > 253)
        return false;
    for (size_t i = 0; i < name.len; i++) {
        bool edge =
            i == 0 || i + 1 == name.len || name.data[i - 1] == '.' || name.data[i + 1] == '.';
        char c = name.data[i];
        if (!is_alphanumeric(c) && (edge || (c != '-' && c != '.')))
            return false;
    }
    return true;
}

static bool refuse(struct adm_platform_plan *plan, const char *path, const char *message) {
    adm_platform_plan_find(plan, ADM_MODE_OFF, adm_str_from(path), adm_str_from(message),
                           adm_str_from(ways));
    return false;
}

bool adm_platform_source_name(struct adm_platform_plan *plan) {
    const struct adm_json *metadata = plan->pod.metadata;
    struct adm_str named = adm_json_get_text(adm_json_get(metadata, "annotations"), annotation);
    struct adm_str of = adm_json_get_text(adm_json_get(metadata, "labels"), instance);
    if (named.len > 0) {
        plan->map = named;
        return is_dns_subdomain(named) ||
               refuse(plan, annotation_path, "the annotation is not the name of a ConfigMap");
    }
    if (plan->request->policy->platform_config_map.len > 0) {
        plan->map = plan->request->policy->platform_config_map;
        return is_dns_subdomain(plan->map) ||
               refuse(plan, annotation_path, "the policy's name is not the name of a ConfigMap");
    }
    if (of.len == 0)
        return refuse(plan, annotation_path,
                      "the pod asks for platform.yaml and nothing names its ConfigMap");
    plan->map = adm_text_format(plan->request->arena, "%.*s-platform-config", ADM_STR_ARGS(of));
    return is_dns_subdomain(plan->map) ||
           refuse(plan, "metadata.labels[app.kubernetes.io/instance]",
                  "the label does not make the name of a ConfigMap");
}

static const struct adm_json *volume_of(const struct adm_platform_plan *plan, struct adm_str name,
                                        uint32_t *index) {
    const struct adm_json *volumes = adm_json_get(plan->pod.spec, "volumes");
    struct adm_json_iter it = adm_json_iter(adm_json_is(volumes, ADM_JSON_ARRAY) ? volumes : NULL);
    while (adm_json_next(&it)) {
        if (adm_str_equal(adm_json_get_text(it.value, "name"), name)) {
            *index = it.index;
            return it.value;
        }
    }
    return NULL;
}

// The key that is seen at `path` in the volume's directory: without items each key is a file.
static struct adm_str key_at(const struct adm_json *source, struct adm_str path) {
    const struct adm_json *items = adm_json_get(source, "items");
    if (!adm_json_is(items, ADM_JSON_ARRAY) || items->count == 0)
        return path;
    struct adm_json_iter it = adm_json_iter(items);
    while (adm_json_next(&it))
        if (adm_str_equal(adm_json_get_text(it.value, "path"), path))
            return adm_json_get_text(it.value, "key");
    return (struct adm_str){0};
}

// What the API server fills in later (defaultMode) does not count, nor who wrote it.
static bool gives(const struct adm_platform_plan *plan, const struct adm_json *volume,
                  struct adm_str sub_path) {
    const struct adm_json *source = adm_json_get(volume, "configMap");
    return adm_str_equal(adm_json_get_text(source, "name"), plan->map) &&
           adm_str_is(key_at(source, sub_path), ADM_PLATFORM_KEY);
}

bool adm_platform_source_dangles(const struct adm_platform_plan *plan, struct adm_str volume) {
    return !plan->has_volume && adm_str_is(volume, ADM_PLATFORM_VOLUME);
}

bool adm_platform_source_gives(const struct adm_platform_plan *plan, struct adm_str volume,
                               struct adm_str sub_path) {
    uint32_t index = 0;
    if (adm_platform_source_dangles(plan, volume))
        return adm_str_is(sub_path, ADM_PLATFORM_KEY);
    return gives(plan, volume_of(plan, volume, &index), sub_path);
}

void adm_platform_source_find(struct adm_platform_plan *plan) {
    uint32_t index = 0;
    const struct adm_json *volume = volume_of(plan, ADM_STR(ADM_PLATFORM_VOLUME), &index);
    plan->has_volume = volume != NULL;
    plan->is_ours = gives(plan, volume, ADM_STR(ADM_PLATFORM_KEY));
    if (volume == NULL || plan->is_ours)
        return;
    adm_platform_plan_find(
        plan, ADM_MODE_WARN, adm_text_format(plan->request->arena, "spec.volumes[%u]", index),
        adm_text_format(plan->request->arena,
                        "the pod has a volume " ADM_PLATFORM_VOLUME
                        " of its own, which is not platform.yaml of ConfigMap %.*s, and was left "
                        "as it is",
                        ADM_STR_ARGS(plan->map)),
        ADM_STR("rename or remove it to get the platform's file"));
}

void adm_platform_source_add(struct adm_platform_plan *plan) {
    struct adm_str volume = adm_text_format(
        plan->request->arena,
        "{\"name\":\"" ADM_PLATFORM_VOLUME "\",\"configMap\":{\"name\":\"%.*s\","
        "\"items\":[{\"key\":\"" ADM_PLATFORM_KEY "\",\"path\":\"" ADM_PLATFORM_KEY "\"}]}}",
        ADM_STR_ARGS(plan->map));
    plan->changes = true;
    adm_patch_append(plan->patch, adm_platform_plan_pointer(plan, "/spec/volumes"),
                     adm_platform_plan_keep(plan, volume));
}
