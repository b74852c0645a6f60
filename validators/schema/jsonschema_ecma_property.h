// SPDX-License-Identifier: Apache-2.0
// `\p{…}`: ECMA-262's names of Unicode properties in PCRE2's words. Private to jsonschema_ecma.
#pragma once

#include "core/text.h"

// What stands between the braces: `Letter`, `Lu`, `Script=Greek`, … Appends nothing and returns
// false when it is no name of a property; of those it does not know PCRE2 has the last word.
bool adm_jsonschema_ecma_property_append(struct adm_str name, bool negated, struct adm_text *out);
