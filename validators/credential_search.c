// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_search.h"

#include "core/base64.h"
#include "core/credential_list.h"
#include "validators/credential_command.h"
#include "validators/credential_path.h"
#include "validators/credential_template.h"

enum { VALUE_MIN = 3 }; // shorter than any credential that the detector knows

static enum adm_detector_place place_of(enum adm_credential_part part) {
    static const enum adm_detector_place places[] = {
        [ADM_CREDENTIAL_TREE] = ADM_DETECTOR_FIELD,
        [ADM_CREDENTIAL_ENV] = ADM_DETECTOR_ENV,
        [ADM_CREDENTIAL_CONFIG] = ADM_DETECTOR_CONFIG,
        [ADM_CREDENTIAL_BINARY] = ADM_DETECTOR_CONFIG,
        [ADM_CREDENTIAL_ANNOTATIONS] = ADM_DETECTOR_ANNOTATION,
        [ADM_CREDENTIAL_LABELS] = ADM_DETECTOR_LABEL,
        [ADM_CREDENTIAL_NONE] = ADM_DETECTOR_FIELD,
    };
    return places[part];
}

struct adm_str adm_credential_search_path(const struct adm_credential_search *search,
                                          struct adm_str value) {
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, search->scan->request->arena);
    adm_text_append(&text, search->prefix);
    adm_credential_path_write(&search->walk, value, &text);
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}

// Whether `old` has what the walk stands at. Only asked of what was found.
static bool stands_in(struct adm_credential_search *search, const struct adm_json *old,
                      const struct adm_credential_item *item) {
    const struct adm_json *before =
        adm_credential_path_in(&search->walk, old, &search->scan->search);
    if (item->kind == ADM_CREDENTIAL_ITEM_KEY)
        return before != NULL;
    return before != NULL && (before->type == ADM_JSON_STRING || before->type == ADM_JSON_NUMBER) &&
           adm_str_equal((struct adm_str){before->data, before->len}, item->text);
}

static void begin(struct adm_detector *detector) {
    detector->count = 0;
    detector->truncated = detector->opaque = false;
}

static bool is_clean(const struct adm_detector *detector) {
    return detector->count == 0 && !detector->truncated && !detector->opaque;
}

static void report(struct adm_credential_scan *scan, const struct adm_credential_found *where) {
    const struct adm_detector *detector = &scan->detector;
    adm_credential_report_add(scan, where, detector->findings, detector->count);
    if (detector->truncated)
        adm_credential_report_unread(scan, where);
    if (detector->opaque && !where->unchanged)
        adm_credential_report_opaque(scan, where->path);
}

// A controller's own words about what it was given before must not stop it.
static enum adm_mode limit_of(const struct adm_credential_search *search,
                              const struct adm_credential_item *item) {
    return search->update && item->status ? ADM_MODE_WARN : ADM_MODE_OFF;
}

// `text` is what the item holds, decoded.
static void report_item(struct adm_credential_search *search,
                        const struct adm_credential_item *item, struct adm_str text) {
    const struct adm_detector *detector = &search->scan->detector;
    const struct adm_detector_finding *first = detector->findings;
    bool is_key = item->kind == ADM_CREDENTIAL_ITEM_KEY;
    // Bytes that are no text are counted where they stand, not in the copy of it, too.
    search->scan->detector.opaque = detector->opaque && !search->is_copy;
    if (is_key)
        adm_credential_walk_hide(&search->walk);
    struct adm_str value = detector->count == 0
                               ? text
                               : adm_str_slice(text, first->offset, first->offset + first->length);
    report(search->scan,
           &(struct adm_credential_found){
               .path = adm_credential_search_path(search, value),
               .text = text,
               .place = search->is_copy ? ADM_DETECTOR_ANNOTATION : place_of(item->part),
               .is_key = is_key,
               .is_image = adm_str_is(item->key, "image"),
               .is_copy = search->is_copy,
               .unchanged = stands_in(search, search->old, item) ||
                            stands_in(search, search->old_copy, item),
               .limit = limit_of(search, item),
           });
}

// What comes out of the text's templates, where the text itself shows nothing.
static bool search_rendered(struct adm_credential_search *search,
                            const struct adm_credential_item *item,
                            const struct adm_detector_value *value, struct adm_error *err) {
    struct adm_detector *detector = &search->scan->detector;
    struct adm_detector_value rendered = *value;
    for (unsigned reading = 0; reading < ADM_CREDENTIAL_TEMPLATE_READINGS; reading++) {
        ADM_TRY(adm_credential_template_render(value->text, reading, detector->arena,
                                               &rendered.text, err));
        if (rendered.text.data == NULL)
            continue;
        begin(detector);
        ADM_TRY(adm_detector_scan(detector, &rendered, err));
        if (is_clean(detector))
            continue;
        report_item(search, item, rendered.text);
        return true;
    }
    return true;
}

static bool search_item_text(struct adm_credential_search *search,
                             const struct adm_credential_item *item, struct adm_str text,
                             struct adm_error *err) {
    struct adm_detector *detector = &search->scan->detector;
    struct adm_detector_value value = {.text = text,
                                       .key = item->key,
                                       .place = place_of(item->part),
                                       .names_beside = item->names_beside};
    begin(detector);
    ADM_TRY(adm_detector_scan(detector, &value, err));
    if (!is_clean(detector))
        report_item(search, item, text);
    else if (search->scan->templates)
        return search_rendered(search, item, &value, err);
    return true;
}

