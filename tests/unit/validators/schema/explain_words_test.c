// SPDX-License-Identifier: Apache-2.0
// Every keyword in words, by small schemas: what the platform's own does not use, too.
#include <criterion/criterion.h>
#include <string.h>

#include "validators/schema/explain.h"
#include "validators/schema/render.h"
#include "validators/schema/yaml_read.h"

struct row {
    const char *schema; // with ' for "
    const char *text;
    const char *said; // one line each, without the file's name
};

struct world {
    struct adm_arena arena;
    struct adm_jsonschema *program;
    struct adm_document document;
    struct adm_diagnostics all;
    struct adm_mask mask;
};

static struct adm_jsonschema *compile(struct adm_arena *arena, const char *schema) {
    const struct adm_jsonschema_options options = {.documents = NULL};
    struct adm_jsonschema *program = NULL;
    struct adm_error err = {0};
    struct adm_str text = adm_arena_copy(arena, adm_str_from(schema));
    char *copy = adm_arena_alloc(arena, text.len + 1);
    cr_assert_not_null(copy);
    memcpy(copy, text.data, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (copy[i] == '\'')
            copy[i] = '"';
    cr_assert(adm_jsonschema_new((struct adm_str){copy, text.len}, &options, &program, &err),
              "%s: %s", schema, err.message);
    return program;
}

static void judge(struct world *w, const struct row *row, bool with_model) {
    struct adm_error err = {0};
    adm_arena_init(&w->arena, 1 << 22);
    adm_diagnostic_init(&w->all, &w->arena);
    w->program = compile(&w->arena, row->schema);
    cr_assert(
        adm_yaml_read_document(adm_str_from(row->text), &w->arena, &w->document, &w->all, &err));
    cr_assert_not_null(w->document.root, "%s", row->text);
    struct adm_jsonschema_run run = {.arena = &w->arena, .limit = 100};
    cr_assert(adm_jsonschema_validate(w->program, w->document.root, &run, &err), "%s", err.message);
    const struct adm_explain_options options = {ADM_RULE_PLATFORM_SCHEMA, w->document.root,
                                                with_model ? w->program : NULL, NULL, NULL};
    adm_explain_violations(&options, &run, &w->all);
    adm_explain_notes(&options, &run, &w->all);
    adm_diagnostic_sort(&w->all);
    cr_assert(adm_mask_make(w->program, &w->document, &w->arena, &w->mask, &err));
}

static struct adm_str say(struct world *w) {
    struct adm_text out;
    const struct adm_render_file file = {
        .document = &w->document, .diagnostics = &w->all, .mask = &w->mask};
    adm_text_init(&out, &w->arena);
    adm_render_lines(&file, &out);
    return adm_text_str(&out);
}

static void done(struct world *w) {
    adm_jsonschema_free(w->program);
    adm_arena_destroy(&w->arena);
}

static void check(const struct row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct world w = {.program = NULL};
        judge(&w, &rows[i], true);
        struct adm_str said = say(&w);
        cr_expect(adm_str_is(said, rows[i].said), "%s\n%s\n%.*s", rows[i].schema, rows[i].text,
                  ADM_STR_ARGS(said));
        done(&w);
        // Without a model it is less well said, but said.
        struct world bare = {.program = NULL};
        judge(&bare, &rows[i], false);
        cr_expect_eq(bare.all.count > 0, rows[i].said[0] != '\0', "%s", rows[i].schema);
        done(&bare);
    }
}

#define P(schema) "{'properties': {'a': " schema "}}"

