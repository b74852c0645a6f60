// SPDX-License-Identifier: Apache-2.0
// What the tests of the detector share: one text in, the findings out.
#pragma once

#include "validators/credentials/detector.h"

// Looks at `text` under `key` (either may be ""), in an arena that lives until the next call. The
// text is copied into a block of just its size, so that a sanitizer sees the first read beyond it.
const struct adm_detector *look(const char *key, struct adm_str text,
                                enum adm_detector_place place);
// Whether exactly one finding covers `part` of the text (NULL: anything is found).
bool look_finds(const char *key, const char *text, const char *part);
// Whether nothing is found.
bool look_is_clean(const char *key, const char *text);
