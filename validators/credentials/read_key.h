// SPDX-License-Identifier: Apache-2.0
// Keys, JSON Web Tokens and hashes of passwords: known by their form, whoever made them.
#pragma once

#include "validators/credentials/scan.h"

// -----BEGIN … PRIVATE KEY-----, line ends escaped or not; `at` is at PRIVATE.
void adm_read_key_pem(struct adm_scan *scan, size_t at);
// PuTTY-User-Key-File
void adm_read_key_putty(struct adm_scan *scan, size_t at);
void adm_read_key_jwt(struct adm_scan *scan, size_t at);
void adm_read_key_hash(struct adm_scan *scan, size_t at);
