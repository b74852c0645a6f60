// SPDX-License-Identifier: Apache-2.0
// platform-schema: a platform.yaml is what its consumer can load.
#include "validators/platform_judgement.h"
#include "validators/platform_text.h"
#include "validators/validator.h"

static const char advice[] = "write the file as text: `platform.yaml: |` and the file below it, "
                             "indented; or kubectl create configmap --from-file=platform.yaml";

static void add(struct adm_verdict *verdict, const char *path, const char *code,
                struct adm_str message, struct adm_str fix) {
    adm_verdict_add(verdict, &(struct adm_finding){
                                 .rule = ADM_RULE_PLATFORM_SCHEMA,
                                 .path = adm_str_from(path),
                                 .message = message,
                                 .fix = fix,
                                 .code = adm_str_from(code),
                             });
}

static bool looks_like_the_key(struct adm_str key) {
    return adm_str_is(key, "platform.yml") || adm_str_is(key, "platform.json") ||
           adm_str_is(key, "Platform.yaml") || adm_str_is(key, "platform");
}

// A ConfigMap that says it is a platform configuration and has none.
static void judge_missing(const struct adm_request *request, struct adm_verdict *verdict) {
    struct adm_json_iter it = adm_json_iter(adm_json_get(request->object.root, "data"));
    while (adm_json_next(&it)) {
        if (!looks_like_the_key(it.key))
            continue;
        add(verdict, "data", "missing-text",
            adm_text_format(request->arena,
                            "the key `%.*s` is not read: a platform configuration stands under "
                            "`" ADM_PLATFORM_TEXT_KEY "`",
                            ADM_STR_ARGS(it.key)),
            ADM_STR("rename the key to `" ADM_PLATFORM_TEXT_KEY "`"));
        return;
    }
    add(verdict, "data", "missing-text",
        ADM_STR("labelled app.kubernetes.io/component=platform-config, but there is no key "
                "`" ADM_PLATFORM_TEXT_KEY "`"),
        ADM_STR("put the file under data as `platform.yaml: |`, or take the label off"));
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    const struct adm_platform_text now = adm_platform_text_of(&request->object);
    if (adm_platform_text_is_old(request))
        return true;
    if (now.binary != NULL)
        add(verdict, "binaryData[" ADM_PLATFORM_TEXT_KEY "]", "binary-text",
            ADM_STR("`" ADM_PLATFORM_TEXT_KEY "` must stand in data, not in binaryData"),
            ADM_STR("kubectl puts a file there that is not UTF-8: save it as UTF-8"));
    if (adm_json_is(now.value, ADM_JSON_STRING))
        return adm_platform_judgement_add(request, adm_json_text(now.value), verdict, err);
    if (now.value != NULL)
        add(verdict, ADM_PLATFORM_TEXT_PATH, "not-text",
            ADM_STR("`" ADM_PLATFORM_TEXT_KEY "` is not text"), ADM_STR(advice));
    else if (now.binary == NULL)
        judge_missing(request, verdict);
    return true;
}

const struct adm_validator adm_validator_platform_schema = {
    .rule = ADM_RULE_PLATFORM_SCHEMA,
    .title = "platform.yaml is what its consumer can load",
    .applies = adm_platform_text_applies,
    .judge = judge,
};
