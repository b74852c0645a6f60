// SPDX-License-Identifier: Apache-2.0
#include "mutators/container_plan.h"

#include "core/writer.h"
#include "mutators/mount_path.h"

// Mounts of the user's at one place that are looked at; more are no more wrong.
enum { OTHERS_MAX = 4 };

// The JSON pointer of something of the container.
static struct adm_str pointer_of(const struct adm_container_plan *plan, const char *member) {
    struct adm_injection *injection = plan->injection;
    return adm_injection_keep(injection, adm_text_format(injection->request->arena,
                                                         "%s/spec/%s/%u/%s", injection->pod.pointer,
                                                         plan->at->list, plan->at->index, member));
}

// Before the first change of a container: a patch that is applied to another version of the object
// (check's output, the audit log) must fail rather than change a neighbour.
static void begin_change(struct adm_container_plan *plan) {
    struct adm_injection *injection = plan->injection;
    struct adm_str name = adm_json_get_text(plan->at->container, "name");
    injection->changes = true;
    if (plan->tested || name.len == 0)
        return;
    struct adm_text text;
    struct adm_writer w;
    struct adm_str value = {0};
    adm_text_init(&text, injection->request->arena);
    adm_writer_init(&w, &text);
    adm_writer_string(&w, name);
    plan->tested = true;
    if (!adm_text_finish(&text, &value, NULL))
        injection->patch->failed = true;
    else
        adm_patch_test(injection->patch, pointer_of(plan, "name"), value);
}

static void append(struct adm_container_plan *plan, const char *list, struct adm_str value) {
    begin_change(plan);
    adm_patch_append(plan->injection->patch, pointer_of(plan, list),
                     adm_injection_keep(plan->injection, value));
}

static struct adm_str path_of(const struct adm_container_plan *plan, const char *list,
                              uint32_t index) {
    return adm_text_format(plan->injection->request->arena, "spec.%s[%u].%s[%u]", plan->at->list,
                           plan->at->index, list, index);
}

static const struct {
    const char *list, *path;
} mounts[] = {{"volumeMounts", "mountPath"}, {"volumeDevices", "devicePath"}};
enum { MOUNTS = sizeof mounts / sizeof *mounts };

struct place {
    const struct adm_json *mount;
    const char *list;
    uint32_t index;
};

// What stands at, above or below the path of a file.
struct around {
    bool ours;             // a mount at the path gives the file
    size_t others;         // how many there give something else
    struct place blocking; // the first above or below, or none
    enum adm_mount_relation relation;
};

static void warn_other(const struct adm_container_plan *plan, const struct adm_wish_volume *volume,
                       const struct adm_wish_file *file, struct adm_str path) {
    struct adm_arena *arena = plan->injection->request->arena;
    adm_injection_find(
        plan->injection,
        &(struct adm_finding){
            .limit = ADM_MODE_WARN,
            .unmet = true,
            .path = path,
            .message = adm_text_format(
                arena, "something else than %.*s is mounted at %.*s and was left as it is",
                ADM_STR_ARGS(file->what), ADM_STR_ARGS(file->path)),
            .fix = adm_text_format(arena, "remove the mount to get %s", volume->words->file),
        });
}

static void look_at(const struct adm_container_plan *plan, struct adm_wish_volume *volume,
                    const struct adm_wish_file *file, const struct place *place,
                    struct around *around) {
    struct adm_str name = adm_json_get_text(place->mount, "name");
    if (adm_volume_plan_gives(plan->injection, volume, file, name,
                              adm_json_get_text(place->mount, "subPath"))) {
        around->ours = true;
        volume->mounted |= adm_str_equal(name, volume->name);
        return;
    }
    around->others++;
    warn_other(plan, volume, file, path_of(plan, place->list, place->index));
}

static struct around look_around(const struct adm_container_plan *plan,
                                 struct adm_wish_volume *volume, const struct adm_wish_file *file) {
    struct around around = {0};
    for (size_t i = 0; i < MOUNTS; i++) {
        struct adm_json_iter it = adm_json_iter(adm_json_get(plan->at->container, mounts[i].list));
        while (adm_json_next(&it) && around.others < OTHERS_MAX) {
            const struct place place = {it.value, mounts[i].list, it.index};
            enum adm_mount_relation relation =
                adm_mount_path_relate(adm_json_get_text(it.value, mounts[i].path), file->path);
            if (relation == ADM_MOUNT_SAME)
                look_at(plan, volume, file, &place, &around);
            else if (relation != ADM_MOUNT_APART && around.blocking.mount == NULL) {
                around.blocking = place;
                around.relation = relation;
            }
        }
    }
    return around;
}

