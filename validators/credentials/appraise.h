// SPDX-License-Identifier: Apache-2.0
// One value under one name: is it a live credential?
#pragma once

#include "validators/credentials/key_name.h"
#include "validators/credentials/scan.h"

struct adm_appraise_pair {
    struct adm_str key, value;
    bool comment;      // stands in a comment
    bool quoted;       // in quotes: no expression of a program
    bool names_beside; // a sibling says that it is the name of something
};

// Fills the match: family, confidence, strength, key, and at and len within `value` (the literal
// that decides, without references around it).
bool adm_appraise_pair(const struct adm_appraise_pair *pair, struct adm_match *match);
// The password of a URL, a header or a command line: whatever has a password's place.
bool adm_appraise_password(struct adm_str value, struct adm_match *match);
// Whether the text is base64 of `user:password`, or that itself; the password is judged.
bool adm_appraise_user_password(struct adm_str value, struct adm_match *match);
