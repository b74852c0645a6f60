// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_syntax.h"

#include <string.h>

#include "validators/schema/yaml_cause.h"
#include "validators/schema/yaml_refuse.h"

// What libyaml says, and whoever looks for the cause. `context` is NULL where it does not matter.
static const struct {
    const char *problem, *context;
    adm_yaml_cause_find *find;
} problems[] = {
    {"found unexpected end of stream", "quoted scalar", adm_yaml_cause_open_quote},
    {"found unexpected document indicator", "quoted scalar", adm_yaml_cause_open_quote},
    {"did not find expected key", NULL, adm_yaml_cause_in_map},
    {"did not find expected '-' indicator", NULL, adm_yaml_cause_in_list},
    {"did not find expected ',' or ']'", NULL, adm_yaml_cause_in_brackets},
    {"did not find expected ',' or '}'", NULL, adm_yaml_cause_in_brackets},
    {"could not find expected ':'", NULL, adm_yaml_cause_no_colon},
    {"mapping values are not allowed in this context", NULL, adm_yaml_cause_colon},
    {"block sequence entries are not allowed in this context", NULL, adm_yaml_cause_item},
    {"did not find expected node content", NULL, adm_yaml_cause_no_value},
    {"found character that cannot start any token", NULL, adm_yaml_cause_start},
    {"did not find expected <document start>", NULL, adm_yaml_cause_over},
};

// Problems that need no looking for the cause.
static const struct {
    const char *problem, *context;
    enum adm_yaml_refusal refusal;
} plain[] = {
    {"found a tab character where an indentation space is expected", NULL, ADM_YAML_TAB},
    {"found a tab character that violates indentation", NULL, ADM_YAML_TAB},
    {"found unexpected ':'", "plain scalar", ADM_YAML_FLOW_COLON},
    {"found unknown escape character", NULL, ADM_YAML_ESCAPE},
    {"did not find expected hexdecimal number", NULL, ADM_YAML_ESCAPE_DIGITS},
    {"found invalid Unicode character escape code", NULL, ADM_YAML_ESCAPE_HALF},
    {"did not find expected alphabetic or numeric character", "anchor", ADM_YAML_NAME_START},
    {"did not find expected alphabetic or numeric character", "alias", ADM_YAML_NAME_START},
    {"did not find expected comment or line break", "block scalar", ADM_YAML_BLOCK_HEADER},
    {"found an indentation indicator equal to 0", NULL, ADM_YAML_BLOCK_INDENT},
};

static bool is(const char *said, const char *problem) {
    return said != NULL && strcmp(said, problem) == 0;
}

static bool mentions(const char *said, const char *part) {
    return part == NULL || (said != NULL && strstr(said, part) != NULL);
}

static struct adm_yaml_cause find_cause(const yaml_parser_t *parser,
                                        const struct adm_yaml_stop *stop) {
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
        if (is(parser->problem, problems[i].problem) &&
            mentions(parser->context, problems[i].context))
            return problems[i].find(stop);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (is(parser->problem, plain[i].problem) && mentions(parser->context, plain[i].context))
            return adm_yaml_cause_at(stop, plain[i].refusal, stop->at);
    bool tag = mentions(parser->context, "tag") && parser->context != NULL;
    if (tag || mentions(parser->problem, "tag "))
        return adm_yaml_cause_at(stop, ADM_YAML_TAG, stop->from);
    return adm_yaml_cause_at(stop, ADM_YAML_SYNTAX, stop->at);
}

void adm_yaml_syntax_refuse(const yaml_parser_t *parser, struct adm_yaml_events *events) {
    const struct adm_yaml_stop stop = {
        .text = events->text,
        .events = events,
        .at = adm_yaml_events_offset(events, &parser->problem_mark),
        .from = adm_yaml_events_offset(events, parser->context == NULL ? &parser->problem_mark
                                                                       : &parser->context_mark),
    };
    const struct adm_yaml_cause cause = find_cause(parser, &stop);
    if (cause.reason.text.len > 0)
        adm_yaml_refuse_because(events->found, cause.refusal, cause.span, cause.reason);
    else
        adm_yaml_refuse_at(events->found, cause.refusal, cause.span);
}
