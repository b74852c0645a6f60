// SPDX-License-Identifier: Apache-2.0
#include "patch_apply.h"

#include <stdlib.h>
#include <string.h>

enum { TOKEN_MAX = 1024 };

// The next token of a pointer, unescaped; NULL at the end or on a malformed pointer.
static const char *next_token(const char *pointer, char *token) {
    size_t len = 0;
    if (*pointer != '/')
        return NULL;
    for (pointer++; *pointer != '\0' && *pointer != '/' && len + 1 < TOKEN_MAX; pointer++) {
        char c = *pointer;
        if (c == '~' && pointer[1] != '0' && pointer[1] != '1')
            return NULL;
        if (c == '~')
            c = *++pointer == '0' ? '~' : '/';
        token[len++] = c;
    }
    token[len] = '\0';
    return pointer;
}

static bool index_of(const char *token, size_t *out) {
    char *end = NULL;
    if (*token < '0' || *token > '9' || (*token == '0' && token[1] != '\0'))
        return false;
    *out = strtoul(token, &end, 10);
    return *end == '\0';
}

static json_t *child(json_t *node, const char *token) {
    size_t index = 0;
    if (json_is_object(node))
        return json_object_get(node, token);
    return json_is_array(node) && index_of(token, &index) ? json_array_get(node, index) : NULL;
}

// The container that the pointer's last token names a place in; NULL when there is none.
static json_t *parent_of(json_t *document, const char *pointer, char *last) {
    json_t *node = document;
    const char *rest = next_token(pointer, last);
    while (node != NULL && rest != NULL && *rest != '\0') {
        node = child(node, last);
        rest = next_token(rest, last);
    }
    return rest == NULL ? NULL : node;
}

static bool add(json_t **document, const char *pointer, json_t *value) {
    char token[TOKEN_MAX];
    size_t index = 0;
    if (*pointer == '\0') {
        json_decref(*document);
        *document = json_incref(value);
        return true;
    }
    json_t *parent = parent_of(*document, pointer, token);
    if (json_is_object(parent))
        return json_object_set(parent, token, value) == 0;
    if (!json_is_array(parent))
        return false;
    if (strcmp(token, "-") == 0)
        return json_array_append(parent, value) == 0;
    return index_of(token, &index) && json_array_insert(parent, index, value) == 0;
}

static bool test(json_t *document, const char *pointer, const json_t *value) {
    char token[TOKEN_MAX];
    json_t *node = document;
    if (*pointer != '\0') {
        json_t *parent = parent_of(document, pointer, token);
        node = parent == NULL ? NULL : child(parent, token);
    }
    return node != NULL && json_equal(node, value);
}

bool patch_apply(json_t **document, const json_t *patch) {
    for (size_t i = 0; i < json_array_size(patch); i++) {
        json_t *operation = json_array_get(patch, i);
        const char *op = json_string_value(json_object_get(operation, "op"));
        const char *path = json_string_value(json_object_get(operation, "path"));
        // A copy: the operation's value must not change with the document.
        json_t *value = json_deep_copy(json_object_get(operation, "value"));
        bool done = op != NULL && path != NULL && value != NULL &&
                    (strcmp(op, "add") == 0    ? add(document, path, value)
                     : strcmp(op, "test") == 0 ? test(*document, path, value)
                                               : false);
        json_decref(value);
        if (!done)
            return false;
    }
    return true;
}
