// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/explain_part.h"

#include <string.h>

#include "core/sort.h"
#include "validators/schema/mask.h"

enum { DEPTH_MAX = 128, KEY_MAX = 64, CHOICES_MAX = 12 };

const struct adm_schema *adm_explain_part_schema_below(const struct adm_schema *schema,
                                                       const struct adm_place *place) {
    if (schema == NULL)
        return NULL;
    const struct adm_schema *target = adm_jsonschema_target(schema);
    if (place->parent->node->type == ADM_NODE_LIST) {
        const struct adm_schema *items = adm_jsonschema_items(schema);
        return items != NULL ? items : adm_jsonschema_items(target);
    }
    const struct adm_schema *child = adm_jsonschema_child(schema, place->member->key);
    return child != NULL ? child : adm_jsonschema_child(target, place->member->key);
}

const struct adm_schema *adm_explain_part_schema(const struct adm_jsonschema *program,
                                                 const struct adm_place *place) {
    const struct adm_place *way[DEPTH_MAX];
    size_t depth = 0;
    for (; place != NULL && place->parent != NULL; place = place->parent) {
        if (depth == DEPTH_MAX)
            return NULL;
        way[depth++] = place;
    }
    const struct adm_schema *schema = program == NULL ? NULL : adm_jsonschema_root(program);
    while (depth > 0)
        schema = adm_explain_part_schema_below(schema, way[--depth]);
    return schema;
}

static bool is_below(const struct adm_explain_part *part, const struct adm_place *place) {
    return part->above != NULL && part->above->place == place->parent;
}

static bool shows_key(const struct adm_explain_part *part, const struct adm_place *place) {
    if (place->member == NULL || place->parent == NULL)
        return false;
    const struct adm_schema *above =
        is_below(part, place) ? part->above->schema
                              : adm_explain_part_schema(part->options->program, place->parent);
    return adm_mask_shows_key(above, place->member);
}

struct adm_str adm_explain_part_path(const struct adm_explain_part *part,
                                     const struct adm_place *place) {
    bool keyed = place->parent != NULL && place->parent->node->type == ADM_NODE_MAP;
    bool shown = !keyed || shows_key(part, place);
    if (place->parent == NULL || !is_below(part, place))
        return adm_place_path(shown ? place : place->parent, part->arena);
    return shown ? adm_place_path_below(part->above->path, place, part->arena) : part->above->path;
}

static struct adm_str title_of(const struct adm_schema *schema) {
    if (schema == NULL)
        return (struct adm_str){0};
    struct adm_str title = adm_jsonschema_title(schema);
    return title.len > 0 ? title : adm_jsonschema_title(adm_jsonschema_target(schema));
}

struct adm_str adm_explain_part_noun(const struct adm_explain_part *part) {
    struct adm_str title = title_of(part->violation->schema);
    return title.len > 0 ? title : title_of(part->schema);
}

// "an hour" and "a user" go by sound; so do names that are spelt out: "an AWS account id".
static bool takes_an(struct adm_str noun) {
    bool spelt = noun.len > 1 && noun.data[1] >= 'A' && noun.data[1] <= 'Z';
    bool pronounced_you = adm_str_starts(noun, "use") || adm_str_starts(noun, "uni");
    return !pronounced_you && noun.len > 0 &&
           strchr(spelt ? "AEFHILMNORSX" : "aeiouAEIO", noun.data[0]) != NULL;
}

struct adm_str adm_explain_part_a_noun(const struct adm_explain_part *part) {
    struct adm_str noun = adm_explain_part_noun(part);
    if (noun.len == 0)
        return noun;
    return adm_text_format(part->arena, "%s %.*s", takes_an(noun) ? "an" : "a", ADM_STR_ARGS(noun));
}

bool adm_explain_part_is_plural(struct adm_str noun) {
    return adm_str_ends(noun, "s") && !adm_str_ends(noun, "ss");
}

struct adm_str adm_explain_part_key(struct adm_str key, struct adm_arena *arena) {
    if (key.len <= KEY_MAX)
        return key;
    size_t end = KEY_MAX;
    while (end > 0 && ((unsigned char)key.data[end] & 0xC0U) == 0x80U)
        end--;
    return adm_text_format(arena, "%.*s\xE2\x80\xA6", (int)end, key.data);
}

static struct adm_str item_subject(const struct adm_explain_part *part) {
    const struct adm_place *place = part->violation->place;
    if (!shows_key(part, place->parent))
        return adm_text_format(part->arena, "item %u of this list", place->index + 1);
    struct adm_str list = adm_explain_part_key(place->parent->member->key, part->arena);
    return adm_text_format(part->arena, "item %u of %.*s", place->index + 1, ADM_STR_ARGS(list));
}

