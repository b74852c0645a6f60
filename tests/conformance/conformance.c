// SPDX-License-Identifier: Apache-2.0
// Runs the JSON Schema Test Suite: conformance DIRECTORY. Every required test must hold, and every
// schema of them must be valid by the draft's metaschema. Optional tests (tests/<draft>/optional,
// if the copy has them) are counted and printed, no more.
#include <dirent.h>
#include <ftw.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "validators/schema/jsonschema.h"
#include "validators/schema/jsonschema_tree.h"

#define DRAFT "tests/draft2020-12"
#define REMOTE_URI "http://localhost:1234"

enum { FILES_MAX = 200, RUN_BYTES = 16 * 1024 * 1024 };

// What nftw finds; it has no context of its own.
static struct {
    struct adm_jsonschema_document items[FILES_MAX];
    size_t count;
    size_t prefix; // bytes of the path that the URI leaves out
} remotes;

struct score {
    int passed, failed;
};

static char *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 1);
    *len = text == NULL ? 0 : fread(text, 1, (size_t)size, file);
    fclose(file);
    return text;
}

static int add_remote(const char *path, const struct stat *info, int kind, struct FTW *walk) {
    (void)info;
    (void)walk;
    if (kind != FTW_F || remotes.count == FILES_MAX)
        return 0;
    char uri[512];
    int len = snprintf(uri, sizeof uri, "%s%s", REMOTE_URI, path + remotes.prefix);
    struct adm_jsonschema_document *document = &remotes.items[remotes.count++];
    document->uri = (struct adm_str){strdup(uri), (size_t)len};
    document->text.data = read_file(path, &document->text.len);
    return 0;
}

static void free_remotes(void) {
    for (size_t i = 0; i < remotes.count; i++) {
        free((void *)(uintptr_t)remotes.items[i].uri.data);
        free((void *)(uintptr_t)remotes.items[i].text.data);
    }
}

static struct adm_jsonschema *compile(const json_t *schema, bool assert_formats,
                                      struct adm_error *err) {
    char *text = json_dumps(schema, JSON_ENCODE_ANY);
    const struct adm_jsonschema_options options = {.documents = remotes.items,
                                                   .document_count = remotes.count,
                                                   .assert_formats = assert_formats};
    struct adm_jsonschema *program = NULL;
    if (!adm_jsonschema_new(adm_str_from(text), &options, &program, err))
        program = NULL;
    free(text);
    return program;
}

static bool validate(const struct adm_jsonschema *program, const json_t *data, bool *valid,
                     struct adm_error *err) {
    char *text = json_dumps(data, JSON_ENCODE_ANY);
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, RUN_BYTES);
    struct adm_jsonschema_run loud = {.arena = &arena, .limit = 100};
    struct adm_jsonschema_run quiet = {.arena = &arena};
    const struct adm_node *root = NULL;
    bool judged = adm_jsonschema_tree_read(adm_str_from(text), &arena, &root, err) &&
                  adm_jsonschema_validate(program, root, &loud, err) &&
                  adm_jsonschema_validate(program, root, &quiet, err);
    free(text);
    *valid = loud.valid;
    if (judged && (loud.valid != quiet.valid || loud.valid != (loud.count == 0)))
        return adm_fail(err, ADM_INVALID, "the verdict depends on who asks: %d, %d, %zu",
                        loud.valid, quiet.valid, loud.count);
    return judged;
}

static bool run_test(const struct adm_jsonschema *program, const json_t *test, const char *where) {
    struct adm_error err = {0};
    bool valid = false;
    bool wanted = json_is_true(json_object_get(test, "valid"));
    const char *name = json_string_value(json_object_get(test, "description"));
    if (!validate(program, json_object_get(test, "data"), &valid, &err))
        printf("%s / %s: %s\n", where, name, err.message);
    else if (valid != wanted)
        printf("%s / %s: %s\n", where, name, valid ? "was accepted" : "was refused");
    else
        return true;
    return false;
}

