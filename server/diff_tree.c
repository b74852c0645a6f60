// SPDX-License-Identifier: Apache-2.0
#include "server/diff_tree.h"

enum { KEY_MAX = 512 }; // as long as core/patch.c reads

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "the object is too large to be shown");
}

static bool is_container(const struct adm_json *value) {
    return value->type == ADM_JSON_ARRAY || value->type == ADM_JSON_OBJECT;
}

// A node that hangs nowhere yet.
static struct adm_diff_node *make_node(struct adm_arena *arena, const struct adm_json *value,
                                       bool added) {
    struct adm_diff_node *node = adm_arena_alloc(arena, sizeof *node);
    if (node != NULL)
        *node = (struct adm_diff_node){
            .value = value, .added = added, .was_empty = is_container(value) && value->count == 0};
    return node;
}

// `before` NULL: as the last child.
static void insert(struct adm_diff_node *parent, struct adm_diff_node *before,
                   struct adm_diff_node *node) {
    struct adm_diff_node **at = &parent->child;
    node->parent = parent;
    node->next = before;
    if (before == NULL && parent->last != NULL)
        at = &parent->last->next;
    while (*at != before)
        at = &(*at)->next;
    *at = node;
    if (before == NULL)
        parent->last = node;
}

// The reader's nodes stand in document order, so that no recursion is needed: the iterators of the
// open containers are the stack.
struct level {
    struct adm_diff_node *node;
    struct adm_json_iter children;
};

static struct adm_diff_node *build(struct adm_arena *arena, const struct adm_json *value,
                                   bool added) {
    struct level levels[ADM_JSON_DEPTH_MAX + 1];
    struct adm_diff_node *root = make_node(arena, value, added);
    size_t depth = 1;
    levels[0] = (struct level){root, adm_json_iter(value)};
    while (root != NULL && depth > 0) {
        struct level *level = &levels[depth - 1];
        if (!adm_json_next(&level->children)) {
            depth--;
            continue;
        }
        struct adm_diff_node *node = make_node(arena, level->children.value, added);
        if (node == NULL)
            return NULL;
        node->keyed = level->node->value->type == ADM_JSON_OBJECT;
        node->key = level->children.key;
        node->index = level->children.index;
        insert(level->node, NULL, node);
        if (is_container(node->value))
            levels[depth++] = (struct level){node, adm_json_iter(node->value)};
    }
    return root;
}

bool adm_diff_tree_make(const struct adm_json *object, struct adm_arena *arena,
                        struct adm_diff_tree *out, struct adm_error *err) {
    struct adm_diff_node *root = build(arena, object, false);
    if (root == NULL)
        return fail_memory(err);
    *out = (struct adm_diff_tree){arena, root};
    return true;
}

// Where an operation works: the token's name or index in `parent`.
struct target {
    struct adm_diff_node *parent, *existing;
    struct adm_str key; // decoded, in the arena
};

// `~` is "~0" and `/` is "~1" in a pointer's token (RFC 6901 §3).
static struct adm_str unescape(struct adm_arena *arena, struct adm_str token) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, arena);
    for (size_t i = 0; i < token.len; i++) {
        char c = token.data[i];
        if (c == '~' && i + 1 < token.len && token.data[++i] == '1')
            c = '/';
        adm_text_append_char(&text, c);
    }
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}

static bool is_index(struct adm_str token, size_t *out) {
    *out = 0;
    for (size_t i = 0; i < token.len; i++) {
        if (token.data[i] < '0' || token.data[i] > '9' || i == 9)
            return false;
        *out = *out * 10 + (size_t)(token.data[i] - '0');
    }
    return token.len > 0;
}

static struct adm_diff_node *child_of(const struct adm_diff_node *parent, struct adm_str key) {
    size_t left = 0;
    bool is_list = parent->value->type == ADM_JSON_ARRAY;
    if (is_list && !is_index(key, &left))
        return NULL;
    struct adm_diff_node *child = parent->child;
    while (child != NULL && (is_list ? left-- > 0 : !adm_str_equal(child->key, key)))
        child = child->next;
    return child;
}

