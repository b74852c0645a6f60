// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/detector.h"

#include <string.h>

#include "core/sort.h"
#include "core/text.h"
#include "validators/credentials/appraise.h"
#include "validators/credentials/prefilter.h"
#include "validators/credentials/read_command.h"
#include "validators/credentials/read_url.h"
#include "validators/credentials/runs.h"
#include "validators/credentials/unwrap.h"

enum {
    LEVELS_MAX = 4,
    GROW = 8,
    JOBS_MAX = 4096,
    WORD_MAX = 15,
    COMMAND_MAX = 512,
    WRAPPERS_MAX = 8
};

void adm_detector_init(struct adm_detector *detector, struct adm_arena *arena, size_t budget) {
    *detector = (struct adm_detector){.arena = arena, .budget = budget};
}

static bool overlap(const struct adm_detector_finding *finding, size_t at, size_t len) {
    return at < finding->offset + finding->length && finding->offset < at + len;
}

// Whether what is there already says as much as the new one; a shape replaces what a key said.
static bool is_known(struct adm_scan *scan, const struct adm_detector_finding *fresh) {
    for (size_t i = scan->detector->first; i < scan->detector->count; i++) {
        struct adm_detector_finding *old = &scan->detector->findings[i];
        if (!overlap(old, fresh->offset, fresh->length) || old->item != fresh->item)
            continue;
        if (fresh->decoded || old->decoded) {
            if (old->family == fresh->family || !fresh->decoded)
                return true;
            continue;
        }
        if (adm_family_rank(fresh->family) > adm_family_rank(old->family)) {
            struct adm_str key = old->key;
            *old = *fresh;
            old->key = key;
        }
        return true;
    }
    return false;
}

static bool make_room(struct adm_detector *detector) {
    if (detector->count < detector->capacity)
        return true;
    size_t capacity = detector->capacity == 0 ? GROW : detector->capacity * 2;
    void *grown = adm_arena_grow(detector->arena, detector->findings,
                                 detector->capacity * sizeof *detector->findings,
                                 capacity * sizeof *detector->findings);
    if (grown == NULL)
        return false;
    detector->findings = grown;
    detector->capacity = capacity;
    return true;
}

void adm_scan_add(struct adm_scan *scan, const struct adm_match *match) {
    struct adm_detector *detector = scan->detector;
    struct adm_detector_finding fresh = {
        .family = match->family,
        .confidence = match->confidence,
        .strength = match->strength,
        .offset = match->at,
        .length = match->len,
        .key = match->key,
        .item = scan->item,
        .decoded = scan->job->level > 0,
    };
    if (fresh.decoded) {
        fresh.offset = scan->job->at;
        fresh.length = scan->job->len;
    }
    if (is_known(scan, &fresh))
        return;
    if (detector->count - scan->detector->first >= ADM_DETECTOR_FINDINGS_MAX ||
        !make_room(detector)) {
        detector->truncated = true;
        return;
    }
    detector->findings[detector->count++] = fresh;
}

char *adm_scan_take(struct adm_scan *scan, size_t bytes) {
    struct adm_detector *detector = scan->detector;
    char *room = bytes > detector->budget ? NULL : adm_arena_alloc(detector->arena, bytes + 1);
    if (room == NULL) {
        detector->truncated = true;
        return NULL;
    }
    detector->budget -= bytes;
    return room;
}

void adm_scan_queue(struct adm_scan *scan, struct adm_str text, const struct adm_match *where) {
    struct adm_scan_job *job = NULL;
    const struct adm_scan_job *now = scan->job;
    if (now->level >= LEVELS_MAX ||
        (job = adm_arena_array(scan->detector->arena, 1, sizeof *job)) == NULL) {
        scan->detector->truncated = true;
        return;
    }
    *job = (struct adm_scan_job){
        .text = text,
        .at = now->level > 0 ? now->at : where->at,
        .len = now->level > 0 ? now->len : where->len,
        .level = now->level + 1,
        .packed = now->packed,
        .key = where->key,
    };
    scan->last->next = job;
    scan->last = job;
}

static void unwrap_utf16(struct adm_scan *scan, const struct adm_match *where) {
    char *room = adm_scan_take(scan, scan->text.len * 3 / 2);
    if (room != NULL)
        adm_scan_queue(scan, (struct adm_str){room, adm_unwrap_utf16(scan->text, room)}, where);
}

static bool unwrap_packed(struct adm_scan *scan, const struct adm_match *where) {
    struct adm_detector *detector = scan->detector;
    struct adm_scan_job *before = scan->last;
    struct adm_str out = {0};
    bool whole = false;
    if (!adm_unwrap_inflate(scan->text, detector->arena, &out, detector->budget, &whole))
        return false;
    detector->budget -= out.len;
    detector->truncated = detector->truncated || !whole;
    adm_scan_queue(scan, out, where);
    if (before->next != NULL)
        before->next->packed = true;
    return true;
}

