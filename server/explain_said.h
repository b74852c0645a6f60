// SPDX-License-Identifier: Apache-2.0
// What comes of it all, in sentences: what would not be given and why, what is there and what is
// missing, and what people overlook.
#pragma once

#include "server/explain.h"

// Fills in out->said; the rest of `out` is there. `pod` is the pod as it would be created.
void adm_explain_said_write(const struct adm_request *request, const struct adm_pod *pod,
                            struct adm_explanation *out);
