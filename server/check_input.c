// SPDX-License-Identifier: Apache-2.0
#include "server/check_input.h"

#include <string.h>

#include "core/text.h"
#include "server/check_values.h"
#include "server/file.h"

enum { BYTES_MAX = (int)ADM_YAML_BYTES_MAX };

static const char helm_advice[] =
    "; this looks like a Helm template: run `helm template` and check its output";
// Of a message that the advice follows.
enum { ADVISED_MAX = ADM_ERROR_MESSAGE_MAX - (int)sizeof helm_advice + 1 };

// Room for one document more, or NULL without memory.
static struct adm_check_document *add(struct adm_check_input *input, size_t *capacity,
                                      struct adm_arena *arena) {
    if (input->count == *capacity) {
        size_t more = *capacity == 0 ? 16 : *capacity * 2;
        struct adm_check_document *grown = adm_arena_grow(
            arena, input->documents, *capacity * sizeof *grown, more * sizeof *grown);
        if (grown == NULL)
            return NULL;
        input->documents = grown;
        *capacity = more;
    }
    return &input->documents[input->count++];
}

static bool fail_memory(const struct adm_check_input *input, struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "%s: too large to be held; split it", input->name);
}

static bool read_json(struct adm_check_input *input, struct adm_str text, struct adm_arena *arena,
                      struct adm_error *err) {
    struct adm_check_values values = {.text = text, .name = input->name};
    struct adm_check_value value = {0};
    size_t capacity = 0;
    ADM_TRY(adm_check_values_next(&values, arena, &value, err));
    while (value.root != NULL) {
        struct adm_check_document *document = add(input, &capacity, arena);
        if (document == NULL)
            return fail_memory(input, err);
        *document = (struct adm_check_document){
            .root = value.root, .line = value.line, .column = value.column};
        ADM_TRY(adm_check_values_next(&values, arena, &value, err));
    }
    return true;
}

// Two keys of a YAML map may become one in JSON (1 and "1"); only then is what was written not
// read.
static bool convert(const char *name, const struct adm_yaml *yaml, struct adm_arena *arena,
                    const struct adm_json **out, struct adm_error *err) {
    struct adm_text text;
    struct adm_writer w;
    struct adm_str json = {0};
    struct adm_error cause = {0};
    adm_text_init(&text, arena);
    adm_writer_init(&w, &text);
    adm_yaml_to_json(yaml, &w);
    if (adm_text_finish(&text, &json, &cause) && adm_json_parse_copy(json, arena, out, &cause))
        return true;
    const char *colon = cause.code == ADM_SYNTAX ? strstr(cause.message, ": ") : NULL;
    return adm_fail(err, cause.code, "%s:%u:%u: the document is no object of the API: %s", name,
                    yaml->line, yaml->column, colon == NULL ? cause.message : colon + 2);
}

static bool read_yaml(struct adm_check_input *input, struct adm_str text, struct adm_arena *arena,
                      struct adm_error *err) {
    struct adm_yaml_stream stream = {0};
    ADM_TRY(adm_yaml_read(text, input->name, arena, &stream, err));
    input->documents = adm_arena_array(arena, stream.count + 1, sizeof *input->documents);
    if (input->documents == NULL)
        return fail_memory(input, err);
    for (size_t i = 0; i < stream.count; i++) {
        const struct adm_yaml *yaml = stream.documents[i];
        const struct adm_json *root = NULL;
        ADM_TRY(convert(input->name, yaml, arena, &root, err));
        if (!adm_json_is(root, ADM_JSON_NULL))
            input->documents[input->count++] =
                (struct adm_check_document){root, yaml, yaml->line, yaml->column};
    }
    return true;
}

// As kubectl reads: what begins like JSON and is none may still be YAML in flow style.
static bool read_documents(struct adm_check_input *input, struct adm_str text,
                           struct adm_arena *arena, struct adm_error *err) {
    const char *name = input->name;
    struct adm_error of_json = {0}, of_yaml = {0};
    if (!adm_check_values_begin(text))
        return read_yaml(input, text, arena, err);
    if (read_json(input, text, arena, &of_json))
        return true;
    *input = (struct adm_check_input){.name = name};
    if (read_yaml(input, text, arena, &of_yaml))
        return true;
    return adm_fail(err, of_json.code, "%s", of_json.message);
}

// A template's text is no input: say what is, rather than only where it stops being YAML.
static bool read_or_advise(struct adm_check_input *input, struct adm_str text,
                           struct adm_arena *arena, struct adm_error *err) {
    struct adm_error cause = {0};
    if (read_documents(input, text, arena, &cause))
        return true;
    bool is_words = cause.code == ADM_SYNTAX || cause.code == ADM_INVALID;
    bool is_template = is_words && adm_str_contains(text, ADM_STR("{{"));
    if (!is_template)
        return adm_fail(err, cause.code, "%s", cause.message);
    return adm_fail(err, cause.code, "%.*s%s", ADVISED_MAX, cause.message, helm_advice);
}

const char *adm_check_input_name(const char *path) {
    return strcmp(path, "-") == 0 ? ADM_CHECK_STDIN : path;
}

bool adm_check_input_load(const char *path, struct adm_arena *arena, struct adm_str *out,
                          struct adm_error *err) {
    return strcmp(path, "-") == 0 ? adm_file_read_stdin(BYTES_MAX, arena, out, err)
                                  : adm_file_read(path, BYTES_MAX, arena, out, err);
}

bool adm_check_input_parse(struct adm_str text, const char *name, struct adm_arena *arena,
                           struct adm_check_input *out, struct adm_error *err) {
    struct adm_check_input input = {.name = name};
    ADM_TRY(read_or_advise(&input, text, arena, err));
    if (input.count == 0)
        return adm_fail(err, ADM_INVALID, "%s: there is no document in it", input.name);
    *out = input;
    return true;
}

bool adm_check_input_read(const char *path, struct adm_arena *arena, struct adm_check_input *out,
                          struct adm_error *err) {
    struct adm_str text = {0};
    ADM_TRY(adm_check_input_load(path, arena, &text, err));
    return adm_check_input_parse(text, adm_check_input_name(path), arena, out, err);
}
