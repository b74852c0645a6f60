// SPDX-License-Identifier: Apache-2.0
#include "mutators/platform_container.h"

#include "core/writer.h"
#include "mutators/mount_path.h"
#include "mutators/platform_source.h"

enum mount {
    MOUNT_WANTED,
    MOUNT_PRESENT, // ours, or one of the user's at the same path
    MOUNT_BLOCKED, // something of the user's keeps ours out
};

struct target {
    struct adm_platform_plan *plan;
    const struct adm_pod_iter *at;
    bool tested; // the patch asserts that this is the container that was read
};

// The JSON pointer of something of the container.
static struct adm_str pointer_of(const struct target *target, const char *member) {
    struct adm_platform_plan *plan = target->plan;
    return adm_platform_plan_keep(plan, adm_text_format(plan->request->arena, "%s/spec/%s/%u/%s",
                                                        plan->pod.pointer, target->at->list,
                                                        target->at->index, member));
}

// Before the first change of a container: a patch that is applied to another version of the object
// (check's output, the audit log) must fail rather than change a neighbour.
static void begin_change(struct target *target) {
    struct adm_platform_plan *plan = target->plan;
    struct adm_str name = adm_json_get_text(target->at->container, "name");
    plan->changes = true;
    if (target->tested || name.len == 0)
        return;
    struct adm_text text;
    struct adm_writer w;
    struct adm_str value = {0};
    adm_text_init(&text, plan->request->arena);
    adm_writer_init(&w, &text);
    adm_writer_string(&w, name);
    target->tested = true;
    if (!adm_text_finish(&text, &value, NULL))
        plan->patch->failed = true;
    else
        adm_patch_test(plan->patch, pointer_of(target, "name"), value);
}

static void append(struct target *target, const char *list, struct adm_str value) {
    begin_change(target);
    adm_patch_append(target->plan->patch, pointer_of(target, list), value);
}

static struct adm_str path_of(const struct target *target, const char *list, uint32_t index) {
    return adm_text_format(target->plan->request->arena, "spec.%s[%u].%s[%u]", target->at->list,
                           target->at->index, list, index);
}

static void warn_other_mount(const struct target *target, const char *list, uint32_t index) {
    adm_platform_plan_find(target->plan, ADM_MODE_WARN, path_of(target, list, index),
                           adm_text_format(target->plan->request->arena,
                                           "something else than platform.yaml of ConfigMap %.*s is "
                                           "mounted at " ADM_PLATFORM_FILE " and was left as it is",
                                           ADM_STR_ARGS(target->plan->map)),
                           ADM_STR("remove the mount to get the platform's file"));
}

static void find_blocked(const struct target *target, const char *list, uint32_t index,
                         enum adm_mount_relation relation) {
    adm_platform_plan_find(
        target->plan, ADM_MODE_OFF, path_of(target, list, index),
        relation == ADM_MOUNT_ABOVE
            ? ADM_STR("a mount above " ADM_PLATFORM_FILE
                      " keeps the platform's file out: the container would fail at start")
            : ADM_STR("a mount below " ADM_PLATFORM_FILE
                      " keeps the platform's file out: the container would fail at start"),
        ADM_STR("mount it elsewhere, or set the pod's label floe.dev/inject to \"false\""));
}

static const struct {
    const char *list, *path;
} mounts[] = {{"volumeMounts", "mountPath"}, {"volumeDevices", "devicePath"}};
enum { MOUNTS = sizeof mounts / sizeof *mounts };

struct found {
    const struct adm_json *mount; // NULL: none
    const char *list;
    uint32_t index;
    enum adm_mount_relation relation;
};

// The mount at our path, else the first above or below it.
static struct found nearest(const struct target *target) {
    struct found found = {0};
    for (size_t i = 0; i < MOUNTS; i++) {
        struct adm_json_iter it =
            adm_json_iter(adm_json_get(target->at->container, mounts[i].list));
        while (adm_json_next(&it)) {
            enum adm_mount_relation relation = adm_mount_path_relate(
                adm_json_get_text(it.value, mounts[i].path), ADM_STR(ADM_PLATFORM_FILE));
            bool better = found.mount == NULL
                              ? relation != ADM_MOUNT_APART
                              : relation == ADM_MOUNT_SAME && found.relation != ADM_MOUNT_SAME;
            if (better)
                found = (struct found){it.value, mounts[i].list, it.index, relation};
        }
    }
    return found;
}

