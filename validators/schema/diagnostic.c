// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/diagnostic.h"

#include <string.h>

#include "core/sort.h"

enum { FIRST_CAPACITY = 64 };

void adm_diagnostic_init(struct adm_diagnostics *all, struct adm_arena *arena) {
    *all = (struct adm_diagnostics){.arena = arena};
}

static size_t *counter(struct adm_diagnostics *all, const struct adm_diagnostic *diagnostic) {
    return diagnostic->severity == ADM_SEVERITY_ERROR ? &all->errors : &all->warnings;
}

static bool grow(struct adm_diagnostics *all) {
    size_t capacity = all->capacity == 0 ? FIRST_CAPACITY : all->capacity * 2;
    struct adm_diagnostic *items = adm_arena_grow(
        all->arena, all->items, all->capacity * sizeof *items, capacity * sizeof *items);
    if (items == NULL) {
        all->failed = true;
        return false;
    }
    all->items = items;
    all->capacity = capacity;
    return true;
}

void adm_diagnostic_add(struct adm_diagnostics *all, const struct adm_diagnostic *diagnostic) {
    ++*counter(all, diagnostic);
    bool room = !adm_diagnostic_is_full(all) && (all->count < all->capacity || grow(all));
    if (room)
        all->items[all->count++] = *diagnostic;
    else
        all->dropped++;
}

// Where a diagnostic stands among the others.
struct rank {
    const struct adm_diagnostic *diagnostic;
    size_t order;
};

static int compare_size(size_t a, size_t b) { return (a > b) - (a < b); }

static int compare_ranks(const void *a, const void *b) {
    const struct rank *left = a;
    const struct rank *right = b;
    int order =
        compare_size(left->diagnostic->primary.span.start, right->diagnostic->primary.span.start);
    if (order == 0)
        order = compare_size(left->diagnostic->severity, right->diagnostic->severity);
    return order != 0 ? order : compare_size(left->order, right->order);
}

static bool is_same_cause(const struct adm_diagnostic *a, const struct adm_diagnostic *b) {
    return a->primary.span.end == b->primary.span.end && strcmp(a->code, b->code) == 0 &&
           adm_str_equal(a->message, b->message);
}

static bool is_said(const struct adm_diagnostic *items, size_t count,
                    const struct adm_diagnostic *diagnostic) {
    for (size_t i = count; i > 0; i--) {
        if (items[i - 1].primary.span.start != diagnostic->primary.span.start)
            return false;
        if (is_same_cause(&items[i - 1], diagnostic))
            return true;
    }
    return false;
}

void adm_diagnostic_sort(struct adm_diagnostics *all) {
    if (all->count < 2)
        return;
    struct rank *ranks = adm_arena_alloc(all->arena, all->count * sizeof *ranks);
    struct adm_diagnostic *items = adm_arena_alloc(all->arena, all->count * sizeof *items);
    if (ranks == NULL || items == NULL) {
        all->failed = true;
        return;
    }
    for (size_t i = 0; i < all->count; i++)
        ranks[i] = (struct rank){&all->items[i], i};
    adm_sort_heap(ranks, all->count, sizeof *ranks, compare_ranks);
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (is_said(items, kept, ranks[i].diagnostic))
            --*counter(all, ranks[i].diagnostic);
        else
            items[kept++] = *ranks[i].diagnostic;
    }
    all->items = items;
    all->capacity = all->count;
    all->count = kept;
}

const char *adm_diagnostic_severity_name(enum adm_severity severity) {
    return severity == ADM_SEVERITY_ERROR ? "error" : "warning";
}
