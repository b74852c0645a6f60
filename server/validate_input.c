// SPDX-License-Identifier: Apache-2.0
#include "server/validate_input.h"

#include <stdlib.h>
#include <string.h>

#include "server/file.h"

// A larger file than the reader takes is still told so in the report.
enum { BYTES_MAX = 16 * 1024 * 1024 };

static void free_text(char **text) { free(*text); }

// The last part of the path, which `path` loses.
static struct adm_str pop(struct adm_str *path) {
    size_t from = path->len;
    while (from > 0 && path->data[from - 1] != '/')
        from--;
    struct adm_str part = adm_str_slice(*path, from, path->len);
    *path = adm_str_slice(*path, 0, from > 0 ? from - 1 : 0);
    return part;
}

// By where the file really is, so that `cd platform/prod` and links say the same.
static struct adm_str guess_environment(const char *path, struct adm_arena *arena) {
    ADM_AUTO(free_text) char *real = realpath(path, NULL);
    struct adm_str rest = adm_str_from(real == NULL ? path : real);
    struct adm_str file = pop(&rest), environment = pop(&rest), folder = pop(&rest);
    if (!adm_str_is(file, "platform.yaml") || !adm_str_is(folder, "platform"))
        return (struct adm_str){0};
    return adm_arena_copy(arena, environment);
}

// Whether a line begins with the word; of JSON, whether the word is anywhere.
static bool has_key(struct adm_str text, const char *plain, const char *quoted) {
    bool is_json = text.len > 0 && text.data[0] == '{';
    if (is_json)
        return adm_str_contains(text, adm_str_from(quoted));
    while (text.len > 0) {
        if (adm_str_starts(text, plain))
            return true;
        text = adm_str_slice(text, adm_str_index(text, '\n') + 1, text.len);
    }
    return false;
}

static bool is_manifest(struct adm_str text) {
    return has_key(text, "apiVersion:", "\"apiVersion\"") && has_key(text, "kind:", "\"kind\"");
}

bool adm_validate_input_read(const char *path, struct adm_arena *arena,
                             struct adm_validate_input *out, struct adm_error *err) {
    bool is_standard = strcmp(path, "-") == 0;
    struct adm_validate_input input = {.name = is_standard ? ADM_FILE_STDIN : path};
    if (is_standard)
        ADM_TRY(adm_file_read_stdin(BYTES_MAX, arena, &input.text, err));
    else
        ADM_TRY(adm_file_read(path, BYTES_MAX, arena, &input.text, err));
    if (is_manifest(input.text))
        return adm_fail(err, ADM_INVALID,
                        "'%s' is a Kubernetes manifest: use `floe-admission check`, which also "
                        "judges the platform.yaml in a ConfigMap",
                        input.name);
    if (!is_standard)
        input.environment = guess_environment(path, arena);
    *out = input;
    return true;
}
