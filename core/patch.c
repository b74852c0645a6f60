// SPDX-License-Identifier: Apache-2.0
#include "core/patch.h"

#include <string.h>

#include "core/writer.h"

void adm_patch_init(struct adm_patch *patch, struct adm_arena *arena, const struct adm_json *root) {
    *patch = (struct adm_patch){.arena = arena, .root = root};
}

enum { TOKEN_MAX = 512 }; // longer than any key of Kubernetes (253 + 1 + 63)

// `~` is "~0" and `/` is "~1" in a pointer's token (RFC 6901 §3); nothing else follows a `~`.
static bool unescape(struct adm_str token, char key[TOKEN_MAX], size_t *len) {
    *len = 0;
    if (token.len > TOKEN_MAX)
        return false;
    for (size_t i = 0; i < token.len; i++) {
        char c = token.data[i];
        if (c == '~') {
            char code = '\0';
            if (++i < token.len)
                code = token.data[i];
            if (code != '0' && code != '1')
                return false;
            c = code == '0' ? '~' : '/';
        }
        key[(*len)++] = c;
    }
    return true;
}

static const struct adm_json *member(const struct adm_json *object, struct adm_str token) {
    char key[TOKEN_MAX];
    size_t len = 0;
    return unescape(token, key, &len) ? adm_json_find(object, (struct adm_str){key, len}) : NULL;
}

// "0" or digits without a leading zero (RFC 6901 §4).
static const struct adm_json *element(const struct adm_json *array, struct adm_str token) {
    size_t want = 0;
    if (token.len == 0 || (token.len > 1 && token.data[0] == '0'))
        return NULL;
    for (size_t i = 0; i < token.len; i++) {
        if (token.data[i] < '0' || token.data[i] > '9' || want > UINT32_MAX)
            return NULL;
        want = want * 10 + (size_t)(token.data[i] - '0');
    }
    struct adm_json_iter it = adm_json_iter(array);
    while (adm_json_next(&it))
        if (it.index == want)
            return it.value;
    return NULL;
}

const struct adm_json *adm_patch_resolve(const struct adm_json *root, struct adm_str pointer) {
    const struct adm_json *node = root;
    size_t at = 0;
    while (node != NULL && at < pointer.len) {
        if (pointer.data[at] != '/')
            return NULL;
        struct adm_str rest = adm_str_slice(pointer, at + 1, pointer.len);
        struct adm_str token = adm_str_slice(rest, 0, adm_str_index(rest, '/'));
        node = adm_json_is(node, ADM_JSON_ARRAY) ? element(node, token) : member(node, token);
        at += 1 + token.len;
    }
    return node;
}

struct adm_str adm_patch_pointer(struct adm_arena *arena, struct adm_str pointer,
                                 struct adm_str key) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_text_append(&text, pointer);
    adm_text_append_char(&text, '/');
    for (size_t i = 0; i < key.len; i++) {
        if (key.data[i] == '~' || key.data[i] == '/')
            adm_text_append_c(&text, key.data[i] == '~' ? "~0" : "~1");
        else
            adm_text_append_char(&text, key.data[i]);
    }
    struct adm_str out = {0};
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}

static void push(struct adm_patch *patch, const char *op, struct adm_str path,
                 struct adm_str value) {
    if (patch->count == patch->capacity) {
        size_t capacity = patch->capacity == 0 ? 16 : patch->capacity * 2;
        struct adm_patch_operation *grown =
            adm_arena_grow(patch->arena, patch->operations, patch->capacity * sizeof *grown,
                           capacity * sizeof *grown);
        if (grown == NULL) {
            patch->failed = true;
            return;
        }
        patch->operations = grown;
        patch->capacity = capacity;
    }
    patch->failed = patch->failed || path.data == NULL;
    patch->operations[patch->count++] = (struct adm_patch_operation){op, path, value};
}

static bool was_added(const struct adm_patch *patch, struct adm_str pointer) {
    for (size_t i = 0; i < patch->count; i++)
        if (strcmp(patch->operations[i].op, "add") == 0 &&
            adm_str_equal(patch->operations[i].path, pointer))
            return true;
    return false;
}

// null counts as missing: the API server reads it so, and an `add` below it fails.
static bool is_present(const struct adm_patch *patch, struct adm_str pointer) {
    const struct adm_json *node = adm_patch_resolve(patch->root, pointer);
    return (node != NULL && node->type != ADM_JSON_NULL) || was_added(patch, pointer);
}

// Creates what is missing on the way to `pointer`, and `pointer` itself as `value`.
static void ensure(struct adm_patch *patch, struct adm_str pointer, struct adm_str value) {
    for (size_t at = 1; at <= pointer.len; at++) {
        if (at < pointer.len && pointer.data[at] != '/')
            continue;
        struct adm_str parent = adm_str_slice(pointer, 0, at);
        if (!is_present(patch, parent))
            push(patch, "add", parent, at == pointer.len ? value : ADM_STR("{}"));
    }
}

void adm_patch_append(struct adm_patch *patch, struct adm_str pointer, struct adm_str value) {
    ensure(patch, pointer, ADM_STR("[]"));
    push(patch, "add", adm_patch_pointer(patch->arena, pointer, ADM_STR("-")), value);
}

void adm_patch_put(struct adm_patch *patch, struct adm_str pointer, struct adm_str key,
                   struct adm_str value) {
    ensure(patch, pointer, ADM_STR("{}"));
    push(patch, "add", adm_patch_pointer(patch->arena, pointer, key), value);
}

void adm_patch_test(struct adm_patch *patch, struct adm_str pointer, struct adm_str value) {
    push(patch, "test", pointer, value);
}

bool adm_patch_finish(struct adm_patch *patch, struct adm_str *out, struct adm_error *err) {
    struct adm_text text;
    struct adm_writer w;
    if (patch->failed)
        return adm_fail(err, ADM_MEMORY, "out of memory while planning a patch");
    if (patch->count == 0) {
        *out = (struct adm_str){0};
        return true;
    }
    adm_text_init(&text, patch->arena);
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '[');
    for (size_t i = 0; i < patch->count; i++) {
        adm_writer_open(&w, '{');
        adm_writer_field_c(&w, "op", patch->operations[i].op);
        adm_writer_field(&w, "path", patch->operations[i].path);
        adm_writer_key(&w, "value");
        adm_writer_raw(&w, patch->operations[i].value);
        adm_writer_close(&w, '}');
    }
    adm_writer_close(&w, ']');
    return adm_text_finish(&text, out, err);
}
