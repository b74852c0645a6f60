// SPDX-License-Identifier: Apache-2.0
// The field names of pods and workloads (k8s.io/api core/v1, apps/v1, batch/v1 types.go) that stand
// on the way to what a mutator adds, or beside it. A name that is missing here is hidden: harmless.
#pragma once

#include "core/str.h"

bool adm_diff_fields_has(struct adm_str key);
