// SPDX-License-Identifier: Apache-2.0
// Warnings: what the consumer of today does not know yet.
#include "validators/schema/explain_part.h"

// The annotation stands on a property's own subschema, or on a `then` that a value fell under.
static bool is_about_key(const struct adm_explain_part *part) {
    const struct adm_schema *own = part->schema;
    return own != NULL && (own == part->violation->schema ||
                           adm_jsonschema_target(own) == part->violation->schema);
}

static void explain_key(const struct adm_explain_part *part) {
    const struct adm_member *member = part->violation->place->member;
    part->diagnostic->primary.span = member->key_span;
    part->diagnostic->message =
        adm_text_format(part->arena, "floe-core 1.2 does not know this key: `%.*s`",
                        ADM_STR_ARGS(adm_explain_part_key(member->key, part->arena)));
}

static void explain_value(const struct adm_explain_part *part) {
    const struct adm_node *node = part->violation->place->node;
    struct adm_str subject = adm_explain_part_subject(part);
    if (node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP)
        part->diagnostic->message =
            adm_text_format(part->arena, "floe-core 1.2 does not know %.*s as a %s",
                            ADM_STR_ARGS(subject), node->type == ADM_NODE_LIST ? "list" : "map");
    else if (adm_explain_part_shows(part))
        part->diagnostic->message =
            adm_text_format(part->arena, "floe-core 1.2 does not know this %.*s: `%.*s`",
                            ADM_STR_ARGS(subject), ADM_STR_ARGS(node->text));
    else
        part->diagnostic->message = adm_text_format(
            part->arena, "floe-core 1.2 does not know this value of %.*s", ADM_STR_ARGS(subject));
}

static void explain(const struct adm_explain_part *part, struct adm_diagnostics *out) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_place *place = part->violation->place;
    struct adm_str since = adm_explain_part_extra(part, "x-floe-since");
    bool keyed = place->parent != NULL && place->parent->node->type == ADM_NODE_MAP;
    adm_explain_part_point(part);
    if (keyed && is_about_key(part))
        explain_key(part);
    else
        explain_value(part);
    d->primary.text = adm_text_format(part->arena, "new in %.*s", ADM_STR_ARGS(since));
    adm_diagnostic_add(out, d);
}

void adm_explain_notes(const struct adm_explain_options *options,
                       const struct adm_jsonschema_run *run, struct adm_diagnostics *out) {
    for (size_t i = 0; i < run->note_count; i++) {
        // A default is the model's word, not the user's.
        if (run->notes[i].place->node->implied)
            continue;
        const struct adm_violation noted = {.schema = run->notes[i].schema,
                                            .place = run->notes[i].place};
        struct adm_diagnostic diagnostic = {
            .severity = ADM_SEVERITY_WARNING, .rule = options->rule, .code = "newer-than-consumer"};
        const struct adm_explain_part part = {
            .options = options,
            .run = run,
            .violation = &noted,
            .schema = adm_explain_part_schema(options->program, noted.place),
            .arena = out->arena,
            .diagnostic = &diagnostic,
        };
        explain(&part, out);
    }
}
