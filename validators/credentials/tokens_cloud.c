// SPDX-License-Identifier: Apache-2.0
// Cloud providers.
#include "validators/credentials/checks.h"
#include "validators/credentials/tokens.h"

static const struct adm_token rows[] = {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    {"AKIA", ADM_CHARS_BASE32, 16, 16, ADM_FAMILY_AWS_KEY_ID, NULL},
    {"ASIA", ADM_CHARS_BASE32, 16, 16, ADM_FAMILY_AWS_KEY_ID, NULL},
    {"ABIA", ADM_CHARS_BASE32, 16, 16, ADM_FAMILY_AWS_KEY_ID, NULL},
    {"ACCA", ADM_CHARS_BASE32, 16, 16, ADM_FAMILY_AWS_KEY_ID, NULL},
    {"ABSKQmVkcm9ja0FQSUtleS", ADM_CHARS_BASE64 | ADM_CHARS_EQUALS, 60, 200, ADM_FAMILY_CLOUD_KEY,
     NULL}, // Bedrock
    {"AIza", ADM_CHARS_URL64, 35, 35, ADM_FAMILY_GCP_API_KEY, NULL},
    {"GOCSPX-", ADM_CHARS_URL64, 28, 28, ADM_FAMILY_GCP_OAUTH, NULL},
    {"ya29.", ADM_CHARS_TOKEN, 30, 2048, ADM_FAMILY_GCP_OAUTH, adm_checks_google_oauth},
    {"1//0", ADM_CHARS_URL64, 40, 200, ADM_FAMILY_GCP_OAUTH, adm_checks_google_oauth},
    {"LTAI", ADM_CHARS_ALNUM, 16, 20, ADM_FAMILY_CLOUD_KEY, adm_checks_mixed}, // Alibaba
    {"AKID", ADM_CHARS_ALNUM, 32, 32, ADM_FAMILY_CLOUD_KEY, adm_checks_mixed}, // Tencent
    {"dop_v1_", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_DIGITALOCEAN, NULL},
    {"doo_v1_", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_DIGITALOCEAN, NULL},
    {"dor_v1_", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_DIGITALOCEAN, NULL},
    {"HRKU-AA", ADM_CHARS_URL64, 58, 58, ADM_FAMILY_CLOUD_KEY, NULL}, // Heroku
    {"HRKU-", ADM_CHARS_HEX_SMALL | ADM_CHARS_DASH_LOW, 36, 36, ADM_FAMILY_CLOUD_KEY,
     adm_checks_uuid_tail},
    {"fo1_", ADM_CHARS_URL64, 43, 43, ADM_FAMILY_CLOUD_KEY, NULL}, // Fly.io
    {"FlyV1 fm2_", ADM_CHARS_BASE64 | ADM_CHARS_EQUALS, 100, 2048, ADM_FAMILY_CLOUD_KEY, NULL},
    {"nfp_", ADM_CHARS_ALNUM, 36, 44, ADM_FAMILY_CLOUD_KEY, adm_checks_mixed}, // Netlify
    {"AQVN", ADM_CHARS_URL64, 35, 38, ADM_FAMILY_CLOUD_KEY, adm_checks_mixed}, // Yandex
    {"t1.9eu", ADM_CHARS_TOKEN | ADM_CHARS_EQUALS, 100, 400, ADM_FAMILY_CLOUD_KEY, NULL},
};

const struct adm_token *adm_tokens_cloud(size_t *count) {
    *count = sizeof rows / sizeof *rows;
    return rows;
}
