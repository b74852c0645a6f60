// SPDX-License-Identifier: Apache-2.0
// The part of ECMA-262's expressions that a finite automaton can do, in postfix order: ASCII
// classes and characters, groups, alternatives, quantifiers, `^` and `$` around the whole. Private
// to jsonschema_dfa.
#pragma once

#include "core/str.h"

#define ADM_JSONSCHEMA_DFA_PARSE_TOKENS_MAX 4096
#define ADM_JSONSCHEMA_DFA_PARSE_CLASSES_MAX 128
#define ADM_JSONSCHEMA_DFA_PARSE_DEPTH_MAX 32

enum adm_jsonschema_dfa_kind {
    ADM_DFA_CLASS, // one byte of a class
    ADM_DFA_EMPTY,
    ADM_DFA_CONCAT,
    ADM_DFA_EITHER,
    ADM_DFA_STAR,
    ADM_DFA_PLUS,
    ADM_DFA_MAYBE,
};

struct adm_jsonschema_dfa_token {
    enum adm_jsonschema_dfa_kind kind;
    uint32_t class;
};

// A set of ASCII bytes.
struct adm_jsonschema_dfa_class {
    uint64_t low, high;
};

struct adm_jsonschema_dfa_parse {
    struct adm_jsonschema_dfa_token tokens[ADM_JSONSCHEMA_DFA_PARSE_TOKENS_MAX];
    size_t count;
    struct adm_jsonschema_dfa_class classes[ADM_JSONSCHEMA_DFA_PARSE_CLASSES_MAX];
    uint32_t class_count;
    bool from_start, to_end; // `^…`, `…$`
};

// False when an automaton is not the way. The pattern is one that ECMA-262 has.
bool adm_jsonschema_dfa_parse_pattern(struct adm_str pattern, struct adm_jsonschema_dfa_parse *out);
