// SPDX-License-Identifier: Apache-2.0
#include "core/verdict.h"

#include <string.h>

void adm_verdict_init(struct adm_verdict *verdict, struct adm_arena *arena) {
    *verdict = (struct adm_verdict){.arena = arena};
}

static bool reserve(struct adm_verdict *verdict) {
    if (verdict->count < verdict->capacity)
        return true;
    size_t capacity = verdict->capacity == 0 ? 8 : verdict->capacity * 2;
    struct adm_finding *grown =
        adm_arena_grow(verdict->arena, verdict->findings, verdict->capacity * sizeof *grown,
                       capacity * sizeof *grown);
    if (grown == NULL)
        return false;
    verdict->findings = grown;
    verdict->capacity = capacity;
    return true;
}

void adm_verdict_add(struct adm_verdict *verdict, const struct adm_finding *finding) {
    if (!reserve(verdict)) {
        verdict->failed = true;
        return;
    }
    verdict->findings[verdict->count++] = *finding;
}

const char *adm_verdict_length_class(size_t len) {
    static const struct {
        size_t below;
        const char *name;
    } classes[] = {{1, "empty"},        {8, "1-7 bytes"},    {16, "8-15 bytes"},
                   {32, "16-31 bytes"}, {64, "32-63 bytes"}, {256, "64-255 bytes"}};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (len < classes[i].below)
            return classes[i].name;
    return "256 bytes or more";
}

static void append_head(struct adm_text *text, const struct adm_finding *finding) {
    struct adm_str where = finding->file.len > 0 ? finding->file : finding->path;
    adm_text_printf(text, "[%s] %.*s", adm_rule_id(finding->rule), ADM_STR_ARGS(finding->message));
    if (where.len > 0)
        adm_text_printf(text, " at %.*s", ADM_STR_ARGS(where));
    if (finding->line > 0)
        adm_text_printf(text, ":%u:%u", finding->line, finding->column);
    if (finding->file.len > 0)
        adm_text_printf(text, " (%.*s)", ADM_STR_ARGS(finding->code));
}

static struct adm_str finish(struct adm_text *text) {
    struct adm_str whole = {0};
    return adm_text_finish(text, &whole, NULL) ? whole : (struct adm_str){0};
}

struct adm_str adm_verdict_head(const struct adm_finding *finding, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    append_head(&text, finding);
    return finish(&text);
}

struct adm_str adm_verdict_line(const struct adm_finding *finding, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    append_head(&text, finding);
    if (finding->fix.len > 0)
        adm_text_printf(&text, "; %.*s", ADM_STR_ARGS(finding->fix));
    return finish(&text);
}

struct adm_str adm_verdict_excerpt(const struct adm_finding *finding, const char *indent,
                                   size_t most, struct adm_arena *arena) {
    struct adm_str rest = finding->excerpt;
    struct adm_text text;
    adm_text_init(&text, arena);
    while (rest.len > 0) {
        size_t end = adm_str_index(rest, '\n');
        struct adm_str line = adm_str_slice(rest, 0, end);
        rest = adm_str_slice(rest, end + 1, rest.len);
        if (text.len + 1 + strlen(indent) + line.len > most)
            return (struct adm_str){0};
        adm_text_append_c(&text, text.len == 0 ? "" : "\n");
        adm_text_append_c(&text, indent);
        adm_text_append(&text, adm_verdict_one_line(line, line.len, arena));
    }
    return finish(&text);
}

static bool is_rune_start(char c) { return ((unsigned char)c & 0xC0U) != 0x80U; }

struct adm_str adm_verdict_one_line(struct adm_str s, size_t runes, struct adm_arena *arena) {
    size_t most = s.len / 4 < runes ? s.len : 4 * runes;
    char *line = adm_arena_alloc(arena, most + 1);
    if (line == NULL)
        return (struct adm_str){0};
    size_t seen = 0, len = 0;
    for (size_t i = 0; i < s.len && len < most; i++) {
        unsigned char c = (unsigned char)s.data[i];
        if (is_rune_start(s.data[i]) && seen++ == runes)
            break;
        // C1 controls (U+0080…U+009F) are C2 80…C2 9F: their lead byte becomes a space, too.
        bool c1 = c == 0xC2U && i + 1 < s.len && (unsigned char)s.data[i + 1] < 0xA0U;
        char kept = s.data[i];
        if (c < 0x20U || c == 0x7FU || c1)
            kept = ' ';
        line[len++] = kept;
        i += c1;
    }
    line[len] = '\0';
    return (struct adm_str){line, len};
}
