// SPDX-License-Identifier: Apache-2.0
// Encodings that text hides in, undone: base64 in either alphabet, with or without padding and
// wrapped; hex; UTF-16; gzip and zlib.
#pragma once

#include "core/arena.h"
#include "validators/credentials/chars.h"

// Base64 of either alphabet into `out` of `room` bytes, white space left out. False when it is
// none, or too long.
bool adm_unwrap_base64(struct adm_str text, char *out, size_t room, size_t *len);
// Hex digits, two a byte, of either case; `out` of `room` bytes.
bool adm_unwrap_hex(struct adm_str text, char *out, size_t room, size_t *len);
// Whether there are hex digits alone.
bool adm_unwrap_is_hex(struct adm_str text);
// Whether the bytes are text that a person or a program would write: UTF-8 without control
// characters.
bool adm_unwrap_is_text(struct adm_str bytes);
// Whether they are UTF-16 of mostly ASCII, with or without a mark, either order of bytes.
bool adm_unwrap_is_utf16(struct adm_str bytes);
// UTF-16 into UTF-8; `out` has room for one and a half times the bytes.
size_t adm_unwrap_utf16(struct adm_str bytes, char *out);
// Whether a gzip member or a zlib stream begins here.
bool adm_unwrap_is_packed(struct adm_str bytes);
// Inflates at most `room` bytes; what there is of a longer or broken stream is given all the same,
// and `whole` says which. Zlib's own memory comes from the arena.
bool adm_unwrap_inflate(struct adm_str packed, struct adm_arena *arena, struct adm_str *out,
                        size_t room, bool *whole);
