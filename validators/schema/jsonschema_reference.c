// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_reference.h"

#include "validators/schema/jsonschema_metaschema.h"
#include "validators/schema/jsonschema_scan.h"
#include "validators/schema/jsonschema_tree.h"
#include "validators/schema/jsonschema_uri.h"

struct adm_jsonschema_text {
    struct adm_str uri;
    const struct adm_node *source;
    struct adm_jsonschema_text *next;
};

static const struct {
    const char *uri;
    struct adm_str (*text)(void);
} metaschemas[] = {
    {"https://json-schema.org/draft/2020-12/schema", adm_jsonschema_metaschema_schema},
    {"https://json-schema.org/draft/2020-12/meta/core", adm_jsonschema_metaschema_core},
    {"https://json-schema.org/draft/2020-12/meta/applicator", adm_jsonschema_metaschema_applicator},
    {"https://json-schema.org/draft/2020-12/meta/unevaluated",
     adm_jsonschema_metaschema_unevaluated},
    {"https://json-schema.org/draft/2020-12/meta/validation", adm_jsonschema_metaschema_validation},
    {"https://json-schema.org/draft/2020-12/meta/meta-data", adm_jsonschema_metaschema_meta_data},
    {"https://json-schema.org/draft/2020-12/meta/format-annotation",
     adm_jsonschema_metaschema_format_annotation},
    {"https://json-schema.org/draft/2020-12/meta/format-assertion",
     adm_jsonschema_metaschema_format_assertion},
    {"https://json-schema.org/draft/2020-12/meta/content", adm_jsonschema_metaschema_content},
};

static bool find_text(const struct adm_jsonschema_compile *c, struct adm_str uri,
                      struct adm_str *out) {
    for (size_t i = 0; i < c->options->document_count; i++) {
        struct adm_str named = c->options->documents[i].uri;
        *out = c->options->documents[i].text;
        if (adm_str_equal(adm_jsonschema_uri_without_fragment(named), uri))
            return true;
    }
    for (size_t i = 0; i < sizeof metaschemas / sizeof *metaschemas; i++) {
        if (!adm_str_is(uri, metaschemas[i].uri))
            continue;
        *out = metaschemas[i].text();
        return true;
    }
    return false;
}

bool adm_jsonschema_reference_read(struct adm_jsonschema_compile *c, struct adm_str uri,
                                   const struct adm_node **out) {
    for (const struct adm_jsonschema_text *at = c->texts; at != NULL; at = at->next) {
        if (!adm_str_equal(at->uri, uri))
            continue;
        *out = at->source;
        return true;
    }
    struct adm_str text = {0};
    *out = NULL;
    if (!find_text(c, uri, &text))
        return true;
    struct adm_jsonschema_text *read = adm_arena_array(c->arena, 1, sizeof *read);
    struct adm_str copy = adm_arena_copy(c->arena, uri);
    if (read == NULL || copy.data == NULL)
        return adm_jsonschema_compile_fail_memory(c);
    if (!adm_jsonschema_tree_read(text, c->arena, &read->source, c->err))
        return c->err != NULL &&
               adm_fail(c->err, c->err->code, "%.*s: %s", ADM_STR_ARGS(uri), c->err->message);
    read->uri = copy;
    read->next = c->texts;
    c->texts = read;
    *out = read->source;
    return true;
}

// The root of the resource, or NULL.
static struct adm_schema *find_resource(const struct adm_jsonschema_compile *c,
                                        struct adm_str uri) {
    for (const struct adm_jsonschema_resource *at = c->resources; at != NULL; at = at->next) {
        if (adm_str_equal(at->uri, uri))
            return at->root;
    }
    return NULL;
}

static bool find_or_read(struct adm_jsonschema_compile *c, struct adm_str uri,
                         struct adm_schema **out) {
    const struct adm_node *source = NULL;
    *out = find_resource(c, uri);
    if (*out != NULL)
        return true;
    ADM_TRY(adm_jsonschema_reference_read(c, uri, &source));
    return source == NULL || adm_jsonschema_scan_text(c, source, uri, out);
}

