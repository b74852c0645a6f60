// SPDX-License-Identifier: Apache-2.0
// How the parts of the policy are read: a table of fields for each map, so that a key which nobody
// reads is an error that names its place. Private to core/policy*.c.
#pragma once

#include "core/policy.h"
#include "core/yaml.h"

struct adm_policy_reader {
    const char *name; // of the file
    struct adm_policy *policy;
};

// Reads a value into `at`.
typedef bool adm_policy_read_fn(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                void *at, struct adm_error *err);

struct adm_policy_field {
    const char *key;
    adm_policy_read_fn *read;
    size_t offset; // of the value in the target
    bool required;
};

struct adm_policy_fields {
    const struct adm_policy_field *items; // read in this order, wherever they stand
    size_t count;
    const char *what; // "a writer", in errors
};

// ADM_INVALID with the place of the node; takes at least one argument after the text.
#define adm_policy_read_fail(r, node, err, text, ...)                                              \
    adm_fail(err, ADM_INVALID, "%s:%u:%u: " text, (r)->name, (node)->line, (node)->column,         \
             __VA_ARGS__)

// Reads a map into the target; refuses unknown keys and misses required ones.
ADM_CHECKED bool adm_policy_read_map(const struct adm_policy_reader *r, const struct adm_yaml *node,
                                     const struct adm_policy_fields *fields, void *target,
                                     struct adm_error *err);
// A zeroed array in the policy's arena for the elements of a list (or the values of a map).
ADM_CHECKED bool adm_policy_read_array(const struct adm_policy_reader *r,
                                       const struct adm_yaml *list, size_t size, void **out,
                                       size_t *count);
ADM_CHECKED bool adm_policy_read_is_list(const struct adm_policy_reader *r,
                                         const struct adm_yaml *node, struct adm_error *err);
ADM_CHECKED bool adm_policy_read_is_map(const struct adm_policy_reader *r,
                                        const struct adm_yaml *node, struct adm_error *err);
ADM_CHECKED bool adm_policy_read_memory(const struct adm_policy_reader *r,
                                        const struct adm_yaml *node, struct adm_error *err);

// A non-empty text of at most 1024 bytes without control characters, copied: struct adm_str.
adm_policy_read_fn adm_policy_read_text;
// The same as a DNS-1123 label: ids and names.
adm_policy_read_fn adm_policy_read_label;
// A list of texts: struct adm_strs.
adm_policy_read_fn adm_policy_read_texts;
// A list of service accounts as "namespace:name": struct adm_strs.
adm_policy_read_fn adm_policy_read_accounts;
// `true` or `false`: bool.
adm_policy_read_fn adm_policy_read_bool;
// A date as the Unix time of its first second: int64_t.
adm_policy_read_fn adm_policy_read_date;
// A mode's name: enum adm_mode.
adm_policy_read_fn adm_policy_read_mode;
// A map of label demands, "" for any value: struct adm_policy_read_labels.
adm_policy_read_fn adm_policy_read_demands;

struct adm_policy_read_labels {
    const struct adm_label_demand *items;
    size_t count;
};
