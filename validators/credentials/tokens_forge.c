// SPDX-License-Identifier: Apache-2.0
// Where code is kept and built.
#include "validators/credentials/checks.h"
#include "validators/credentials/tokens.h"

#define GITLAB(prefix)                                                                             \
    { prefix, ADM_CHARS_TOKEN, 20, 320, ADM_FAMILY_GITLAB, adm_checks_gitlab }

static const struct adm_token rows[] = {
    // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
    {"ghp_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_GITHUB, adm_checks_crc62},
    {"gho_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_GITHUB, adm_checks_crc62},
    {"ghu_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_GITHUB, adm_checks_crc62},
    {"ghr_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_GITHUB, adm_checks_crc62},
    {"ghr_", ADM_CHARS_ALNUM, 76, 76, ADM_FAMILY_GITHUB, NULL},
    {"ghs_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_GITHUB, adm_checks_crc62},
    {"ghs_", ADM_CHARS_TOKEN, 100, 1024, ADM_FAMILY_GITHUB, adm_checks_mixed}, // with a JWT in it
    {"github_pat_", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW, 82, 82, ADM_FAMILY_GITHUB, NULL},
    // https://docs.gitlab.com/security/tokens/#token-prefixes
    GITLAB("glpat-"),
    GITLAB("gldt-"),
    GITLAB("glrt-"),
    GITLAB("glrtr-"),
    GITLAB("glptt-"),
    GITLAB("glcbt-"),
    GITLAB("glft-"),
    GITLAB("glimt-"),
    GITLAB("glagent-"),
    GITLAB("glsoat-"),
    GITLAB("glffct-"),
    GITLAB("gloas-"),
    GITLAB("glwt-"),
    {"GR1348941", ADM_CHARS_URL64, 20, 20, ADM_FAMILY_GITLAB, NULL},
    {"ATATT3", ADM_CHARS_URL64 | ADM_CHARS_EQUALS, 100, 300, ADM_FAMILY_ATLASSIAN, NULL},
    {"ATCTT3", ADM_CHARS_URL64 | ADM_CHARS_EQUALS, 100, 300, ADM_FAMILY_ATLASSIAN, NULL},
    {"ATBB", ADM_CHARS_ALNUM, 32, 32, ADM_FAMILY_ATLASSIAN, adm_checks_mixed},
    {"CCIPAT_", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW, 40, 80, ADM_FAMILY_CI, NULL},
    {"CCIPRJ_", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW, 40, 80, ADM_FAMILY_CI, NULL},
    {"bkua_", ADM_CHARS_HEX_SMALL, 40, 40, ADM_FAMILY_CI, NULL},
    {"sqp_", ADM_CHARS_HEX_SMALL, 40, 40, ADM_FAMILY_CI, NULL},
    {"squ_", ADM_CHARS_HEX_SMALL, 40, 40, ADM_FAMILY_CI, NULL},
    {"sqa_", ADM_CHARS_HEX_SMALL, 40, 40, ADM_FAMILY_CI, NULL},
    {"sgp_", ADM_CHARS_HEX_SMALL | ADM_CHARS_DASH_LOW, 40, 60, ADM_FAMILY_CI, NULL},
    {"pul-", ADM_CHARS_HEX_SMALL, 40, 40, ADM_FAMILY_PULUMI, NULL},
    {"pnu_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_CI, NULL}, // Prefect
    {"pnb_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_CI, NULL},
    {"dbtc_", ADM_CHARS_URL64, 40, 80, ADM_FAMILY_CI, NULL},
    {"dbtu_", ADM_CHARS_URL64, 40, 80, ADM_FAMILY_CI, NULL},
    {"snyk_uat.", ADM_CHARS_TOKEN, 60, 200, ADM_FAMILY_CI, NULL},
};

const struct adm_token *adm_tokens_forge(size_t *count) {
    *count = sizeof rows / sizeof *rows;
    return rows;
}
