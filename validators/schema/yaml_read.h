// SPDX-License-Identifier: Apache-2.0
// From the text of one YAML document to its tree, hardened. libyaml's events are checked by rules
// that make "libyaml accepts" imply "PyYAML's pure loader accepts"; each refusal is a diagnostic of
// its own code (docs/diagnostics.md lists them).
#pragma once

#include "core/error.h"
#include "validators/schema/diagnostic.h"

#define ADM_YAML_READ_BYTES_MAX ((size_t)1024 * 1024)
#define ADM_YAML_READ_DEPTH_MAX 64
#define ADM_YAML_READ_NODES_MAX 100000U // aliases expanded
#define ADM_YAML_READ_SCALAR_MAX ((size_t)64 * 1024)
#define ADM_YAML_READ_KEYS_MAX 4096U // of one map
#define ADM_YAML_READ_ANCHORS_MAX 1000U

// Reads the text, which must outlive the document. What is wrong is added to `found` (all of it
// where reading can go on: duplicate keys, tags, tabs, …; up to the first where it cannot: syntax,
// depth, limits, more refusals than are kept). `out->root` is NULL when there was something to stop
// at; an empty text is an empty MAP, as it is to the consumer. The diagnostics' rule is
// ADM_RULE_PLATFORM_SCHEMA, their messages hold no scalar. False only without memory.
ADM_CHECKED bool adm_yaml_read_document(struct adm_str text, struct adm_arena *arena,
                                        struct adm_document *out, struct adm_diagnostics *found,
                                        struct adm_error *err);