// Queues what the whole text stands for; the text itself is scanned all the same, because anything
// may follow a member of gzip or a few runes of UTF-16. Whether it was such a thing.
static bool unwrap_whole(struct adm_scan *scan, bool text) {
    struct adm_match where = {.at = 0, .len = scan->text.len, .key = scan->key};
    if (!text && adm_unwrap_is_utf16(scan->text)) {
        unwrap_utf16(scan, &where);
        return true;
    }
    if (adm_str_starts(scan->text, "\xEF\xBB\xBF")) { // the mark would stand in the first line
        adm_scan_queue(scan, adm_str_slice(scan->text, 3, scan->text.len), &where);
        return true;
    }
    return adm_unwrap_is_packed(scan->text) && !scan->job->packed && unwrap_packed(scan, &where);
}

// The value under the key that the caller gave, or that named what was decoded.
static void judge_whole(struct adm_scan *scan) {
    struct adm_str value = adm_chars_trim(scan->text);
    struct adm_match match = {0};
    struct adm_appraise_pair pair = {.key = scan->key, .value = scan->text, .quoted = true};
    pair.names_beside = scan->value->names_beside && scan->job->level == 0;
    if (adm_key_name_read(scan->key).kind == ADM_KEY_NAME_NONE || value.len == 0 ||
        adm_str_index(value, '\n') < value.len ||
        (value.data[0] == '{' && value.data[value.len - 1] == '}' &&
         adm_chars_any(value, ADM_CHARS_QUOTE) && adm_chars_at(value, 1) != '{'))
        return;
    if (adm_appraise_pair(&pair, &match))
        adm_scan_add(scan, &match);
}

// PgBouncer's userlist.txt: "user" "password" on each line.
static void judge_userlist(struct adm_scan *scan) {
    struct adm_str text = scan->text;
    if (adm_chars_find(scan->key, 0, scan->key.len, "userlist") == SIZE_MAX)
        return;
    for (size_t at = 0; at < text.len;) {
        struct adm_str line =
            adm_str_slice(text, at, at + adm_str_index(adm_str_slice(text, at, text.len), '\n'));
        size_t second = adm_chars_find(line, 0, line.len, "\" \"");
        struct adm_match match = {0};
        size_t end =
            second == SIZE_MAX
                ? 0
                : second + 3 + adm_str_index(adm_str_slice(line, second + 3, line.len), '"');
        if (end > 0 && adm_appraise_password(adm_str_slice(line, second + 3, end), &match)) {
            match.at += at + second + 3;
            adm_scan_add(scan, &match);
        }
        at += line.len + 1;
    }
}

static void scan_text(struct adm_scan *scan) {
    uint32_t buckets = 0;
    scan->pair_until = scan->jwt_until = scan->run_from = scan->run_to = 0;
    scan->string_until = scan->aliases = 0;
    scan->unescaped = false;
    bool text = adm_unwrap_is_text(scan->text);
    if (!unwrap_whole(scan, text) && !text)
        scan->detector->opaque = true;
    judge_whole(scan);
    adm_read_url_bare(scan);
    judge_userlist(scan);
    for (size_t at = adm_prefilter_find(scan->text, 0, &buckets); at < scan->text.len;
         at = adm_prefilter_find(scan->text, at + 1, &buckets))
        adm_prefilter_dispatch(scan, at, buckets);
    adm_runs_decode(scan);
}

static int by_offset(const void *a, const void *b) {
    const struct adm_detector_finding *x = a, *y = b;
    if (x->item != y->item)
        return x->item < y->item ? -1 : 1;
    if (x->offset != y->offset)
        return x->offset < y->offset ? -1 : 1;
    return (int)x->family - (int)y->family;
}

static bool scan_item(struct adm_detector *detector, const struct adm_detector_value *value,
                      size_t item, struct adm_error *err) {
    struct adm_scan_job root = {.text = value->text, .len = value->text.len, .key = value->key};
    size_t first = detector->count;
    struct adm_scan scan = {.detector = detector, .value = value, .last = &root, .item = item};
    detector->first = first;
    size_t done = 0;
    for (struct adm_scan_job *job = &root; job != NULL && done < JOBS_MAX;
         job = job->next, done++) {
        scan.job = job;
        scan.text = job->text;
        scan.key = job->key;
        scan_text(&scan);
    }
    detector->truncated = detector->truncated || done == JOBS_MAX;
    size_t count = detector->count - first;
    if (count > 1)
        adm_sort_heap(detector->findings + first, count, sizeof *detector->findings, by_offset);
    return !detector->arena->exhausted ||
           adm_fail(err, ADM_MEMORY, "a value is too large to be searched for credentials");
}

// One short word, as most strings of an object are: no token is as short, nothing in it can be told
// apart, so that only its key could speak.
static bool is_plain_word(const struct adm_detector_value *value) {
    if (value->text.len >= WORD_MAX)
        return false;
    return value->text.len == 0 ||
           (adm_chars_all(value->text, ADM_CHARS_TOKEN | ADM_CHARS_PLUS_SLASH) &&
            adm_key_name_read(value->key).kind == ADM_KEY_NAME_NONE);
}

