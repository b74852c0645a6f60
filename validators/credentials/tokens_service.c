// SPDX-License-Identifier: Apache-2.0
// Other services that people keep keys of.
#include "validators/credentials/checks.h"
#include "validators/credentials/tokens.h"

static const struct adm_token rows[] = {
    {"PMAK-", ADM_CHARS_HEX_SMALL | ADM_CHARS_DASH_LOW, 59, 59, ADM_FAMILY_SERVICE,
     adm_checks_postman},
    {"lin_api_", ADM_CHARS_ALNUM, 40, 48, ADM_FAMILY_SERVICE, NULL},
    {"ntn_", ADM_CHARS_ALNUM, 40, 50, ADM_FAMILY_SERVICE, adm_checks_mixed}, // Notion
    {"figd_", ADM_CHARS_URL64, 40, 48, ADM_FAMILY_SERVICE, NULL},
    {"CFPAT-", ADM_CHARS_URL64, 43, 43, ADM_FAMILY_SERVICE, NULL},   // Contentful
    {"sbp_", ADM_CHARS_HEX_SMALL, 40, 40, ADM_FAMILY_SERVICE, NULL}, // Supabase
    {"sb_secret_", ADM_CHARS_URL64, 30, 50, ADM_FAMILY_SERVICE, NULL},
    {"sk.eyJ", ADM_CHARS_TOKEN, 60, 200, ADM_FAMILY_SERVICE, NULL}, // Mapbox
    {"aio_", ADM_CHARS_ALNUM, 28, 28, ADM_FAMILY_SERVICE, adm_checks_mixed},
    {"tfp_", ADM_CHARS_TOKEN, 40, 70, ADM_FAMILY_SERVICE, adm_checks_mixed}, // Typeform
    {"rdme_", ADM_CHARS_LOWER_DIGIT, 70, 70, ADM_FAMILY_SERVICE, NULL},
    {"sdk-", ADM_CHARS_HEX_SMALL | ADM_CHARS_DASH_LOW, 36, 36, ADM_FAMILY_SERVICE,
     adm_checks_uuid_tail},                                                  // LaunchDarkly
    {"phx_", ADM_CHARS_ALNUM, 43, 48, ADM_FAMILY_SERVICE, NULL},             // PostHog
    {"ico-", ADM_CHARS_ALNUM, 32, 32, ADM_FAMILY_SERVICE, adm_checks_mixed}, // Infracost
    {"fio-u-", ADM_CHARS_URL64, 64, 64, ADM_FAMILY_SERVICE, NULL},
    {"EAACEdEose0cBA", ADM_CHARS_ALNUM, 20, 200, ADM_FAMILY_SERVICE, NULL}, // Facebook
    {"wfb_", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_SERVICE, NULL},
};

const struct adm_token *adm_tokens_service(size_t *count) {
    *count = sizeof rows / sizeof *rows;
    return rows;
}
