// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_sections.h"

static const char not_base64[] = "base64 as Helm writes it";
static const char not_a_run[] = "started_at, completed_at and phase alone";

struct taking {
    struct adm_helm_units *units;
    const struct adm_json *root;
    struct adm_json *rest; // a copy of the release's nodes, blank where something was taken
    struct adm_error *err;
};

static bool add(struct taking *t, struct adm_helm_section section) {
    struct adm_helm_units *units = t->units;
    if (units->count == units->capacity) {
        size_t capacity = units->capacity == 0 ? 64 : units->capacity * 2;
        struct adm_helm_section *grown =
            adm_arena_grow(units->arena, units->sections, units->capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL)
            return adm_fail(t->err, ADM_MEMORY, "the release needs more memory than is allowed");
        units->sections = grown;
        units->capacity = capacity;
    }
    units->sections[units->count++] = section;
    return true;
}

// What is taken is no part of the rest; a null of its span stands there.
static void blank(struct taking *t, const struct adm_json *node) {
    t->rest[node - t->root].type = ADM_JSON_NULL;
}

static bool take(struct taking *t, struct adm_helm_section section) {
    blank(t, section.node);
    return add(t, section);
}

// A string; anything else in its place stays in the rest.
static bool take_text(struct taking *t, enum adm_helm_place place, const struct adm_json *node,
                      const char *where) {
    return !adm_json_is(node, ADM_JSON_STRING) ||
           take(t, (struct adm_helm_section){.place = place, .node = node, .list = where});
}

// A walk leaves out what the API server keeps in the metadata of objects. Here anybody may have
// written it.
static bool take_left_out(struct taking *t, struct adm_helm_section tree) {
    const struct adm_json *root = tree.node;
    for (uint32_t i = 0; i + 1 < root->span; i++) {
        struct adm_str key = adm_json_text(&root[i]);
        bool container = root[i + 1].type == ADM_JSON_OBJECT || root[i + 1].type == ADM_JSON_ARRAY;
        if (container && (adm_str_is(key, "managedFields") || adm_str_is(key, "ownerReferences"))) {
            tree.node = &root[i + 1];
            ADM_TRY(add(t, tree));
        }
    }
    return true;
}

static bool take_tree(struct taking *t, enum adm_helm_place place, const struct adm_json *node,
                      const char *where) {
    struct adm_helm_section tree = {.place = place, .node = node, .tree = true, .list = where};
    if (!adm_json_is(node, ADM_JSON_OBJECT) && !adm_json_is(node, ADM_JSON_ARRAY))
        return true;
    return take(t, tree) && take_left_out(t, tree);
}

// Bytes in base64. Go's decoder also takes a list of numbers for them; Helm writes none.
static bool take_bytes(struct taking *t, struct adm_helm_section section) {
    if (section.node == NULL || section.node->type == ADM_JSON_NULL)
        return true;
    section.packed = true;
    if (section.node->type == ADM_JSON_STRING)
        return take(t, section);
    section.place = ADM_HELM_FORM;
    section.form = not_base64;
    section.tree = false;
    return add(t, section);
}

static bool take_form(struct taking *t, enum adm_helm_form form, const struct adm_json *node,
                      struct adm_helm_section where) {
    if (node == NULL || node->type == ADM_JSON_NULL)
        return true;
    where.node = node;
    if (adm_helm_fields_has(form, node)) {
        blank(t, node);
        return true;
    }
    where.place = ADM_HELM_FORM;
    where.form = adm_helm_fields_words(form);
    return add(t, where);
}

static bool take_times(struct taking *t, const struct adm_json *object, const char *const *keys,
                       const char *const *paths) {
    for (size_t i = 0; keys[i] != NULL; i++)
        ADM_TRY(take_form(t, ADM_HELM_FORM_TIME, adm_json_get(object, keys[i]),
                          (struct adm_helm_section){.list = paths[i]}));
    return true;
}

static bool take_info(struct taking *t, const struct adm_json *info) {
    static const char *const keys[] = {"first_deployed", "last_deployed", "deleted", NULL};
    static const char *const paths[] = {"info.first_deployed", "info.last_deployed",
                                        "info.deleted"};
    return take_times(t, info, keys, paths) &&
           take_form(t, ADM_HELM_FORM_STATUS, adm_json_get(info, "status"),
                     (struct adm_helm_section){.list = "info.status"}) &&
           take_text(t, ADM_HELM_DESCRIPTION, adm_json_get(info, "description"),
                     "info.description") &&
           take_text(t, ADM_HELM_FREE, adm_json_get(info, "notes"), "info.notes");
}

// Helm reads crds/ at any depth, by these endings.
static bool is_crd(struct adm_str name) {
    return adm_str_starts(name, "crds/") &&
           (adm_str_ends(name, ".yaml") || adm_str_ends(name, ".yml") ||
            adm_str_ends(name, ".json"));
}

