// SPDX-License-Identifier: Apache-2.0
// Stores of secrets, monitoring and what else runs beside a cluster.
#include "validators/credentials/checks.h"
#include "validators/credentials/tokens.h"

static const struct adm_token rows[] = {
    // https://developer.hashicorp.com/vault/docs/concepts/tokens
    {"hvs.", ADM_CHARS_URL64, 24, 300, ADM_FAMILY_VAULT, adm_checks_mixed},
    {"hvb.", ADM_CHARS_URL64, 24, 400, ADM_FAMILY_VAULT, adm_checks_mixed},
    {"hvr.", ADM_CHARS_URL64, 24, 400, ADM_FAMILY_VAULT, adm_checks_mixed},
    {"AGE-SECRET-KEY-1", ADM_CHARS_UPPER_DIGIT, 58, 58, ADM_FAMILY_AGE, NULL},
    {"AGE-SECRET-KEY-PQ-1", ADM_CHARS_UPPER_DIGIT, 58, 80, ADM_FAMILY_AGE, NULL},
    {"dapi", ADM_CHARS_HEX_SMALL, 32, 32, ADM_FAMILY_DATABRICKS, NULL},
    {"dose", ADM_CHARS_HEX_SMALL, 32, 32, ADM_FAMILY_DATABRICKS, NULL},
    {"dkea", ADM_CHARS_HEX_SMALL, 32, 32, ADM_FAMILY_DATABRICKS, NULL},
    {"glsa_", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW, 41, 41, ADM_FAMILY_GRAFANA, adm_checks_grafana},
    {"glc_eyJ", ADM_CHARS_BASE64 | ADM_CHARS_EQUALS, 50, 400, ADM_FAMILY_GRAFANA, NULL},
    {"eyJrIjoi", ADM_CHARS_BASE64 | ADM_CHARS_EQUALS, 60, 400, ADM_FAMILY_GRAFANA, NULL},
    {"sntrys_eyJ", ADM_CHARS_BASE64 | ADM_CHARS_DASH_LOW | ADM_CHARS_EQUALS, 60, 400,
     ADM_FAMILY_MONITORING, NULL}, // Sentry
    {"sntryu_", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_MONITORING, NULL},
    {"sntrya_", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_MONITORING, NULL},
    {"NRAK-", ADM_CHARS_UPPER_DIGIT, 27, 27, ADM_FAMILY_MONITORING, NULL}, // New Relic
    {"NRII-", ADM_CHARS_URL64, 32, 32, ADM_FAMILY_MONITORING, NULL},
    {"NRRA-", ADM_CHARS_HEX_SMALL, 42, 42, ADM_FAMILY_MONITORING, NULL},
    {"dt0c01.", ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DOT, 89, 89, ADM_FAMILY_MONITORING,
     adm_checks_dynatrace},
    {"dt0s01.", ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DOT, 60, 100, ADM_FAMILY_MONITORING, NULL},
    {"hcaik_", ADM_CHARS_LOWER_DIGIT, 58, 58, ADM_FAMILY_MONITORING, NULL}, // Honeycomb
    {"ops_eyJ", ADM_CHARS_BASE64 | ADM_CHARS_DASH_LOW | ADM_CHARS_EQUALS, 100, 2048,
     ADM_FAMILY_ONEPASSWORD, NULL},
    {"A3-", ADM_CHARS_UPPER_DIGIT | ADM_CHARS_DASH_LOW, 37, 37, ADM_FAMILY_ONEPASSWORD,
     adm_checks_mixed}, // a secret key: six groups
    {"pscale_tkn_", ADM_CHARS_TOKEN, 32, 64, ADM_FAMILY_PLANETSCALE, NULL},
    {"pscale_pw_", ADM_CHARS_TOKEN, 32, 64, ADM_FAMILY_PLANETSCALE, NULL},
    {"pscale_oauth_", ADM_CHARS_TOKEN, 32, 64, ADM_FAMILY_PLANETSCALE, NULL},
    {"dp.pt.", ADM_CHARS_ALNUM, 40, 44, ADM_FAMILY_DOPPLER, NULL},
    {"dp.ct.", ADM_CHARS_ALNUM, 40, 44, ADM_FAMILY_DOPPLER, NULL},
    {"dp.sa.", ADM_CHARS_ALNUM, 40, 44, ADM_FAMILY_DOPPLER, NULL},
    {"dp.scim.", ADM_CHARS_ALNUM, 40, 44, ADM_FAMILY_DOPPLER, NULL},
    {"dp.audit.", ADM_CHARS_ALNUM, 40, 44, ADM_FAMILY_DOPPLER, NULL},
    {"dp.st.", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW | ADM_CHARS_DOT, 40, 80, ADM_FAMILY_DOPPLER,
     NULL},
    {"tskey-", ADM_CHARS_URL64, 20, 80, ADM_FAMILY_SERVICE, adm_checks_mixed}, // Tailscale
    {"sha256~", ADM_CHARS_URL64, 43, 43, ADM_FAMILY_OPENSHIFT, NULL},
    {"CCDB1_", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW, 50, 80, ADM_FAMILY_SERVICE, NULL}, // Cockroach
    {"npg_", ADM_CHARS_ALNUM, 12, 20, ADM_FAMILY_SERVICE, adm_checks_mixed},            // Neon
    {"AVNS_", ADM_CHARS_URL64, 18, 22, ADM_FAMILY_SERVICE, NULL},                       // Aiven
    {"mdb_sa_sk_", ADM_CHARS_URL64, 40, 60, ADM_FAMILY_SERVICE, NULL}, // MongoDB Atlas
    {"essu_", ADM_CHARS_BASE64 | ADM_CHARS_EQUALS, 30, 120, ADM_FAMILY_SERVICE, NULL}, // Elastic
};

const struct adm_token *adm_tokens_infra(size_t *count) {
    *count = sizeof rows / sizeof *rows;
    return rows;
}
