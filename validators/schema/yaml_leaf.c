// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_leaf.h"

#include <string.h>

#include "validators/schema/yaml_place.h"
#include "validators/schema/yaml_properties.h"
#include "validators/schema/yaml_refuse.h"

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "out of memory for the texts of the document");
}

// The scalar's text: a slice of the document where it is written as it is meant, else a copy.
static bool take_text(struct adm_yaml_events *events, struct adm_span span, struct adm_node *node,
                      struct adm_error *err) {
    const yaml_event_t *event = events->event;
    struct adm_str value = {(const char *)event->data.scalar.value, event->data.scalar.length};
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    size_t quote = plain ? 0 : 1;
    const char *raw = events->text.data + span.start + quote;
    // Within a line a plain scalar has nothing to fold or to unescape.
    bool as_written = plain && event->start_mark.line == event->end_mark.line;
    if (span.end - span.start == value.len + 2 * quote &&
        (as_written || memcmp(raw, value.data, value.len) == 0)) {
        node->text = (struct adm_str){raw, value.len};
        return true;
    }
    node->text = adm_arena_copy(events->arena, value);
    return node->text.data != NULL || fail_memory(err);
}

// The consumer wants `|` or `>`, its indicators, and a space or the end of the line.
static void check_header(struct adm_yaml_events *events, struct adm_span span) {
    uint32_t at = span.start + 1;
    while (at < span.end && strchr("+-0123456789", events->text.data[at]) != NULL)
        at++;
    bool good = at == span.end || events->text.data[at] == ' ' || events->text.data[at] == '\n' ||
                events->text.data[at] == '\r';
    if (!good)
        adm_yaml_refuse_at(events->found, ADM_YAML_BLOCK_HEADER, (struct adm_span){at, at + 1});
}

static enum adm_yaml_style style_of(yaml_scalar_style_t style) {
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        return ADM_YAML_BLOCK;
    return style == YAML_PLAIN_SCALAR_STYLE ? ADM_YAML_PLAIN : ADM_YAML_QUOTED;
}

// What is said of a scalar by its place in the text, whatever it is worth.
static bool check_scalar(struct adm_yaml_events *events, struct adm_span span,
                         enum adm_yaml_style style, struct adm_error *err) {
    if (events->event->data.scalar.length > ADM_YAML_READ_SCALAR_MAX)
        adm_yaml_events_stop(events, ADM_YAML_SCALAR_BYTES, span);
    if (style == ADM_YAML_QUOTED)
        events->quoted = span;
    if (style == ADM_YAML_BLOCK)
        check_header(events, span);
    if (style == ADM_YAML_PLAIN && events->flow_depth > 0 && span.end > span.start &&
        memchr(events->text.data + span.start, '?', span.end - span.start) != NULL)
        adm_yaml_refuse_at(events->found, ADM_YAML_QUESTION_MARK, span);
    if (!events->scan->tabs && !events->scan->separators)
        return true;
    return adm_yaml_gaps_add(&events->gaps, events->arena,
                             (struct adm_yaml_scalar_span){span, style}) ||
           fail_memory(err);
}

static void refuse_oddity(struct adm_yaml_events *events, enum adm_yaml_resolved resolved) {
    static const enum adm_yaml_refusal refusals[] = {
        [ADM_YAML_RESOLVED_EQUALS] = ADM_YAML_VALUE_EQUALS,
        [ADM_YAML_RESOLVED_MERGE] = ADM_YAML_VALUE_MERGE,
        [ADM_YAML_RESOLVED_NO_TIMESTAMP] = ADM_YAML_VALUE_TIMESTAMP,
        [ADM_YAML_RESOLVED_NO_DIGITS] = ADM_YAML_VALUE_DIGITS,
        [ADM_YAML_RESOLVED_NO_SIZE] = ADM_YAML_VALUE_SIZE,
    };
    bool names = resolved == ADM_YAML_RESOLVED_EQUALS || resolved == ADM_YAML_RESOLVED_MERGE;
    if (names && adm_yaml_place_awaits_key(events))
        return;
    adm_yaml_refuse_at(events->found, refusals[resolved], events->span);
}

// Gives the scalar's node its text, type and value.
static bool fill(struct adm_yaml_events *events, struct adm_span span, struct adm_yaml_item *item,
                 bool typed, struct adm_error *err) {
    item->node->type = ADM_NODE_TEXT;
    ADM_TRY(take_text(events, span, item->node, err));
    if (typed)
        item->resolved = adm_yaml_resolve_plain(item->node);
    if (item->resolved != ADM_YAML_RESOLVED)
        refuse_oddity(events, item->resolved);
    return true;
}

bool adm_yaml_leaf_take(struct adm_yaml_events *events, struct adm_span span,
                        struct adm_error *err) {
    const yaml_char_t *name = events->event->data.scalar.anchor;
    const yaml_char_t *tag = events->event->data.scalar.tag;
    enum adm_yaml_style style = style_of(events->event->data.scalar.style);
    struct adm_yaml_item item = {.weight = 1};
    bool typed = style == ADM_YAML_PLAIN;
    uint32_t anchor = 0;
    if (name != NULL || tag != NULL) {
        adm_yaml_properties_skip(events, events->span.end);
        span = events->span;
        ADM_TRY(adm_yaml_properties_anchor(events, name, &anchor, err));
        typed = adm_yaml_properties_tag(events, tag) && typed;
    }
    ADM_TRY(check_scalar(events, span, style, err));
    // A key that nothing refers to needs no node of its own.
    bool passing = name == NULL && adm_yaml_place_awaits_key(events);
    if (passing)
        events->key = (struct adm_node){.span = span};
    item.node = passing ? &events->key : adm_yaml_events_node(events, span, err);
    if (item.node == NULL)
        return false;
    item.node->plain = style == ADM_YAML_PLAIN;
    ADM_TRY(fill(events, span, &item, typed, err));
    if (anchor != 0)
        adm_yaml_properties_close(events, anchor, &item);
    return adm_yaml_place_value(events, &item, span, (struct adm_span){0, 0}, err);
}
