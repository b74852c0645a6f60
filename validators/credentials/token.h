// SPDX-License-Identifier: Apache-2.0
// Tokens with a shape of their own: a prefix and so many characters of a set, bounded on both
// sides. One table a group of issuers; a row is all that a new family needs.
#pragma once

#include "validators/credentials/chars.h"
#include "validators/credentials/scan.h"

struct adm_token {
    const char *prefix;
    unsigned set; // of what follows, adm_chars
    uint16_t min, max;
    enum adm_family family;
    // Refuses, or changes the match's confidence. NULL: the shape is enough.
    bool (*check)(struct adm_str token, struct adm_match *match);
};

// Where the prefix stands at `at`: adds the match if the whole token is there.
void adm_token_read(struct adm_scan *scan, const struct adm_token *token, size_t at);
// Whether a token may begin at `at`: nothing before it belongs to the same word. The escapes \n,
// \t, %XX and \uXXXX end a word.
bool adm_token_may_begin(struct adm_str text, size_t at);
// Whether the token is one that documentation shows: one character again and again, or the word
// EXAMPLE in it.
bool adm_token_is_sample(struct adm_str token);
