// SPDX-License-Identifier: Apache-2.0
// Names and values in text of any format: around a word that the prefilter found, the name that it
// is part of, and what follows. YAML, JSON, properties, ini, TOML, XML, HCL, shell, connection
// strings and flags differ in little: a separator, quotes, where a value ends. What is read is a
// line, its neighbours, or one pair of brackets: never the whole text.
#pragma once

#include "validators/credentials/chars.h"

enum {
    ADM_PAIR_NAME_MAX = 128,
    ADM_PAIR_NEAR = 512,       // bytes looked at on either side
    ADM_PAIR_VALUE_MAX = 8192, // of one value
    ADM_PAIR_LINES = 8,        // lines looked at for a sibling
};

// A name, and where it stands.
struct adm_pair_name {
    struct adm_str text;
    size_t start, end; // of the word, without quotes
    size_t after;      // behind the closing quote
    size_t line;       // where its line begins
    size_t indent;     // columns before it, `- ` counted
    char quote;        // around it, or NUL
    char inside;       // the quote that it stands in without being the whole of it, or NUL
    bool flag;         // dashes before it
    bool first;        // nothing before it on its line but `- `, export, a comment's sign
    bool comment;      // its line is a comment
    bool element;      // <name
    bool variable;     // ${name
    bool record;       // a field of a:b:c or of a URL's userinfo
    bool flow;         // inside { on its line
};

struct adm_pair_value {
    struct adm_str text;
    size_t at, end; // in the text; `end` is behind a closing quote
    bool quoted;
    bool is_block; // lines of a block scalar
};

// The name around `hit`: its text, start, end and flag. False when it is none that could name a
// value.
bool adm_pair_name_at(struct adm_str text, size_t hit, struct adm_pair_name *out);
// Fills in the rest: how it stands on its line.
void adm_pair_name_place(struct adm_str text, struct adm_pair_name *name);
// The value that the name is given where it stands: after = : => := or a flag, in an element, in a
// call. False when there is none; `open` then says where a list or a map of it begins (a bracket,
// or the end of the line), or SIZE_MAX.
bool adm_pair_value_of(struct adm_str text, const struct adm_pair_name *name,
                       struct adm_pair_value *out, size_t *open);
// The value that begins at `at`, up to a quote, the end of the line, or what ends it inside a line.
bool adm_pair_value_at(struct adm_str text, size_t at, const struct adm_pair_name *name,
                       struct adm_pair_value *out);
// The next item of the list, or the `value:` of the map, that begins at `*open`; moves it. False
// after the last.
bool adm_pair_value_below(struct adm_str text, const struct adm_pair_name *name, size_t *open,
                          struct adm_pair_value *out);
// Where the name is itself the value of `name`, `key` and the like: the value beside it.
bool adm_pair_value_beside(struct adm_str text, const struct adm_pair_name *name,
                           struct adm_pair_value *out);
// The value of the anchor that an alias (`*x`) in `value` names, further up in the text: at most
// ADM_PAIR_VALUE_MAX * 8 bytes are looked at.
bool adm_pair_value_anchored(struct adm_str text, const struct adm_pair_value *value,
                             struct adm_pair_value *out);
// Whether a neighbour in the same map says that the map points at a key of a Secret.
bool adm_pair_points(struct adm_str text, const struct adm_pair_name *name);
