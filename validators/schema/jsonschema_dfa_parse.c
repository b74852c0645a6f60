// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_dfa_parse.h"

#include <string.h>

#define UNBOUNDED UINT32_MAX

// An open group: what has been read of it are `atoms` operands that wait to be joined, after
// `alternatives` finished ones.
struct group {
    size_t start; // its first token
    uint32_t atoms, alternatives;
};

struct parser {
    struct adm_jsonschema_dfa_parse *out;
    struct adm_str in;
    size_t at;
    struct group groups[ADM_JSONSCHEMA_DFA_PARSE_DEPTH_MAX];
    size_t depth;
    size_t atom; // first token of the newest operand
};

static char peek(const struct parser *p, size_t ahead) {
    if (p->in.len - p->at <= ahead)
        return '\0';
    return p->in.data[p->at + ahead];
}

static bool emit(struct parser *p, enum adm_jsonschema_dfa_kind kind, uint32_t class) {
    if (p->out->count == ADM_JSONSCHEMA_DFA_PARSE_TOKENS_MAX)
        return false;
    p->out->tokens[p->out->count++] = (struct adm_jsonschema_dfa_token){kind, class};
    return true;
}

static void add_byte(struct adm_jsonschema_dfa_class *class, unsigned byte) {
    if (byte < 64)
        class->low |= 1ULL << byte;
    else
        class->high |= 1ULL << (byte - 64);
}

static void add_range(struct adm_jsonschema_dfa_class *class, unsigned from, unsigned to) {
    for (unsigned byte = from; byte <= to; byte++)
        add_byte(class, byte);
}

// `\d`, `\w`, or an escaped character: punctuation, or one of these.
static bool read_escape(struct parser *p, struct adm_jsonschema_dfa_class *class, int *single) {
    static const char letters[] = "tnrfv";
    static const char bytes[] = "\t\n\r\f\v";
    char c = peek(p, 1);
    const char *letter = c == '\0' ? NULL : strchr(letters, c);
    bool alphanumeric = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    *single = -1;
    p->at += 2;
    if (c == 'd' || c == 'w') {
        add_range(class, '0', '9');
        if (c == 'd')
            return true;
        add_range(class, 'a', 'z');
        add_range(class, 'A', 'Z');
        add_byte(class, '_');
        return true;
    }
    if (letter == NULL && (alphanumeric || c <= 0))
        return false;
    *single = letter == NULL ? c : bytes[letter - letters];
    add_byte(class, (unsigned)*single);
    return true;
}

// One character or escape of a class; `*single` is the character, -1 for a set.
static bool read_member(struct parser *p, struct adm_jsonschema_dfa_class *class, int *single) {
    char c = peek(p, 0);
    if (c == '\\')
        return read_escape(p, class, single);
    if (c <= 0)
        return false;
    *single = (unsigned char)c;
    add_byte(class, (unsigned)c);
    p->at++;
    return true;
}

static bool read_class(struct parser *p, struct adm_jsonschema_dfa_class *class) {
    p->at++;
    if (peek(p, 0) == '^' || peek(p, 0) == ']')
        return false;
    while (peek(p, 0) != ']') {
        int from = -1;
        int to = -1;
        if (!read_member(p, class, &from))
            return false;
        if (peek(p, 0) != '-' || peek(p, 1) == ']')
            continue;
        p->at++;
        if (!read_member(p, class, &to) || from < 0 || to < from)
            return false;
        add_range(class, (unsigned)from, (unsigned)to);
    }
    p->at++;
    return true;
}

static bool join(struct parser *p) {
    struct group *group = &p->groups[p->depth];
    if (group->atoms < 2)
        return true;
    group->atoms--;
    return emit(p, ADM_DFA_CONCAT, 0);
}

static bool read_atom(struct parser *p) {
    struct adm_jsonschema_dfa_parse *out = p->out;
    if (!join(p) || out->class_count == ADM_JSONSCHEMA_DFA_PARSE_CLASSES_MAX)
        return false;
    struct adm_jsonschema_dfa_class *class = &out->classes[out->class_count];
    int single = -1;
    *class = (struct adm_jsonschema_dfa_class){0};
    if (!(peek(p, 0) == '[' ? read_class(p, class) : read_member(p, class, &single)))
        return false;
    p->atom = out->count;
    p->groups[p->depth].atoms++;
    return emit(p, ADM_DFA_CLASS, out->class_count++);
}

static bool open_group(struct parser *p) {
    p->at++;
    if (peek(p, 0) == '?') {
        if (peek(p, 1) != ':')
            return false;
        p->at += 2;
    }
    if (!join(p) || p->depth + 1 == ADM_JSONSCHEMA_DFA_PARSE_DEPTH_MAX)
        return false;
    p->groups[++p->depth] = (struct group){.start = p->out->count};
    return true;
}

// The end of an alternative: one operand is left of it.
static bool close_alternative(struct parser *p) {
    struct group *group = &p->groups[p->depth];
    if (group->atoms == 0)
        return emit(p, ADM_DFA_EMPTY, 0);
    return join(p);
}