static bool find(const struct adm_diff_tree *tree, struct adm_str pointer, struct target *out) {
    *out = (struct target){.existing = tree->root};
    for (size_t at = 0; at < pointer.len;) {
        struct adm_str rest = adm_str_slice(pointer, at + 1, pointer.len);
        struct adm_str token = adm_str_slice(rest, 0, adm_str_index(rest, '/'));
        struct adm_diff_node *parent = out->existing;
        if (pointer.data[at] != '/' || token.len > KEY_MAX || parent == NULL ||
            !is_container(parent->value))
            return false;
        struct adm_str key = unescape(tree->arena, token);
        if (key.len == 0 && token.len > 0)
            return false;
        *out = (struct target){parent, child_of(parent, key), key};
        at += 1 + token.len;
    }
    return out->parent != NULL;
}

// What stood there is remembered once: a later operation replaces what the patch itself put there.
static void replace(struct adm_diff_node *existing, struct adm_diff_node *node) {
    struct adm_diff_node *parent = existing->parent, *before = existing->next;
    struct adm_diff_node **at = &parent->child;
    while (*at != existing)
        at = &(*at)->next;
    *at = node;
    node->parent = parent;
    node->next = before;
    if (parent->last == existing)
        parent->last = node;
    node->old = existing->added ? existing->old : existing->value;
}

static bool add(struct adm_diff_tree *tree, struct adm_str pointer, const struct adm_json *value,
                struct adm_error *err) {
    struct target target;
    if (value == NULL || !find(tree, pointer, &target))
        return adm_fail(err, ADM_INVALID, "the patch does not fit the object");
    struct adm_diff_node *node = build(tree->arena, value, true);
    if (node == NULL)
        return fail_memory(err);
    bool is_list = target.parent->value->type == ADM_JSON_ARRAY;
    node->keyed = !is_list;
    node->key = is_list ? (struct adm_str){0} : target.key;
    if (!is_list && target.existing != NULL)
        replace(target.existing, node);
    else
        insert(target.parent, target.existing, node);
    return true;
}

bool adm_diff_tree_apply(struct adm_diff_tree *tree, const struct adm_json *patch,
                         struct adm_error *err) {
    struct adm_json_iter it = adm_json_iter(patch);
    while (adm_json_next(&it)) {
        struct adm_str op = adm_json_get_text(it.value, "op");
        if (adm_str_is(op, "test"))
            continue;
        if (!adm_str_is(op, "add"))
            return adm_fail(err, ADM_INVALID, "the patch does more than it can show");
        ADM_TRY(
            add(tree, adm_json_get_text(it.value, "path"), adm_json_get(it.value, "value"), err));
    }
    return true;
}

const struct adm_diff_node *adm_diff_tree_next(const struct adm_diff_node *node, size_t *closed) {
    *closed = 0;
    if (node->child != NULL)
        return node->child;
    while (node->next == NULL && node->parent != NULL) {
        node = node->parent;
        ++*closed;
    }
    return node->next;
}

static void write_one(const struct adm_diff_node *node, struct adm_writer *w) {
    const struct adm_json *value = node->value;
    char bracket = value->type == ADM_JSON_ARRAY ? '[' : '{';
    if (node->keyed)
        adm_writer_key_str(w, node->key);
    if (!is_container(value)) {
        adm_writer_tree(w, value);
        return;
    }
    adm_writer_open(w, bracket);
    if (node->child == NULL)
        adm_writer_close(w, bracket == '[' ? ']' : '}');
}

static void close_some(const struct adm_diff_node *node, size_t count, struct adm_writer *w) {
    for (; count > 0; count--) {
        node = node->parent;
        adm_writer_close(w, node->value->type == ADM_JSON_ARRAY ? ']' : '}');
    }
}

void adm_diff_tree_write(const struct adm_diff_tree *tree, struct adm_writer *w) {
    const struct adm_diff_node *node = tree->root;
    while (node != NULL) {
        size_t closed = 0;
        const struct adm_diff_node *next = adm_diff_tree_next(node, &closed);
        write_one(node, w);
        close_some(node, closed, w);
        node = next;
    }
}
