// SPDX-License-Identifier: Apache-2.0
#include "server/explain_text.h"

enum { NAME_RUNES = 253, LINE_RUNES = 2048 };

static const char red[] = "\033[1;31m", green[] = "\033[32m", plain[] = "\033[0m";

struct printing {
    const struct adm_check_report *report;
    const struct adm_explanation *explanation;
    struct adm_arena *arena;
};

static struct adm_str shown(const struct printing *printing, struct adm_str s, size_t runes) {
    return adm_verdict_one_line(s, runes, printing->arena);
}

static void print_head(const struct printing *printing) {
    const struct adm_explanation *explanation = printing->explanation;
    const struct adm_check_item *item = &explanation->thing->item;
    struct adm_str file = shown(printing, adm_str_from(explanation->thing->file), LINE_RUNES);
    struct adm_str kind = shown(printing, explanation->kind, NAME_RUNES);
    struct adm_str namespace = shown(printing, explanation->namespace, NAME_RUNES);
    struct adm_str name = shown(printing, explanation->name, NAME_RUNES);
    fprintf(printing->report->out, "%.*s:%u:%u: %.*s %.*s/%.*s in %.*s%s%s\n", ADM_STR_ARGS(file),
            item->line, item->column, ADM_STR_ARGS(kind), ADM_STR_ARGS(namespace),
            ADM_STR_ARGS(name), ADM_STR_ARGS(explanation->environment->name),
            explanation->unlabelled ? ", as an unlabelled namespace" : "",
            explanation->makes_pods ? "; it is about the pods that it makes" : "");
}

static void print_mutator(const struct printing *printing,
                          const struct adm_explain_mutator *mutator) {
    FILE *out = printing->report->out;
    fprintf(out, "  mutator %s (%s) ", adm_rule_id(mutator->rule),
            adm_rule_mode_name(mutator->mode));
    if (mutator->why_not.len > 0) {
        struct adm_str why = shown(printing, mutator->why_not, LINE_RUNES);
        fprintf(out, "does nothing: %.*s\n", ADM_STR_ARGS(why));
        return;
    }
    fputs("adds:\n", out);
    for (size_t i = 0; i < mutator->adds.count; i++)
        fprintf(out, "    %.*s\n", ADM_STR_ARGS(mutator->adds.list[i].text));
}

// The rules of one reading in one line.
static void print_rules(const struct printing *printing, enum adm_explain_reading reading,
                        const char *before, bool with_mode) {
    const struct adm_explanation *explanation = printing->explanation;
    FILE *out = printing->report->out;
    size_t count = 0;
    for (size_t i = 0; i < explanation->rule_count; i++) {
        const struct adm_explain_rule *rule = &explanation->rules[i];
        if (rule->reading != reading)
            continue;
        fprintf(out, "%s%s", count++ == 0 ? before : ", ", adm_rule_id(rule->rule));
        if (with_mode)
            fprintf(out, " (%s)", adm_rule_mode_name(rule->mode));
    }
    fputs(count > 0 ? "\n" : "", out);
}

static const char *colour_of(const struct printing *printing, enum adm_explain_level level) {
    if (!printing->report->colour || level == ADM_EXPLAIN_NOTE)
        return "";
    return level == ADM_EXPLAIN_OK ? green : red;
}

static void print_line(const struct printing *printing, const struct adm_explain_line *line) {
    FILE *out = printing->report->out;
    const char *colour = colour_of(printing, line->level);
    struct adm_str text = shown(printing, line->text, LINE_RUNES);
    struct adm_str fix = shown(printing, line->fix, LINE_RUNES);
    fprintf(out, "  %s%s%s: %.*s\n", colour, adm_explain_lines_level(line->level),
            colour[0] == '\0' ? "" : plain, ADM_STR_ARGS(text));
    if (fix.len > 0)
        fprintf(out, "    to do: %.*s\n", ADM_STR_ARGS(fix));
}

// What is wrong first: it is what was asked about.
static void print_said(const struct printing *printing) {
    static const enum adm_explain_level order[] = {ADM_EXPLAIN_PROBLEM, ADM_EXPLAIN_OK,
                                                   ADM_EXPLAIN_NOTE};
    const struct adm_explain_lines *said = &printing->explanation->said;
    for (size_t level = 0; level < sizeof order / sizeof *order; level++)
        for (size_t i = 0; i < said->count; i++)
            if (said->list[i].level == order[level])
                print_line(printing, &said->list[i]);
}

void adm_explain_text_write(const struct adm_check_report *report,
                            const struct adm_explanation *explanation, struct adm_arena *arena) {
    const struct printing printing = {report, explanation, arena};
    print_head(&printing);
    for (size_t i = 0; i < explanation->mutator_count; i++)
        print_mutator(&printing, &explanation->mutators[i]);
    print_rules(&printing, ADM_EXPLAIN_READS, "  rules that judge it: ", true);
    print_rules(&printing, ADM_EXPLAIN_READS_PODS, "  rules that judge its pods: ", true);
    print_rules(&printing, ADM_EXPLAIN_OFF, "  rules that are off here: ", false);
    print_rules(&printing, ADM_EXPLAIN_READS_NOT, "  rules for other kinds: ", false);
    print_said(&printing);
}
