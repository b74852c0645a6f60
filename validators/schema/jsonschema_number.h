// SPDX-License-Identifier: Apache-2.0
// Numbers of documents and schemas: exact where both fit int64, else as doubles; 1 is 1.0.
#pragma once

#include "validators/schema/yaml_tree.h"

enum adm_jsonschema_order {
    ADM_JSONSCHEMA_LESS,
    ADM_JSONSCHEMA_EQUAL,
    ADM_JSONSCHEMA_GREATER,
    ADM_JSONSCHEMA_UNORDERED, // one is NaN
};

// Both are INT or FLOAT.
enum adm_jsonschema_order adm_jsonschema_number_order(const struct adm_node *a,
                                                      const struct adm_node *b);
// An INT, or a FLOAT without a fraction.
bool adm_jsonschema_number_is_integer(const struct adm_node *node);
// By the decimal digits that the numbers are written with: 0.0075 is a multiple of 0.0001.
bool adm_jsonschema_number_is_multiple(const struct adm_node *value,
                                       const struct adm_node *divisor);
// Equal numbers have equal hashes.
uint64_t adm_jsonschema_number_hash(const struct adm_node *node);
