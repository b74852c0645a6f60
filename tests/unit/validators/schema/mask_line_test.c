// SPDX-License-Identifier: Apache-2.0
// Lines as excerpts show them, with the marks where they now are.
#include <criterion/criterion.h>
#include <string.h>

#include "core/text.h"
#include "validators/schema/mask.h"
#include "validators/schema/mask_rune.h"
#include "validators/schema/yaml_read.h"

static const char schema[] =
    "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
    "\"mode\": {\"enum\": [\"static\", \"iam_role\"]},"
    "\"ref\": {\"type\": \"string\", \"x-floe-names\": \"/names\"},"
    "\"names\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}},"
    "\"on_off\": {\"type\": \"boolean\"}, \"port\": {\"type\": \"integer\"},"
    "\"bound\": {\"minimum\": 3}, \"text\": {\"type\": \"string\"},"
    "\"account\": {\"type\": \"string\", \"pattern\": \"^\\\\d{12}$\"},"
    "\"letters\": {\"type\": \"string\", \"pattern\": \"^[a-z0-9]{12}$\"},"
    "\"secret\": {\"type\": [\"object\", \"null\"], \"x-floe-secret\": true,"
    "  \"properties\": {\"secret_ref\": {\"type\": \"string\"}}},"
    "\"any\": {}, \"list\": {\"type\": \"array\", \"items\": {\"enum\": [\"gdpr\", 7]}},"
    "\"anys\": {\"type\": \"object\", \"additionalProperties\": true}}}";

static struct adm_jsonschema *program;

static void start(void) {
    const struct adm_jsonschema_options options = {.documents = NULL};
    struct adm_error err = {0};
    cr_assert(adm_jsonschema_new(adm_str_from(schema), &options, &program, &err), "%s",
              err.message);
}

static void stop(void) { adm_jsonschema_free(program); }

// The text's line with `<` and `>` around where the part of the text in `marked` has gone.
static struct adm_str mask(struct adm_arena *arena, const char *text, uint32_t line,
                           const char *marked) {
    struct adm_document document = {0};
    struct adm_diagnostics found;
    struct adm_mask made = {0};
    struct adm_error err = {0};
    struct adm_text out;
    adm_diagnostic_init(&found, arena);
    cr_assert(adm_yaml_read_document(adm_str_from(text), arena, &document, &found, &err), "%s",
              err.message);
    cr_assert(adm_mask_make(program, &document, arena, &made, &err), "%s", err.message);
    const char *at = marked == NULL ? NULL : strstr(text, marked);
    struct adm_span span = {0, 0};
    if (at != NULL)
        span = (struct adm_span){(uint32_t)(at - text),
                                 (uint32_t)((size_t)(at - text) + strlen(marked))};
    const struct adm_mask_marks marks = {&span, at == NULL ? 0 : 1};
    struct adm_str masked = adm_mask_line(&document, &made, line, &marks, arena);
    if (at == NULL)
        return masked;
    adm_text_init(&out, arena);
    adm_text_append(&out, adm_str_slice(masked, 0, span.start));
    adm_text_append_c(&out, "<");
    adm_text_append(&out, adm_str_slice(masked, span.start, span.end));
    adm_text_append_c(&out, ">");
    adm_text_append(&out, adm_str_slice(masked, span.end, masked.len));
    return adm_text_str(&out);
}

struct row {
    const char *text;
    uint32_t line;
    const char *marked; // or NULL
    const char *shown;
};

static void check(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct adm_arena arena;
        adm_arena_init(&arena, 1 << 22);
        struct adm_str shown = mask(&arena, rows[i].text, rows[i].line, rows[i].marked);
        cr_expect(adm_str_is(shown, rows[i].shown), "%s\n  gives    %.*s\n  expected %s",
                  rows[i].text, ADM_STR_ARGS(shown), rows[i].shown);
        adm_arena_destroy(&arena);
    }
}

