// SPDX-License-Identifier: Apache-2.0
// What may stand before a value: its anchor (`&name`) and its tag (`!tag`).
#pragma once

#include "validators/schema/yaml_events.h"

// Moves the start of the event's span past its properties, spaces and comments; `end` is where
// looking for the value ends.
void adm_yaml_properties_skip(struct adm_yaml_events *events, uint32_t end);
// Takes the name at once, so that an alias inside its own value is found to be one. `*out` is 1 +
// the anchor's index, or 0 for a value without an anchor of its own (`name` NULL). False without
// memory.
ADM_CHECKED bool adm_yaml_properties_anchor(struct adm_yaml_events *events, const yaml_char_t *name,
                                            uint32_t *out, struct adm_error *err);
// The anchor's value is read.
void adm_yaml_properties_close(struct adm_yaml_events *events, uint32_t anchor,
                               const struct adm_yaml_item *item);
// Refuses a tag (NULL: there is none). Whether a plain scalar that has it is to be typed by its
// text, so that taking the tag away is all there is to do.
bool adm_yaml_properties_tag(struct adm_yaml_events *events, const yaml_char_t *tag);
