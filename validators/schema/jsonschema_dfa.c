// SPDX-License-Identifier: Apache-2.0
// Glushkov's construction, then subsets: a position is a class of the pattern, a state the set of
// positions that the last byte may have been.
#include "validators/schema/jsonschema_dfa.h"

#include <string.h>

#include "validators/schema/jsonschema_dfa_parse.h"

enum { POSITIONS_MAX = 1024, DEAD = 0, START = 1 };

static const size_t scratch_bytes = (size_t)32 * 1024 * 1024;

struct adm_jsonschema_dfa {
    uint8_t kinds[256];   // of bytes
    size_t kind_count;    // columns of `next`
    const uint16_t *next; // state × kind
    const bool *accepts;  // by state
    bool to_end;
};

struct part {
    bool nullable;
    uint64_t *first, *last;
};

struct builder {
    struct adm_arena *arena;
    struct adm_jsonschema_dfa_parse *parse;
    size_t words;       // of a set of positions
    size_t positions;   // so far
    uint32_t *classes;  // by position
    uint64_t *follow;   // by position
    struct part *parts; // stack
    size_t depth;
    uint64_t *states; // their sets
    uint64_t *hashes; // of these
    size_t state_count;
    bool exhausted, too_large;
};

static uint64_t *new_set(struct builder *b) {
    uint64_t *set = adm_arena_array(b->arena, b->words, sizeof *set);
    b->exhausted = b->exhausted || set == NULL;
    return set;
}

static void unite(const struct builder *b, uint64_t *to, const uint64_t *from) {
    for (size_t i = 0; i < b->words; i++)
        to[i] |= from[i];
}

// The first position of a set from `at` on; b->positions (or more) when there is none.
static size_t next_in(const struct builder *b, const uint64_t *set, size_t at) {
    for (size_t word = at / 64; word < b->words; word++) {
        uint64_t rest = word == at / 64 ? set[word] & (~0ULL << (at % 64)) : set[word];
        if (rest != 0)
            return word * 64 + (size_t)__builtin_ctzll(rest);
    }
    return b->positions;
}

static void follow_with(struct builder *b, const uint64_t *last, const uint64_t *first) {
    for (size_t p = next_in(b, last, 0); p < b->positions; p = next_in(b, last, p + 1))
        unite(b, b->follow + p * b->words, first);
}

static void push_position(struct builder *b, uint32_t class) {
    struct part *part = &b->parts[b->depth++];
    *part = (struct part){.first = new_set(b), .last = new_set(b)};
    size_t p = b->positions++;
    b->classes[p] = class;
    if (b->exhausted)
        return;
    part->first[p / 64] |= 1ULL << (p % 64);
    part->last[p / 64] |= 1ULL << (p % 64);
}

static void concatenate(struct builder *b) {
    struct part *right = &b->parts[--b->depth];
    struct part *left = &b->parts[b->depth - 1];
    follow_with(b, left->last, right->first);
    if (left->nullable)
        unite(b, left->first, right->first);
    if (right->nullable)
        unite(b, right->last, left->last);
    left->last = right->last;
    left->nullable = left->nullable && right->nullable;
}

static void choose(struct builder *b) {
    struct part *right = &b->parts[--b->depth];
    struct part *left = &b->parts[b->depth - 1];
    unite(b, left->first, right->first);
    unite(b, left->last, right->last);
    left->nullable = left->nullable || right->nullable;
}

static void apply(struct builder *b, const struct adm_jsonschema_dfa_token *token) {
    struct part *top = &b->parts[b->depth == 0 ? 0 : b->depth - 1];
    switch (token->kind) {
    case ADM_DFA_CLASS:
        push_position(b, token->class);
        return;
    case ADM_DFA_EMPTY:
        b->parts[b->depth++] = (struct part){true, new_set(b), new_set(b)};
        return;
    case ADM_DFA_CONCAT:
        concatenate(b);
        return;
    case ADM_DFA_EITHER:
        choose(b);
        return;
    case ADM_DFA_STAR:
    case ADM_DFA_PLUS:
        follow_with(b, top->last, top->first);
        top->nullable = top->nullable || token->kind == ADM_DFA_STAR;
        return;
    case ADM_DFA_MAYBE:
        top->nullable = true;
        return;
    }
}

