// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_regex.h"

#include "validators/schema/jsonschema_dfa.h"
#include "validators/schema/jsonschema_ecma.h"

// What a match costs of the run's budget: some need little of the limit, none is free. One that
// hits the limit takes about 2 ms; a run can afford ten.
static const size_t cost = 200, cost_of_limit = 100000;

struct adm_jsonschema_regex {
    const struct adm_jsonschema_dfa *dfa; // does it all, where there is one
    pcre2_code *code;
};

static pcre2_code *compile(struct adm_str pattern, struct adm_arena *arena, int *code,
                           PCRE2_SIZE *offset) {
    uint32_t options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX | PCRE2_ALLOW_EMPTY_CLASS |
                       PCRE2_MATCH_UNSET_BACKREF;
    pcre2_general_context *memory = adm_search_memory(arena);
    pcre2_compile_context *context = memory == NULL ? NULL : pcre2_compile_context_create(memory);
    *code = PCRE2_ERROR_NOMEMORY;
    return context == NULL ? NULL
                           : pcre2_compile((PCRE2_SPTR)pattern.data, pattern.len, options, code,
                                           offset, context);
}

// The pattern as PCRE2's program.
static bool translate(struct adm_str pattern, struct adm_arena *arena, pcre2_code **out,
                      struct adm_error *err) {
    struct adm_str translated = {0};
    int code = 0;
    PCRE2_SIZE offset = 0;
    ADM_TRY(adm_jsonschema_ecma_translate(pattern, arena, &translated, err));
    *out = compile(translated, arena, &code, &offset);
    if (arena->exhausted)
        return adm_fail(err, ADM_MEMORY, "out of memory for a pattern");
    if (*out != NULL)
        return true;
    PCRE2_UCHAR reason[160] = {0};
    pcre2_get_error_message(code, reason, sizeof reason);
    return adm_fail(err, ADM_INVALID, "%s (at byte %zu of the translated pattern)", (char *)reason,
                    (size_t)offset);
}

bool adm_jsonschema_regex_is_valid(struct adm_str pattern, struct adm_arena *arena) {
    pcre2_code *code = NULL;
    return translate(pattern, arena, &code, NULL);
}

bool adm_jsonschema_regex_new(struct adm_str pattern, struct adm_arena *arena,
                              const struct adm_jsonschema_regex **out, struct adm_error *err) {
    struct adm_jsonschema_regex *regex = adm_arena_array(arena, 1, sizeof *regex);
    if (regex == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for a pattern");
    ADM_TRY(translate(pattern, arena, &regex->code, err));
    if (!adm_jsonschema_dfa_new(pattern, arena, &regex->dfa))
        return adm_fail(err, ADM_MEMORY, "out of memory for a pattern");
    *out = regex;
    return true;
}

static void spend(struct adm_jsonschema_budget *budget, size_t amount) {
    budget->left -= amount < budget->left ? amount : budget->left;
}

enum adm_search adm_jsonschema_regex_match(const struct adm_jsonschema_regex *regex,
                                           struct adm_str text, struct adm_arena *arena,
                                           struct adm_jsonschema_budget *budget) {
    if (regex->dfa != NULL) {
        spend(budget, text.len / 64);
        return adm_jsonschema_dfa_matches(regex->dfa, text) ? ADM_SEARCH_YES : ADM_SEARCH_NO;
    }
    enum adm_search answer = adm_search_run(regex->code, text, arena);
    spend(budget, answer == ADM_SEARCH_TOO_COMPLEX ? cost_of_limit : cost);
    return answer;
}
