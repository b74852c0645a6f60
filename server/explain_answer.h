// SPDX-License-Identifier: Apache-2.0
// Whether something that a pod needs is there, in a sentence.
#pragma once

#include "server/explain.h"

// Adds what comes of out->answers[index] to out->said, unless an earlier answer told it: something
// that is not there at all is told once, with all the keys.
void adm_explain_answer_write(size_t index, struct adm_explanation *out);
