// SPDX-License-Identifier: Apache-2.0
// Our JSON reader held against jansson: the same texts accepted, with equal trees, and the same
// refused. Where jansson is not RFC 8259's last word the difference is excused, each for a cause
// that is looked for in the text:
//   - depth: ours refuses more than 64 levels, jansson more than 2048;
//   - a number beyond a double ("1e999"): ours keeps the literal, jansson refuses it (an integer
//     beyond 64 bits is no difference: jansson then reads it as a double, and so is it compared);
//   - U+0000 in a key: ours keeps it, jansson's keys are C strings;
//   - a NUL byte right behind a number or a word: jansson's lexer loses it, ours refuses it.
#pragma once

#include "core/json.h"

enum oracle_outcome {
    ORACLE_ACCEPTED, // by both, with equal trees
    ORACLE_REFUSED,  // by both
    ORACLE_EXCUSED,  // one of the differences above
    ORACLE_DIFFERS,  // a bug: `err` says which
};

// `arena` is reset first; it must be large enough for the text.
enum oracle_outcome oracle_compare(struct adm_str text, struct adm_arena *arena,
                                   struct adm_error *err);
