// SPDX-License-Identifier: Apache-2.0
// platform-environment: a platform.yaml fits the environment that it goes to. What it must not be
// anywhere is platform-schema's business, and so is whatever holds no text.
#include "validators/platform_judgement.h"
#include "validators/platform_text.h"
#include "validators/validator.h"

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    const struct adm_platform_text now = adm_platform_text_of(&request->object);
    if (!adm_json_is(now.value, ADM_JSON_STRING) || adm_platform_text_is_old(request))
        return true;
    return adm_platform_judgement_add(request, adm_json_text(now.value), verdict, err);
}

const struct adm_validator adm_validator_platform_environment = {
    .rule = ADM_RULE_PLATFORM_ENVIRONMENT,
    .title = "platform.yaml fits its environment",
    .applies = adm_platform_text_applies,
    .judge = judge,
};
