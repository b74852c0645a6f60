// SPDX-License-Identifier: Apache-2.0
// Pods as no one would write them: whatever comes, the patch applies, keeps what was there, and the
// mutators have nothing to add to their own work, also after the API server filled in its defaults.
#include <criterion/criterion.h>
#include <stdlib.h>

#include "plan.h"

enum { PODS = 10000, WALK_MAX = 4096 };

static uint64_t state;

static size_t below(size_t limit) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    return (size_t)(state % limit);
}

static bool once_in(size_t n) { return below(n) == 0; }

#define PICK(list) (list)[below(sizeof(list) / sizeof *(list))]

// A value of a type that does not belong there.
static json_t *misfit(void) {
    switch (below(5)) {
    case 0:
        return json_null();
    case 1:
        return json_string("hunter2 value");
    case 2:
        return json_integer(7);
    case 3:
        return json_pack("{s:s}", "0", "hunter2");
    default:
        return json_pack("[s,n,i]", "hunter2", 7);
    }
}

static void set(json_t *object, const char *key, json_t *value) {
    if (once_in(60)) {
        json_decref(value);
        value = misfit();
    }
    cr_assert(json_object_set_new(object, key, value) == 0);
}

static json_t *secret_volume(const char *name) {
    static const char *const secrets[] = {"warehouse", "other"};
    static const char *const keys[] = {"password", "username", "other"};
    static const char *const items[] = {"password", "username", "warehouse-password"};
    json_t *source = json_pack("{s:s}", "secretName", PICK(secrets));
    if (once_in(2))
        set(source, "items", json_pack("[{s:s,s:s}]", "key", PICK(keys), "path", PICK(items)));
    if (once_in(6))
        set(source, "optional", json_true());
    return json_pack("{s:s,s:o}", "name", name, "secret", source);
}

static json_t *volume(void) {
    static const char *const names[] = {"floe-platform-config", "data", "mine",
                                        "floe-credentials-warehouse"};
    static const char *const maps[] = {"team-config", "other", "etl-platform-config"};
    static const char *const keys[] = {"platform.yaml", "other.yaml"};
    if (once_in(4))
        return secret_volume(PICK(names));
    json_t *source = json_pack("{s:s}", "name", PICK(maps));
    if (once_in(2))
        set(source, "items", json_pack("[{s:s,s:s}]", "key", PICK(keys), "path", "platform.yaml"));
    if (once_in(4)) {
        json_decref(source);
        return json_pack("{s:s,s:{}}", "name", PICK(names), "emptyDir");
    }
    return json_pack("{s:s,s:o}", "name", PICK(names), "configMap", source);
}

static json_t *mount(void) {
    static const char *const names[] = {"floe-platform-config", "data", "mine",
                                        "floe-credentials-warehouse"};
    static const char *const paths[] = {"/srv",
                                        "/data",
                                        "/tmp/x",
                                        "/etc/flo/",
                                        "/opt",
                                        "/run",
                                        "/etc/floe/platform.yaml",
                                        "//etc/floe/./platform.yaml/",
                                        "/var/run/secrets/password",
                                        "/var/run/secrets/../secrets/username"};
    static const char *const blocking[] = {"/etc/floe", "/etc/floe/platform.yaml/x", "/"};
    json_t *mount = json_pack("{s:s,s:s}", "name", PICK(names), "mountPath",
                              once_in(30) ? PICK(blocking) : PICK(paths));
    static const char *const items[] = {"platform.yaml", "platform.yaml", "password", "username"};
    if (once_in(2))
        set(mount, "subPath", json_string(PICK(items)));
    return mount;
}

static json_t *variable(void) {
    static const char *const names[] = {
        "FLOE_PLATFORM_ENV", "FLOE_PLATFORM_FILE", "PASSWORD", "A", "B", "C"};
    static const char *const values[] = {"dev", "/etc/floe/platform.yaml", "hunter2"};
    static const char *const keys[] = {"password", "username"};
    if (once_in(4))
        return json_pack("{s:s,s:{s:{s:s,s:s}}}", "name", PICK(names), "valueFrom", "secretKeyRef",
                         "name", "warehouse", "key", PICK(keys));
    return json_pack("{s:s,s:s}", "name", PICK(names), "value", PICK(values));
}

static json_t *list_of(json_t *(*element)(void), size_t most) {
    json_t *list = json_array();
    for (size_t left = below(most + 1); left > 0; left--)
        json_array_append_new(list, once_in(80) ? misfit() : element());
    return list;
}

static json_t *container(void) {
    static const char *const names[] = {"web", "worker", "x/y~z", "\"", ""};
    json_t *container = json_object();
    if (!once_in(10))
        json_object_set_new(container, "name", json_string(PICK(names)));
    if (!once_in(3))
        set(container, "env", list_of(variable, 3));
    if (!once_in(3))
        set(container, "volumeMounts", list_of(mount, 2));
    if (once_in(20))
        set(container, "volumeDevices",
            json_pack("[{s:s}]", "devicePath", "/etc/floe/platform.yaml"));
    return container;
}

