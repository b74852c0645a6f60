// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_scan.h"

#include <stdio.h>
#include <string.h>

#include "validators/schema/jsonschema_reference.h"
#include "validators/schema/jsonschema_uri.h"

static const char dialect[] = "https://json-schema.org/draft/2020-12/schema";

enum shape { ONE, LIST, MAP };

static const struct {
    const char *keyword;
    enum shape shape;
} places[] = {
    {"$defs", MAP},
    {"additionalProperties", ONE},
    {"allOf", LIST},
    {"anyOf", LIST},
    {"contains", ONE},
    {"contentSchema", ONE},
    {"dependentSchemas", MAP},
    {"else", ONE},
    {"if", ONE},
    {"items", ONE},
    {"not", ONE},
    {"oneOf", LIST},
    {"patternProperties", MAP},
    {"prefixItems", LIST},
    {"properties", MAP},
    {"propertyNames", ONE},
    {"then", ONE},
    {"unevaluatedItems", ONE},
    {"unevaluatedProperties", ONE},
};

static const struct {
    const char *uri;
    unsigned bit;
} vocabularies[] = {
    {"https://json-schema.org/draft/2020-12/vocab/core", 0},
    {"https://json-schema.org/draft/2020-12/vocab/applicator", ADM_JSONSCHEMA_SCAN_APPLICATOR},
    {"https://json-schema.org/draft/2020-12/vocab/unevaluated", ADM_JSONSCHEMA_SCAN_UNEVALUATED},
    {"https://json-schema.org/draft/2020-12/vocab/validation", ADM_JSONSCHEMA_SCAN_VALIDATION},
    {"https://json-schema.org/draft/2020-12/vocab/meta-data", 0},
    {"https://json-schema.org/draft/2020-12/vocab/format-annotation", 0},
    {"https://json-schema.org/draft/2020-12/vocab/format-assertion",
     ADM_JSONSCHEMA_SCAN_FORMAT_ASSERTION},
    {"https://json-schema.org/draft/2020-12/vocab/content", 0},
};

static const unsigned all_vocabularies = ADM_JSONSCHEMA_SCAN_APPLICATOR |
                                         ADM_JSONSCHEMA_SCAN_UNEVALUATED |
                                         ADM_JSONSCHEMA_SCAN_VALIDATION;

struct adm_str adm_jsonschema_scan_base(const struct adm_jsonschema_compile *c) {
    return adm_jsonschema_uri_without_fragment(c->options->uri);
}

struct adm_str adm_jsonschema_scan_step(struct adm_jsonschema_compile *c, struct adm_str pointer,
                                        struct adm_str step) {
    char *text = adm_arena_alloc(c->arena, pointer.len + 1 + step.len * 2);
    if (text == NULL)
        return (struct adm_str){0};
    size_t len = pointer.len;
    memcpy(text, pointer.data, len);
    text[len++] = '/';
    for (size_t i = 0; i < step.len; i++) {
        char byte = step.data[i];
        if (byte == '~' || byte == '/') {
            text[len++] = '~';
            byte = byte == '~' ? (char)'0' : (char)'1';
        }
        text[len++] = byte;
    }
    return (struct adm_str){text, len};
}

static bool count_name(struct adm_jsonschema_compile *c) {
    if (c->names++ < ADM_JSONSCHEMA_COMPILE_NAMES_MAX)
        return true;
    return adm_fail(c->err, ADM_LIMIT, "more than %u identifiers and anchors",
                    ADM_JSONSCHEMA_COMPILE_NAMES_MAX);
}

// NULL (with c->err) when there are too many, or without memory.
static struct adm_jsonschema_resource *add_resource(struct adm_jsonschema_compile *c,
                                                    struct adm_str uri, unsigned known) {
    struct adm_jsonschema_resource *resource =
        count_name(c) ? adm_arena_array(c->arena, 1, sizeof *resource) : NULL;
    if (resource != NULL) {
        *resource = (struct adm_jsonschema_resource){
            .uri = uri, .vocabularies = known, .next = c->resources};
        c->resources = resource;
    } else if (c->names <= ADM_JSONSCHEMA_COMPILE_NAMES_MAX) {
        adm_jsonschema_compile_fail_memory(c);
    }
    return resource;
}

static bool add_vocabulary(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                           const struct adm_member *member, unsigned *known) {
    for (size_t i = 0; i < sizeof vocabularies / sizeof *vocabularies; i++) {
        if (!adm_str_is(member->key, vocabularies[i].uri))
            continue;
        *known |= vocabularies[i].bit;
        return true;
    }
    return !member->value->truth ||
           adm_jsonschema_compile_fail(c, schema, "$schema",
                                       "its metaschema requires a vocabulary that is not known");
}

// What a metaschema's `$vocabulary` says; without one, everything.
static bool read_vocabularies(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                              struct adm_str uri, unsigned *out) {
    *out = all_vocabularies;
    if (adm_str_is(uri, dialect))
        return true;
    const struct adm_node *metaschema = NULL;
    ADM_TRY(adm_jsonschema_reference_read(c, uri, &metaschema));
    if (metaschema == NULL)
        return adm_jsonschema_compile_fail(c, schema, "$schema", "a metaschema that is not known");
    const struct adm_schema view = {.source = metaschema};
    const struct adm_node *listed = adm_jsonschema_program_get(&view, "$vocabulary");
    if (listed == NULL || listed->type != ADM_NODE_MAP)
        return true;
    *out = 0;
    for (uint32_t i = 0; i < listed->count; i++)
        ADM_TRY(add_vocabulary(c, schema, &listed->children[i], out));
    return true;
}

