// SPDX-License-Identifier: Apache-2.0
// YAML documents from libyaml events into a small tree with positions, for the policy, the
// configuration and the files of `check`. Hardened: depth ≤ 64 stops the event loop, aliases are
// expanded within a budget, duplicate keys and a second definition of an anchor are refused.
#pragma once

#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/writer.h"

enum adm_yaml_type { ADM_YAML_SCALAR, ADM_YAML_LIST, ADM_YAML_MAP };

struct adm_yaml {
    enum adm_yaml_type type;
    bool plain;             // an unquoted scalar without a text tag: typed by its text
    struct adm_str text;    // scalar
    struct adm_yaml *key;   // in a map: this value's key, a scalar
    struct adm_yaml *child; // first element of a list, first value of a map
    struct adm_yaml *next;  // next sibling
    uint32_t line, column;  // 1-based
};

struct adm_yaml_stream {
    struct adm_yaml **documents; // in the arena
    size_t count;
};

#define ADM_YAML_BYTES_MAX ((size_t)20 * 1024 * 1024)
#define ADM_YAML_DEPTH_MAX 64
#define ADM_YAML_NODES_MAX 1000000U
// What aliases may add to a stream: bytes of text and 16 for each value.
#define ADM_YAML_ALIAS_BYTES_MAX ((size_t)4 * 1024 * 1024)

// Every document of a stream. `name` is the file's name in errors ("name:line:column: …").
// An empty stream has no documents. Aliases share the children of
// what they name; merge keys (`<<`) are resolved as go-yaml v2 does; explicit tags are applied.
// ADM_SYNTAX: not YAML, not UTF-8; ADM_INVALID: duplicate, null or non-scalar key, second
// definition of an anchor, a value that its tag does not fit; ADM_LIMIT; ADM_MEMORY.
ADM_CHECKED bool adm_yaml_read(struct adm_str text, const char *name, struct adm_arena *arena,
                               struct adm_yaml_stream *out, struct adm_error *err);
// What an author would do about what libyaml says; static storage.
const char *adm_yaml_advice(const char *problem);
// A map's value, or NULL.
const struct adm_yaml *adm_yaml_get(const struct adm_yaml *map, const char *key);
// The tree as JSON, typed as the API server's reader (sigs.k8s.io/yaml, go-yaml v2) types it. Keys
// become strings (`1:` → "1", `on:` → "true"). Infinities and NaN, which that reader refuses, are
// written as the text they are. Two keys that become one text are both written: the JSON reader
// refuses them.
void adm_yaml_to_json(const struct adm_yaml *node, struct adm_writer *w);
