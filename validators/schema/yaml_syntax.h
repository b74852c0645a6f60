// SPDX-License-Identifier: Apache-2.0
// libyaml's syntax errors in the user's words: not where the parser gave up but, as far as the text
// tells, where the mistake is, with the likely cause and the fix.
#pragma once

#include "validators/schema/yaml_events.h"

// Refuses what the parser stopped at.
void adm_yaml_syntax_refuse(const yaml_parser_t *parser, struct adm_yaml_events *events);
