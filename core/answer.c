// SPDX-License-Identifier: Apache-2.0
#include "core/answer.h"

enum { WARNING_RUNES = 256, WARNINGS_RUNES = 4096, LINE_RUNES = 1024, DIGEST_SHOWN = 12 };
// Of a denial: the first findings have their excerpts, as long as these have room.
enum { EXCERPTS_MAX = 5, EXCERPT_BYTES = 8 * 1024 };
// What the count of the warnings that have no room needs. Beside a denial, few: they are printed
// before it.
enum { MORE_RUNES = 64, BESIDE_DENIAL_MAX = 5 };

static size_t count_mode(const struct adm_verdict *verdict, enum adm_mode mode) {
    size_t count = 0;
    for (size_t i = 0; i < verdict->count; i++)
        count += verdict->findings[i].mode == mode;
    return count;
}

static struct adm_str line_of(const struct adm_finding *finding, size_t runes,
                              struct adm_arena *arena) {
    return adm_verdict_one_line(adm_verdict_line(finding, arena), runes, arena);
}

// With carets where there are some and `*left` has room for them, else in one line. Says which.
static bool append_finding(struct adm_text *text, const struct adm_finding *finding, bool in_full,
                           size_t *left) {
    struct adm_arena *arena = text->arena;
    struct adm_str excerpt = {0};
    if (in_full)
        excerpt = adm_verdict_excerpt(finding, "", *left, arena);
    if (excerpt.len == 0) {
        adm_text_append(text, line_of(finding, LINE_RUNES, arena));
        return false;
    }
    *left -= excerpt.len;
    adm_text_append(text,
                    adm_verdict_one_line(adm_verdict_head(finding, arena), LINE_RUNES, arena));
    adm_text_append_char(text, '\n');
    adm_text_append(text, excerpt);
    return true;
}

// For programs: one line, with the position that a path inside a text lacks.
static struct adm_cause cause_of(const struct adm_finding *finding, struct adm_arena *arena) {
    if (finding->file.len == 0)
        return (struct adm_cause){finding->path, finding->message};
    return (struct adm_cause){finding->path,
                              adm_text_format(arena, "%.*s:%u:%u: %.*s",
                                              ADM_STR_ARGS(finding->file), finding->line,
                                              finding->column, ADM_STR_ARGS(finding->message))};
}

// Denials are sorted first, so they are findings [0, count).
static bool compose_message(struct adm_decision *decision, size_t count, struct adm_arena *arena,
                            struct adm_error *err) {
    size_t listed = count < ADM_DECISION_FINDINGS_MAX ? count : ADM_DECISION_FINDINGS_MAX;
    struct adm_cause *causes = adm_arena_array(arena, listed, sizeof *causes);
    if (causes == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory while writing a denial");
    struct adm_text text;
    size_t left = EXCERPT_BYTES;
    bool carets = false;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < listed; i++) {
        const struct adm_finding *finding = &decision->verdict.findings[i];
        // An empty line tells an excerpt from what follows it.
        adm_text_append_c(&text, i == 0 ? "" : carets ? "\n\n" : "\n");
        carets = append_finding(&text, finding, i < EXCERPTS_MAX, &left);
        causes[i] = cause_of(finding, arena);
    }
    if (count > listed)
        adm_text_printf(&text, "%s… and %zu more", carets ? "\n\n" : "\n", count - listed);
    ADM_TRY(adm_text_finish(&text, &decision->response.message, err));
    decision->response.causes = causes;
    decision->response.cause_count = listed;
    return true;
}

static size_t count_runes(struct adm_str s) {
    size_t runes = 0;
    for (size_t i = 0; i < s.len; i++)
        runes += ((unsigned char)s.data[i] & 0xC0U) != 0x80U;
    return runes;
}

