// SPDX-License-Identifier: Apache-2.0
#include "server/explain_json.h"

#include "server/check_json.h"
#include "server/diff_shown.h"

static const char *const readings[] = {"object", "pods", "other-kinds", "off"};

static void write_texts(struct adm_writer *w, const char *key,
                        const struct adm_explain_lines *lines) {
    adm_writer_key(w, key);
    adm_writer_open(w, '[');
    for (size_t i = 0; i < lines->count; i++)
        adm_writer_string(w, lines->list[i].text);
    adm_writer_close(w, ']');
}

static void write_mutator(struct adm_writer *w, const struct adm_explain_mutator *mutator) {
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "rule", adm_rule_id(mutator->rule));
    adm_writer_field_c(w, "mode", adm_rule_mode_name(mutator->mode));
    adm_writer_field(w, "why_not", mutator->why_not);
    write_texts(w, "adds", &mutator->adds);
    adm_writer_close(w, '}');
}

static void write_rule(struct adm_writer *w, const struct adm_explain_rule *rule) {
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "rule", adm_rule_id(rule->rule));
    adm_writer_field_c(w, "mode", adm_rule_mode_name(rule->mode));
    adm_writer_field_c(w, "reads", readings[rule->reading]);
    adm_writer_close(w, '}');
}

static void write_finding(struct adm_writer *w, const struct adm_finding *finding) {
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "rule", adm_rule_id(finding->rule));
    adm_writer_field_c(w, "mode", adm_rule_mode_name(finding->mode));
    adm_writer_field(w, "path", finding->path);
    adm_writer_field(w, "message", finding->message);
    adm_writer_field(w, "fix", finding->fix);
    adm_writer_field(w, "exception", finding->exception);
    adm_writer_close(w, '}');
}

static void write_place(struct adm_writer *w, const struct adm_explain_thing *thing) {
    adm_writer_key(w, "by");
    if (thing == NULL) {
        adm_writer_null(w);
        return;
    }
    adm_writer_open(w, '{');
    adm_writer_field(w, "kind", thing->item.kind);
    adm_writer_field_c(w, "file", thing->file);
    adm_writer_field_int(w, "line", thing->item.line);
    adm_writer_close(w, '}');
}

static void write_answer(struct adm_writer *w, const struct adm_explain_answer *answer) {
    const struct adm_explain_need *need = answer->need;
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "kind", need->is_secret ? "Secret" : "ConfigMap");
    adm_writer_field(w, "name", adm_diff_shown_name(need->name, w->text->arena));
    adm_writer_field(w, "key", adm_diff_shown_name(need->key, w->text->arena));
    adm_writer_field_bool(w, "optional", need->optional);
    write_texts(w, "variables", &need->variables);
    write_texts(w, "files", &need->files);
    adm_writer_field_c(w, "state", adm_explain_shelf_state(answer->found.state));
    write_place(w, answer->found.by);
    adm_writer_close(w, '}');
}

static void write_line(struct adm_writer *w, const struct adm_explain_line *line) {
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "level", adm_explain_lines_level(line->level));
    adm_writer_field(w, "text", line->text);
    adm_writer_field(w, "fix", line->fix);
    adm_writer_close(w, '}');
}

static void write_head(struct adm_writer *w, const struct adm_explanation *explanation) {
    adm_writer_field_c(w, "file", explanation->thing->file);
    adm_writer_field_int(w, "document", (int64_t)explanation->thing->document);
    adm_writer_field_int(w, "line", explanation->thing->item.line);
    adm_writer_field(w, "kind", explanation->kind);
    adm_writer_field(w, "name", explanation->name);
    adm_writer_field(w, "namespace", explanation->namespace);
    adm_writer_field(w, "environment", explanation->environment->name);
    adm_writer_field_bool(w, "unlabelled", explanation->unlabelled);
    adm_writer_field_bool(w, "makes_pods", explanation->makes_pods);
    adm_writer_field_bool(w, "denied", explanation->denied);
    adm_writer_field_bool(w, "given", explanation->said.problems == 0 && !explanation->denied);
}

// A list of the explanation's: its elements, each by `write`.
#define WRITE_LIST(w, name, list, count, write)                                                    \
    do {                                                                                           \
        adm_writer_key((w), (name));                                                               \
        adm_writer_open((w), '[');                                                                 \
        for (size_t i = 0; i < (count); i++)                                                       \
            write((w), &(list)[i]);                                                                \
        adm_writer_close((w), ']');                                                                \
    } while (0)

void adm_explain_json_write(struct adm_check_report *report,
                            const struct adm_explanation *explanation, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_writer w;
    adm_text_init(&text, arena);
    adm_text_append_c(&text, report->objects > 0 ? ",\n" : "\n");
    adm_writer_init(&w, &text);
    adm_writer_open(&w, '{');
    write_head(&w, explanation);
    WRITE_LIST(&w, "mutators", explanation->mutators, explanation->mutator_count, write_mutator);
    WRITE_LIST(&w, "rules", explanation->rules, explanation->rule_count, write_rule);
    WRITE_LIST(&w, "findings", explanation->findings, explanation->finding_count, write_finding);
    WRITE_LIST(&w, "needs", explanation->answers, explanation->answer_count, write_answer);
    WRITE_LIST(&w, "said", explanation->said.list, explanation->said.count, write_line);
    adm_writer_close(&w, '}');
    adm_check_json_print(report, &text);
}
