// SPDX-License-Identifier: Apache-2.0
// What a YAML scalar is to the API server's reader (sigs.k8s.io/yaml on go-yaml v2, resolve.go).
#pragma once

#include "core/yaml.h"

enum adm_yaml_kind {
    ADM_YAML_TEXT,
    ADM_YAML_NULL,
    ADM_YAML_BOOL,
    ADM_YAML_INT,
    ADM_YAML_FLOAT, // infinities and NaN included
};

struct adm_yaml_scalar {
    enum adm_yaml_kind kind;
    bool truth;         // of a bool
    bool negative;      // of an int
    uint64_t magnitude; // of an int: at most 2^63 when negative
    double number;      // of a float
};

// Quoted scalars are text. Timestamps stay text, as in sigs.k8s.io/yaml.
struct adm_yaml_scalar adm_yaml_scalar_of(const struct adm_yaml *scalar);
// Applies an explicit tag to a scalar: `!!str` and unknown tags make it text, `!!binary` decodes
// it, `!!int`, `!!float`, `!!bool` and `!!null` demand that it reads as one. False when it does
// not, or without memory.
ADM_CHECKED bool adm_yaml_scalar_tag(struct adm_yaml *scalar, const char *tag,
                                     struct adm_arena *arena);
// The text of an int or a float as a JSON number (finite floats only) and as a JSON object's key,
// with a NUL after it. Both return its length.
#define ADM_YAML_NUMBER_BYTES 64
size_t adm_yaml_scalar_number(const struct adm_yaml_scalar *value, char out[ADM_YAML_NUMBER_BYTES]);
size_t adm_yaml_scalar_number_key(const struct adm_yaml_scalar *value,
                                  char out[ADM_YAML_NUMBER_BYTES]);
// Writes the scalar as a JSON value, and as the text of a JSON object's key.
void adm_yaml_scalar_write(const struct adm_yaml *scalar, struct adm_writer *w);
void adm_yaml_scalar_write_key(const struct adm_yaml *scalar, struct adm_writer *w);