static bool has_room(const struct adm_decision *decision, size_t runes, size_t count,
                     bool is_last) {
    if (!decision->response.allowed && count == BESIDE_DENIAL_MAX && !is_last)
        return false;
    return runes <= (size_t)WARNINGS_RUNES - (is_last ? 0 : MORE_RUNES);
}

static bool compose_warnings(struct adm_decision *decision, struct adm_arena *arena,
                             struct adm_error *err) {
    size_t most = count_mode(&decision->verdict, ADM_MODE_WARN);
    struct adm_str *warnings = adm_arena_array(arena, most + 1, sizeof *warnings);
    if (warnings == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory while writing warnings");
    size_t count = 0, runes = 0;
    for (size_t i = 0; i < decision->verdict.count; i++) {
        if (decision->verdict.findings[i].mode != ADM_MODE_WARN)
            continue;
        struct adm_str line = line_of(&decision->verdict.findings[i], WARNING_RUNES, arena);
        runes += count_runes(line);
        if (!has_room(decision, runes, count, count + 1 == most)) {
            warnings[count] = adm_text_format(arena, "… and %zu more warning%s", most - count,
                                              most - count == 1 ? "" : "s");
            count++;
            break;
        }
        warnings[count++] = line;
    }
    decision->response.warnings = warnings;
    decision->response.warning_count = count;
    return true;
}

// "plaintext-secret=enforce,…": each rule once, at the strictest mode it reached.
static struct adm_str rules_seen(const struct adm_verdict *verdict, struct adm_arena *arena) {
    bool seen[ADM_RULE_COUNT] = {false};
    struct adm_text text;
    adm_text_init(&text, arena);
    for (size_t i = 0; i < verdict->count; i++) {
        const struct adm_finding *finding = &verdict->findings[i];
        if (seen[finding->rule])
            continue;
        seen[finding->rule] = true;
        adm_text_printf(&text, "%s%s=%s", text.len == 0 ? "" : ",", adm_rule_id(finding->rule),
                        adm_rule_mode_name(finding->mode));
    }
    return adm_text_str(&text);
}

static bool compose_annotations(const struct adm_request *request, struct adm_decision *decision,
                                struct adm_error *err) {
    struct adm_cause *annotations = adm_arena_array(request->arena, 5, sizeof *annotations);
    if (annotations == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory while writing audit annotations");
    size_t count = 0;
    annotations[count++] =
        (struct adm_cause){ADM_STR("decision"), adm_str_from(adm_decision_name(decision->kind))};
    annotations[count++] = (struct adm_cause){ADM_STR("environment"), request->environment->name};
    struct adm_str digest = adm_str_from(request->policy->digest);
    annotations[count++] =
        (struct adm_cause){ADM_STR("policy"), adm_str_slice(digest, 0, DIGEST_SHOWN)};
    if (decision->verdict.count > 0)
        annotations[count++] =
            (struct adm_cause){ADM_STR("rules"), rules_seen(&decision->verdict, request->arena)};
    for (size_t i = 0; i < decision->verdict.count && count < 5; i++)
        if (decision->verdict.findings[i].exception.len > 0)
            annotations[count++] =
                (struct adm_cause){ADM_STR("exception"), decision->verdict.findings[i].exception};
    decision->response.annotations = annotations;
    decision->response.annotation_count = count;
    return true;
}

bool adm_answer_compose(const struct adm_request *request, struct adm_decision *decision,
                        struct adm_error *err) {
    decision->response.uid = request->review->uid;
    decision->response.allowed = decision->kind != ADM_DECISION_DENY;
    size_t denials = count_mode(&decision->verdict, ADM_MODE_ENFORCE);
    if (denials > 0)
        ADM_TRY(compose_message(decision, denials, request->arena, err));
    ADM_TRY(compose_warnings(decision, request->arena, err));
    ADM_TRY(compose_annotations(request, decision, err));
    if (!decision->response.allowed)
        return true;
    return adm_patch_finish(&decision->patch, &decision->response.patch, err);
}
