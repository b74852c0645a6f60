// SPDX-License-Identifier: Apache-2.0
// A text to what is said about it, in every form: UTF-8 without control characters, JSON where it
// says so, and none of the text's secrets: `hunter2!` is no key and no choice of any schema.
#include "fuzz.h"

#include <string.h>

#include "core/json.h"
#include "core/utf8.h"
#include "validators/schema/platform.h"
#include "validators/schema/render.h"

static struct adm_platform *platform(void) {
    static struct adm_platform *made;
    struct adm_error err = {0};
    if (made == NULL)
        FUZZ_HOLDS(adm_platform_new(&made, &err));
    return made;
}

static void check_clean(struct adm_str out) {
    size_t len = 1;
    for (size_t i = 0; i < out.len; i += len) {
        len = adm_utf8_length(out.data + i);
        FUZZ_HOLDS(len > 0);
        FUZZ_HOLDS((unsigned char)out.data[i] >= 0x20 || out.data[i] == '\n');
        FUZZ_HOLDS(out.data[i] != 0x7F);
    }
    FUZZ_HOLDS(!adm_str_contains(out, ADM_STR("hunter2!")));
}

static bool finish(struct adm_text *text, struct adm_str *out) {
    return adm_text_finish(text, out, NULL) && !text->arena->exhausted;
}

static void check_json(const struct adm_render_file *file, struct adm_arena *arena,
                       void (*render)(const struct adm_render_file *, struct adm_text *)) {
    struct adm_text text;
    struct adm_str out = {0};
    struct adm_error err = {0};
    const struct adm_json *root = NULL;
    adm_text_init(&text, arena);
    render(file, &text);
    if (!finish(&text, &out))
        return;
    check_clean(out);
    FUZZ_HOLDS(adm_json_parse_copy(out, arena, &root, &err) || err.code == ADM_MEMORY ||
               err.code == ADM_LIMIT);
}

static void render_json(const struct adm_render_file *file, struct adm_text *out) {
    adm_render_json(file, 1, out);
}

static void render_sarif(const struct adm_render_file *file, struct adm_text *out) {
    adm_render_sarif(file, 1, "1.0.0", out);
}

// Every line as an excerpt would show it: most mistakes are in few places.
static void render_lines(const struct adm_render_file *file, struct adm_text *out) {
    enum { LINES_MAX = 200 };
    for (uint32_t i = 0; i < file->document->line_count && i < LINES_MAX; i++) {
        uint32_t start = file->document->lines[i];
        const struct adm_diagnostic line = {
            .code = "x", .primary = {{start, start + 1}, ADM_STR("x")}, .message = ADM_STR("x")};
        adm_render_caret(file, &line, false, out);
    }
}

static void render_all(const struct adm_render_file *file, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, arena);
    adm_render_text(file, false, &text);
    adm_render_lines(file, &text);
    adm_render_junit(file, 1, &text);
    render_lines(file, &text);
    if (finish(&text, &out))
        check_clean(out);
    check_json(file, arena, render_json);
    check_json(file, arena, render_sarif);
}

static void check_diagnostics(const struct adm_platform_report *report) {
    const struct adm_diagnostics *all = &report->diagnostics;
    FUZZ_HOLDS(report->document.root != NULL || all->errors > 0);
    for (size_t i = 0; i < all->count; i++) {
        const struct adm_diagnostic *d = &all->items[i];
        FUZZ_HOLDS(d->message.len > 0 && d->code[0] != '\0');
        FUZZ_HOLDS(d->primary.span.start <= report->document.text.len);
        FUZZ_HOLDS(d->primary.span.end <= report->document.text.len);
        FUZZ_HOLDS(i == 0 || all->items[i - 1].primary.span.start <= d->primary.span.start);
    }
}

static void judge(struct adm_str text, const char *environment) {
    struct adm_arena arena;
    struct adm_error err = {0};
    struct adm_platform_report report = {0};
    struct adm_platform_input input = {.text = text, .profile = ADM_PROFILE_1_3};
    input.environment = adm_str_from(environment);
    input.overlay = input.environment;
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    if (adm_platform_judge(platform(), &input, &arena, &report, &err)) {
        const struct adm_render_file file = {
            .name = ADM_STR("fuzz.yaml"),
            .document = &report.document,
            .diagnostics = &report.diagnostics,
            .mask = &report.mask,
            .environment = input.environment,
        };
        check_diagnostics(&report);
        render_all(&file, &arena);
    } else {
        FUZZ_HOLDS(err.code == ADM_MEMORY || err.code == ADM_LIMIT);
    }
    adm_arena_destroy(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    judge(fuzz_text(data, size), "");
    judge(fuzz_text(data, size), "prod");
    return 0;
}
