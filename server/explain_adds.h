// SPDX-License-Identifier: Apache-2.0
// What a mutator's patch adds, in words: a line for each volume and each container.
#pragma once

#include "core/patch.h"
#include "server/explain_lines.h"

// Container names are read from the object that the patch is for.
void adm_explain_adds_write(const struct adm_patch *patch, struct adm_explain_lines *out);