// Apart, since the list is large and is cleared.
__attribute__((noinline)) static bool parses(struct adm_str text) {
    struct adm_credential_list list;
    return adm_credential_list_parse(text, &list, NULL);
}

// The annotation by which a pod asks for keys of Secrets, when it is one: `db:
// password=db-password` names a file and is no password.
static bool is_list_of_names(const struct adm_credential_item *item) {
    return item->part == ADM_CREDENTIAL_ANNOTATIONS && item->kind == ADM_CREDENTIAL_ITEM_STRING &&
           adm_str_equal(item->key, ADM_STR(ADM_CREDENTIAL_LIST_ANNOTATION)) && parses(item->text);
}

// Word by word, under no key: a token's own shape speaks all the same.
static bool search_names(struct adm_credential_search *search,
                         const struct adm_credential_item *item, struct adm_error *err) {
    struct adm_credential_item words = *item;
    char *copy = adm_arena_alloc(search->scan->request->arena, item->text.len + 1);
    if (copy == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for an annotation");
    for (size_t i = 0; i < item->text.len; i++) {
        char c = item->text.data[i];
        copy[i] = (char)(c == ':' || c == ',' || c == ';' || c == '=' ? '\n' : c);
    }
    words.key = (struct adm_str){0};
    return search_item_text(search, &words, (struct adm_str){copy, item->text.len}, err);
}

// Working memory goes back where nothing was found, so that it does not add up over an object.
static bool search_string(struct adm_credential_search *search,
                          const struct adm_credential_item *item, struct adm_error *err) {
    if (item->text.len < VALUE_MIN)
        return true;
    struct adm_arena *arena = search->scan->request->arena;
    struct adm_arena_mark mark = adm_arena_mark(arena);
    struct adm_str text = item->text, decoded = {0};
    if (item->part == ADM_CREDENTIAL_BINARY && item->kind == ADM_CREDENTIAL_ITEM_STRING &&
        adm_base64_decode(text, arena, &decoded))
        text = decoded;
    if (is_list_of_names(item))
        return search_names(search, item, err);
    const void *findings = search->scan->detector.findings;
    ADM_TRY(search_item_text(search, item, text, err));
    if (is_clean(&search->scan->detector) && search->scan->detector.findings == findings &&
        !arena->exhausted)
        adm_arena_rewind(arena, mark);
    return true;
}

// The findings of one word of a command line.
static void report_word(struct adm_credential_search *search,
                        const struct adm_credential_item *item,
                        const struct adm_credential_command *command,
                        const struct adm_detector_finding *findings, size_t count) {
    struct adm_credential_scan *scan = search->scan;
    size_t word = findings->item, index = word;
    const char *list = adm_credential_command_place(command, &index);
    const struct adm_json *old = adm_credential_path_in(&search->walk, search->old, &scan->search),
                          *copy = adm_credential_path_in(&search->walk, search->old_copy,
                                                         &scan->search);
    struct adm_str path = adm_credential_search_path(search, command->words[word]);
    adm_credential_report_add(
        scan,
        &(struct adm_credential_found){
            .path = adm_text_format(scan->request->arena, "%.*s%s%s[%zu]", ADM_STR_ARGS(path),
                                    path.len == 0 ? "" : ".", list, index),
            .text = command->words[word],
            .place = search->is_copy ? ADM_DETECTOR_ANNOTATION : ADM_DETECTOR_ARG,
            .is_copy = search->is_copy,
            .unchanged = adm_credential_command_is_old(command, word, old, &scan->search) ||
                         adm_credential_command_is_old(command, word, copy, &scan->search),
            .limit = limit_of(search, item),
        },
        findings, count);
}

static bool search_command(struct adm_credential_search *search,
                           const struct adm_credential_item *item, struct adm_error *err) {
    struct adm_detector *detector = &search->scan->detector;
    struct adm_credential_command command = {.command = item->command, .args = item->args};
    ADM_TRY(adm_credential_command_join(&command, detector->arena, err));
    begin(detector);
    ADM_TRY(adm_detector_scan_args(detector, command.words, command.count, err));
    for (size_t i = 0, next = 0; i < detector->count; i = next) {
        const struct adm_detector_finding *first = &detector->findings[i];
        for (next = i + 1; next < detector->count && detector->findings[next].item == first->item;)
            next++;
        report_word(search, item, &command, first, next - i);
    }
    if (detector->truncated)
        adm_credential_report_unread(
            search->scan, &(struct adm_credential_found){
                              .path = adm_credential_search_path(search, (struct adm_str){0}),
                              .place = ADM_DETECTOR_ARG,
                              .limit = limit_of(search, item)});
    return true;
}

bool adm_credential_search_item(struct adm_credential_search *search,
                                const struct adm_credential_item *item, struct adm_error *err) {
    return item->kind == ADM_CREDENTIAL_ITEM_COMMAND ? search_command(search, item, err)
                                                     : search_string(search, item, err);
}

bool adm_credential_search_text(struct adm_credential_scan *scan,
                                const struct adm_detector_value *value,
                                const struct adm_credential_found *where, struct adm_error *err) {
    begin(&scan->detector);
    ADM_TRY(adm_detector_scan(&scan->detector, value, err));
    if (!is_clean(&scan->detector))
        report(scan, where);
    return true;
}