static bool class_has(const struct adm_jsonschema_dfa_class *class, unsigned byte) {
    if (byte >= 128)
        return false;
    return ((byte < 64 ? class->low >> byte : class->high >> (byte - 64)) & 1U) != 0;
}

static bool same_kind(const struct adm_jsonschema_dfa_parse *parse, unsigned a, unsigned b) {
    for (uint32_t i = 0; i < parse->class_count; i++) {
        if (class_has(&parse->classes[i], a) != class_has(&parse->classes[i], b))
            return false;
    }
    return true;
}

// Bytes that no class tells apart are one column. `samples` gets a byte of each.
static void make_kinds(const struct adm_jsonschema_dfa_parse *parse, struct adm_jsonschema_dfa *dfa,
                       unsigned *samples) {
    for (unsigned byte = 0; byte < 256; byte++) {
        size_t kind = 0;
        while (kind < dfa->kind_count && !same_kind(parse, samples[kind], byte))
            kind++;
        if (kind == dfa->kind_count)
            samples[dfa->kind_count++] = byte;
        dfa->kinds[byte] = (uint8_t)kind;
    }
}

static bool is_empty(const struct builder *b, const uint64_t *set) {
    for (size_t i = 0; i < b->words; i++) {
        if (set[i] != 0)
            return false;
    }
    return true;
}

static uint64_t hash_of(const struct builder *b, const uint64_t *set) {
    uint64_t hash = 0;
    for (size_t i = 0; i < b->words; i++)
        hash = (hash ^ set[i]) * 0x9E3779B97F4A7C15ULL;
    return hash;
}

// The state of a set; a new one when there is none yet. A search that found nothing so far is
// where it started.
static uint16_t state_of(struct builder *b, const uint64_t *set) {
    size_t bytes = b->words * sizeof *set;
    if (is_empty(b, set))
        return b->parse->from_start ? DEAD : START;
    uint64_t hash = hash_of(b, set);
    for (size_t i = START + 1; i < b->state_count; i++) {
        if (b->hashes[i] == hash && memcmp(b->states + i * b->words, set, bytes) == 0)
            return (uint16_t)i;
    }
    if (b->state_count == ADM_JSONSCHEMA_DFA_STATES_MAX) {
        b->too_large = true;
        return DEAD;
    }
    memcpy(b->states + b->state_count * b->words, set, bytes);
    b->hashes[b->state_count] = hash;
    return (uint16_t)b->state_count++;
}

// Where the next byte may be: after any of the state's positions, or (searching) at the beginning.
static void candidates(const struct builder *b, size_t state, uint64_t *out) {
    const uint64_t *set = b->states + state * b->words;
    memset(out, 0, b->words * sizeof *out);
    if (state == START || !b->parse->from_start)
        unite(b, out, b->parts[0].first);
    for (size_t p = next_in(b, set, 0); p < b->positions; p = next_in(b, set, p + 1))
        unite(b, out, b->follow + p * b->words);
}

static void keep_byte(const struct builder *b, const uint64_t *from, unsigned byte, uint64_t *out) {
    memset(out, 0, b->words * sizeof *out);
    for (size_t p = next_in(b, from, 0); p < b->positions; p = next_in(b, from, p + 1)) {
        if (class_has(&b->parse->classes[b->classes[p]], byte))
            out[p / 64] |= 1ULL << (p % 64);
    }
}

static bool accepts(const struct builder *b, size_t state) {
    const uint64_t *set = b->states + state * b->words;
    const struct part *whole = &b->parts[0];
    if (whole->nullable && (state == START || !b->parse->from_start))
        return true;
    for (size_t i = 0; i < b->words; i++) {
        if ((set[i] & whole->last[i]) != 0)
            return true;
    }
    return false;
}

