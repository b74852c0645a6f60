// SPDX-License-Identifier: Apache-2.0
// The release that Helm stores in a Secret: base64 of gzip of one JSON object, in `data.release`.
#pragma once

#include "validators/secret_data.h"

// Most bytes of an inflated release, and the ratio allowed after the first 8 MiB: real releases
// reach 98:1.
#define ADM_HELM_INFLATED_MAX ((size_t)32 * 1024 * 1024)
#define ADM_HELM_RATIO_MAX 200U
#define ADM_HELM_RATIO_FROM ((size_t)8 * 1024 * 1024)

#define ADM_HELM_TYPE "helm.sh/release.v1"

// Whether the Secret is what Helm itself would have stored: type helm.sh/release.v1, the one key
// `release`, the name sh.helm.release.v1.<name>.v<version>, labels that agree, canonical base64,
// one plain gzip member (or bare JSON), one JSON object without keys that Go's decoder would
// confuse. Working memory comes from the arena; a payload beyond the limits is not genuine.
bool adm_helm_payload_is_genuine(const struct adm_request *request,
                                 const struct adm_secret_data *data);
// Why it is not, in words ("its …"), or NULL when it is; static storage.
const char *adm_helm_payload_gap(const struct adm_request *request,
                                 const struct adm_secret_data *data);
