// SPDX-License-Identifier: Apache-2.0
// Credentials in URLs and headers.
#pragma once

#include "validators/credentials/scan.h"

// scheme://user:password@host; `at` is at the colon.
void adm_read_url_userinfo(struct adm_scan *scan, size_t at);
// user:password@tcp(host)/name, as Go's driver has it; `at` is at the @.
void adm_read_url_mysql(struct adm_scan *scan, size_t at);
// user:password@host/… as the whole text: an image with its registry's password.
void adm_read_url_bare(struct adm_scan *scan);
// jdbc:oracle:thin:user/password@host
void adm_read_url_oracle(struct adm_scan *scan, size_t at);
// Basic <base64 of user:password>
void adm_read_url_basic(struct adm_scan *scan, size_t at);
// Bearer <token>
void adm_read_url_bearer(struct adm_scan *scan, size_t at);
