// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_units.h"

#include "core/writer.h"
#include "validators/credential_path.h"
#include "validators/helm_report.h"
#include "validators/helm_sections.h"

bool adm_helm_units_init(struct adm_helm_units *units, const struct adm_helm_release *release,
                         struct adm_arena *arena, struct adm_error *err) {
    *units = (struct adm_helm_units){.arena = arena};
    return adm_helm_sections_read(units, release, err);
}

static const struct adm_helm_section *section_of(const struct adm_helm_units *units) {
    return &units->sections[units->at - 1];
}

// What stands in the place of a text, as it is written.
static bool written(const struct adm_json *node, struct adm_arena *arena, struct adm_str *out,
                    struct adm_error *err) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_writer_tree(&w, node);
    return adm_text_finish(&text, out, err);
}

static bool text_unit(struct adm_helm_units *units, const struct adm_helm_section *section,
                      struct adm_helm_unit *out, struct adm_error *err) {
    const struct adm_json *node = section->node;
    *out = (struct adm_helm_unit){
        .place = section->place,
        .text = {node->data, node->len},
        .packed = section->packed && section->place != ADM_HELM_FORM,
        .form = section->form,
    };
    return section->form == NULL || written(node, units->arena, &out->text, err);
}

static bool item_unit(struct adm_helm_units *units, const struct adm_credential_item *item,
                      struct adm_helm_unit *out, struct adm_error *err) {
    *out = (struct adm_helm_unit){
        .place = section_of(units)->place,
        .kind = item->kind,
        .text = item->text,
        .key = item->key,
        .names_beside = item->names_beside,
        .part = item->part,
    };
    out->command = (struct adm_credential_command){.command = item->command, .args = item->args};
    return item->kind != ADM_CREDENTIAL_ITEM_COMMAND ||
           adm_credential_command_join(&out->command, units->arena, err);
}

bool adm_helm_units_next(struct adm_helm_units *units, struct adm_helm_unit *out, bool *more,
                         struct adm_error *err) {
    struct adm_credential_item item = {0};
    for (*more = false; !*more;) {
        if (units->walking) {
            ADM_TRY(adm_credential_walk_next(&units->walk, &item, &units->walking, err));
            *more =
                units->walking && (item.kind == ADM_CREDENTIAL_ITEM_COMMAND || item.text.len > 0);
            if (*more)
                return item_unit(units, &item, out, err);
            continue;
        }
        if (units->at == units->count)
            return true;
        const struct adm_helm_section *section = &units->sections[units->at++];
        units->walking = section->tree;
        if (section->tree)
            adm_credential_walk_init(&units->walk, section->node, ADM_CREDENTIAL_TREE);
        else
            ADM_TRY(text_unit(units, section, out, err));
        *more = !section->tree && out->text.len > 0;
    }
    return true;
}

struct adm_str adm_helm_units_path(const struct adm_helm_units *units, struct adm_str value) {
    const struct adm_helm_section *section = section_of(units);
    struct adm_text path;
    adm_text_init(&path, units->arena);
    adm_text_append_c(&path, section->list);
    if (section->listed)
        adm_text_printf(&path, "[%u]", section->index);
    if (section->member != NULL)
        adm_text_printf(&path, ".%s", section->member);
    if (section->listed && section->name.len > 0)
        adm_text_printf(&path, " (%.*s)",
                        ADM_STR_ARGS(adm_helm_report_name(section->name, units->arena)));
    if (section->tree)
        adm_credential_path_write(&units->walk, value, &path);
    return adm_text_str(&path);
}

struct adm_str adm_helm_units_source(const struct adm_helm_units *units) {
    const struct adm_helm_section *section = section_of(units);
    struct adm_str name = adm_helm_report_name(section->name, units->arena);
    return section->listed && name.data == section->name.data
               ? name
               : adm_helm_units_path(units, (struct adm_str){0});
}

void adm_helm_units_hide(struct adm_helm_units *units) { adm_credential_walk_hide(&units->walk); }