static enum mount judge_mount(const struct target *target) {
    const struct found found = nearest(target);
    if (found.mount == NULL)
        return target->plan->has_volume && !target->plan->is_ours ? MOUNT_BLOCKED : MOUNT_WANTED;
    if (found.relation != ADM_MOUNT_SAME) {
        find_blocked(target, found.list, found.index, found.relation);
        return MOUNT_BLOCKED;
    }
    struct adm_str volume = adm_json_get_text(found.mount, "name");
    if (!adm_platform_source_gives(target->plan, volume, adm_json_get_text(found.mount, "subPath")))
        warn_other_mount(target, found.list, found.index);
    else if (adm_platform_source_dangles(target->plan, volume))
        target->plan->mounts = true;
    return MOUNT_PRESENT;
}

static void plan_mount(struct target *target) {
    append(target, "volumeMounts",
           ADM_STR("{\"name\":\"" ADM_PLATFORM_VOLUME "\",\"mountPath\":\"" ADM_PLATFORM_FILE
                   "\",\"subPath\":\"" ADM_PLATFORM_KEY "\",\"readOnly\":true}"));
    target->plan->mounts = true;
}

// The last entry of the name: it is the one that the kubelet takes.
static const struct adm_json *variable_of(const struct target *target, const char *name,
                                          uint32_t *index) {
    const struct adm_json *found = NULL;
    struct adm_json_iter it = adm_json_iter(adm_json_get(target->at->container, "env"));
    while (adm_json_next(&it)) {
        if (!adm_str_is(adm_json_get_text(it.value, "name"), name))
            continue;
        found = it.value;
        *index = it.index;
    }
    return found;
}

static bool holds(const struct adm_json *variable, struct adm_str value) {
    const struct adm_json *from = adm_json_get(variable, "valueFrom");
    return (from == NULL || from->type == ADM_JSON_NULL) &&
           adm_str_equal(adm_json_get_text(variable, "value"), value);
}

static void plan_variable(struct target *target, const char *name, struct adm_str value) {
    struct adm_platform_plan *plan = target->plan;
    uint32_t index = 0;
    const struct adm_json *variable = variable_of(target, name, &index);
    if (variable == NULL) {
        struct adm_str entry =
            adm_text_format(plan->request->arena, "{\"name\":\"%s\",\"value\":\"%.*s\"}", name,
                            ADM_STR_ARGS(value));
        append(target, "env", adm_platform_plan_keep(plan, entry));
        return;
    }
    if (!holds(variable, value))
        adm_platform_plan_find(plan, ADM_MODE_WARN, path_of(target, "env", index),
                               adm_text_format(plan->request->arena,
                                               "%s is not `%.*s` and was left as it is", name,
                                               ADM_STR_ARGS(value)),
                               ADM_STR("remove it to get the platform's value"));
}

static bool is_well_formed(const struct adm_json *container) {
    return adm_platform_plan_is_list(adm_json_get(container, "env")) &&
           adm_platform_plan_is_list(adm_json_get(container, "volumeMounts")) &&
           adm_platform_plan_is_list(adm_json_get(container, "volumeDevices"));
}

void adm_platform_container_plan(struct adm_platform_plan *plan, const struct adm_pod_iter *at) {
    struct target target = {.plan = plan, .at = at};
    if (!is_well_formed(at->container))
        return;
    if (at->kind != ADM_CONTAINER_EPHEMERAL) {
        enum mount mount = judge_mount(&target);
        if (mount == MOUNT_BLOCKED)
            return;
        if (mount == MOUNT_WANTED)
            plan_mount(&target);
    }
    plan_variable(&target, "FLOE_PLATFORM_FILE", ADM_STR(ADM_PLATFORM_FILE));
    plan_variable(&target, "FLOE_PLATFORM_ENV", plan->request->environment->name);
}