// The element that a decimal index names, or NULL.
static const struct adm_node *element(const struct adm_node *list, struct adm_str index) {
    uint32_t value = 0;
    if (index.len == 0 || index.len > 9 || (index.len > 1 && index.data[0] == '0'))
        return NULL;
    for (size_t i = 0; i < index.len; i++) {
        if (index.data[i] < '0' || index.data[i] > '9')
            return NULL;
        value = value * 10 + (uint32_t)(index.data[i] - '0');
    }
    return value < list->count ? list->children[value].value : NULL;
}

// Whether a pointer's step, with `~0` and `~1`, names the key.
static bool names(struct adm_str step, struct adm_str key) {
    size_t at = 0;
    for (size_t i = 0; i < step.len; i++, at++) {
        char c = step.data[i];
        if (c == '~') {
            i++;
            if (i == step.len || (step.data[i] != '0' && step.data[i] != '1'))
                return false;
            c = step.data[i] == '0' ? '~' : '/';
        }
        if (at == key.len || key.data[at] != c)
            return false;
    }
    return at == key.len;
}

static const struct adm_node *child(const struct adm_node *node, struct adm_str step) {
    if (node->type == ADM_NODE_LIST)
        return element(node, step);
    for (uint32_t i = 0; node->type == ADM_NODE_MAP && i < node->count; i++) {
        if (names(step, node->children[i].key))
            return node->children[i].value;
    }
    return NULL;
}

// Follows a JSON pointer; what it ends at may be where no keyword has a subschema. NULL: nothing.
static bool follow(struct adm_jsonschema_compile *c, struct adm_schema *from,
                   struct adm_str pointer, struct adm_schema **out) {
    const struct adm_node *node = from->source;
    struct adm_schema *near = from;
    struct adm_str rest = pointer;
    *out = NULL;
    while (rest.len > 0) {
        rest = adm_str_slice(rest, 1, rest.len);
        struct adm_str step = adm_str_slice(rest, 0, adm_str_index(rest, '/'));
        rest = adm_str_slice(rest, step.len, rest.len);
        node = child(node, step);
        if (node == NULL)
            return true;
        struct adm_schema *passed = adm_jsonschema_compile_find(c, node);
        near = passed == NULL ? near : passed;
    }
    ADM_TRY(adm_jsonschema_compile_add(c, node, near->resource, pointer, out));
    return adm_jsonschema_scan_pending(c);
}

static void find_anchor(const struct adm_schema *root, struct adm_str name, struct adm_schema **out,
                        struct adm_str *dynamic) {
    const struct adm_jsonschema_anchor *at = root->resource->anchors;
    while (at != NULL && !adm_str_equal(at->name, name))
        at = at->next;
    if (at == NULL)
        return;
    *out = at->schema;
    if (at->dynamic)
        *dynamic = at->name;
}

bool adm_jsonschema_reference_resolve(struct adm_jsonschema_compile *c,
                                      const struct adm_schema *schema, const char *keyword,
                                      const struct adm_schema **out, struct adm_str *anchor) {
    const struct adm_node *value = adm_jsonschema_program_get(schema, keyword);
    struct adm_schema *root = NULL;
    struct adm_schema *target = NULL;
    if (value->type != ADM_NODE_TEXT)
        return adm_jsonschema_compile_fail(c, schema, keyword, "must be a string");
    struct adm_str uri = adm_jsonschema_uri_resolve(schema->resource->uri, value->text, c->arena);
    struct adm_str fragment = adm_jsonschema_uri_decode(adm_jsonschema_uri_fragment(uri), c->arena);
    if (c->arena->exhausted)
        return adm_jsonschema_compile_fail_memory(c);
    if (fragment.data == NULL)
        return adm_jsonschema_compile_fail(c, schema, keyword, "no URI reference");
    ADM_TRY(find_or_read(c, adm_jsonschema_uri_without_fragment(uri), &root));
    *anchor = (struct adm_str){0};
    if (root != NULL && fragment.len == 0)
        target = root;
    else if (root != NULL && fragment.data[0] == '/')
        ADM_TRY(follow(c, root, fragment, &target));
    else if (root != NULL)
        find_anchor(root, fragment, &target, anchor);
    *out = target;
    return target != NULL ||
           adm_jsonschema_compile_fail(c, schema, keyword, "refers to nothing that is known");
}
