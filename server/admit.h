// SPDX-License-Identifier: Apache-2.0
// From the bytes of a review to the bytes of its answer: read, decide, record, count.
#pragma once

#include "server/call.h"
#include "server/reply.h"

// `deadline_ms` is the API server's ?timeout=, 0 when unknown. Always fills `reply`: 400 for what
// is not a review, 200 for any review, 429 when what it inflates to has no room
// beside the other requests, 500 without memory.
void adm_admit_review(struct adm_worker *worker, struct adm_call *call, int64_t deadline_ms,
                      struct adm_reply *reply);
