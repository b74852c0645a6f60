// SPDX-License-Identifier: Apache-2.0
// Most of a long base64 text decoded sixteen characters at a time, where the processor can.
#pragma once

#include "core/str.h"

// Bytes that may be written beyond what is decoded.
enum { ADM_BASE64_VECTOR_SPARE = 4 };

// Decodes from the start of `encoded` into `out` until fewer than sixteen characters are left or a
// block holds anything but digits; padding is none. Returns the characters that are done, a
// multiple of 16 (0 on other processors): three bytes for every four.
size_t adm_base64_vector_decode(struct adm_str encoded, char *out);
