// SPDX-License-Identifier: Apache-2.0
#include "explain_judge.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static struct adm_platform *platform;
static struct adm_jsonschema *model;

void explain_judge_start(void) {
    struct adm_error err = {0};
    const struct adm_jsonschema_options options = {.documents = NULL};
    struct adm_str text = adm_platform_schema_text(ADM_STR("platform"));
    cr_assert(adm_platform_new(&platform, &err), "%s", err.message);
    cr_assert(adm_jsonschema_new(text, &options, &model, &err), "%s", err.message);
}

void explain_judge_stop(void) {
    adm_platform_free(platform);
    adm_jsonschema_free(model);
}

void explain_judge(struct adm_str text, const char *environment, struct explain_judged *out) {
    explain_judge_by(text, environment, ADM_PROFILE_1_3, out);
}

void explain_judge_by(struct adm_str text, const char *environment, enum adm_profile profile,
                      struct explain_judged *out) {
    struct adm_error err = {0};
    struct adm_platform_input input = {.text = text, .profile = profile};
    input.environment = adm_str_from(environment);
    input.overlay = input.environment;
    adm_arena_init(&out->arena, (size_t)64 * 1024 * 1024);
    cr_assert(adm_platform_judge(platform, &input, &out->arena, &out->report, &err), "%s",
              err.message);
    out->file = (struct adm_render_file){
        .name = ADM_STR("platform.yaml"),
        .document = &out->report.document,
        .diagnostics = &out->report.diagnostics,
        .mask = &out->report.mask,
        .environment = input.environment,
    };
}

void explain_judge_done(struct explain_judged *judged) { adm_arena_destroy(&judged->arena); }

static struct adm_str finish(struct adm_text *text) {
    struct adm_str out = {0};
    cr_assert(adm_text_finish(text, &out, NULL));
    return out;
}

struct adm_str explain_judge_text(struct explain_judged *judged) {
    struct adm_text text;
    adm_text_init(&text, &judged->arena);
    adm_render_text(&judged->file, false, &text);
    return finish(&text);
}

// Where nothing is wrong there is no mask yet.
static void render_every_line(struct explain_judged *judged, struct adm_text *out) {
    const struct adm_document *document = &judged->report.document;
    struct adm_error err = {0};
    struct adm_mask mask = judged->report.mask;
    struct adm_render_file file = judged->file;
    if (mask.bytes == NULL)
        cr_assert(adm_mask_make(model, document, &judged->arena, &mask, &err), "%s", err.message);
    file.mask = &mask;
    for (uint32_t i = 0; i < document->line_count; i++) {
        uint32_t start = document->lines[i];
        const struct adm_diagnostic line = {
            .code = "x", .primary = {{start, start + 1}, ADM_STR("x")}, .message = ADM_STR("x")};
        adm_render_caret(&file, &line, false, out);
    }
}

struct adm_str explain_judge_all(struct explain_judged *judged) {
    struct adm_text text;
    adm_text_init(&text, &judged->arena);
    // Beyond what the text form shows, too.
    for (size_t i = 0; i < judged->report.diagnostics.count; i++)
        adm_render_caret(&judged->file, &judged->report.diagnostics.items[i], false, &text);
    adm_render_text(&judged->file, false, &text);
    adm_render_lines(&judged->file, &text);
    adm_render_json(&judged->file, 1, &text);
    adm_render_sarif(&judged->file, 1, "1.0.0", &text);
    adm_render_junit(&judged->file, 1, &text);
    render_every_line(judged, &text);
    return finish(&text);
}

char *explain_judge_file(const char *path, size_t *len) {
    enum { BYTES_MAX = 4 * 1024 * 1024 };
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(BYTES_MAX);
    cr_assert(file != NULL && bytes != NULL, "%s", path);
    *len = fread(bytes, 1, BYTES_MAX - 1, file);
    cr_assert(feof(file), "%s", path);
    bytes[*len] = '\0';
    fclose(file);
    return bytes;
}