Test(mask_line, shows_what_the_schema_allows, .init = start, .fini = stop) {
    static const struct row rows[] = {
        {"mode: static", 1, "static", "mode: <static>"},
        {"mode: iam-role", 1, NULL, "mode: iam-role"},
        {"mode: \"Static\"", 1, NULL, "mode: \"Static\""},
        {"mode: hunter2", 1, "hunter2", "mode: <********>"},
        {"mode: st", 1, NULL, "mode: ********"},
        {"names: {silver: x}\nref: sliver", 2, NULL, "ref: sliver"},
        {"names: {silver: x}\nref: hunter2", 2, NULL, "ref: ********"},
        {"on_off: yes", 1, NULL, "on_off: yes"},
        {"on_off: \"true\"", 1, NULL, "on_off: \"true\""},
        {"on_off: flase", 1, NULL, "on_off: flase"},
        {"on_off: hunter2", 1, NULL, "on_off: ********"},
        {"on_off: 1", 1, NULL, "on_off: 1"},
        {"port: 70000", 1, NULL, "port: 70000"},
        {"port: \"70000\"", 1, NULL, "port: \"70000\""},
        {"port: 1e3", 1, NULL, "port: 1e3"},
        {"port: 7x", 1, NULL, "port: ********"},
        {"bound: 2", 1, NULL, "bound: 2"},
        {"text: 12345678", 1, NULL, "text: ********"},
        {"text: no", 1, NULL, "text: no"},
        {"text: ~", 1, NULL, "text: ~"},
        {"text: 2024-01-01", 1, NULL, "text: ********"},
        {"account: 012345670127", 1, NULL, "account: 012345670127"},
        {"account: \"123\"", 1, NULL, "account: \"123\""},
        {"account: hunter2", 1, NULL, "account: ********"},
        {"letters: 123456789012", 1, NULL, "letters: ********"},
        {"secret: static", 1, NULL, "secret: ********"},
        {"secret: yes", 1, NULL, "secret: ********"},
        {"secret: {hunter2: x, secret_ref: x}", 1, NULL,
         "secret: {********: ********, secret_ref: ********}"},
        {"any: hunter2", 1, NULL, "any: ********"},
        {"any: {hunter2: true}", 1, NULL, "any: {********: true}"},
        {"anys: {hunter2: x, hunter3}", 1, NULL, "anys: {hunter2: ********, ********}"},
        {"anys: {some.key/x-1: x, a b: x}", 1, NULL,
         "anys: {some.key/x-1: ********, ********: ********}"},
        {"anys: {\xe6\x97\xa5: x, a\xc2\xa0: x}", 1, NULL,
         "anys: {\xe6\x97\xa5: ********, ********: ********}"},
        {"list: [gdpr, GDPR, 7, 8, hunter2]", 1, NULL, "list: [gdpr, GDPR, 7, ********, ********]"},
        {"unknown: hunter2", 1, "unknown", "<unknown>: ********"},
        {"unknown: 5", 1, NULL, "unknown: ********"},
        {"unknown: true", 1, NULL, "unknown: true"},
        {"unknown: {hunter2: {port: 5}}", 1, NULL, "unknown: {********: {********: ********}}"},
        {"{hunter2}", 1, "{hunter2}", "<{********}>"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(mask_line, hides_every_form_of_a_scalar, .init = start, .fini = stop) {
    static const struct row rows[] = {
        {"text: 'it''s hunter2' # hunter2", 1, "'it''s hunter2'",
         "text: <********> # \xe2\x80\xa6"},
        {"text: \"a \\\" # b\"", 1, NULL, "text: ********"},
        {"text: a#b", 1, NULL, "text: ********"},
        {"# hunter2\ntext: a", 1, NULL, "# \xe2\x80\xa6"},
        {"text: |\n  hunter2 a\n\n    hunter2\nport: 1", 1, NULL, "text: ********"},
        {"text: |\n  hunter2 a\n\n    hunter2\nport: 1", 2, "hunter2 a", "  <********>"},
        {"text: |\n  hunter2 a\n\n    hunter2\nport: 1", 3, NULL, ""},
        {"text: |\n  hunter2 a\n\n    hunter2\nport: 1", 4, NULL, "    ********"},
        {"text: |\n  hunter2 a\n\n    hunter2\nport: 1", 5, NULL, "port: 1"},
        {"text: >- # hunter2\n  hunter2", 1, NULL, "text: ********"},
        {"text: hunter2\n  hunter2 x\nport: 1", 2, NULL, "  ********"},
        {"text: \"hunter2\n  mode: x\"\nport: 1", 2, NULL, "  ********"},
        {"text: &hunter2 x\nany: *hunter2", 1, NULL, "text: &\xe2\x80\xa6 ********"},
        {"text: &hunter2 x\nany: *hunter2", 2, "*hunter2", "any: <*\xe2\x80\xa6>"},
        {"anys: {<<: {a: x}, b: [x, {c: y}]}", 1, NULL,
         "anys: {<<: {a: ********}, b: [********, {********: ********}]}"},
        {"text: !!str  hunter2\nport: !x 1", 1, "hunter2", "text: !\xe2\x80\xa6  <********>"},
        {"text: !!str  hunter2\nport: !x 1", 2, NULL, "port: !\xe2\x80\xa6 1"},
        {"---\nport: 1\n...\n", 1, NULL, "---"},
        {"---\nport: 1\n...\n", 3, NULL, "..."},
        {"list:\n- gdpr\n-   hunter2\n", 3, "hunter2", "-   <********>"},
        {"text:   \nport: 1", 1, NULL, "text:"},
        {"\"mode\" : hunter2", 1, NULL, "\"mode\" : ********"},
        {"text: a\r\nport: 1\r\n", 2, NULL, "port: 1"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

// Without a tree only keys that the schema knows are shown, and only as keys.
Test(mask_line, shows_known_keys_of_a_broken_text, .init = start, .fini = stop) {
    static const struct row rows[] = {
        {"mode: static\nport: [", 1, "static", "mode: <********>"},
        {"hunter2: x\nport: [", 1, NULL, "********"},
        {"    mode: hunter2 \xe6\x97\xa5 # x\nport: [", 1, NULL, "    mode: ********"},
        {"- mode: a\nport: [", 1, NULL, "- mode: ********"},
        {"- - mode: a\nport: [", 1, NULL, "- - mode: ********"},
        {"mode:a\nport: [", 1, NULL, "********"},
        {"mode\nport: [", 1, NULL, "********"},
        {"hunter2 mode: a\nport: [", 1, NULL, "********"},
        {"port: [1, mode: a, text: b", 1, NULL, "port: [******** mode: ******** text: ********"},
        {"port: {mode: a", 1, NULL, "port: {mode: ********"},
        {"port: \"\n  # hunter2\n", 2, NULL, "  # \xe2\x80\xa6"},
        {"port: \"\n\t\thunter2\x01\xff\n", 2, NULL, "  ********"},
        {"mode: *hunter2,x\nport: [", 1, NULL, "mode: *\xe2\x80\xa6,********"},
        {"mode:\nport: [", 1, NULL, "mode:"},
        {"secret_ref: x\nport: [", 1, NULL, "secret_ref: ********"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(mask_line, survives_little_memory, .init = start, .fini = stop) {
    static const char text[] = "mode: hunter2\nanys: {a: b}\n";
    for (size_t limit = 0; limit < 400000; limit += 997) {
        struct adm_arena arena;
        struct adm_document document = {0};
        struct adm_diagnostics found;
        struct adm_mask made = {0};
        struct adm_error err = {0};
        adm_arena_init(&arena, limit);
        adm_diagnostic_init(&found, &arena);
        bool good = adm_yaml_read_document(adm_str_from(text), &arena, &document, &found, &err) &&
                    adm_mask_make(program, &document, &arena, &made, &err);
        struct adm_span span = {6, 13};
        const struct adm_mask_marks marks = {&span, 1};
        struct adm_str line = {0};
        if (document.root != NULL)
            line = adm_mask_line(&document, &made, 1, &marks, &arena);
        cr_expect(good || err.code == ADM_MEMORY, "%zu: %s", limit, err.message);
        cr_expect(!adm_str_contains(line, ADM_STR("hunter2")), "%zu", limit);
        adm_arena_destroy(&arena);
    }
}

Test(mask_rune, knows_what_is_unsafe_and_how_wide) {
    static const struct {
        const char *text;
        const char *clean;
        size_t columns;
    } rows[] = {
        {"abc", "abc", 3},
        {"\xc3\xa9", "\xc3\xa9", 1},
        {"e\xcc\x81", "e\xcc\x81", 1},
        {"\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac", 4},
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80", 2},
        {"a\x1b[0m", "a\xef\xbf\xbd[0m", 5},
        {"a\tb",
         "a\xef\xbf\xbd"
         "b",
         3},
        {"\xe2\x80\xae\xe2\x80\xac", "\xef\xbf\xbd\xef\xbf\xbd", 2},
        {"\xe2\x81\xa6\xe2\x81\xa9", "\xef\xbf\xbd\xef\xbf\xbd", 2},
        {"\xe2\x80\xa8", "\xef\xbf\xbd", 1},
        {"\xc2\x85", "\xef\xbf\xbd", 1},
        {"\xef\xbb\xbf", "\xef\xbf\xbd", 1},
        {"\xff", "\xef\xbf\xbd", 1},
        {"\xe6\x97", "\xef\xbf\xbd\xef\xbf\xbd", 2},
        {"a\nb", "a\nb", 3},
        {"", "", 0},
    };
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_text out;
        adm_text_init(&out, &arena);
        adm_mask_rune_append(&out, adm_str_from(rows[i].text), true);
        cr_expect(adm_str_is(adm_text_str(&out), rows[i].clean), "%zu", i);
        if (strchr(rows[i].text, '\n') == NULL)
            cr_expect_eq(adm_mask_rune_columns(adm_text_str(&out)), rows[i].columns, "%zu", i);
    }
    struct adm_text out;
    adm_text_init(&out, &arena);
    adm_mask_rune_append(&out, ADM_STR("a\nb"), false);
    cr_expect(adm_str_is(adm_text_str(&out), "a\xef\xbf\xbd"
                                             "b"));
    adm_arena_destroy(&arena);
}

// A line of more than 4,096 bytes: what stands far from the mark is left out, and nothing of it
// shows.
Test(mask_line, writes_a_long_line_around_its_mark_only, .init = start, .fini = stop) {
    struct adm_arena arena;
    struct adm_text text;
    adm_arena_init(&arena, 1 << 22);
    adm_text_init(&text, &arena);
    adm_text_append_c(&text, "{list: [");
    for (int i = 0; i < 700; i++)
        adm_text_append_c(&text, "hunter2, ");
    adm_text_append_c(&text, "gdpr], mode: static, any: [");
    for (int i = 0; i < 700; i++)
        adm_text_append_c(&text, i == 0 ? "hunter2" : ", hunter2");
    adm_text_append(&text, (struct adm_str){"]}\n\0", 4});
    struct adm_str all = adm_text_str(&text);
    cr_assert_gt(all.len, 12000);
    struct adm_str line = mask(&arena, all.data, 1, "mode");
    cr_expect(adm_str_contains(line, ADM_STR("gdpr], <mode>: static, any: [" ADM_MASK)), "%.*s",
              ADM_STR_ARGS(line));
    cr_expect_not(adm_str_contains(line, ADM_STR("hunter2")));
    cr_expect_lt(line.len, 8000);
    // Without a mark there is only its beginning, and masked it is.
    line = mask(&arena, all.data, 1, NULL);
    cr_expect_not(adm_str_contains(line, ADM_STR("hunter2")));
    adm_arena_destroy(&arena);
}
