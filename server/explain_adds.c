// SPDX-License-Identifier: Apache-2.0
#include "server/explain_adds.h"

#include <string.h>

#include "core/verdict.h"
#include "server/diff_shown.h"

enum { LINE_RUNES = 4096 };

static struct adm_str shown(struct adm_str s, struct adm_arena *arena) {
    return adm_diff_shown_name(s, arena);
}

// ".../<list>/-" of the volumes, or of a container's list; `*owner` is what stands before.
static bool is_append(struct adm_str path, const char *list, struct adm_str *owner) {
    size_t len = strlen(list);
    if (path.len < len + 2 || !adm_str_ends(path, "/-"))
        return false;
    struct adm_str before = adm_str_slice(path, 0, path.len - 2);
    if (!adm_str_ends(before, list))
        return false;
    *owner = adm_str_slice(before, 0, before.len - len);
    return true;
}

static void add_volume(const struct adm_json *volume, struct adm_explain_lines *out) {
    const struct adm_json *map = adm_json_get(volume, "configMap");
    const struct adm_json *secret = adm_json_get(volume, "secret");
    struct adm_str of =
        map != NULL ? adm_json_get_text(map, "name") : adm_json_get_text(secret, "secretName");
    struct adm_str name = shown(adm_json_get_text(volume, "name"), out->arena);
    of = shown(of, out->arena);
    if (map == NULL && secret == NULL)
        ADM_EXPLAIN_SAY(out, ADM_EXPLAIN_OK, "volume %.*s", ADM_STR_ARGS(name));
    else
        ADM_EXPLAIN_SAY(out, ADM_EXPLAIN_OK, "volume %.*s, of %s %.*s", ADM_STR_ARGS(name),
                        map != NULL ? "ConfigMap" : "Secret", ADM_STR_ARGS(of));
}

struct writing {
    const struct adm_patch *patch;
    struct adm_explain_lines *out;
    struct adm_str container; // the pointer of the one whose line is being written, or empty
    struct adm_text line;
};

static void end_container(struct writing *writing) {
    if (writing->container.len > 0)
        adm_explain_lines_add(
            writing->out,
            &(struct adm_explain_line){
                ADM_EXPLAIN_OK,
                adm_verdict_one_line(adm_text_str(&writing->line), LINE_RUNES, writing->out->arena),
                {0}});
    writing->container = (struct adm_str){0};
}

static void add_to_container(struct writing *writing, struct adm_str container, const char *what,
                             struct adm_str name) {
    struct adm_arena *arena = writing->out->arena;
    bool same = adm_str_equal(writing->container, container);
    if (!same) {
        end_container(writing);
        writing->container = container;
        adm_text_init(&writing->line, arena);
        const struct adm_json *node = adm_patch_resolve(writing->patch->root, container);
        adm_text_printf(&writing->line, "container %.*s: ",
                        ADM_STR_ARGS(shown(adm_json_get_text(node, "name"), arena)));
    }
    adm_text_printf(&writing->line, "%s%s %.*s", same ? ", " : "", what,
                    ADM_STR_ARGS(shown(name, arena)));
}

static void write_operation(struct writing *writing, const struct adm_patch_operation *operation) {
    const struct adm_json *value = NULL;
    struct adm_str owner;
    if (strcmp(operation->op, "add") != 0 ||
        !adm_json_parse_copy(operation->value, writing->out->arena, &value, NULL))
        return;
    if (is_append(operation->path, "/volumeMounts", &owner))
        add_to_container(writing, owner, "file", adm_json_get_text(value, "mountPath"));
    else if (is_append(operation->path, "/env", &owner))
        add_to_container(writing, owner, "variable", adm_json_get_text(value, "name"));
    else if (is_append(operation->path, "/volumes", &owner))
        add_volume(value, writing->out);
}

void adm_explain_adds_write(const struct adm_patch *patch, struct adm_explain_lines *out) {
    struct writing writing = {.patch = patch, .out = out};
    for (size_t i = 0; i < patch->count; i++)
        write_operation(&writing, &patch->operations[i]);
    end_container(&writing);
}
