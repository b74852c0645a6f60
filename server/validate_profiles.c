// SPDX-License-Identifier: Apache-2.0
#include "server/validate_profiles.h"

#include "core/verdict.h"
#include "core/writer.h"
#include "validators/schema/mask.h"

enum { NAME_RUNES = 64 };

static const struct section {
    const char *key;       // of the document
    const char *layer_key; // of a layer, that names a profile; NULL: nothing does
} sections[] = {{"storage", "storage_ref"}, {"catalogs", "catalog_ref"}, {"compute", NULL}};
enum { SECTIONS = sizeof sections / sizeof *sections };

struct listing {
    const struct adm_jsonschema *schema;
    const struct adm_node *root;
    const struct section *section;
    struct adm_arena *arena;
};

// The subschema of a key of what the section's map holds.
static const struct adm_schema *schema_of(const struct listing *l, const char *section,
                                          const char *key) {
    const struct adm_schema *at = adm_jsonschema_target(adm_jsonschema_root(l->schema));
    at = adm_jsonschema_target(adm_jsonschema_child(at, adm_str_from(section)));
    at = adm_jsonschema_target(adm_jsonschema_child(at, ADM_STR("default")));
    return adm_jsonschema_target(adm_jsonschema_child(at, adm_str_from(key)));
}

// The name of a profile or layer, by the rule of every other output: what is no plain word may be a
// value that went astray.
static struct adm_str shown(const struct listing *l, const char *section,
                            const struct adm_member *member) {
    const struct adm_schema *root = adm_jsonschema_target(adm_jsonschema_root(l->schema));
    const struct adm_schema *map = adm_jsonschema_child(root, adm_str_from(section));
    if (!adm_mask_shows_key(map, member))
        return ADM_STR("…");
    return adm_verdict_one_line(member->key, NAME_RUNES, l->arena);
}

struct type {
    struct adm_str name;
    bool is_default;
};

// Only what the schema knows: anything else could be a value that went astray.
static struct type type_of(const struct listing *l, const struct adm_node *profile) {
    const struct adm_schema *schema = schema_of(l, l->section->key, "type");
    const struct adm_node *given = adm_yaml_tree_get(profile, "type");
    if (given == NULL)
        return (struct type){adm_yaml_tree_text(adm_jsonschema_default(schema)), true};
    const struct adm_node *choices = adm_jsonschema_choices(schema);
    for (size_t i = 0; choices != NULL && i < choices->count; i++)
        if (adm_yaml_tree_is(given, ADM_NODE_TEXT) &&
            adm_str_equal(given->text, choices->children[i].value->text))
            return (struct type){given->text, false};
    return (struct type){ADM_STR("?"), false};
}

// The name that a layer, or what else refers to storage, gives: its own or the schema's.
static struct adm_str reference_of(const struct listing *l, const struct adm_node *from,
                                   const char *key) {
    const struct adm_node *given = adm_yaml_tree_get(from, key);
    if (given != NULL)
        return adm_yaml_tree_text(given);
    return adm_yaml_tree_text(adm_jsonschema_default(schema_of(l, "layers", key)));
}

typedef void use_fn(void *context, struct adm_str user);

static void each_use(const struct listing *l, struct adm_str name, use_fn *use, void *context) {
    const struct adm_node *layers = adm_yaml_tree_get(l->root, "layers");
    const char *key = l->section->layer_key;
    bool is_map = key != NULL && adm_yaml_tree_is(layers, ADM_NODE_MAP);
    for (size_t i = 0; is_map && i < layers->count; i++) {
        const struct adm_member *layer = &layers->children[i];
        if (adm_yaml_tree_is(layer->value, ADM_NODE_MAP) &&
            adm_str_equal(reference_of(l, layer->value, key), name))
            use(context,
                adm_text_format(l->arena, "layers.%.*s", ADM_STR_ARGS(shown(l, "layers", layer))));
    }
    const struct adm_node *logs =
        adm_yaml_tree_get(adm_yaml_tree_get(l->root, "observability"), "compute_logs");
    const struct adm_node *storage = adm_yaml_tree_get(logs, "storage_ref");
    if (l->section == &sections[0] && storage != NULL &&
        adm_str_equal(adm_yaml_tree_text(storage), name))
        use(context, ADM_STR("observability.compute_logs"));
}

struct uses {
    struct adm_text *text;
    size_t count;
};

static void append_use(void *context, struct adm_str user) {
    struct uses *uses = context;
    adm_text_append_c(uses->text, uses->count++ == 0 ? "  " : ", ");
    adm_text_append(uses->text, user);
}

static void write_profile(const struct listing *l, const struct adm_member *profile,
                          struct adm_text *out) {
    const struct type type = type_of(l, profile->value);
    struct uses uses = {.text = out};
    adm_text_printf(out, "  %-20.*s  %-10.*s%-9s", ADM_STR_ARGS(shown(l, l->section->key, profile)),
                    ADM_STR_ARGS(type.name), type.is_default ? "(default)" : "");
    if (l->section->layer_key == NULL)
        adm_text_append_c(out, "  (no key of this file refers to compute)");
    else
        each_use(l, profile->key, append_use, &uses);
    if (l->section->layer_key != NULL && uses.count == 0)
        adm_text_append_c(out, "  unused");
    adm_text_append_char(out, '\n');
}

void adm_validate_profiles_text(const struct adm_jsonschema *schema, const struct adm_node *root,
                                struct adm_text *out) {
    for (size_t s = 0; s < SECTIONS; s++) {
        const struct listing l = {schema, root, &sections[s], out->arena};
        const struct adm_node *map = adm_yaml_tree_get(root, l.section->key);
        bool is_map = adm_yaml_tree_is(map, ADM_NODE_MAP) && map->count > 0;
        adm_text_printf(out, "%s%s\n", l.section->key, is_map ? "" : ": none");
        for (size_t i = 0; is_map && i < map->count; i++)
            write_profile(&l, &map->children[i], out);
    }
}

static void write_use(void *context, struct adm_str user) { adm_writer_string(context, user); }

static void write_section(const struct listing *l, struct adm_writer *w) {
    const struct adm_node *map = adm_yaml_tree_get(l->root, l->section->key);
    adm_writer_key(w, l->section->key);
    adm_writer_open(w, '[');
    for (size_t i = 0; adm_yaml_tree_is(map, ADM_NODE_MAP) && i < map->count; i++) {
        const struct adm_member *profile = &map->children[i];
        const struct type type = type_of(l, profile->value);
        adm_writer_open(w, '{');
        adm_writer_field(w, "name", shown(l, l->section->key, profile));
        adm_writer_field(w, "type", type.name);
        adm_writer_field_bool(w, "default", type.is_default);
        adm_writer_key(w, "used_by");
        adm_writer_open(w, '[');
        each_use(l, profile->key, write_use, w);
        adm_writer_close(w, ']');
        adm_writer_close(w, '}');
    }
    adm_writer_close(w, ']');
}

void adm_validate_profiles_json(const struct adm_jsonschema *schema, const struct adm_node *root,
                                const char *file, struct adm_text *out) {
    struct adm_writer w;
    adm_writer_init(&w, out);
    adm_writer_open(&w, '{');
    adm_writer_field_c(&w, "file", file);
    for (size_t s = 0; s < SECTIONS; s++) {
        const struct listing l = {schema, root, &sections[s], out->arena};
        write_section(&l, &w);
    }
    adm_writer_close(&w, '}');
    adm_text_append_char(out, '\n');
}