// A keyword's text; false (and no failure) when it is not there.
static bool text_of(const struct adm_schema *schema, const char *keyword, struct adm_str *out) {
    const struct adm_node *node = adm_jsonschema_program_get(schema, keyword);
    if (node == NULL || node->type != ADM_NODE_TEXT)
        return false;
    *out = node->text;
    return true;
}

static bool scan_id(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    struct adm_str id = {0};
    if (!text_of(schema, "$id", &id))
        return true;
    struct adm_str uri = adm_jsonschema_uri_resolve(schema->resource->uri, id, c->arena);
    if (uri.data == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    if (adm_jsonschema_uri_fragment(uri).len > 0)
        return adm_jsonschema_compile_fail(c, schema, "$id", "must not have a fragment");
    uri = adm_jsonschema_uri_without_fragment(uri);
    struct adm_jsonschema_resource *resource = add_resource(c, uri, schema->resource->vocabularies);
    if (resource == NULL)
        return false;
    resource->root = schema;
    schema->resource = resource;
    return true;
}

static bool scan_dialect(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    struct adm_str uri = {0};
    if (schema->resource->root != schema || !text_of(schema, "$schema", &uri))
        return true;
    return read_vocabularies(c, schema, adm_jsonschema_uri_without_fragment(uri),
                             &schema->resource->vocabularies);
}

static bool scan_anchor(struct adm_jsonschema_compile *c, struct adm_schema *schema,
                        const char *keyword, bool dynamic) {
    struct adm_str name = {0};
    if (!text_of(schema, keyword, &name))
        return true;
    struct adm_jsonschema_anchor *anchor = adm_arena_array(c->arena, 1, sizeof *anchor);
    if (anchor == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    ADM_TRY(count_name(c));
    *anchor = (struct adm_jsonschema_anchor){
        .name = name, .schema = schema, .dynamic = dynamic, .next = schema->resource->anchors};
    schema->resource->anchors = anchor;
    return true;
}

static bool add_child(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                      struct adm_str pointer, const struct adm_node *source) {
    struct adm_schema *child = NULL;
    if (pointer.data == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    return adm_jsonschema_compile_add(c, source, schema->resource, pointer, &child);
}

static bool add_children(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                         const struct adm_member *keyword, enum shape shape) {
    const struct adm_node *value = keyword->value;
    struct adm_str pointer = adm_jsonschema_scan_step(c, schema->pointer, keyword->key);
    if (shape == ONE)
        return add_child(c, schema, pointer, value);
    if (value->type != (shape == LIST ? ADM_NODE_LIST : ADM_NODE_MAP))
        return adm_jsonschema_compile_fail(c, schema, keyword->key.data,
                                           shape == LIST ? "must be an array of schemas"
                                                         : "must be an object of schemas");
    for (uint32_t i = 0; i < value->count; i++) {
        char index[16];
        snprintf(index, sizeof index, "%u", i);
        struct adm_str step = shape == LIST ? adm_str_from(index) : value->children[i].key;
        struct adm_str below = adm_jsonschema_scan_step(c, pointer, step);
        ADM_TRY(add_child(c, schema, below, value->children[i].value));
    }
    return true;
}

static bool scan_member(struct adm_jsonschema_compile *c, const struct adm_schema *schema,
                        const struct adm_member *member) {
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        if (adm_str_is(member->key, places[i].keyword))
            return add_children(c, schema, member, places[i].shape);
    }
    return true;
}

static bool scan(struct adm_jsonschema_compile *c, struct adm_schema *schema) {
    ADM_TRY(scan_id(c, schema));
    ADM_TRY(scan_dialect(c, schema));
    ADM_TRY(scan_anchor(c, schema, "$anchor", false));
    ADM_TRY(scan_anchor(c, schema, "$dynamicAnchor", true));
    if (schema->source->type != ADM_NODE_MAP)
        return true;
    for (uint32_t i = 0; i < schema->source->count; i++)
        ADM_TRY(scan_member(c, schema, &schema->source->children[i]));
    return true;
}

bool adm_jsonschema_scan_pending(struct adm_jsonschema_compile *c) {
    while (c->scanned < c->count)
        ADM_TRY(scan(c, c->schemas[c->scanned++]));
    return true;
}

bool adm_jsonschema_scan_text(struct adm_jsonschema_compile *c, const struct adm_node *source,
                              struct adm_str uri, struct adm_schema **root) {
    struct adm_jsonschema_resource *resource = add_resource(c, uri, all_vocabularies);
    if (resource == NULL)
        return false;
    ADM_TRY(adm_jsonschema_compile_add(c, source, resource, (struct adm_str){"", 0}, root));
    resource->root = *root;
    return adm_jsonschema_scan_pending(c);
}