static bool next_alternative(struct parser *p) {
    struct group *group = &p->groups[p->depth];
    p->at++;
    if (!close_alternative(p))
        return false;
    group->alternatives++;
    group->atoms = 0;
    return true;
}

static bool close_alternatives(struct parser *p) {
    if (!close_alternative(p))
        return false;
    for (uint32_t i = p->groups[p->depth].alternatives; i > 0; i--) {
        if (!emit(p, ADM_DFA_EITHER, 0))
            return false;
    }
    return true;
}

static bool close_group(struct parser *p) {
    p->at++;
    if (p->depth == 0 || !close_alternatives(p))
        return false;
    p->atom = p->groups[p->depth--].start;
    p->groups[p->depth].atoms++;
    return true;
}

static bool copy_atom(struct parser *p, size_t from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct adm_jsonschema_dfa_token *token = &p->out->tokens[from + i];
        if (!emit(p, token->kind, token->class))
            return false;
    }
    return true;
}

// X{n,m} as X X … (X (X)?)?, which stays deterministic; X{n,} as X X … X*.
static bool repeat(struct parser *p, uint32_t least, uint32_t most) {
    size_t from = p->atom;
    size_t count = p->out->count - from;
    if (most == 0) {
        p->out->count = from;
        return emit(p, ADM_DFA_EMPTY, 0);
    }
    for (uint32_t i = 1; i < least; i++) {
        if (!copy_atom(p, from, count) || !emit(p, ADM_DFA_CONCAT, 0))
            return false;
    }
    uint32_t optional = most == UNBOUNDED ? 1 : most - least;
    for (uint32_t i = least == 0; i < optional; i++) {
        if (!copy_atom(p, from, count))
            return false;
    }
    bool good = optional == 0 || emit(p, most == UNBOUNDED ? ADM_DFA_STAR : ADM_DFA_MAYBE, 0);
    for (uint32_t i = 1; good && i < optional; i++)
        good = emit(p, ADM_DFA_CONCAT, 0) && emit(p, ADM_DFA_MAYBE, 0);
    return good && (least == 0 || optional == 0 || emit(p, ADM_DFA_CONCAT, 0));
}

// Digits here, at most 9999; UNBOUNDED when there are none, or too many.
static uint32_t read_count(struct parser *p) {
    uint32_t value = 0;
    size_t digits = 0;
    for (; peek(p, 0) >= '0' && peek(p, 0) <= '9' && digits < 5; digits++, p->at++)
        value = value * 10 + (uint32_t)(peek(p, 0) - '0');
    return digits == 0 || digits > 4 ? UNBOUNDED : value;
}

static bool read_braces(struct parser *p) {
    p->at++;
    uint32_t least = read_count(p);
    uint32_t most = least;
    if (least == UNBOUNDED)
        return false;
    if (peek(p, 0) == ',') {
        p->at++;
        bool open = peek(p, 0) == '}';
        most = read_count(p);
        if (!open && most == UNBOUNDED)
            return false;
    }
    if (peek(p, 0) != '}' || most < least)
        return false;
    p->at++;
    return repeat(p, least, most);
}

// A lazy quantifier describes the same texts.
static bool skip_lazy(struct parser *p, bool good) {
    if (peek(p, 0) == '?')
        p->at++;
    return good;
}

static bool read_step(struct parser *p) {
    char c = peek(p, 0);
    switch (c) {
    case '(':
        return open_group(p);
    case ')':
        return close_group(p);
    case '|':
        return next_alternative(p);
    case '*':
    case '+':
    case '?':
        p->at++;
        return skip_lazy(p, emit(p,
                                 c == '*'   ? ADM_DFA_STAR
                                 : c == '+' ? ADM_DFA_PLUS
                                            : ADM_DFA_MAYBE,
                                 0));
    case '{':
        return skip_lazy(p, read_braces(p));
    case '.':
    case '^':
    case '$':
        return false;
    default:
        return read_atom(p);
    }
}

static bool ends_with_dollar(struct adm_str pattern) {
    size_t slashes = 0;
    if (pattern.len == 0 || pattern.data[pattern.len - 1] != '$')
        return false;
    while (slashes + 1 < pattern.len && pattern.data[pattern.len - 2 - slashes] == '\\')
        slashes++;
    return slashes % 2 == 0;
}

bool adm_jsonschema_dfa_parse_pattern(struct adm_str pattern,
                                      struct adm_jsonschema_dfa_parse *out) {
    struct parser p = {.out = out, .in = pattern};
    out->count = out->class_count = 0;
    out->from_start = pattern.len > 0 && pattern.data[0] == '^';
    out->to_end = ends_with_dollar(pattern);
    p.at = out->from_start;
    p.in.len -= out->to_end;
    while (p.at < p.in.len) {
        if (!read_step(&p))
            return false;
    }
    // `^a|b$`: each anchor belongs to one alternative only.
    bool anchored = out->from_start || out->to_end;
    return p.depth == 0 && !(anchored && p.groups[0].alternatives > 0) && close_alternatives(&p);
}
