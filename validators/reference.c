// SPDX-License-Identifier: Apache-2.0
#include "validators/reference.h"

#include "core/pattern.h"

// No grammar takes white space or control characters; most plaintext that is long has them early.
static bool is_one_word(struct adm_str value) {
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.data[i] <= ' ' || value.data[i] == 0x7F)
            return false;
    return value.len > 0;
}

bool adm_reference_is(const struct adm_request *request, struct adm_str value) {
    if (!is_one_word(value))
        return false;
    for (size_t i = 0; i < request->policy->reference_count; i++)
        if (adm_pattern_matches(request->policy->references[i], value, request->arena))
            return true;
    return false;
}
