// SPDX-License-Identifier: Apache-2.0
#include "validators/reference.h"

#include "core/pattern.h"

bool adm_reference_is(const struct adm_request *request, struct adm_str value) {
    for (size_t i = 0; i < request->policy->reference_count; i++)
        if (adm_pattern_matches(request->policy->references[i], value))
            return true;
    return false;
}
