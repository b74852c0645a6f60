// SPDX-License-Identifier: Apache-2.0
// What reading and judging a platform.yaml costs one core, beside libyaml's bare event loop in the
// same run. Run by ./dev bench schema, which knows the targets. Prints lines of
// "name<TAB>value<TAB>unit".
//   schema-bench FILE      FILE is a platform.yaml for prod
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaml.h>

#include "schema_hostile.h"
#include "validators/schema/platform.h"
#include "validators/schema/render.h"
#include "validators/schema/yaml_read.h"

enum { ROUNDS = 15, CALLS = 200, HOSTILE_ROUNDS = 5, TEXT_MAX = 64 * 1024 };
#define ARENA_MAX ((size_t)256 * 1024 * 1024)

struct bench {
    struct adm_str text;
    struct adm_arena arena;
    struct adm_platform *platform;
    struct adm_jsonschema *program;
    enum adm_profile profile;
    struct adm_str environment;
    struct adm_platform_report report; // of the last judgement
    struct adm_arena kept;             // of what `root` belongs to
    const struct adm_node *root;
    size_t written; // by the last rendering
};

static void fail(const char *what, const struct adm_error *err) {
    fprintf(stderr, "schema-bench: %s: %s\n", what, err->message);
    exit(1);
}

static double now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void call_events(struct bench *b) {
    yaml_parser_t parser;
    yaml_event_t event;
    if (!yaml_parser_initialize(&parser))
        exit(1);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)b->text.data, b->text.len);
    for (bool more = true; more;) {
        if (!yaml_parser_parse(&parser, &event))
            exit(1);
        more = event.type != YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

static void read_into(struct bench *b, struct adm_arena *arena) {
    struct adm_document document = {0};
    struct adm_diagnostics found;
    struct adm_error err = {0};
    adm_arena_reset(arena);
    adm_diagnostic_init(&found, arena);
    if (!adm_yaml_read_document(b->text, arena, &document, &found, &err))
        fail("read", &err);
    b->root = document.root;
}

static void call_read(struct bench *b) { read_into(b, &b->arena); }

static void call_validate(struct bench *b) {
    struct adm_error err = {0};
    struct adm_jsonschema_run run = {.arena = &b->arena, .limit = ADM_DIAGNOSTICS_KEPT_MAX};
    adm_arena_reset(&b->arena);
    if (!adm_jsonschema_validate(b->program, b->root, &run, &err))
        fail("validate", &err);
    if (!run.valid)
        exit(1);
}

static void call_judge(struct bench *b) {
    struct adm_error err = {0};
    struct adm_str names[] = {ADM_STR("local"), ADM_STR("dev"), ADM_STR("staging"),
                              ADM_STR("prod")};
    const struct adm_platform_input input = {
        .text = b->text,
        .profile = b->profile,
        .environment = b->environment,
        .overlay = b->environment,
        .environments = {names, sizeof names / sizeof *names},
        .lean = true,
    };
    adm_arena_reset(&b->arena);
    if (!adm_platform_judge(b->platform, &input, &b->arena, &b->report, &err))
        fail("judge", &err);
}

static void call_render(struct bench *b) {
    struct adm_text text;
    struct adm_arena_mark mark = adm_arena_mark(&b->arena);
    const struct adm_render_file file = {
        .name = ADM_STR("platform.yaml"),
        .document = &b->report.document,
        .diagnostics = &b->report.diagnostics,
        .mask = &b->report.mask,
    };
    adm_text_init(&text, &b->arena);
    for (size_t i = 0; i < file.diagnostics->count; i++)
        adm_render_caret(&file, &file.diagnostics->items[i], false, &text);
    b->written = text.len;
    adm_arena_rewind(&b->arena, mark);
}

static double time_us(struct bench *b, void (*call)(struct bench *)) {
    double start = now_us();
    for (int i = 0; i < CALLS; i++)
        call(b);
    return (now_us() - start) / CALLS;
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
    qsort(values, count, sizeof *values, compare);
    return values[count / 2];
}

static void print(const char *name, double value, const char *unit) {
    printf("%s\t%.3f\t%s\n", name, value, unit);
}

// In turns, so that a slower moment meets all three.
static void measure_ratios(struct bench *b) {
    double events[ROUNDS], reads[ROUNDS], judges[ROUNDS], read_ratios[ROUNDS], judge_ratios[ROUNDS];
    call_judge(b);
    print("errors of the file", (double)b->report.diagnostics.errors, "");
    for (size_t i = 0; i < ROUNDS; i++) {
        events[i] = time_us(b, call_events);
        reads[i] = time_us(b, call_read);
        judges[i] = time_us(b, call_judge);
        read_ratios[i] = reads[i] / events[i];
        judge_ratios[i] = judges[i] / events[i];
    }
    print("libyaml's events", median(events, ROUNDS), "µs");
    print("read", median(reads, ROUNDS), "µs");
    print("judge", median(judges, ROUNDS), "µs");
    print("read ÷ events", median(read_ratios, ROUNDS), "");
    print("judge ÷ events", median(judge_ratios, ROUNDS), "");
}

static void measure_validation(struct bench *b) {
    double times[ROUNDS];
    struct adm_error err = {0};
    const struct adm_jsonschema_options options = {0};
    if (!adm_jsonschema_new(adm_platform_schema_text(ADM_STR("platform")), &options, &b->program,
                            &err))
        fail("schema", &err);
    read_into(b, &b->kept);
    for (size_t i = 0; i < ROUNDS; i++)
        times[i] = time_us(b, call_validate);
    print("validate", median(times, ROUNDS), "µs");
    adm_jsonschema_free(b->program);
}

// All errors of the file under the profile that knows none of its newer keys.
static void measure_rendering(struct bench *b) {
    double times[ROUNDS];
    b->profile = ADM_PROFILE_1_2;
    call_judge(b);
    print("errors rendered", (double)b->report.diagnostics.errors, "");
    for (size_t i = 0; i < ROUNDS; i++)
        times[i] = time_us(b, call_render);
    print("render", median(times, ROUNDS) / 1e3, "ms");
    print("bytes rendered", (double)b->written, "");
    b->profile = ADM_PROFILE_1_3;
}

// Text to what the user reads, in an arena of its own as a request has.
static double time_hostile(struct bench *b) {
    double start = now_us();
    call_judge(b);
    size_t shown = b->report.diagnostics.count < ADM_DIAGNOSTICS_SHOWN_MAX
                       ? b->report.diagnostics.count
                       : ADM_DIAGNOSTICS_SHOWN_MAX;
    b->report.diagnostics.count = shown;
    call_render(b);
    adm_arena_destroy(&b->arena);
    return (now_us() - start) / 1e3;
}

static void measure_hostiles(struct bench *b) {
    for (size_t i = 0; i < hostile_count; i++) {
        double times[HOSTILE_ROUNDS];
        struct adm_text text;
        adm_arena_reset(&b->kept);
        adm_text_init(&text, &b->kept);
        hostiles[i].write(&text);
        b->text = adm_str_slice(adm_text_str(&text), 0, HOSTILE_BYTES);
        for (size_t round = 0; round < HOSTILE_ROUNDS; round++)
            times[round] = time_hostile(b);
        char name[64];
        snprintf(name, sizeof name, "1 MiB of %s", hostiles[i].name);
        print(name, median(times, HOSTILE_ROUNDS), "ms");
    }
}

static bool load(const char *path, char *out, struct adm_str *text) {
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    *text = (struct adm_str){out, fread(out, 1, TEXT_MAX, file)};
    fclose(file);
    return text->len > 0 && text->len < TEXT_MAX;
}

int main(int argc, char **argv) {
    static char bytes[TEXT_MAX];
    static struct bench b = {.environment = {"prod", 4}};
    struct adm_error err = {0};
    adm_arena_init(&b.arena, ARENA_MAX);
    adm_arena_init(&b.kept, ARENA_MAX);
    if (argc != 2 || !load(argv[1], bytes, &b.text)) {
        fprintf(stderr, "schema-bench: usage: FILE\n");
        return 2;
    }
    if (!adm_platform_new(&b.platform, &err))
        fail("schemas", &err);
    print("bytes of the file", (double)b.text.len, "");
    measure_ratios(&b);
    measure_validation(&b);
    measure_rendering(&b);
    measure_hostiles(&b);
    adm_platform_free(b.platform);
    adm_arena_destroy(&b.kept);
    adm_arena_destroy(&b.arena);
    return 0;
}
