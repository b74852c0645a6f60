// SPDX-License-Identifier: Apache-2.0
// What a plain scalar is to PyYAML 6.0.3's SafeLoader (yaml/resolver.py, yaml/constructor.py).
// Quoted and block scalars are always text and do not come here.
#pragma once

#include "validators/schema/yaml_tree.h"

enum adm_yaml_resolved {
    ADM_YAML_RESOLVED,
    // The node is TEXT, because nothing else can be made of it:
    ADM_YAML_RESOLVED_EQUALS,       // `=`: as a key the text, as a value an error there
    ADM_YAML_RESOLVED_MERGE,        // `<<`: as a key a merge, as a value an error there
    ADM_YAML_RESOLVED_NO_TIMESTAMP, // 2024-13-01: an exception there
    ADM_YAML_RESOLVED_NO_DIGITS,    // `0x_`, `0b_`: an exception there
    ADM_YAML_RESOLVED_NO_SIZE,      // a number of thousands of digits, or 60 to the 20th and beyond
};

// Sets the node's type and value from its text.
enum adm_yaml_resolved adm_yaml_resolve_plain(struct adm_node *node);