// Denied where it would keep our mount out; where the user has one of his own, he was warned.
static void find_blocked(const struct adm_container_plan *plan,
                         const struct adm_wish_volume *volume, const struct adm_wish_file *file,
                         const struct around *around) {
    adm_injection_find(
        plan->injection,
        &(struct adm_finding){
            .limit = around->ours || around->others > 0 ? ADM_MODE_WARN : ADM_MODE_OFF,
            .unmet = true,
            .path = path_of(plan, around->blocking.list, around->blocking.index),
            .message =
                adm_text_format(plan->injection->request->arena,
                                "a mount %s %.*s keeps %s out: the container would fail at start",
                                around->relation == ADM_MOUNT_ABOVE ? "above" : "below",
                                ADM_STR_ARGS(file->path), volume->words->file),
            .fix =
                ADM_STR("mount it elsewhere, or set the pod's label floe.dev/inject to \"false\""),
        });
}

bool adm_container_plan_file(struct adm_container_plan *plan, struct adm_wish_volume *volume,
                             const struct adm_wish_file *file) {
    const struct around around = look_around(plan, volume, file);
    if (around.blocking.mount != NULL)
        find_blocked(plan, volume, file, &around);
    if (around.ours || around.others > 0)
        return true;
    if (around.blocking.mount != NULL || !adm_volume_plan_has_room(volume, file))
        return false;
    append(plan, "volumeMounts",
           adm_text_format(plan->injection->request->arena,
                           "{\"name\":\"%.*s\",\"mountPath\":\"%.*s\",\"subPath\":\"%.*s\","
                           "\"readOnly\":true}",
                           ADM_STR_ARGS(volume->name), ADM_STR_ARGS(file->path),
                           ADM_STR_ARGS(file->item)));
    volume->mounted = true;
    return true;
}

// The last entry of the name: it is the one that the kubelet takes.
static const struct adm_json *variable_of(const struct adm_container_plan *plan,
                                          struct adm_str name, uint32_t *index) {
    const struct adm_json *found = NULL;
    struct adm_json_iter it = adm_json_iter(adm_json_get(plan->at->container, "env"));
    while (adm_json_next(&it)) {
        if (!adm_str_equal(adm_json_get_text(it.value, "name"), name))
            continue;
        found = it.value;
        *index = it.index;
    }
    return found;
}

static bool is_absent(const struct adm_json *node) {
    return node == NULL || node->type == ADM_JSON_NULL;
}

static bool holds(const struct adm_json *entry, const struct adm_wish_variable *variable) {
    const struct adm_json *from = adm_json_get(entry, "valueFrom");
    if (variable->secret.len == 0)
        return is_absent(from) && adm_str_equal(adm_json_get_text(entry, "value"), variable->value);
    const struct adm_json *key = adm_json_get(from, "secretKeyRef");
    return adm_json_get_text(entry, "value").len == 0 &&
           adm_str_equal(adm_json_get_text(key, "name"), variable->secret) &&
           adm_str_equal(adm_json_get_text(key, "key"), variable->key) &&
           !adm_json_is_true(adm_json_get(key, "optional"));
}

static struct adm_str entry_of(const struct adm_wish_variable *variable, struct adm_arena *arena) {
    if (variable->secret.len == 0)
        return adm_text_format(arena, "{\"name\":\"%.*s\",\"value\":\"%.*s\"}",
                               ADM_STR_ARGS(variable->name), ADM_STR_ARGS(variable->value));
    return adm_text_format(arena,
                           "{\"name\":\"%.*s\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"%.*s\","
                           "\"key\":\"%.*s\"}}}",
                           ADM_STR_ARGS(variable->name), ADM_STR_ARGS(variable->secret),
                           ADM_STR_ARGS(variable->key));
}

void adm_container_plan_variable(struct adm_container_plan *plan,
                                 const struct adm_wish_variable *variable) {
    struct adm_arena *arena = plan->injection->request->arena;
    uint32_t index = 0;
    const struct adm_json *entry = variable_of(plan, variable->name, &index);
    if (entry == NULL) {
        append(plan, "env", entry_of(variable, arena));
        return;
    }
    if (holds(entry, variable))
        return;
    adm_injection_find(
        plan->injection,
        &(struct adm_finding){
            .limit = ADM_MODE_WARN,
            .unmet = true,
            .path = path_of(plan, "env", index),
            .message = adm_text_format(arena, "%.*s is not %.*s and was left as it is",
                                       ADM_STR_ARGS(variable->name), ADM_STR_ARGS(variable->what)),
            .fix = adm_text_format(arena, "remove it to get %s", variable->words->value),
        });
}
