// SPDX-License-Identifier: Apache-2.0
// The values of numbers that PyYAML's patterns accept (yaml/constructor.py).
#pragma once

#include "validators/schema/yaml_tree.h"

// The longest number in bytes; Python itself stops at 4300 digits.
#define ADM_YAML_NUMBER_BYTES_MAX ((size_t)512)

enum adm_yaml_number {
    ADM_YAML_NUMBER_OK,
    ADM_YAML_NUMBER_NO_DIGITS,
    ADM_YAML_NUMBER_NO_SIZE, // too long, or too many parts in base 60
};

// Sets `number`, and `integer` or `wide`, of a node whose text is an int there.
enum adm_yaml_number adm_yaml_number_int(struct adm_node *node);
// Sets `number` of a node whose text is a float there.
enum adm_yaml_number adm_yaml_number_float(struct adm_node *node);
