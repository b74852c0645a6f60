// SPDX-License-Identifier: Apache-2.0
#include "validators/secret_metadata.h"

#include "core/base64.h"
#include "core/fingerprint.h"
#include "validators/reference.h"

static const char last_applied[] = "kubectl.kubernetes.io/last-applied-configuration";

enum {
    WHOLE_MIN = 4, // shorter values are words like "yes"
    PART_MIN = 8,
};
// Bytes compared for one request; beyond it the object is refused instead of being skimmed.
static const size_t WORK_MAX = (size_t)256 * 1024 * 1024;

// A value that is looked for, prepared once.
struct needle {
    const struct adm_secret_entry *entry;
    struct adm_str plain;   // without line ends after it; empty: too short to be looked for
    struct adm_str encoded; // base64 of its whole groups of three bytes; empty below PART_MIN
};

struct hunt {
    const struct adm_request *request;
    struct adm_verdict *verdict;
    struct needle *needles;
    size_t count;
    size_t work; // bytes compared and keys looked at so far
};

static char lower(char c) {
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    return c;
}

static bool ends_with(struct adm_str key, const char *word) {
    struct adm_str tail = adm_str_from(word);
    if (key.len < tail.len)
        return false;
    for (size_t i = 0; i < tail.len; i++)
        if (lower(key.data[key.len - tail.len + i]) != tail.data[i])
            return false;
    return true;
}

