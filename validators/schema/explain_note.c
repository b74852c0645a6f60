// SPDX-License-Identifier: Apache-2.0
// Warnings: what the consumer of today does not know yet.
#include "validators/schema/explain_part.h"

#include <string.h>

// The annotation stands on a property's own subschema, or on a `then` that a value fell under.
static bool is_about_key(const struct adm_explain_part *part) {
    const struct adm_schema *own = part->schema;
    return own != NULL && (own == part->violation->schema ||
                           adm_jsonschema_target(own) == part->violation->schema);
}

// Three texts as one; with so many notes printf would be most of the work.
static struct adm_str joined(struct adm_arena *arena, struct adm_str a, struct adm_str b,
                             struct adm_str c) {
    const struct adm_str parts[] = {a, b, c};
    char *out = adm_arena_alloc(arena, a.len + b.len + c.len);
    struct adm_str text = {out, 0};
    for (size_t i = 0; out != NULL && i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len > 0)
            memcpy(out + text.len, parts[i].data, parts[i].len);
        text.len += parts[i].len;
    }
    return text;
}

static void explain_key(const struct adm_explain_part *part) {
    const struct adm_member *member = part->violation->place->member;
    part->diagnostic->primary.span = member->key_span;
    part->diagnostic->message =
        joined(part->arena, ADM_STR("floe-core 1.2 does not know this key: `"),
               adm_explain_part_key(member->key, part->arena), ADM_STR("`"));
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

static void explain(const struct adm_explain_part *part, struct adm_str label,
                    struct adm_diagnostics *out) {
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_place *place = part->violation->place;
    bool keyed = place->parent != NULL && place->parent->node->type == ADM_NODE_MAP;
    adm_explain_part_point(part);
    if (keyed && is_about_key(part))
        explain_key(part);
    else
        explain_value(part);
    d->primary.text = label;
    adm_diagnostic_add(out, d);
}

// What notes that stand together share.
struct shared {
    struct adm_explain_above above;
    struct adm_str since, label; // "new in 1.3"
};

static struct adm_str label_of(struct shared *shared, const struct adm_explain_part *part) {
    struct adm_str since = adm_explain_part_extra(part, "x-floe-since");
    if (shared->label.data == NULL || !adm_str_equal(since, shared->since)) {
        shared->since = since;
        shared->label = joined(part->arena, ADM_STR("new in "), since, ADM_STR(""));
    }
    return shared->label;
}

static const struct adm_explain_above *above_of(struct shared *shared,
                                                const struct adm_explain_part *part) {
    const struct adm_place *parent = part->violation->place->parent;
    if (shared->above.place != parent)
        shared->above = (struct adm_explain_above){
            parent,
            adm_explain_part_schema(part->options->program, parent),
            adm_place_path(parent, part->arena),
        };
    return &shared->above;
}

void adm_explain_notes(const struct adm_explain_options *options,
                       const struct adm_jsonschema_run *run, struct adm_diagnostics *out) {
    struct shared shared = {0};
    for (size_t i = 0; i < run->note_count; i++) {
        // A default is the model's word, not the user's.
        const struct adm_place *place = run->notes[i].place;
        if (place->node->implied)
            continue;
        const struct adm_violation noted = {.schema = run->notes[i].schema, .place = place};
        struct adm_diagnostic diagnostic = {
            .severity = ADM_SEVERITY_WARNING, .rule = options->rule, .code = "newer-than-consumer"};
        struct adm_explain_part part = {
            .options = options,
            .run = run,
            .violation = &noted,
            .arena = out->arena,
            .diagnostic = &diagnostic,
        };
        part.above = place->parent == NULL ? NULL : above_of(&shared, &part);
        part.schema = part.above == NULL ? adm_explain_part_schema(options->program, place)
                                         : adm_explain_part_schema_below(part.above->schema, place);
        explain(&part, label_of(&shared, &part), out);
    }
}
