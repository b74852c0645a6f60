// SPDX-License-Identifier: Apache-2.0
// Registries of packages and images.
#include "validators/credentials/checks.h"
#include "validators/credentials/tokens.h"

static const struct adm_token rows[] = {
    {"npm_", ADM_CHARS_ALNUM, 36, 36, ADM_FAMILY_NPM, adm_checks_crc62},
    // A macaroon whose location is pypi.org, or test.pypi.org.
    {"pypi-AgEIcHlwaS5vcmc", ADM_CHARS_URL64, 50, 1000, ADM_FAMILY_PYPI, NULL},
    {"pypi-AgENdGVzdC5weXBpLm9yZw", ADM_CHARS_URL64, 50, 1000, ADM_FAMILY_PYPI, NULL},
    {"rubygems_", ADM_CHARS_HEX_SMALL, 48, 48, ADM_FAMILY_RUBYGEMS, NULL},
    {"dckr_pat_", ADM_CHARS_URL64, 27, 36, ADM_FAMILY_DOCKER, NULL},
    {"dckr_oat_", ADM_CHARS_URL64, 27, 48, ADM_FAMILY_DOCKER, NULL},
    {"oy2", ADM_CHARS_LOWER_DIGIT, 43, 43, ADM_FAMILY_REGISTRY, adm_checks_mixed}, // NuGet
    {"AKCp", ADM_CHARS_ALNUM, 69, 69, ADM_FAMILY_REGISTRY, NULL},                  // Artifactory
    {"cmVmdGtuO", ADM_CHARS_ALNUM, 55, 55, ADM_FAMILY_REGISTRY, NULL},
    {"CLOJARS_", ADM_CHARS_HEX_SMALL, 60, 60, ADM_FAMILY_REGISTRY, NULL},
};

const struct adm_token *adm_tokens_registry(size_t *count) {
    *count = sizeof rows / sizeof *rows;
    return rows;
}
