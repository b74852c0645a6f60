// SPDX-License-Identifier: Apache-2.0
#include "server/explain_needs.h"

#include "core/text.h"
#include "server/diff_shown.h"

struct source {
    bool is_secret, optional;
    struct adm_str name;
};

static struct adm_explain_need *find(struct adm_explain_needs *needs, const struct source *source,
                                     struct adm_str key) {
    for (size_t i = 0; i < needs->count; i++) {
        struct adm_explain_need *need = &needs->list[i];
        if (need->is_secret == source->is_secret && adm_str_equal(need->name, source->name) &&
            adm_str_equal(need->key, key))
            return need;
    }
    if (needs->count == ADM_EXPLAIN_NEEDS_MAX)
        return NULL;
    struct adm_explain_need *need = &needs->list[needs->count++];
    *need = (struct adm_explain_need){
        .is_secret = source->is_secret, .optional = true, .name = source->name, .key = key};
    adm_explain_lines_init(&need->variables, needs->arena);
    adm_explain_lines_init(&need->files, needs->arena);
    return need;
}

// NULL when there are too many, or when nothing is named.
static struct adm_explain_need *need_of(struct adm_explain_needs *needs,
                                        const struct source *source, struct adm_str key) {
    if (source->name.len == 0)
        return NULL;
    struct adm_explain_need *need = find(needs, source, key);
    if (need == NULL)
        needs->left_out++;
    else
        need->optional = need->optional && source->optional;
    return need;
}

static void becomes(struct adm_explain_lines *lines, struct adm_str what) {
    struct adm_str shown = adm_diff_shown_name(what, lines->arena);
    if (!adm_explain_lines_has(lines, shown))
        adm_explain_lines_add(lines, &(struct adm_explain_line){ADM_EXPLAIN_OK, shown, {0}});
}

static struct source source_of(const struct adm_json *node, bool is_secret, const char *name) {
    return (struct source){
        .is_secret = is_secret,
        .optional = adm_json_is_true(adm_json_get(node, "optional")),
        .name = adm_json_get_text(node, name),
    };
}

static void add_variable(struct adm_explain_needs *needs, const struct adm_json *variable,
                         const char *from, bool is_secret) {
    const struct adm_json *ref = adm_json_get(adm_json_get(variable, "valueFrom"), from);
    struct adm_str key = adm_json_get_text(ref, "key");
    const struct source source = source_of(ref, is_secret, "name");
    struct adm_explain_need *need = key.len == 0 ? NULL : need_of(needs, &source, key);
    if (need != NULL)
        becomes(&need->variables, adm_json_get_text(variable, "name"));
}

static void add_variables(struct adm_explain_needs *needs, const struct adm_json *entry,
                          const char *from, bool is_secret) {
    const struct source source = source_of(adm_json_get(entry, from), is_secret, "name");
    struct adm_explain_need *need = need_of(needs, &source, (struct adm_str){0});
    if (need != NULL)
        becomes(&need->variables,
                adm_text_format(needs->arena, "%.*s*",
                                ADM_STR_ARGS(adm_json_get_text(entry, "prefix"))));
}

static void read_environment(struct adm_explain_needs *needs, const struct adm_json *container) {
    struct adm_json_iter it = adm_json_iter(adm_json_get(container, "env"));
    while (adm_json_next(&it)) {
        add_variable(needs, it.value, "secretKeyRef", true);
        add_variable(needs, it.value, "configMapKeyRef", false);
    }
    it = adm_json_iter(adm_json_get(container, "envFrom"));
    while (adm_json_next(&it)) {
        add_variables(needs, it.value, "secretRef", true);
        add_variables(needs, it.value, "configMapRef", false);
    }
}

// One key of a volume, or (key and path empty) all that its source has.
struct entry {
    struct source source;
    struct adm_str key, path;
};