static json_t *metadata(void) {
    static const char *const asks[] = {"true", "true", "true", "true", "false", "yes"};
    static const char *const maps[] = {
        "team-config", "team-config", "team-config", "team-config", "", "Not_A_Name"};
    json_t *labels = json_object();
    json_t *annotations = json_object();
    set(labels, "floe.dev/inject", json_string(PICK(asks)));
    if (once_in(2))
        set(labels, "app.kubernetes.io/instance", json_string("etl"));
    set(annotations, "floe.dev/platform-config", json_string(PICK(maps)));
    static const char *const lists[] = {"warehouse",
                                        "warehouse: password, username",
                                        "warehouse: password; tls.certs: tls.key=tls-key",
                                        "queue: token=password; warehouse: password; nobody",
                                        "",
                                        "warehouse: pass word"};
    if (!once_in(3))
        set(annotations, "floe.dev/credentials",
            json_string(once_in(6) ? PICK(lists) : lists[below(4)]));
    if (once_in(30))
        set(annotations, "floe.dev/injected", json_string("hunter2"));
    json_t *metadata = json_object();
    set(metadata, "labels", labels);
    if (!once_in(4))
        set(metadata, "annotations", annotations);
    else
        json_decref(annotations);
    return metadata;
}

static json_t *pod(void) {
    json_t *spec = json_object();
    set(spec, "containers", list_of(container, 3));
    if (once_in(2))
        set(spec, "initContainers", list_of(container, 2));
    if (!once_in(3))
        set(spec, "volumes", list_of(volume, 3));
    json_t *pod = json_pack("{s:s,s:s}", "kind", "Pod", "apiVersion", "v1");
    set(pod, "metadata", metadata());
    set(pod, "spec", spec);
    return pod;
}

static const char review[] =
    "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\":{"
    "\"uid\":\"u\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},"
    "\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"},"
    "\"namespace\":\"team-a\",\"operation\":\"CREATE\",\"userInfo\":{\"username\":\"a\"}}}";

// What the API server and its plugins do between two calls.
static void fill_in(json_t *object) {
    json_t *spec = json_object_get(object, "spec");
    size_t index = 0;
    json_t *value = NULL;
    json_array_foreach(json_object_get(spec, "volumes"), index, value) {
        json_t *map = json_object_get(value, "configMap");
        json_t *secret = json_object_get(value, "secret");
        if (json_is_object(map))
            json_object_set_new(map, "defaultMode", json_integer(420));
        if (json_is_object(secret))
            json_object_set_new(secret, "defaultMode", json_integer(420));
    }
    json_array_foreach(json_object_get(spec, "containers"), index, value) {
        json_t *mounts = json_object_get(value, "volumeMounts");
        if (json_is_array(mounts))
            json_array_append_new(mounts,
                                  json_pack("{s:s,s:s}", "name", "kube-api-access", "mountPath",
                                            "/var/run/secrets/kubernetes.io/serviceaccount"));
    }
    if (json_is_array(json_object_get(spec, "volumes")))
        json_array_append_new(json_object_get(spec, "volumes"),
                              json_pack("{s:s,s:{}}", "name", "kube-api-access", "projected"));
}

struct pair {
    json_t *before, *after;
};

static size_t push_children(struct pair pair, struct pair *stack, size_t depth) {
    const char *key = NULL;
    json_t *value = NULL;
    size_t index = 0;
    json_object_foreach(pair.before, key, value) {
        cr_assert(depth < WALK_MAX);
        stack[depth++] = (struct pair){value, json_object_get(pair.after, key)};
    }
    json_array_foreach(pair.before, index, value) {
        cr_assert(depth < WALK_MAX);
        stack[depth++] = (struct pair){value, json_array_get(pair.after, index)};
    }
    return depth;
}

// Whether everything that was there stands where it stood; null counts as absent.
static bool is_kept(json_t *before, json_t *after) {
    static struct pair stack[WALK_MAX];
    size_t depth = 1;
    stack[0] = (struct pair){before, after};
    while (depth > 0) {
        struct pair pair = stack[--depth];
        if (json_is_null(pair.before))
            continue;
        if (pair.after == NULL || json_typeof(pair.before) != json_typeof(pair.after))
            return false;
        if (!json_is_object(pair.before) && !json_is_array(pair.before) &&
            !json_equal(pair.before, pair.after))
            return false;
        depth = push_children(pair, stack, depth);
    }
    return true;
}

static void plan_object(struct planned *planned, json_t *object, const struct given *given) {
    json_auto_t *base = json_loads(review, 0, NULL);
    char *text = plan_review_with(base, object);
    plan_text(planned, adm_str_from(text), given);
    free(text);
}

// Whether there was a patch.
static bool check_one(size_t number) {
    state = 0x9E3779B97F4A7C15U ^ (number * 2654435761U);
    const struct given given = {.namespace_asks = once_in(3),
                                .map = once_in(4) ? "platform-config" : NULL,
                                .environment = once_in(4) ? "local" : NULL,
                                .credentials = !once_in(4)};
    struct planned first, second;
    json_auto_t *object = pod();
    plan_object(&first, object, &given);
    json_auto_t *result = plan_apply(object, first.decision.response.patch);
    bool patched = first.decision.response.patch.len > 0;
    cr_expect(is_kept(object, result), "pod %zu", number);
    cr_expect_not(adm_str_contains(first.decision.response.patch, ADM_STR("hunter2")), "pod %zu",
                  number);
    fill_in(result);
    plan_object(&second, result, &given);
    cr_expect_eq(second.decision.response.patch.len, 0, "pod %zu: %.*s", number,
                 ADM_STR_ARGS(second.decision.response.patch));
    cr_expect_eq(first.decision.kind, second.decision.kind, "pod %zu", number);
    plan_destroy(&first);
    plan_destroy(&second);
    return patched;
}

Test(mutators, are_idempotent_over_generated_pods) {
    size_t patched = 0;
    for (size_t i = 0; i < PODS; i++)
        patched += check_one(i);
    cr_expect_gt(patched, PODS / 4, "only %zu pods were patched", patched);
    cr_expect_lt(patched, PODS, "every pod was patched");
}
