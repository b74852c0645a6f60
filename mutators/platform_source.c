// SPDX-License-Identifier: Apache-2.0
#include "mutators/platform_source.h"

#include "core/credential_name.h"

static const char annotation[] = "floe.dev/platform-config";
static const char annotation_path[] = "metadata.annotations[floe.dev/platform-config]";
static const char instance[] = "app.kubernetes.io/instance";
static const char ways[] =
    "set the annotation floe.dev/platform-config of the pod to the "
    "ConfigMap's name, or platform_config.config_map in the policy, or the label "
    "app.kubernetes.io/instance (gives <instance>-platform-config)";

static bool refuse(struct adm_injection *injection, const char *path, const char *message) {
    adm_injection_find(injection, &(struct adm_finding){
                                      .unmet = true,
                                      .path = adm_str_from(path),
                                      .message = adm_str_from(message),
                                      .fix = adm_str_from(ways),
                                  });
    return false;
}

bool adm_platform_source_name(struct adm_injection *injection, struct adm_str *out) {
    const struct adm_json *metadata = injection->pod.metadata;
    struct adm_str fixed = injection->request->policy->platform_config_map;
    struct adm_str named = adm_json_get_text(adm_json_get(metadata, "annotations"), annotation);
    struct adm_str of = adm_json_get_text(adm_json_get(metadata, "labels"), instance);
    if (named.len > 0) {
        *out = named;
        return adm_credential_name_is_object(named) ||
               refuse(injection, annotation_path, "the annotation is not the name of a ConfigMap");
    }
    if (fixed.len > 0) {
        *out = fixed;
        return adm_credential_name_is_object(fixed) ||
               refuse(injection, annotation_path,
                      "the policy's name is not the name of a ConfigMap");
    }
    if (of.len == 0)
        return refuse(injection, annotation_path,
                      "the pod asks for platform.yaml and nothing names its ConfigMap");
    *out = adm_text_format(injection->request->arena, "%.*s-platform-config", ADM_STR_ARGS(of));
    return adm_credential_name_is_object(*out) ||
           refuse(injection, "metadata.labels[app.kubernetes.io/instance]",
                  "the label does not make the name of a ConfigMap");
}
