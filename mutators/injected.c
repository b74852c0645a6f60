// SPDX-License-Identifier: Apache-2.0
#include "mutators/injected.h"

#include "core/fingerprint.h"
#include "mutators/credential_wishes.h"
#include "mutators/platform_source.h"

static const char injected[] = "floe.dev/injected";

// What was wanted, not what was missing: the same when the mutators are called again.
static void append_wanted(struct adm_injection *injection, struct adm_text *text) {
    struct adm_verdict unheard;
    struct adm_injection asked = *injection;
    struct adm_str map = {0};
    struct adm_credential_wishes wishes = {0};
    adm_verdict_init(&unheard, injection->request->arena);
    asked.verdict = &unheard;
    (void)adm_platform_source_name(&asked, &map);
    adm_text_printf(text, "%s\n%s\n%s\n%.*s\n%.*s", ADM_INJECTED_FILE, ADM_INJECTED_VOLUME,
                    ADM_INJECTED_KEY, ADM_STR_ARGS(map),
                    ADM_STR_ARGS(injection->request->environment->name));
    adm_credential_wishes_collect(&asked, &wishes);
    for (size_t i = 0; i < wishes.count; i++)
        adm_text_printf(text, "\n%.*s\n%.*s\n%.*s", ADM_STR_ARGS(wishes.items[i].secret),
                        ADM_STR_ARGS(wishes.items[i].key), ADM_STR_ARGS(wishes.items[i].ref));
}

static struct adm_str digest_of(struct adm_injection *injection) {
    struct adm_text text;
    struct adm_str wanted = {0}, digest = {0};
    adm_text_init(&text, injection->request->arena);
    append_wanted(injection, &text);
    if (adm_text_finish(&text, &wanted, NULL))
        digest = adm_fingerprint_of(adm_str_from(injected), wanted, injection->request->arena);
    if (digest.len == 0)
        injection->patch->failed = true;
    return digest;
}

static bool is_noted(const struct adm_patch *patch) {
    for (size_t i = 0; i < patch->count; i++)
        if (adm_str_ends(patch->operations[i].path, "/metadata/annotations/floe.dev~1injected"))
            return true;
    return false;
}

void adm_injected_note(struct adm_injection *injection) {
    const struct adm_json *annotations = adm_json_get(injection->pod.metadata, "annotations");
    const struct adm_json *noted = adm_json_get(annotations, injected);
    if (noted == NULL ? !injection->changes || is_noted(injection->patch) : !injection->speaks)
        return;
    struct adm_str digest = digest_of(injection);
    struct adm_str note =
        adm_text_format(injection->request->arena, "\"%.*s\"", ADM_STR_ARGS(digest));
    if (noted == NULL)
        adm_patch_put(injection->patch, adm_injection_pointer(injection, "/metadata/annotations"),
                      adm_str_from(injected), adm_injection_keep(injection, note));
    else if (!adm_str_equal(adm_json_text(noted), digest))
        adm_injection_find(
            injection,
            &(struct adm_finding){
                .limit = ADM_MODE_WARN,
                .path = ADM_STR("metadata.annotations[floe.dev/injected]"),
                .message = ADM_STR("the annotation names another injection and was left as it is"),
                .fix = ADM_STR("remove it: it is written for you"),
            });
}
