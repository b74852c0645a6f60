// SPDX-License-Identifier: Apache-2.0
// What `$ref`, `$dynamicRef` and `$schema` name: resources of the texts at hand, then the documents
// of the options, then the draft's metaschemas. Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_compile.h"

// The text that is got from a URI without fragment; NULL when there is none.
ADM_CHECKED bool adm_jsonschema_reference_read(struct adm_jsonschema_compile *c, struct adm_str uri,
                                               const struct adm_node **out);
// The subschema that a reference in `schema` names; it may be found for the first time. `*anchor`
// is the name of a dynamic anchor that it went by, else empty.
ADM_CHECKED bool adm_jsonschema_reference_resolve(struct adm_jsonschema_compile *c,
                                                  const struct adm_schema *schema,
                                                  const char *keyword,
                                                  const struct adm_schema **out,
                                                  struct adm_str *anchor);
