// SPDX-License-Identifier: Apache-2.0
#include "core/pod.h"

#include <criterion/criterion.h>
#include <string.h>

#include "core/patch.h"
#include "core/text.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 20); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(pod, .init = setup, .fini = teardown);

static struct adm_object view(const char *text) {
    const struct adm_json *root = NULL;
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &root, NULL), "%s", text);
    return adm_object_view(root);
}

#define TEMPLATE "{\"metadata\":{\"labels\":{\"t\":\"1\"}},\"spec\":{\"containers\":[]}}"

static const struct {
    const char *api_version, *kind, *body, *pointer;
} workloads[] = {
    {"v1", "Pod", "\"metadata\":{\"labels\":{\"t\":\"1\"}},\"spec\":{\"containers\":[]}", ""},
    {"apps/v1", "Deployment", "\"spec\":{\"template\":" TEMPLATE "}", "/spec/template"},
    {"apps/v1", "StatefulSet", "\"spec\":{\"template\":" TEMPLATE "}", "/spec/template"},
    {"apps/v1", "DaemonSet", "\"spec\":{\"template\":" TEMPLATE "}", "/spec/template"},
    {"apps/v1", "ReplicaSet", "\"spec\":{\"template\":" TEMPLATE "}", "/spec/template"},
    {"v1", "ReplicationController", "\"spec\":{\"template\":" TEMPLATE "}", "/spec/template"},
    {"batch/v1", "Job", "\"spec\":{\"template\":" TEMPLATE "}", "/spec/template"},
    {"batch/v1", "CronJob", "\"spec\":{\"jobTemplate\":{\"spec\":{\"template\":" TEMPLATE "}}}",
     "/spec/jobTemplate/spec/template"},
};

Test(pod, is_found_in_every_workload) {
    for (size_t i = 0; i < sizeof workloads / sizeof *workloads; i++) {
        struct adm_str text =
            adm_text_format(&arena, "{\"apiVersion\":\"%s\",\"kind\":\"%s\",%s}",
                            workloads[i].api_version, workloads[i].kind, workloads[i].body);
        struct adm_object o = view(text.data);
        struct adm_pod pod = {0};
        cr_assert(adm_pod_find(&o, &pod), "row %zu", i);
        cr_expect_str_eq(pod.pointer, workloads[i].pointer);
        cr_expect(adm_str_is(adm_json_get_text(adm_json_get(pod.metadata, "labels"), "t"), "1"));
        cr_expect_eq(adm_patch_resolve(adm_patch_resolve(o.root, adm_str_from(pod.pointer)),
                                       ADM_STR("/spec")),
                     pod.spec);
        cr_expect(adm_pod_is_workload(adm_object_group(o.api_version), o.kind));
    }
}

Test(pod, is_not_found_elsewhere) {
    static const char *const texts[] = {
        "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"spec\":{}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Deployment\",\"spec\":{\"template\":" TEMPLATE "}}",
        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Pod\",\"spec\":{}}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":[]}",
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"template\":\"x\"}}",
        "{\"apiVersion\":\"batch/v1\",\"kind\":\"CronJob\",\"spec\":{\"template\":" TEMPLATE "}}",
        "{}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct adm_object o = view(texts[i]);
        struct adm_pod pod = {0};
        cr_expect_not(adm_pod_find(&o, &pod), "row %zu", i);
    }
    cr_expect_not(adm_pod_is_workload(ADM_STR("apps"), ADM_STR("Pod")));
}

Test(pod, metadata_of_another_type_is_absent) {
    struct adm_object o =
        view("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":[],\"spec\":{}}");
    struct adm_pod pod = {0};
    cr_assert(adm_pod_find(&o, &pod));
    cr_expect_null(pod.metadata);
}

Test(pod, containers_of_all_kinds_in_order) {
    struct adm_object o = view(
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"name\":\"m0\"},null,"
        "{\"name\":\"m2\"}],\"ephemeralContainers\":[{\"name\":\"e0\"}],\"initContainers\":["
        "{\"name\":\"i0\"},\"junk\"]}}");
    static const struct {
        const char *list, *name;
        uint32_t index;
        enum adm_container_kind kind;
    } want[] = {
        {"initContainers", "i0", 0, ADM_CONTAINER_INIT},
        {"containers", "m0", 0, ADM_CONTAINER_MAIN},
        {"containers", "m2", 2, ADM_CONTAINER_MAIN},
        {"ephemeralContainers", "e0", 0, ADM_CONTAINER_EPHEMERAL},
    };
    struct adm_pod pod = {0};
    cr_assert(adm_pod_find(&o, &pod));
    struct adm_pod_iter it = adm_pod_containers(&pod);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        cr_assert(adm_pod_next(&it), "container %zu", i);
        cr_expect_str_eq(it.list, want[i].list);
        cr_expect(adm_str_is(adm_json_get_text(it.container, "name"), want[i].name));
        cr_expect(it.index == want[i].index && it.kind == want[i].kind);
    }
    cr_expect_not(adm_pod_next(&it));
    cr_expect_not(adm_pod_next(&it));
}

Test(pod, lists_of_another_type_have_no_containers) {
    struct adm_object o =
        view("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"containers\":{\"a\":{\"name\":\"x"
             "\"}},\"initContainers\":\"x\",\"ephemeralContainers\":null}}");
    struct adm_pod pod = {0};
    cr_assert(adm_pod_find(&o, &pod));
    struct adm_pod_iter it = adm_pod_containers(&pod);
    cr_expect_not(adm_pod_next(&it));
}