static bool take_files(struct taking *t, const struct adm_json *files, enum adm_helm_place place,
                       const char *list) {
    struct adm_json_iter it = adm_json_iter(files);
    while (adm_json_is(files, ADM_JSON_ARRAY) && adm_json_next(&it)) {
        struct adm_helm_section file = {.place = place,
                                        .node = adm_json_get(it.value, "data"),
                                        .list = list,
                                        .listed = true,
                                        .index = it.index,
                                        .name = adm_json_get_text(it.value, "name")};
        if (place == ADM_HELM_FREE && is_crd(file.name))
            file.place = ADM_HELM_MANIFEST;
        file.member = "data";
        ADM_TRY(take_bytes(t, file));
        file.member = "modtime";
        ADM_TRY(take_form(t, ADM_HELM_FORM_TIME, adm_json_get(it.value, "modtime"), file));
    }
    return true;
}

static bool take_chart(struct taking *t, const struct adm_json *chart) {
    static const char *const keys[] = {"modtime", "schemamodtime", NULL};
    static const char *const paths[] = {"chart.modtime", "chart.schemamodtime"};
    const struct adm_helm_section schema = {
        .place = ADM_HELM_CHART, .node = adm_json_get(chart, "schema"), .list = "chart.schema"};
    return take_times(t, chart, keys, paths) && take_bytes(t, schema) &&
           take_tree(t, ADM_HELM_CHART, adm_json_get(chart, "values"), "chart.values") &&
           take_files(t, adm_json_get(chart, "templates"), ADM_HELM_CHART, "chart.templates") &&
           take_files(t, adm_json_get(chart, "files"), ADM_HELM_FREE, "chart.files");
}

static bool take_run(struct taking *t, const struct adm_json *run, struct adm_helm_section hook) {
    struct adm_json_iter it = adm_json_iter(run);
    hook.node = run;
    hook.place = ADM_HELM_FORM;
    hook.form = not_a_run;
    hook.member = "last_run";
    if (run == NULL || run->type == ADM_JSON_NULL)
        return true;
    if (run->type != ADM_JSON_OBJECT)
        return add(t, hook);
    while (adm_json_next(&it)) {
        const char *const times[] = {"last_run.started_at", "last_run.completed_at"};
        bool phase = adm_str_is(it.key, "phase"), completed = adm_str_is(it.key, "completed_at");
        bool time = completed || adm_str_is(it.key, "started_at");
        hook.member = phase ? "last_run.phase" : time ? times[completed] : "last_run";
        ADM_TRY(phase || time
                    ? take_form(t, phase ? ADM_HELM_FORM_PHASE : ADM_HELM_FORM_TIME, it.value, hook)
                    : add(t, hook));
    }
    return true;
}

static bool take_hooks(struct taking *t, const struct adm_json *hooks) {
    struct adm_json_iter it = adm_json_iter(hooks);
    while (adm_json_is(hooks, ADM_JSON_ARRAY) && adm_json_next(&it)) {
        struct adm_helm_section hook = {.place = ADM_HELM_MANIFEST,
                                        .node = adm_json_get(it.value, "manifest"),
                                        .list = "hooks",
                                        .listed = true,
                                        .index = it.index,
                                        .name = adm_json_get_text(it.value, "path")};
        if (adm_json_is(hook.node, ADM_JSON_STRING))
            ADM_TRY(take(t, hook));
        ADM_TRY(take_run(t, adm_json_get(it.value, "last_run"), hook));
    }
    return true;
}

static bool take_all(struct taking *t) {
    const struct adm_json *root = t->root;
    ADM_TRY(take_text(t, ADM_HELM_MANIFEST, adm_json_get(root, "manifest"), "manifest"));
    ADM_TRY(take_hooks(t, adm_json_get(root, "hooks")));
    ADM_TRY(take_chart(t, adm_json_get(root, "chart")));
    ADM_TRY(take_tree(t, ADM_HELM_FREE, adm_json_get(root, "config"), "config"));
    ADM_TRY(take_info(t, adm_json_get(root, "info")));
    return take_form(t, ADM_HELM_FORM_APPLY, adm_json_get(root, "apply_method"),
                     (struct adm_helm_section){.list = "apply_method"});
}

bool adm_helm_sections_read(struct adm_helm_units *units, const struct adm_helm_release *release,
                            struct adm_error *err) {
    size_t nodes = release->root->span;
    struct taking t = {.units = units, .root = release->root, .err = err};
    t.rest = adm_arena_array(units->arena, nodes, sizeof *t.rest);
    if (t.rest == NULL)
        return adm_fail(err, ADM_MEMORY, "the release needs more memory than is allowed");
    memcpy(t.rest, release->root, nodes * sizeof *t.rest);
    ADM_TRY(take_all(&t));
    struct adm_helm_section rest = {
        .place = ADM_HELM_FREE, .node = t.rest, .tree = true, .list = ""};
    return add(&t, rest) && take_left_out(&t, rest);
}
