// SPDX-License-Identifier: Apache-2.0
// The profiles of a platform.yaml: its storage, catalogs and compute, of which type each is and
// what uses it.
#pragma once

#include "core/text.h"
#include "validators/schema/jsonschema.h"

// `schema`: the compiled schema `platform`, which says the defaults and which types there are;
// another type is shown as `?`.
void adm_validate_profiles_text(const struct adm_jsonschema *schema, const struct adm_node *root,
                                struct adm_text *out);
// {"storage":[{"name","type","default","used_by":[…]}],"catalogs":[…],"compute":[…]}
void adm_validate_profiles_json(const struct adm_jsonschema *schema, const struct adm_node *root,
                                const char *file, struct adm_text *out);
