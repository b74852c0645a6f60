// SPDX-License-Identifier: Apache-2.0
// What some issuers put into their tokens: checksums, which raise the confidence and never refuse,
// and parts of a fixed length, which do refuse.
#pragma once

#include "validators/credentials/token.h"

// GitHub classic and npm: prefix_, 30 characters, then their CRC32 as six digits of base 62.
bool adm_checks_crc62(struct adm_str token, struct adm_match *match);
// GitLab's routable tokens: <prefix><payload>.<…><CRC32 as seven digits of base 36>.
bool adm_checks_gitlab(struct adm_str token, struct adm_match *match);
// Grafana's service accounts: glsa_<32>_<CRC32 in hex>.
bool adm_checks_grafana(struct adm_str token, struct adm_match *match);
// Not a word of a text: has a digit, and letters.
bool adm_checks_mixed(struct adm_str token, struct adm_match *match);
// Parts of given lengths, divided by one character: "SG." "22.43".
bool adm_checks_sendgrid(struct adm_str token, struct adm_match *match);
bool adm_checks_dynatrace(struct adm_str token, struct adm_match *match);
bool adm_checks_postman(struct adm_str token, struct adm_match *match);
bool adm_checks_uuid_tail(struct adm_str token, struct adm_match *match);
bool adm_checks_slack(struct adm_str token, struct adm_match *match);
bool adm_checks_slack_hook(struct adm_str token, struct adm_match *match);
bool adm_checks_discord_hook(struct adm_str token, struct adm_match *match);
// Letters in both cases.
bool adm_checks_mixed_case(struct adm_str token, struct adm_match *match);
// Capital letters and digits.
bool adm_checks_google_oauth(struct adm_str token, struct adm_match *match);
