// SPDX-License-Identifier: Apache-2.0
// Finding the subschemas of a text: base URIs (`$id`), anchors, vocabularies. Private to
// jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_compile.h"

#define ADM_JSONSCHEMA_SCAN_APPLICATOR (1U << 0U)
#define ADM_JSONSCHEMA_SCAN_UNEVALUATED (1U << 1U)
#define ADM_JSONSCHEMA_SCAN_VALIDATION (1U << 2U)
#define ADM_JSONSCHEMA_SCAN_FORMAT_ASSERTION (1U << 3U)

// The URI of the schema itself, as the options have it.
struct adm_str adm_jsonschema_scan_base(const struct adm_jsonschema_compile *c);
// Finds every subschema of a whole text, which was got from the URI.
ADM_CHECKED bool adm_jsonschema_scan_text(struct adm_jsonschema_compile *c,
                                          const struct adm_node *source, struct adm_str uri,
                                          struct adm_schema **root);
// Scans what was added since.
ADM_CHECKED bool adm_jsonschema_scan_pending(struct adm_jsonschema_compile *c);
// A JSON pointer with one more step, escaped; {NULL, 0} without memory.
struct adm_str adm_jsonschema_scan_step(struct adm_jsonschema_compile *c, struct adm_str pointer,
                                        struct adm_str step);