static void mount(struct adm_explain_needs *needs, const struct adm_json *mount,
                  const struct entry *entry) {
    struct adm_str at = adm_json_get_text(mount, "mountPath");
    struct adm_str sub_path = adm_json_get_text(mount, "subPath");
    bool whole = entry->key.len == 0;
    if (sub_path.len > 0 && !whole && !adm_str_equal(sub_path, entry->path))
        return;
    struct adm_explain_need *need =
        need_of(needs, &entry->source, whole && sub_path.len > 0 ? sub_path : entry->key);
    if (need == NULL)
        return;
    need->by_sub_path = need->by_sub_path || sub_path.len > 0;
    becomes(&need->files, sub_path.len > 0
                              ? at
                              : adm_text_format(needs->arena, "%.*s/%.*s", ADM_STR_ARGS(at),
                                                ADM_STR_ARGS(whole ? ADM_STR("*") : entry->path)));
}

static void mount_everywhere(struct adm_explain_needs *needs, const struct adm_pod *pod,
                             struct adm_str volume, const struct entry *entry) {
    // What no container mounts must be there all the same: the kubelet waits for it.
    if (entry->key.len > 0)
        (void)need_of(needs, &entry->source, entry->key);
    struct adm_pod_iter containers = adm_pod_containers(pod);
    while (adm_pod_next(&containers)) {
        struct adm_json_iter it = adm_json_iter(adm_json_get(containers.container, "volumeMounts"));
        while (adm_json_next(&it))
            if (adm_str_equal(adm_json_get_text(it.value, "name"), volume))
                mount(needs, it.value, entry);
    }
}

static void read_source(struct adm_explain_needs *needs, const struct adm_pod *pod,
                        struct adm_str volume, const struct adm_json *node,
                        const struct source *source) {
    const struct adm_json *items = adm_json_get(node, "items");
    struct adm_json_iter it = adm_json_iter(items);
    struct entry entry = {.source = *source};
    if (items == NULL || items->count == 0)
        mount_everywhere(needs, pod, volume, &entry);
    while (adm_json_next(&it)) {
        entry.key = adm_json_get_text(it.value, "key");
        entry.path = adm_json_get_text(it.value, "path");
        if (entry.key.len > 0)
            mount_everywhere(needs, pod, volume, &entry);
    }
}

static void read_sources(struct adm_explain_needs *needs, const struct adm_pod *pod,
                         struct adm_str volume, const struct adm_json *holder,
                         const char *secret_name) {
    static const char *const kinds[] = {"configMap", "secret"};
    for (size_t i = 0; i < 2; i++) {
        const struct adm_json *node = adm_json_get(holder, kinds[i]);
        const struct source source = source_of(node, i == 1, i == 1 ? secret_name : "name");
        if (source.name.len > 0)
            read_source(needs, pod, volume, node, &source);
    }
}

static void read_volume(struct adm_explain_needs *needs, const struct adm_pod *pod,
                        const struct adm_json *volume) {
    struct adm_str name = adm_json_get_text(volume, "name");
    read_sources(needs, pod, name, volume, "secretName");
    struct adm_json_iter it =
        adm_json_iter(adm_json_get(adm_json_get(volume, "projected"), "sources"));
    while (adm_json_next(&it))
        read_sources(needs, pod, name, it.value, "name");
}

const struct adm_explain_needs *adm_explain_needs_of(const struct adm_pod *pod,
                                                     struct adm_arena *arena) {
    struct adm_explain_needs *needs = adm_arena_alloc(arena, sizeof *needs);
    if (needs == NULL)
        return NULL;
    needs->arena = arena;
    needs->count = needs->left_out = 0;
    struct adm_json_iter it = adm_json_iter(adm_json_get(pod->spec, "volumes"));
    while (adm_json_next(&it))
        read_volume(needs, pod, it.value);
    struct adm_pod_iter containers = adm_pod_containers(pod);
    while (adm_pod_next(&containers))
        read_environment(needs, containers.container);
    return needs;
}