bool adm_detector_scan(struct adm_detector *detector, const struct adm_detector_value *value,
                       struct adm_error *err) {
    detector->first = detector->count;
    return is_plain_word(value) || scan_item(detector, value, 0, err);
}

// The program that a command line calls, and the words so far, by which some flags are read.
struct command {
    struct adm_str program, line; // the line is in `words`
    char words[COMMAND_MAX];
};

static struct adm_str program_of(struct adm_str word) {
    for (size_t i = word.len; i > 0; i--)
        if (word.data[i - 1] == '/')
            return adm_str_slice(word, i, word.len);
    return word;
}

// What runs another program: sudo, env, an init, an assignment.
static bool is_wrapper(struct adm_str word) {
    static const char *const wrappers[] = {"--",    "dumb-init", "env",  "exec", "nice",
                                           "nohup", "sudo",      "time", "tini", "xargs"};
    for (size_t i = 0; i < sizeof wrappers / sizeof(char *); i++)
        if (adm_str_is(word, wrappers[i]))
            return true;
    return adm_str_index(word, '=') < word.len;
}

static struct adm_str program_among(const struct adm_str *args, size_t count) {
    size_t first = 0;
    while (first + 1 < count && first < WRAPPERS_MAX && is_wrapper(program_of(args[first])))
        first++;
    return count > 0 ? program_of(args[first]) : ADM_STR("");
}

static void add_word(struct command *command, struct adm_str word) {
    if (word.len == 0 || command->line.len + word.len + 1 > COMMAND_MAX)
        return;
    memcpy(command->words + command->line.len, word.data, word.len);
    command->words[command->line.len + word.len] = ' ';
    command->line = (struct adm_str){command->words, command->line.len + word.len + 1};
}

static struct adm_str key_of(int meaning) {
    static const struct adm_str nothing = {"", 0};
    return meaning == 1 ? ADM_STR("password") : meaning == 2 ? ADM_STR("auth") : nothing;
}

// The flag before a word, when it names the word: --password x; a short one by its program.
static struct adm_str flag_before(const struct adm_str *args, size_t at,
                                  const struct command *command) {
    static const struct adm_str nothing = {"", 0};
    if (at == 0 || args[at - 1].len < 2 || args[at - 1].data[0] != '-')
        return nothing;
    struct adm_str flag = args[at - 1];
    bool curl = adm_str_is(command->program, "curl");
    if (flag.len == 2)
        return key_of(adm_read_command_meaning(command->program, command->line, flag.data[1]));
    if (curl && adm_read_command_is_user(flag))
        return ADM_STR("auth");
    while (flag.len > 0 && flag.data[0] == '-')
        flag = adm_str_slice(flag, 1, flag.len);
    bool next = args[at].len > 0 && args[at].data[0] == '-';
    bool long_flag = adm_str_starts(args[at - 1], "--") || flag.len == 0 ||
                     adm_read_command_meaning(command->program, command->line, flag.data[0]) == 0;
    if (next || !long_flag || !adm_chars_all(flag, ADM_CHARS_TOKEN))
        return nothing;
    return curl && adm_chars_same(flag, "user") ? ADM_STR("auth") : flag;
}

// -phunter2, -uu:hunter2, --user=u:hunter2 as one word: how much of it is the flag; its key.
static size_t attached(struct adm_str word, const struct command *command, struct adm_str *key) {
    static const char user[] = "--user=";
    bool flag = word.len > 2 && word.data[0] == '-' && word.data[1] != '-';
    int meaning =
        flag ? adm_read_command_meaning(command->program, command->line, word.data[1]) : 0;
    if (adm_str_is(command->program, "curl") && adm_str_starts(word, user)) {
        *key = ADM_STR("auth");
        return sizeof user - 1;
    }
    // A word like -userdata has no password in it.
    if (meaning == 2 && adm_str_index(word, ':') == word.len)
        meaning = 0;
    *key = key_of(meaning);
    return meaning == 0 ? 0 : 2;
}

bool adm_detector_scan_args(struct adm_detector *detector, const struct adm_str *args, size_t count,
                            struct adm_error *err) {
    struct command command = {.program = program_among(args, count)};
    for (size_t i = 0; i < count; i++) {
        struct adm_str key = {0};
        size_t first = detector->count, moved = attached(args[i], &command, &key);
        struct adm_detector_value value = {.text = adm_str_slice(args[i], moved, args[i].len),
                                           .place = ADM_DETECTOR_ARG};
        value.key = moved > 0 ? key : flag_before(args, i, &command);
        ADM_TRY(scan_item(detector, &value, i, err));
        for (size_t j = first; j < detector->count; j++)
            detector->findings[j].offset += moved;
        add_word(&command, args[i]);
    }
    return true;
}

struct adm_str adm_detector_words(const struct adm_detector_finding *finding,
                                  struct adm_arena *arena) {
    return adm_text_format(arena, "looks like %s%s", adm_family_words(finding->family),
                           finding->strength == ADM_DETECTOR_WEAK ? ", and a weak one" : "");
}
