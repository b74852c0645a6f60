// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_equal.h"

#include <string.h>

#include "validators/schema/jsonschema_number.h"

// No tree that is read is deeper: ADM_JSONSCHEMA_TREE_DEPTH_MAX, ADM_YAML_READ_DEPTH_MAX.
enum { DEPTH = 160, PAIRWISE_MAX = 8 };

// Past the budget nothing is equal; so is nothing that is too deep.
static bool spend(struct adm_jsonschema_budget *budget, size_t amount) {
    if (budget->left < amount) {
        budget->left = 0;
        return false;
    }
    budget->left -= amount;
    return true;
}

static bool is_number(const struct adm_node *node) {
    return node->type == ADM_NODE_INT || node->type == ADM_NODE_FLOAT;
}

static bool is_container(const struct adm_node *node) {
    return node->type == ADM_NODE_LIST || node->type == ADM_NODE_MAP;
}

// Of wide integers only the text has every digit.
static bool equal_numbers(const struct adm_node *a, const struct adm_node *b) {
    return adm_jsonschema_number_order(a, b) == ADM_JSONSCHEMA_EQUAL &&
           (!a->wide || !b->wide || adm_str_equal(a->text, b->text));
}

static bool equal_scalars(const struct adm_node *a, const struct adm_node *b) {
    if (is_number(a) && is_number(b))
        return equal_numbers(a, b);
    if (a->type != b->type)
        return false;
    if (a->type == ADM_NODE_BOOL)
        return a->truth == b->truth;
    return a->type == ADM_NODE_NULL || adm_str_equal(a->text, b->text);
}

struct pair {
    const struct adm_node *a, *b;
    uint32_t at;
};

// The value of b that belongs to the member of a: mostly it stands at the same index.
static const struct adm_node *partner(const struct pair *pair,
                                      struct adm_jsonschema_budget *budget) {
    const struct adm_member *member = &pair->a->children[pair->at];
    if (pair->a->type == ADM_NODE_LIST)
        return pair->b->children[pair->at].value;
    for (uint32_t i = 0, k = pair->at; i < pair->b->count; i++, k++) {
        const struct adm_member *other = &pair->b->children[k % pair->b->count];
        if (!spend(budget, 1))
            return NULL;
        if (other->hash == member->hash && adm_str_equal(other->key, member->key))
            return other->value;
    }
    return NULL;
}

// Whether a and b may be equal so far; containers are pushed to be looked into.
static bool compare(const struct adm_node *a, const struct adm_node *b, struct pair *stack,
                    size_t *depth) {
    if (a == b)
        return true;
    if (!is_container(a) || !is_container(b))
        return equal_scalars(a, b);
    if (a->type != b->type || a->count != b->count || *depth == DEPTH)
        return false;
    stack[(*depth)++] = (struct pair){a, b, 0};
    return true;
}

bool adm_jsonschema_equal_values(const struct adm_node *a, const struct adm_node *b,
                                 struct adm_jsonschema_budget *budget) {
    if (!is_container(a) || !is_container(b))
        return spend(budget, 1) && equal_scalars(a, b);
    struct pair stack[DEPTH];
    size_t depth = 0;
    if (!compare(a, b, stack, &depth))
        return false;
    while (depth > 0) {
        struct pair *top = &stack[depth - 1];
        if (top->at == top->a->count) {
            depth--;
            continue;
        }
        const struct adm_node *other = spend(budget, 1) ? partner(top, budget) : NULL;
        const struct adm_node *mine = top->a->children[top->at++].value;
        if (other == NULL || !compare(mine, other, stack, &depth))
            return false;
    }
    return true;
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ULL;
    return hash ^ (hash >> 29U);
}

static uint64_t hash_scalar(const struct adm_node *node) {
    if (is_number(node))
        return adm_jsonschema_number_hash(node);
    if (node->type == ADM_NODE_BOOL)
        return mix(11, node->truth);
    return mix((uint64_t)node->type, adm_yaml_tree_hash(node->text));
}

struct sum {
    const struct adm_node *node;
    uint32_t at;
    uint64_t hash;
};

// Of a map's members the sum: their order does not count.
static void fold(struct sum *sum, uint64_t value) {
    const struct adm_member *member = &sum->node->children[sum->at++];
    if (sum->node->type == ADM_NODE_MAP)
        sum->hash += mix(member->hash, value);
    else
        sum->hash = mix(sum->hash, value);
}

static uint64_t hash_value(const struct adm_node *node, struct adm_jsonschema_budget *budget) {
    if (!is_container(node))
        return hash_scalar(node);
    struct sum stack[DEPTH];
    size_t depth = 0;
    stack[depth++] = (struct sum){node, 0, (uint64_t)node->type};
    while (spend(budget, 1)) {
        struct sum *top = &stack[depth - 1];
        if (top->at == top->node->count) {
            if (--depth == 0)
                return top->hash;
            fold(&stack[depth - 1], top->hash);
            continue;
        }
        const struct adm_node *child = top->node->children[top->at].value;
        if (is_container(child) && depth < DEPTH)
            stack[depth++] = (struct sum){child, 0, (uint64_t)child->type};
        else
            fold(top, hash_scalar(child));
    }
    return 0;
}

static struct adm_jsonschema_twins pairwise(const struct adm_node *list,
                                            struct adm_jsonschema_budget *budget) {
    for (uint32_t i = 1; i < list->count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (adm_jsonschema_equal_values(list->children[k].value, list->children[i].value,
                                            budget))
                return (struct adm_jsonschema_twins){&list->children[k], &list->children[i]};
        }
    }
    return (struct adm_jsonschema_twins){0};
}

struct entry {
    uint64_t hash;
    const struct adm_member *member; // NULL: free
};

// The element of the table that equals the member, or NULL after putting it there.
static const struct adm_member *meet(struct entry *table, size_t mask,
                                     const struct adm_member *member,
                                     struct adm_jsonschema_budget *budget) {
    uint64_t hash = hash_value(member->value, budget);
    size_t at = (size_t)hash & mask;
    for (; table[at].member != NULL && spend(budget, 1); at = (at + 1) & mask) {
        if (table[at].hash == hash &&
            adm_jsonschema_equal_values(table[at].member->value, member->value, budget))
            return table[at].member;
    }
    table[at] = (struct entry){hash, member};
    return NULL;
}

bool adm_jsonschema_equal_elements(const struct adm_node *list, struct adm_arena *arena,
                                   struct adm_jsonschema_budget *budget,
                                   struct adm_jsonschema_twins *out, struct adm_error *err) {
    if (list->count <= PAIRWISE_MAX) {
        *out = pairwise(list, budget);
        return true;
    }
    size_t size = 32;
    while (size < (size_t)list->count * 2)
        size *= 2;
    struct adm_arena_mark mark = adm_arena_mark(arena);
    struct entry *table = adm_arena_array(arena, size, sizeof *table);
    if (table == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory to compare the elements of a list");
    struct adm_jsonschema_twins twins = {0};
    for (uint32_t i = 0; i < list->count && twins.earlier == NULL && budget->left > 0; i++) {
        twins.later = &list->children[i];
        twins.earlier = meet(table, size - 1, twins.later, budget);
    }
    adm_arena_rewind(arena, mark);
    *out = twins.earlier == NULL ? (struct adm_jsonschema_twins){0} : twins;
    return true;
}
