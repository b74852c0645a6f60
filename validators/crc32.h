// SPDX-License-Identifier: Apache-2.0
// The CRC-32 of gzip (RFC 1952, section 8), by carry-less multiplication where the processor has
// it, by zlib elsewhere.
#pragma once

#include <stdint.h>

#include "core/str.h"

// Of at most 4 GiB.
uint32_t adm_crc32_of(struct adm_str bytes);
