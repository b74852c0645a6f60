// SPDX-License-Identifier: Apache-2.0
// Tokens that a row of a table cannot say: known by their middle, or by what stands near them.
#pragma once

#include "validators/credentials/scan.h"

// Forty characters near an AWS access key ID.
void adm_read_cloud_aws(struct adm_scan *scan, size_t at);
// Azure client secret: three characters, a digit, Q~ and 31 to 34 more.
void adm_read_cloud_azure(struct adm_scan *scan, size_t at);
// sig= of a shared access signature.
void adm_read_cloud_sas(struct adm_scan *scan, size_t at);
// sk-…T3BlbkFJ…
void adm_read_cloud_openai(struct adm_scan *scan, size_t at);
// <8 to 10 digits>:AA<33>
void adm_read_cloud_telegram(struct adm_scan *scan, size_t at);
// <14>.atlasv1.<60 or more>
void adm_read_cloud_terraform(struct adm_scan *scan, size_t at);
// <32 hex>-us<number>
void adm_read_cloud_mailchimp(struct adm_scan *scan, size_t at);
