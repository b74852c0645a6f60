// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/yaml_properties.h"

#include <string.h>

#include "validators/schema/yaml_refuse.h"

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// After spaces, line breaks and comments.
static uint32_t skip_blanks(struct adm_str text, uint32_t at, uint32_t end) {
    while (at < end && (is_blank(text.data[at]) || text.data[at] == '#')) {
        bool comment = text.data[at++] == '#';
        while (comment && at < end && text.data[at] != '\n' && text.data[at] != '\r')
            at++;
    }
    return at;
}

static uint32_t skip_word(struct adm_str text, uint32_t at, uint32_t end) {
    while (at < end && !is_blank(text.data[at]))
        at++;
    return at;
}

// An absent value begins where the last of its properties ends.
void adm_yaml_properties_skip(struct adm_yaml_events *events, uint32_t end) {
    struct adm_str text = events->text;
    uint32_t at = events->span.start, last = at;
    while (at < end && (text.data[at] == '&' || text.data[at] == '!')) {
        last = skip_word(text, at, end);
        at = skip_blanks(text, last, end);
    }
    events->span.start = at < end ? at : last;
    if (events->span.end < events->span.start)
        events->span.end = events->span.start;
}

// The `&anchor` or `!tag` with which the event begins, whichever comes first.
static struct adm_span find_property(struct adm_yaml_events *events, char sign) {
    uint32_t end = (uint32_t)events->text.len;
    uint32_t start = adm_yaml_events_offset(events, &events->event->start_mark);
    if (start < end && events->text.data[start] != sign)
        start = skip_blanks(events->text, skip_word(events->text, start, end), end);
    return (struct adm_span){start, skip_word(events->text, start, end)};
}

bool adm_yaml_properties_anchor(struct adm_yaml_events *events, const yaml_char_t *name,
                                uint32_t *out, struct adm_error *err) {
    *out = 0;
    if (name == NULL)
        return true;
    struct adm_str key = adm_str_from((const char *)name);
    struct adm_span span = find_property(events, '&');
    const struct adm_yaml_anchor *first = adm_yaml_anchors_find(&events->anchors, key);
    if (first != NULL) {
        adm_yaml_refuse_because(events->found, ADM_YAML_ANCHOR_TWICE, span,
                                (struct adm_label){first->span, ADM_STR("first here")});
        return true;
    }
    if (events->anchors.count == ADM_YAML_READ_ANCHORS_MAX) {
        adm_yaml_events_stop(events, ADM_YAML_ANCHORS, span);
        return true;
    }
    if (!adm_yaml_anchors_add(&events->anchors, events->arena, key, span))
        return adm_fail(err, ADM_MEMORY, "out of memory for the anchors of the document");
    *out = events->anchors.count;
    return true;
}

void adm_yaml_properties_close(struct adm_yaml_events *events, uint32_t anchor,
                               const struct adm_yaml_item *item) {
    if (anchor == 0)
        return;
    events->anchors.items[anchor - 1].item = *item;
    events->anchors.items[anchor - 1].closed = true;
}

bool adm_yaml_properties_tag(struct adm_yaml_events *events, const yaml_char_t *tag) {
    static const char *const typed[] = {"int", "float", "bool", "null"};
    static const char prefix[] = "tag:yaml.org,2002:";
    const char *name = (const char *)tag;
    if (name == NULL)
        return true;
    adm_yaml_refuse_at(events->found, ADM_YAML_TAG, find_property(events, '!'));
    bool known = false;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        known = known || (strncmp(name, prefix, sizeof prefix - 1) == 0 &&
                          strcmp(name + sizeof prefix - 1, typed[i]) == 0);
    return known;
}
