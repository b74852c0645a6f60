// SPDX-License-Identifier: Apache-2.0
#include "mutators/why_not.h"

#include "mutators/injection.h"

static struct adm_str sentence_of(const struct adm_finding *finding, struct adm_arena *arena) {
    if (finding->fix.len == 0)
        return finding->message;
    return adm_text_format(arena, "%.*s; %.*s", ADM_STR_ARGS(finding->message),
                           ADM_STR_ARGS(finding->fix));
}

struct adm_str adm_why_not_planned(const struct adm_request *request,
                                   const struct adm_mutator *mutator, const char *nothing) {
    struct adm_patch patch;
    struct adm_verdict verdict;
    struct adm_error err = {0};
    struct adm_str reason = adm_injection_why_not(request);
    if (reason.len > 0)
        return reason;
    adm_patch_init(&patch, request->arena, request->object.root);
    adm_verdict_init(&verdict, request->arena);
    if (!mutator->plan(request, &patch, &verdict, &err))
        return adm_text_format(request->arena, "it cannot be planned: %s", err.message);
    if (patch.count > 0)
        return (struct adm_str){0};
    if (verdict.count > 0)
        return sentence_of(&verdict.findings[0], request->arena);
    return adm_str_from(nothing);
}
