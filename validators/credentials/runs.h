// SPDX-License-Identifier: Apache-2.0
// Runs of characters that may be an encoding of text: base64 in either alphabet, or hex.
#pragma once

#include "validators/credentials/scan.h"

// Queues what such runs in the text decode to, when that is text, or packed.
void adm_runs_decode(struct adm_scan *scan);
