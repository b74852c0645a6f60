// SPDX-License-Identifier: Apache-2.0
// The likely cause of a syntax error, from the text around the place where the parser stopped.
#pragma once

#include "validators/schema/yaml_events.h"

struct adm_yaml_stop {
    struct adm_str text;
    const struct adm_yaml_events *events; // what was read so far
    uint32_t at;                          // where the parser could not go on; may be the text's end
    uint32_t from; // where what it was reading begins; `at` when it does not say
};

struct adm_yaml_cause {
    enum adm_yaml_refusal refusal;
    struct adm_span span;
    struct adm_label reason; // no text: none
};

typedef struct adm_yaml_cause adm_yaml_cause_find(const struct adm_yaml_stop *stop);

// The refusal of the code point at a place, without a reason.
struct adm_yaml_cause adm_yaml_cause_at(const struct adm_yaml_stop *stop,
                                        enum adm_yaml_refusal refusal, uint32_t place);
adm_yaml_cause_find adm_yaml_cause_open_quote, adm_yaml_cause_in_map, adm_yaml_cause_in_list,
    adm_yaml_cause_in_brackets, adm_yaml_cause_no_colon, adm_yaml_cause_colon, adm_yaml_cause_item,
    adm_yaml_cause_no_value, adm_yaml_cause_start, adm_yaml_cause_over;