struct adm_str adm_explain_part_subject(const struct adm_explain_part *part) {
    const struct adm_place *place = part->violation->place;
    if (place->parent == NULL)
        return ADM_STR("this file");
    if (place->parent->node->type == ADM_NODE_LIST)
        return item_subject(part);
    if (!shows_key(part, place))
        return ADM_STR("this value");
    return adm_explain_part_key(place->member->key, part->arena);
}

bool adm_explain_part_shows(const struct adm_explain_part *part) {
    const struct adm_node *node = part->violation->place->node;
    const struct adm_node *root = part->options->root;
    const struct adm_schema *schema = part->schema;
    // A default is the schema's own word.
    if (node->implied)
        return node->type != ADM_NODE_LIST && node->type != ADM_NODE_MAP;
    const struct adm_node *secret = adm_jsonschema_extra(schema, "x-floe-secret");
    if (secret != NULL && secret->truth)
        return false;
    return adm_mask_shows(part->violation->schema, node, root) ||
           (schema != NULL && (adm_mask_shows(schema, node, root) ||
                               adm_mask_shows(adm_jsonschema_target(schema), node, root)));
}

void adm_explain_part_because(struct adm_diagnostic *diagnostic, struct adm_span span,
                              struct adm_str text) {
    if (diagnostic->reason_count < ADM_DIAGNOSTIC_REASONS_MAX)
        diagnostic->reasons[diagnostic->reason_count++] = (struct adm_label){span, text};
}

static bool is_set(struct adm_span span) { return span.end > span.start; }

// The innermost `*` or `<<` that the value came through.
static void add_way(const struct adm_explain_part *part, struct adm_span via) {
    const struct adm_place *place = part->violation->place;
    for (; !is_set(via) && place != NULL && place->member != NULL; place = place->parent)
        via = place->member->via;
    if (is_set(via))
        adm_explain_part_because(part->diagnostic, via, ADM_STR("and used here"));
}

void adm_explain_part_point(const struct adm_explain_part *part) {
    const struct adm_place *place = part->violation->place;
    part->diagnostic->primary.span = place->node->span;
    part->diagnostic->path = adm_explain_part_path(part, place);
    add_way(part, (struct adm_span){0, 0});
}

void adm_explain_part_point_member(const struct adm_explain_part *part,
                                   const struct adm_member *member) {
    bool keyed = part->violation->place->node->type == ADM_NODE_MAP;
    part->diagnostic->primary.span = keyed ? member->key_span : member->value->span;
    part->diagnostic->path = adm_explain_part_path(part, part->violation->place);
    add_way(part, member->via);
}

static int compare_items(const void *a, const void *b) {
    const struct adm_str *left = a;
    const struct adm_str *right = b;
    return adm_str_compare(*left, *right);
}

static struct adm_str join(const struct adm_str *items, size_t count, size_t max,
                           struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < count && i < max; i++) {
        adm_text_append_c(&text, i == 0 ? "" : ", ");
        adm_text_append(&text, items[i]);
    }
    if (count > max)
        adm_text_append_c(&text, ", \xE2\x80\xA6");
    return adm_text_str(&text);
}

struct adm_str adm_explain_part_list(const struct adm_str *items, size_t count, size_t max,
                                     struct adm_arena *arena) {
    struct adm_str *sorted = adm_arena_array(arena, count, sizeof *sorted);
    if (sorted == NULL || count == 0)
        return (struct adm_str){0};
    memcpy(sorted, items, count * sizeof *sorted);
    adm_sort_heap(sorted, count, sizeof *sorted, compare_items);
    return join(sorted, count, max, arena);
}

struct adm_str adm_explain_part_choices(const struct adm_node *choices, struct adm_arena *arena) {
    struct adm_str items[CHOICES_MAX];
    size_t count = 0;
    for (uint32_t i = 0; i < choices->count && count < CHOICES_MAX; i++) {
        const struct adm_node *choice = choices->children[i].value;
        if (choice->type != ADM_NODE_LIST && choice->type != ADM_NODE_MAP)
            items[count++] = choice->text.len > 0 ? choice->text : ADM_STR("\"\"");
    }
    return join(items, count, CHOICES_MAX, arena);
}

struct adm_str adm_explain_part_extra(const struct adm_explain_part *part, const char *name) {
    return adm_yaml_tree_text(adm_jsonschema_extra(part->violation->schema, name));
}