static bool make_states(struct builder *b, struct adm_jsonschema_dfa *dfa) {
    unsigned samples[256] = {0};
    make_kinds(b->parse, dfa, samples);
    size_t cells = ADM_JSONSCHEMA_DFA_STATES_MAX * dfa->kind_count;
    uint16_t *next = adm_arena_array(b->arena, cells, sizeof *next);
    bool *accepting = adm_arena_array(b->arena, ADM_JSONSCHEMA_DFA_STATES_MAX, sizeof *accepting);
    uint64_t *open = new_set(b);
    uint64_t *reached = new_set(b);
    if (next == NULL || accepting == NULL || b->exhausted)
        return false;
    b->state_count = START + 1;
    for (size_t state = START; state < b->state_count && !b->too_large; state++) {
        accepting[state] = accepts(b, state);
        candidates(b, state, open);
        for (size_t kind = 0; kind < dfa->kind_count; kind++) {
            keep_byte(b, open, samples[kind], reached);
            next[state * dfa->kind_count + kind] = state_of(b, reached);
        }
    }
    dfa->next = next;
    dfa->accepts = accepting;
    return true;
}

static size_t count_positions(const struct adm_jsonschema_dfa_parse *parse) {
    size_t count = 0;
    for (size_t i = 0; i < parse->count; i++)
        count += parse->tokens[i].kind == ADM_DFA_CLASS;
    return count;
}

static bool prepare(struct builder *b, size_t positions) {
    b->words = positions / 64 + 1;
    b->classes = adm_arena_array(b->arena, positions + 1, sizeof *b->classes);
    b->follow = adm_arena_array(b->arena, (positions + 1) * b->words, sizeof *b->follow);
    b->parts = adm_arena_array(b->arena, b->parse->count, sizeof *b->parts);
    b->states =
        adm_arena_array(b->arena, ADM_JSONSCHEMA_DFA_STATES_MAX * b->words, sizeof *b->states);
    b->hashes = adm_arena_array(b->arena, ADM_JSONSCHEMA_DFA_STATES_MAX, sizeof *b->hashes);
    return b->classes != NULL && b->follow != NULL && b->parts != NULL && b->states != NULL &&
           b->hashes != NULL;
}

// Copies the automaton out of the working memory.
static bool keep(const struct builder *b, const struct adm_jsonschema_dfa *made,
                 struct adm_arena *arena, const struct adm_jsonschema_dfa **out) {
    size_t bytes = b->state_count * made->kind_count * sizeof *made->next;
    struct adm_jsonschema_dfa *dfa = adm_arena_alloc(arena, sizeof *dfa);
    uint16_t *next = adm_arena_alloc(arena, bytes);
    bool *accepting = adm_arena_alloc(arena, b->state_count);
    if (dfa == NULL || next == NULL || accepting == NULL)
        return false;
    memcpy(next, made->next, bytes);
    memcpy(accepting, made->accepts, b->state_count);
    *dfa = *made;
    dfa->next = next;
    dfa->accepts = accepting;
    dfa->to_end = b->parse->to_end;
    *out = dfa;
    return true;
}

static bool build(struct builder *b, struct adm_arena *arena,
                  const struct adm_jsonschema_dfa **out) {
    struct adm_jsonschema_dfa made = {0};
    size_t positions = count_positions(b->parse);
    if (positions > POSITIONS_MAX)
        return true;
    if (!prepare(b, positions))
        return false;
    for (size_t i = 0; i < b->parse->count && !b->exhausted; i++)
        apply(b, &b->parse->tokens[i]);
    if (b->exhausted || !make_states(b, &made))
        return false;
    return b->too_large || keep(b, &made, arena, out);
}

bool adm_jsonschema_dfa_new(struct adm_str pattern, struct adm_arena *arena,
                            const struct adm_jsonschema_dfa **out) {
    // Working memory of its own: what is kept is small.
    ADM_AUTO(adm_arena_destroy) struct adm_arena scratch = {0};
    adm_arena_init(&scratch, scratch_bytes);
    struct adm_jsonschema_dfa_parse *parse = adm_arena_alloc(&scratch, sizeof *parse);
    *out = NULL;
    if (parse == NULL)
        return false;
    if (!adm_jsonschema_dfa_parse_pattern(pattern, parse))
        return true;
    struct builder b = {.arena = &scratch, .parse = parse};
    return build(&b, arena, out);
}

bool adm_jsonschema_dfa_matches(const struct adm_jsonschema_dfa *dfa, struct adm_str text) {
    size_t state = START;
    for (size_t i = 0; i < text.len; i++) {
        if (!dfa->to_end && dfa->accepts[state])
            return true;
        state = dfa->next[state * dfa->kind_count + dfa->kinds[(unsigned char)text.data[i]]];
        if (state == DEAD)
            return false;
    }
    return dfa->accepts[state];
}
