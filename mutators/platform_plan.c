// SPDX-License-Identifier: Apache-2.0
#include "mutators/platform_plan.h"

#include <stdarg.h>
#include <stdio.h>

void adm_platform_plan_find(struct adm_platform_plan *plan, enum adm_mode limit,
                            struct adm_str path, struct adm_str message, struct adm_str fix) {
    struct adm_str whole = adm_text_format(plan->request->arena, "%.*s%.*s",
                                           ADM_STR_ARGS(plan->prefix), ADM_STR_ARGS(path));
    if (whole.data == NULL || message.data == NULL)
        plan->verdict->failed = true;
    adm_verdict_add(plan->verdict, &(struct adm_finding){
                                       .rule = ADM_RULE_PLATFORM_CONFIG,
                                       .limit = limit,
                                       .path = whole,
                                       .message = message,
                                       .fix = fix,
                                   });
}

// Long enough for whatever is written here: ConfigMap names end at 253 bytes, environments at 63.
enum { SHORT_MAX = 1024 };

static struct adm_str keep(struct adm_platform_plan *plan, const char *text, int len) {
    struct adm_str out = {0};
    if (len >= 0 && len < SHORT_MAX)
        out = adm_arena_copy(plan->request->arena, (struct adm_str){text, (size_t)len});
    if (out.data == NULL)
        plan->patch->failed = true;
    return out;
}

struct adm_str adm_platform_plan_json(struct adm_platform_plan *plan, const char *format, ...) {
    char text[SHORT_MAX];
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return keep(plan, text, len);
}

struct adm_str adm_platform_plan_pointer(struct adm_platform_plan *plan, const char *format, ...) {
    char text[SHORT_MAX];
    int base = snprintf(text, sizeof text, "%s", plan->pod.pointer);
    va_list arguments;
    va_start(arguments, format);
    int len = vsnprintf(text + base, sizeof text - (size_t)base, format, arguments);
    va_end(arguments);
    return keep(plan, text, len < 0 ? len : base + len);
}

bool adm_platform_plan_is_list(const struct adm_json *node) {
    return node == NULL || node->type == ADM_JSON_NULL || node->type == ADM_JSON_ARRAY;
}