static bool is_valid_schema(const struct adm_jsonschema *metaschema, const json_t *schema,
                            const char *where) {
    struct adm_error err = {0};
    bool valid = false;
    if (validate(metaschema, schema, &valid, &err) && valid)
        return true;
    printf("%s: not valid by the metaschema %s\n", where, err.message);
    return false;
}

static void run_group(const json_t *group, const char *file, bool assert_formats,
                      struct score *score) {
    char where[300];
    struct adm_error err = {0};
    const json_t *tests = json_object_get(group, "tests");
    snprintf(where, sizeof where, "%s: %s", file,
             json_string_value(json_object_get(group, "description")));
    struct adm_jsonschema *program =
        compile(json_object_get(group, "schema"), assert_formats, &err);
    if (program == NULL)
        printf("%s: %s\n", where, err.message);
    for (size_t i = 0; i < json_array_size(tests); i++) {
        bool passed = program != NULL && run_test(program, json_array_get(tests, i), where);
        score->passed += passed;
        score->failed += !passed;
    }
    adm_jsonschema_free(program);
}

static struct score run_file(const char *folder, const char *name, bool optional,
                             const struct adm_jsonschema *metaschema) {
    char path[512];
    json_error_t error;
    struct score score = {0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    json_auto_t *groups = json_load_file(path, JSON_ALLOW_NUL, &error);
    for (size_t i = 0; i < json_array_size(groups); i++) {
        const json_t *group = json_array_get(groups, i);
        run_group(group, name, optional && strstr(folder, "format") != NULL, &score);
        if (!optional && !is_valid_schema(metaschema, json_object_get(group, "schema"), name))
            score.failed++;
    }
    if (groups == NULL) {
        printf("%s: %s\n", path, error.text);
        score.failed++;
    }
    return score;
}

static int is_json(const struct dirent *entry) {
    const char *dot = strrchr(entry->d_name, '.');
    return dot != NULL && strcmp(dot, ".json") == 0;
}

static struct score run_folder(const char *folder, bool optional,
                               const struct adm_jsonschema *metaschema) {
    struct dirent **entries = NULL;
    struct score total = {0};
    int count = scandir(folder, &entries, is_json, alphasort);
    for (int i = 0; i < count; i++) {
        struct score score = run_file(folder, entries[i]->d_name, optional, metaschema);
        if (optional)
            printf("optional %s: %d of %d\n", entries[i]->d_name, score.passed,
                   score.passed + score.failed);
        total.passed += score.passed;
        total.failed += score.failed;
        free(entries[i]);
    }
    free(entries);
    return total;
}

int main(int argc, char **argv) {
    char path[512];
    struct adm_error err = {0};
    if (argc != 2)
        return 2;
    int len = snprintf(path, sizeof path, "%s/remotes", argv[1]);
    remotes.prefix = (size_t)len;
    nftw(path, add_remote, 16, FTW_PHYS);
    json_auto_t *reference =
        json_pack("{s:s}", "$ref", "https://json-schema.org/draft/2020-12/schema");
    struct adm_jsonschema *metaschema = compile(reference, false, &err);
    if (metaschema == NULL) {
        printf("the metaschema: %s\n", err.message);
        return 1;
    }
    snprintf(path, sizeof path, "%s/%s", argv[1], DRAFT);
    struct score required = run_folder(path, false, metaschema);
    snprintf(path, sizeof path, "%s/%s/optional", argv[1], DRAFT);
    struct score optional = run_folder(path, true, metaschema);
    snprintf(path, sizeof path, "%s/%s/optional/format", argv[1], DRAFT);
    struct score formats = run_folder(path, true, metaschema);
    printf("required: %d of %d\n", required.passed, required.passed + required.failed);
    if (optional.passed + optional.failed + formats.passed + formats.failed == 0)
        printf("optional: none in this copy of the suite\n");
    adm_jsonschema_free(metaschema);
    free_remotes();
    return required.failed == 0 && required.passed > 0 ? 0 : 1;
}
