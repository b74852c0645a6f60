// SPDX-License-Identifier: Apache-2.0
// Tables of keys, made when a schema is compiled. Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_compile.h"

// From an array of strings (`required`).
ADM_CHECKED bool adm_jsonschema_keys_list(struct adm_jsonschema_compile *c,
                                          const struct adm_schema *schema, const char *keyword,
                                          const struct adm_node *value,
                                          const struct adm_jsonschema_keys **out);
// From an object of arrays of strings (`dependentRequired`).
ADM_CHECKED bool adm_jsonschema_keys_demands(struct adm_jsonschema_compile *c,
                                             const struct adm_schema *schema, const char *keyword,
                                             const struct adm_node *value,
                                             const struct adm_jsonschema_keys **out);
// From an object of subschemas (`properties`, `dependentSchemas`); NULL is an empty one.
ADM_CHECKED bool adm_jsonschema_keys_schemas(struct adm_jsonschema_compile *c,
                                             const struct adm_node *value,
                                             struct adm_jsonschema_keys *out);