// Values that are names and are written like one: a namespace, a host or a user stands in labels
// and tracking annotations for good reasons.
static bool is_name(const struct adm_secret_entry *entry) {
    static const char *const words[] = {"user", "name",     "host",   "port",      "database",
                                        "type", "endpoint", "region", "namespace", "cluster"};
    for (size_t i = 0; i < entry->value.len; i++) {
        char c = entry->value.data[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            return false;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ends_with(entry->key, words[i]))
            return true;
    return false;
}

static struct adm_str trimmed(struct adm_str s) {
    while (s.len > 0 && (s.data[s.len - 1] == '\n' || s.data[s.len - 1] == '\r'))
        s.len--;
    return s;
}

static bool prepare(const struct adm_secret_entry *entry, struct adm_arena *arena,
                    struct needle *out, struct adm_error *err) {
    struct adm_str plain = trimmed(entry->value);
    *out = (struct needle){.entry = entry};
    if (plain.len < WHOLE_MIN || is_name(entry))
        return true;
    out->plain = plain;
    if (plain.len < PART_MIN)
        return true;
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_base64_encode(adm_str_slice(plain, 0, plain.len / 3 * 3), &text);
    return adm_text_finish(&text, &out->encoded, err);
}

static bool prepare_all(struct hunt *hunt, const struct adm_secret_data *data,
                        const struct adm_secret_data *old, struct adm_error *err) {
    struct adm_arena *arena = hunt->request->arena;
    hunt->needles = adm_arena_array(arena, data->count + old->count + 1, sizeof *hunt->needles);
    if (hunt->needles == NULL)
        return adm_fail(err, ADM_MEMORY, "the Secret's data is too large to be compared");
    for (size_t i = 0; i < data->count; i++)
        ADM_TRY(prepare(&data->entries[i], arena, &hunt->needles[hunt->count++], err));
    for (size_t i = 0; i < old->count; i++)
        ADM_TRY(prepare(&old->entries[i], arena, &hunt->needles[hunt->count++], err));
    return true;
}

static bool shows(struct adm_str text, const struct needle *needle) {
    if (needle->plain.len == 0 || needle->plain.len > text.len)
        return false;
    return adm_str_equal(trimmed(text), needle->plain) ||
           (needle->encoded.len > 0 &&
            (adm_str_contains(text, needle->plain) || adm_str_contains(text, needle->encoded)));
}

static bool shows_any(struct hunt *hunt, struct adm_str text) {
    hunt->work += text.len * hunt->count;
    if (hunt->work > WORK_MAX)
        return false; // the caller refuses
    for (size_t i = 0; i < hunt->count; i++)
        if (shows(text, &hunt->needles[i]) &&
            !adm_reference_is(hunt->request, hunt->needles[i].entry->value))
            return true;
    return false;
}

// Whether an applied configuration is a Secret with a value that is not a reference. kubectl writes
// JSON: what does not read as such may hold anything.
static bool holds_plaintext(const struct adm_request *request, struct adm_str text, bool *holds,
                            struct adm_error *err) {
    const struct adm_json *applied = NULL;
    struct adm_secret_data data = {0};
    struct adm_error cause = {0};
    if (!adm_json_parse_copy(text, request->arena, &applied, &cause)) {
        *holds = text.len > 0;
        return cause.code != ADM_MEMORY || adm_fail(err, ADM_MEMORY, "%s", cause.message);
    }
    ADM_TRY(adm_secret_data_read(applied, request->arena, &data, err));
    for (size_t i = 0; i < data.count && adm_str_is(adm_json_get_text(applied, "kind"), "Secret");
         i++)
        *holds = *holds || (data.entries[i].value.len > 0 &&
                            !adm_reference_is(request, data.entries[i].value));
    return true;
}

struct place {
    const char *map; // "annotations" or "labels"
    struct adm_str key, value;
    bool new_key;
};

// A key that shows a value is not shown again.
static void add_finding(struct hunt *hunt, const struct place *place, bool in_key) {
    struct adm_arena *arena = hunt->request->arena;
    struct adm_str shown = in_key ? place->key : place->value;
    struct adm_str path = adm_text_format(arena, "metadata.%s[%.*s]", place->map,
                                          ADM_STR_ARGS(in_key ? ADM_STR("…") : place->key));
    adm_verdict_add(
        hunt->verdict,
        &(struct adm_finding){
            .rule = ADM_RULE_PLAINTEXT_SECRET,
            .path = path,
            .message = adm_text_format(arena, "%s holds a value of this Secret in plaintext (%s)",
                                       place->map[0] == 'l' ? in_key ? "a label's key" : "a label"
                                       : in_key             ? "an annotation's key"
                                                            : "an annotation",
                                       adm_verdict_length_class(shown.len)),
            .fix = ADM_STR("remove it: metadata is shown to everybody who may list Secrets"),
            .fingerprint = adm_fingerprint_of(hunt->request->fingerprint_key, shown, arena),
        });
}

static bool fail_work(const char *map, struct adm_error *err) {
    return adm_fail(err, ADM_LIMIT, "%s are too large to be compared with the data", map);
}

static bool judge_place(struct hunt *hunt, const struct place *place, struct adm_error *err) {
    bool in_key = place->new_key && shows_any(hunt, place->key);
    bool leaks = false;
    if (adm_str_is(place->key, last_applied))
        ADM_TRY(holds_plaintext(hunt->request, place->value, &leaks, err));
    leaks = leaks || in_key || shows_any(hunt, place->value);
    if (hunt->work > WORK_MAX)
        return fail_work(place->map, err);
    if (leaks)
        add_finding(hunt, place, in_key);
    return true;
}

static bool judge_map(struct hunt *hunt, const char *map, struct adm_error *err) {
    const struct adm_json *before = adm_json_get(hunt->request->old_object.metadata, map);
    struct adm_json_iter it = adm_json_iter(adm_json_get(hunt->request->object.metadata, map));
    while (adm_json_next(&it)) {
        const struct adm_json *was = adm_json_find(before, it.key);
        hunt->work += before == NULL ? 0 : before->count;
        if (hunt->work > WORK_MAX)
            return fail_work(map, err);
        if (!adm_json_equal(was, it.value))
            ADM_TRY(judge_place(
                hunt, &(struct place){map, it.key, adm_json_text(it.value), was == NULL}, err));
    }
    return true;
}

bool adm_secret_metadata_judge(const struct adm_request *request,
                               const struct adm_secret_data *data,
                               const struct adm_secret_data *old, struct adm_verdict *verdict,
                               struct adm_error *err) {
    struct hunt hunt = {.request = request, .verdict = verdict};
    ADM_TRY(prepare_all(&hunt, data, old, err));
    ADM_TRY(judge_map(&hunt, "annotations", err));
    return judge_map(&hunt, "labels", err);
}