Test(explain_words, says_every_keyword_of_values) {
    static const struct row rows[] = {
        {P("false"), "a: hunter2",
         ":1:4: error[not-allowed]: a is not allowed here (change or remove it)\n"},
        {P("{'not': {'const': false}}"), "a: no",
         ":1:4: error[not-allowed]: a is not allowed here (write true)\n"},
        {P("{'const': 'ok1'}"), "a: ok2",
         ":1:4: error[bad-choice]: `ok2` is not a choice for a (write ok1)\n"},
        {P("{'title': 'user kind', 'enum': ['ok1', 7, true, null]}"), "a: hunter2",
         ":1:4: error[bad-choice]: this is not a user kind (one of: ok1, 7, true, null)\n"},
        {P("{'title': 'AWS id', 'enum': ['one', 'two']}"), "a: onne",
         ":1:4: error[bad-choice]: `onne` is not an AWS id (did you mean `one`? (one, two))\n"},
        {P("{'multipleOf': 5}"), "a: 7",
         ":1:4: error[out-of-range]: a must be a multiple of 5, not 7 (another number is "
         "wanted)\n"},
        {P("{'exclusiveMinimum': 0, 'exclusiveMaximum': 1}"), "a: 1",
         ":1:4: error[out-of-range]: a must be more than 0 and less than 1, not 1 (too large)\n"},
        {P("{'minimum': 3}"), "a: -.inf",
         ":1:4: error[out-of-range]: a must be a finite number, at least 3 (too small)\n"},
        {P("{'maxLength': 1}"), "a: hunter2",
         ":1:4: error[too-long]: a is longer than 1 character (at most 1 character)\n"},
        {P("{'pattern': '^x$'}"), "a: hunter2",
         ":1:4: error[bad-format]: a does not have the right form (another form is wanted)\n"},
        {P("{'pattern': '^x$', 'title': 'x', 'examples': ['x']}"), "a: \"x \"",
         ":1:4: error[bad-format]: a does not have the form of a x (it begins or ends with a "
         "space)\n"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(explain_words, says_every_keyword_of_lists_and_maps) {
    static const struct row rows[] = {
        {P("{'minItems': 2}"), "a: [hunter2]",
         ":1:4: error[too-few-items]: a has 1 item; it needs at least 2 (add some)\n"},
        {P("{'maxItems': 1}"), "a: [b, c]",
         ":1:4: error[too-many-items]: a has 2 items; at most 1 (remove some)\n"},
        {P("{'prefixItems': [{}], 'items': false}"), "a: [b, hunter2]",
         ":1:8: error[too-many-items]: a has 2 items (remove some)\n"},
        {P("{'contains': {'const': 1}}"), "a: [b]",
         ":1:4: error[too-few-items]: a has 1 item (add what is missing)\n"},
        {P("{'uniqueItems': true}"), "a: [hunter2, b, hunter2]",
         ":1:17: error[not-unique]: an item stands in a twice (again here)\n"},
        {P("{'uniqueItems': true, 'items': {'enum': ['b', 'c']}}"), "a: [b, c, b]",
         ":1:11: error[not-unique]: `b` stands in a twice (again here)\n"},
        {P("{'minProperties': 2}"), "a: {b: 1}",
         ":1:1: error[too-few-keys]: a has 1 key; it needs at least 2 (add some)\n"},
        {P("{'maxProperties': 1}"), "a: {b: 1, c: 1}",
         ":1:1: error[too-many-keys]: a has 2 keys; at most 1 (remove some)\n"},
        {P("{'propertyNames': {'pattern': '^[a-z]+$'}, 'additionalProperties': {}}"), "a: {B2: 1}",
         ":1:5: error[bad-name]: `B2` cannot be a name here (give it another name)\n"},
        {P("{'propertyNames': {'pattern': '^[a-z]+$'}, 'additionalProperties': {}}"),
         "a: {HUNTER2}",
         ":1:5: error[bad-name]: this key cannot be a name here (not shown: it may be a value) "
         "(give it another name)\n"},
        {P("{'dependentRequired': {'b': ['c']}, 'properties': {'b': {}}}"), "a: {b: 1}",
         ":1:5: error[needs-key]: `b` needs `c` beside it (because of this)\n"},
        {P("{'properties': {'b': {}}, 'unevaluatedProperties': false}"), "a: {b: 1, bb: 2}",
         ":1:11: error[unknown-key]: this map has no key `bb` (unknown key)\n"},
        {P("{'title': 'shoes', 'properties': {'left': {}, 'right': {}}, "
           "'additionalProperties': false, 'required': ['left', 'right']}"),
         "a: {rihgt: 2}",
         ":1:1: error[missing-key]: shoes need `left` (add `left`)\n"
         ":1:5: error[unknown-key]: shoes have no key `rihgt` (did you mean `right`?)\n"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(explain_words, says_unions_and_types) {
    static const struct row rows[] = {
        {P("{'anyOf': [{'const': 1}, {'const': 2}]}"), "a: 3",
         ":1:4: error[not-allowed]: a is not allowed here (change or remove it)\n"},
        {P("{'title': 'thing', 'oneOf': [{'const': 1}, {'const': 2}]}"), "a: 3",
         ":1:4: error[not-allowed]: a is not a thing (change or remove it)\n"},
        {P("{'type': ['boolean', 'null']}"), "a: []",
         ":1:4: error[wrong-type]: a must be true or false, but this is a list (write true or "
         "false)\n"},
        {P("{'type': ['integer', 'array']}"), "a: hunter2",
         ":1:4: error[wrong-type]: a must be a whole number or a list, but YAML reads this as text "
         "(write a whole number)\n"},
        {P("{'type': 'array', 'items': {'type': 'string'}}"), "a: [b, 5]",
         ":1:8: error[wrong-type]: item 2 of a must be text, but YAML reads this as a number (put "
         "it in quotes)\n"},
        {"{'title': 'file', 'type': 'object'}", "- a",
         ":1:1: error[wrong-type]: this file must be a map, but this is a list (write its keys on "
         "the lines below, indented)\n"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(explain_words, uses_the_schemas_own) {
    static const struct row rows[] = {
        {P("{'enum': ['ok1', 'ok2'], 'x-floe-message': '{key} cannot be {value}{implied}: "
           "{other}', "
           "'x-floe-code': 'my-code'}"),
         "a: ok3",
         ":1:4: error[my-code]: `a` cannot be `ok3`: {other} (did you mean `ok1`? (ok1, ok2))\n"},
        {P("{'enum': ['ok1', 'ok2'], 'x-floe-message': 'not {value}'}"), "a: hunter2",
         ":1:4: error[bad-choice]: not this value (one of: ok1, ok2)\n"},
        {P("{'required': ['b', 'c', 'd'], 'x-floe-message': 'write {missing}'}"), "a: {d: 1}",
         ":1:1: error[missing-key]: write `b` and `c` (add `b` and `c`)\n"},
        {P("{'x-floe-since': '1.3'}"), "a: hunter2",
         ":1:1: warning[newer-than-consumer]: floe-core 1.2 does not know this key: `a` (new in "
         "1.3)\n"},
        {P("{'enum': ['b', 'c'], 'if': {'const': 'c'}, 'then': {'x-floe-since': '1.3'}}"), "a: b",
         ""},
        {P("{'enum': ['b', 'c'], 'if': {'const': 'c'}, 'then': {'x-floe-since': '1.3'}}"), "a: c",
         ":1:4: warning[newer-than-consumer]: floe-core 1.2 does not know this a: `c` (new in "
         "1.3)\n"},
        {P("{'type': ['object', 'null'], 'x-floe-secret': true}"), "a: yes",
         ":1:4: error[inline-secret]: a secret must not be written in this file (a plain value; a "
         "reference is required (value hidden))\n"},
        {P("{'type': ['object', 'null'], 'x-floe-secret': true}"), "a: ~", ""},
    };
    check(rows, sizeof rows / sizeof *rows);
}

// A required key a level too deep or too shallow is one mistake.
Test(explain_words, says_a_cause_once) {
    static const char outer[] =
        "{'type': 'object', 'properties': {'a': {'type': 'object', 'required': ['b'], "
        "'additionalProperties': false, 'properties': {'b': {}, 'c': {'type': 'object', "
        "'additionalProperties': false, 'properties': {'d': {}}, 'required': ['d']}}}}}";
    static const struct row rows[] = {
        {outer, "a: {c: {d: 1, b: 1}}",
         ":1:15: error[unknown-key]: this map has no key `b` (it belongs one level up, in a)\n"},
        {outer, "a: {b: 1, d: 1, c: {}}",
         ":1:11: error[unknown-key]: this map has no key `d` (it belongs inside `c`, one level "
         "down)\n"},
        {outer, "a: {hunter2}",
         ":1:5: error[unknown-key]: this map has no such key (not shown: it may be a value) (write "
         "`key: value`)\n"},
        {P("{'type': 'string', 'enum': ['b1', 'b2'], 'minLength': 2, 'pattern': '^b'}"), "a: c",
         ":1:4: error[bad-choice]: this is not a choice for a (one of: b1, b2)\n"},
        {P("{'minLength': 2, 'pattern': '^b'}"), "a: c",
         ":1:4: error[too-short]: a is shorter than 2 characters (at least 2 characters)\n"},
        {"{'additionalProperties': {'enum': ['ok1', 'ok2']}}", "a: &n ok3\nb: *n\nc: *n\n",
         ":1:7: error[bad-choice]: `ok3` is not a choice for a (did you mean `ok1`? (ok1, ok2))\n"},
    };
    check(rows, sizeof rows / sizeof *rows);
}

Test(explain_words, writes_skeletons) {
    static const char schema[] =
        "{'properties': {'a': {'title': 'thing'}, 'b': {'type': 'boolean'}, 'c': {'enum': ['x', "
        "'y']}, 'd': {}, 'e': {'$ref': '#/$defs/e'}}, '$defs': {'e': {'type': 'object', "
        "'required': ['f', 'g'], 'properties': {'f': {'$ref': '#/$defs/h'}, 'g': {'title': "
        "'last'}}}, 'h': {'required': ['i'], 'properties': {'i': {}}}}}";
    static const struct {
        const char *key, *lines;
    } rows[] = {
        {"a", "a: <thing>"},
        {"b", "b: <true | false>"},
        {"c", "c: <x | y>"},
        {"d", "d: <value>"},
        {"e", "e:\n  f:\n    i: <value>\n  g: <last>"},
    };
    struct adm_arena arena;
    adm_arena_init(&arena, 1 << 20);
    struct adm_jsonschema *program = compile(&arena, schema);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct adm_str lines =
            adm_explain_skeleton(adm_jsonschema_root(program), adm_str_from(rows[i].key), &arena);
        cr_expect(adm_str_is(lines, rows[i].lines), "%.*s", ADM_STR_ARGS(lines));
    }
    adm_jsonschema_free(program);
    adm_arena_destroy(&arena);
}
