// SPDX-License-Identifier: Apache-2.0
// Keywords that look at a value itself, as operations. Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_compile.h"

ADM_CHECKED bool adm_jsonschema_keyword_compile(struct adm_jsonschema_compile *c,
                                                struct adm_schema *schema);
// One more operation of the subschema at work.
void adm_jsonschema_keyword_add(struct adm_jsonschema_compile *c,
                                const struct adm_jsonschema_op *op);
// A keyword's value as a count ("maxLength": 2.0 is 2): false with err when it is none.
ADM_CHECKED bool adm_jsonschema_keyword_count(struct adm_jsonschema_compile *c,
                                              const struct adm_schema *schema, const char *keyword,
                                              const struct adm_node *value, uint64_t *out);
