// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_keys.h"

#include <criterion/criterion.h>

#include "core/text.h"

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 22); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(helm_keys, .init = setup, .fini = teardown);

static bool are_plain(const char *text) {
    const struct adm_json *root = NULL;
    struct adm_error err = {0};
    cr_assert(adm_json_parse_copy(adm_str_from(text), &arena, &root, &err), "%s: %s", text,
              err.message);
    return adm_helm_keys_are_plain(root);
}

static const struct {
    const char *release;
    bool plain;
} rows[] = {
    {"{}", true},
    {"{\"name\":\"x\",\"info\":{\"status\":\"deployed\"},\"manifest\":\"\",\"hooks\":[],"
     "\"version\":1}",
     true},
    {"{\"name\":\"x\",\"unknown\":1}", true},
    {"{\"manifest\":\"\",\"Manifest\":\"\"}", false},
    {"{\"Manifest\":\"\"}", false},
    {"{\"manife\xC5\xBFt\":\"\"}", false},
    {"{\"hoo\xE2\x84\xAAs\":[]}", false},
    {"{\"\xC3\xA9\":1}", false},
    {"{\"other\":1,\"OTHER\":2}", false},
    {"{\"info\":{\"Status\":\"deployed\"}}", false},
    {"{\"info\":{\"status\":\"a\",\"sTatus\":\"b\"}}", false},
    {"{\"info\":null,\"chart\":null,\"hooks\":null}", true},
    {"{\"info\":\"text\",\"chart\":[1,\"x\"],\"hooks\":\"text\"}", true},
    {"{\"chart\":{\"Templates\":[]}}", false},
    {"{\"chart\":{\"templates\":[{\"name\":\"a\",\"data\":\"\"},{\"Name\":\"b\"}]}}", false},
    {"{\"chart\":{\"templates\":[{\"name\":\"a\"},null,7]}}", true},
    {"{\"chart\":{\"files\":[{\"dAta\":\"\"}]}}", false},
    {"{\"chart\":{\"metadata\":{\"NAME\":\"c\"}}}", false},
    {"{\"chart\":{\"metadata\":{\"dependencies\":[{\"name\":\"d\",\"NAME\":\"e\"}]}}}", false},
    {"{\"chart\":{\"metadata\":{\"maintainers\":[{\"Name\":\"m\"}]}}}", false},
    {"{\"chart\":{\"lock\":{\"dependencies\":[{\"Version\":\"1\"}]}}}", false},
    {"{\"chart\":{\"lock\":{\"digest\":\"x\",\"Digest\":\"y\"}}}", false},
    {"{\"hooks\":[{\"name\":\"h\",\"Kind\":\"Job\"}]}", false},
    {"{\"hooks\":[{\"last_run\":{\"phase\":\"a\",\"Phase\":\"b\"}}]}", false},
    {"{\"hooks\":[{\"last_run\":{\"phase\":\"a\"}},null]}", true},
    // Free maps are case-sensitive in Go.
    {"{\"config\":{\"Name\":1,\"name\":2,\"\xC3\xA9\":3}}", true},
    {"{\"labels\":{\"A\":\"1\",\"a\":\"2\"}}", true},
    {"{\"chart\":{\"values\":{\"Image\":1,\"image\":2}}}", true},
    {"{\"chart\":{\"metadata\":{\"annotations\":{\"A\":\"1\",\"a\":\"2\"}}}}", true},
};

Test(helm_keys, go_reads_them_as_written) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(are_plain(rows[i].release), rows[i].plain, "%s", rows[i].release);
}

static bool are_plain_of(int count) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, &arena);
    for (int i = 0; i < count; i++)
        adm_text_printf(&text, "%c\"k%d\":1", i == 0 ? '{' : ',', i);
    adm_text_append_char(&text, '}');
    cr_assert(adm_text_finish(&text, &out, NULL));
    return are_plain(out.data);
}

Test(helm_keys, more_keys_than_any_struct_of_helm_are_not_helms) {
    cr_expect(are_plain_of(64));
    cr_expect_not(are_plain_of(65));
    cr_expect_not(are_plain_of(20000));
}
