// SPDX-License-Identifier: Apache-2.0
// Where a long run of base64 may begin, sixteen characters at a time, where the processor can.
#pragma once

#include "core/str.h"

enum { ADM_RUNS_VECTOR_MIN = 20 }; // characters of a run that is told

// The start, at or after `from`, of the first run of ADM_RUNS_VECTOR_MIN or more characters of
// base64 in either alphabet; without one, a position before which none begins, at most 82
// characters from the end. What stands before `from` is no part of a run. On other processors it is
// `from`.
size_t adm_runs_vector_skip(struct adm_str text, size_t from);
