// SPDX-License-Identifier: Apache-2.0
#include "core/yaml.h"

#include <string.h>

#include "core/yaml_build.h"
#include "core/yaml_scalar.h"
#include "core/yaml_text.h"

// What libyaml says, and what its author would do about it.
static const struct {
    const char *problem, *advice;
} advices[] = {
    {"found character that cannot start any token",
     "indent with spaces, and quote a value that begins with @, ` or %"},
    {"mapping values are not allowed in this context",
     "quote a value that contains `: `, or correct the indentation"},
    {"did not find expected key",
     "check the indentation and the quotes of this and the line above"},
    {"could not find expected ':'", "a key needs `: ` after it, on the same line"},
    {"found unexpected end of stream", "close the quote"},
    {"did not find expected ',' or ']'", "close the bracket"},
    {"did not find expected ',' or '}'", "close the brace"},
    {"did not find expected '-' indicator", "give all elements of a list the same indentation"},
    {"block sequence entries are not allowed in this context", "put the list on a line of its own"},
    {"found undefined tag handle", "write the tag in full, or leave it out"},
    {"did not find expected <document start>", "separate documents by a line `---`"},
};

const char *adm_yaml_advice(const char *problem) {
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (strcmp(problem, advices[i].problem) == 0)
            return advices[i].advice;
    return "correct the YAML here";
}

static bool fail_problem(const yaml_parser_t *parser, const char *name, struct adm_error *err) {
    const char *problem = parser->problem == NULL ? "not YAML" : parser->problem;
    const char *advice = adm_yaml_advice(problem);
    if (parser->error == YAML_MEMORY_ERROR)
        return adm_fail(err, ADM_MEMORY, "%s: out of memory for the YAML reader", name);
    return adm_fail(err, ADM_SYNTAX, "%s:%zu:%zu: %s; %s", name, parser->problem_mark.line + 1,
                    parser->problem_mark.column + 1, problem, advice);
}

static bool read_events(yaml_parser_t *parser, struct adm_yaml_build *build,
                        struct adm_error *err) {
    yaml_event_t event;
    bool more = true;
    while (more) {
        if (!yaml_parser_parse(parser, &event))
            return fail_problem(parser, build->name, err);
        build->event = &event;
        more = event.type != YAML_STREAM_END_EVENT;
        bool taken = adm_yaml_build_event(build, err);
        yaml_event_delete(&event);
        ADM_TRY(taken);
    }
    return true;
}

bool adm_yaml_read(struct adm_str text, const char *name, struct adm_arena *arena,
                   struct adm_yaml_stream *out, struct adm_error *err) {
    ADM_TRY(adm_yaml_text_check(text, name, &text, err));
    struct adm_yaml_build *build = adm_arena_array(arena, 1, sizeof *build);
    ADM_AUTO(yaml_parser_delete) yaml_parser_t parser = {0};
    if (build == NULL || !yaml_parser_initialize(&parser))
        return adm_fail(err, ADM_MEMORY, "%s: out of memory for the YAML reader", name);
    build->name = name;
    build->arena = arena;
    const char *bytes = text.len == 0 ? "" : text.data;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, text.len);
    ADM_TRY(read_events(&parser, build, err));
    *out = (struct adm_yaml_stream){build->documents, build->count};
    return true;
}

const struct adm_yaml *adm_yaml_get(const struct adm_yaml *map, const char *key) {
    if (map == NULL || map->type != ADM_YAML_MAP)
        return NULL;
    for (const struct adm_yaml *value = map->child; value != NULL; value = value->next)
        if (adm_str_is(value->key->text, key))
            return value;
    return NULL;
}

// Writes what begins at the node; a container is pushed for its children to follow.
static size_t open_node(const struct adm_yaml *node, const struct adm_yaml **stack, size_t depth,
                        struct adm_writer *w) {
    if (node->key != NULL && depth > 0 && stack[depth - 1]->type == ADM_YAML_MAP)
        adm_yaml_scalar_write_key(node->key, w);
    if (node->type == ADM_YAML_SCALAR) {
        adm_yaml_scalar_write(node, w);
        return depth;
    }
    adm_writer_open(w, node->type == ADM_YAML_MAP ? '{' : '[');
    stack[depth] = node;
    return depth + 1;
}

void adm_yaml_to_json(const struct adm_yaml *node, struct adm_writer *w) {
    const struct adm_yaml *stack[ADM_YAML_DEPTH_MAX];
    const struct adm_yaml *next[ADM_YAML_DEPTH_MAX];
    size_t depth = open_node(node, stack, 0, w);
    if (depth > 0)
        next[0] = node->child;
    while (depth > 0) {
        const struct adm_yaml *child = next[depth - 1];
        if (child == NULL) {
            depth--;
            adm_writer_close(w, stack[depth]->type == ADM_YAML_MAP ? '}' : ']');
            continue;
        }
        next[depth - 1] = child->next;
        size_t deeper = open_node(child, stack, depth, w);
        if (deeper > depth)
            next[depth] = child->child;
        depth = deeper;
    }
}
