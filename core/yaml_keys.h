// SPDX-License-Identifier: Apache-2.0
// The keys of one YAML map: no two alike, and merge keys (`<<`) resolved.
#pragma once

#include "core/yaml.h"

// Whether the key is the plain `<<`.
bool adm_yaml_keys_is_merge(const struct adm_yaml *key);
// The first value (in reading order) whose key stands before it in the same map, or NULL. `count`
// is the number of values. False without memory.
ADM_CHECKED bool adm_yaml_keys_repeated(const struct adm_yaml *map, size_t count,
                                        struct adm_arena *arena, const struct adm_yaml **out);
// Replaces the values under `<<` by what they merge, in the order in which go-yaml v2 applies them:
// a later one replaces an earlier one, so keys written after `<<` win and keys before it lose. On
// failure `*wrong` is the value that is neither a map nor a list of maps, or NULL without memory.
ADM_CHECKED bool adm_yaml_keys_merge(struct adm_yaml *map, struct adm_arena *arena,
                                     const struct adm_yaml **wrong);
