// SPDX-License-Identifier: Apache-2.0
// Keywords that apply subschemas, as operations. Private to jsonschema_*.
#pragma once

#include "validators/schema/jsonschema_compile.h"

ADM_CHECKED bool adm_jsonschema_applicator_compile(struct adm_jsonschema_compile *c,
                                                   struct adm_schema *schema);
