// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_read.h"

#include <stddef.h>
#include <string.h>

#include "validators/schema/yaml_events.h"
#include "validators/schema/yaml_refuse.h"
#include "validators/schema/yaml_syntax.h"

static bool fail_memory(struct adm_error *err) {
    return adm_fail(err, ADM_MEMORY, "out of memory for the YAML reader");
}

// Whether there is something to free: containers without an anchor and a tag have nothing.
static bool owns_memory(const yaml_event_t *event) {
    yaml_event_type_t type = event->type;
    if (type == YAML_MAPPING_START_EVENT)
        return event->data.mapping_start.anchor != NULL || event->data.mapping_start.tag != NULL;
    if (type == YAML_SEQUENCE_START_EVENT)
        return event->data.sequence_start.anchor != NULL || event->data.sequence_start.tag != NULL;
    return type != YAML_MAPPING_END_EVENT && type != YAML_SEQUENCE_END_EVENT;
}

// Takes the events up to the stream's end, or to what reading cannot go on after: a refusal, or
// what is no YAML (`*broken`).
static bool read_events(yaml_parser_t *parser, struct adm_yaml_events *events, bool *broken,
                        struct adm_error *err) {
    yaml_event_t event;
    bool more = true;
    events->event = &event;
    while (more && !events->stopped) {
        if (!yaml_parser_parse(parser, &event)) {
            *broken = true;
            return parser->error != YAML_MEMORY_ERROR || fail_memory(err);
        }
        more = event.type != YAML_STREAM_END_EVENT;
        bool taken = adm_yaml_events_take(events, err);
        if (owns_memory(&event))
            yaml_event_delete(&event);
        ADM_TRY(taken);
        if (events->found->dropped > 0)
            adm_yaml_events_give_up(events);
    }
    if (!events->stopped)
        events->span.end = (uint32_t)events->text.len;
    return true;
}

// What only the whole shows: misplaced tabs and separators, then what the parser could not read. A
// separator breaks the line that it is in: what then cannot be read follows from it.
static void conclude(const yaml_parser_t *parser, struct adm_yaml_events *events, bool broken) {
    bool split = false;
    if (events->scan->tabs || events->scan->separators)
        split = adm_yaml_gaps_check(&events->gaps, events->text, events->span.end, events->found);
    if (!broken)
        return;
    adm_yaml_events_give_up(events);
    // libyaml reads on before it tells of what it has read.
    uint32_t problem = adm_yaml_events_offset(events, &parser->problem_mark);
    if (!split && events->scan->separators)
        split = adm_yaml_gaps_check_unread(
            events->text, (struct adm_span){events->span.end, problem}, events->found);
    if (!split)
        adm_yaml_syntax_refuse(parser, events);
}

static bool parse(struct adm_yaml_events *events, struct adm_error *err) {
    ADM_AUTO(yaml_parser_delete) yaml_parser_t parser = {0};
    if (!yaml_parser_initialize(&parser))
        return fail_memory(err);
    const char *bytes = events->text.len == 0 ? "" : events->text.data;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, events->text.len);
    bool broken = false;
    ADM_TRY(read_events(&parser, events, &broken, err));
    events->event = NULL;
    conclude(&parser, events, broken);
    return true;
}

// Nothing, comments, or `---` alone: to the consumer an empty map.
static const struct adm_node *empty_root(const struct adm_yaml_events *events) {
    struct adm_node *root = adm_arena_array(events->arena, 1, sizeof *root);
    if (root == NULL)
        return NULL;
    root->type = ADM_NODE_MAP;
    if (events->root != NULL)
        root->span = events->root->span;
    return root;
}

static bool is_absent(const struct adm_node *root) {
    return root == NULL || (root->type == ADM_NODE_NULL && root->text.len == 0);
}

static bool read_document(const struct adm_yaml_scan *scan, struct adm_arena *arena,
                          struct adm_document *document, struct adm_diagnostics *found,
                          struct adm_error *err) {
    struct adm_yaml_events *events = adm_arena_alloc(arena, sizeof *events);
    if (events == NULL)
        return fail_memory(err);
    memset(events, 0, offsetof(struct adm_yaml_events, frames));
    events->arena = arena;
    events->found = found;
    events->text = document->text;
    events->scan = scan;
    ADM_TRY(parse(events, err));
    document->root = events->root;
    if (is_absent(events->root) && !events->stopped) {
        document->root = empty_root(events);
        return document->root != NULL || fail_memory(err);
    }
    return true;
}

static const uint32_t one_line[] = {0};

bool adm_yaml_read_document(struct adm_str text, struct adm_arena *arena, struct adm_document *out,
                            struct adm_diagnostics *found, struct adm_error *err) {
    static const char mark[] = "\xEF\xBB\xBF";
    struct adm_document document = {.lines = one_line, .line_count = 1};
    struct adm_yaml_scan scan = {0};
    if (text.len > ADM_YAML_READ_BYTES_MAX) {
        adm_yaml_refuse_at(found, ADM_YAML_BYTES, (struct adm_span){0, 0});
    } else {
        bool marked = adm_str_starts(text, mark);
        document.text = adm_str_slice(text, marked ? sizeof mark - 1 : 0, text.len);
        ADM_TRY(adm_yaml_scan_text(document.text, arena, found, &scan, err));
        document.lines = scan.lines;
        document.line_count = scan.line_count;
        if (!scan.stopped)
            ADM_TRY(read_document(&scan, arena, &document, found, err));
    }
    if (found->failed)
        return fail_memory(err);
    *out = document;
    return true;
}
