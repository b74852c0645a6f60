// SPDX-License-Identifier: Apache-2.0
#include "validators/credential_report.h"

#include "core/fingerprint.h"
#include "validators/shown.h"

enum { SEEN_MAX = ADM_CREDENTIAL_FINDINGS_MAX * 2 };

struct adm_credential_seen {
    struct adm_str path, fingerprint;
    enum adm_family family;
    bool denied;
};

// What is found once for each family of a text.
struct group {
    const struct adm_detector_finding *first;
    enum adm_detector_confidence confidence;
    size_t count;
};

struct fix {
    const char *sealed, *external;
};

static const char demo[] = "demo credentials only: a real one must never be written here";

static struct fix fix_of(enum adm_detector_place place, bool templates) {
    static const struct fix env = {
        "read it by valueFrom.secretKeyRef from a Secret that is made with `kubeseal`",
        "read it by valueFrom.secretKeyRef from a Secret that an ExternalSecret fills"};
    static const struct fix arg = {
        "pass $(NAME), and set NAME by valueFrom.secretKeyRef from a Secret made with `kubeseal`",
        "pass $(NAME), and set NAME by valueFrom.secretKeyRef from a Secret that an ExternalSecret "
        "fills"};
    static const struct fix config = {"move it to a Secret that is made with `kubeseal`",
                                      "move it to a Secret that an ExternalSecret fills"};
    static const struct fix field = {"name a Secret here that is made with `kubeseal`",
                                     "name a Secret here that an ExternalSecret fills"};
    static const struct fix metadata = {
        "take it out: metadata is shown to everybody who may list these objects",
        "take it out: metadata is shown to everybody who may list these objects"};
    static const struct fix template = {
        "seal it with `kubeseal` (spec.encryptedData) and name its key here: {{ .key }}",
        "keep it in the secret store and name its key here: {{ .key }}"};
    if (place == ADM_DETECTOR_ANNOTATION || place == ADM_DETECTOR_LABEL)
        return metadata;
    if (templates)
        return template;
    if (place == ADM_DETECTOR_ENV)
        return env;
    if (place == ADM_DETECTOR_ARG)
        return arg;
    return place == ADM_DETECTOR_FIELD ? field : config;
}

struct adm_str adm_credential_report_fix(const struct adm_request *request,
                                         enum adm_detector_place place, bool templates) {
    struct fix fix = fix_of(place, templates);
    struct adm_str secrets = request->environment->secrets;
    if (adm_str_is(secrets, "sealed-secrets"))
        return adm_str_from(fix.sealed);
    return adm_str_from(adm_str_is(secrets, "external-secrets") ? fix.external : demo);
}

static enum adm_mode laxer(enum adm_mode a, enum adm_mode b) {
    if (a == ADM_MODE_OFF || b == ADM_MODE_OFF)
        return a > b ? a : b;
    return a < b ? a : b;
}

// ADM_MODE_OFF: no limit.
static enum adm_mode limit_of(const struct adm_credential_scan *scan,
                              const struct adm_credential_found *where, const struct group *group) {
    enum adm_mode limit = laxer(scan->limit, where->limit);
    if (where->unchanged || group->confidence == ADM_DETECTOR_LOW)
        limit = laxer(limit, ADM_MODE_WARN);
    // A URL's password and a header's have a form, but not one that only an issuer gives out.
    if (adm_family_rank(group->first->family) <= 1)
        limit = laxer(limit, where->keyed);
    return limit;
}

static bool is_denied(enum adm_mode limit) {
    return limit == ADM_MODE_OFF || limit == ADM_MODE_ENFORCE;
}

// Whether it was reported as sternly before, or would be one too many; notes it down otherwise.
static bool is_known(struct adm_credential_scan *scan, const struct adm_credential_found *where,
                     struct adm_str fingerprint, enum adm_family family, bool denied) {
    size_t count = scan->denials + scan->warnings;
    size_t *of_kind = denied ? &scan->denials : &scan->warnings;
    if (scan->seen == NULL)
        scan->seen = adm_arena_array(scan->request->arena, SEEN_MAX, sizeof *scan->seen);
    if (scan->seen == NULL) {
        scan->verdict->failed = true;
        return true;
    }
    for (size_t i = 0; i < count; i++)
        if (scan->seen[i].family == family && (scan->seen[i].denied || !denied) &&
            adm_str_equal(scan->seen[i].fingerprint, fingerprint) &&
            (where->is_copy || adm_str_equal(scan->seen[i].path, where->path)))
            return true;
    if (*of_kind == ADM_CREDENTIAL_FINDINGS_MAX)
        return true;
    scan->seen[count] = (struct adm_credential_seen){where->path, fingerprint, family, denied};
    ++*of_kind;
    return false;
}

static struct adm_str subject(const struct adm_credential_found *where, struct adm_str key,
                              struct adm_str value, struct adm_arena *arena) {
    if (where->is_key)
        return ADM_STR("a key");
    if (key.len == 0)
        return ADM_STR("a value");
    return adm_text_format(arena, "the value of `%.*s`", ADM_STR_ARGS(adm_shown_key(key, value)));
}

static struct adm_str message_of(const struct adm_credential_scan *scan,
                                 const struct adm_credential_found *where,
                                 const struct group *group, struct adm_str value) {
    struct adm_arena *arena = scan->request->arena;
    struct adm_text text;
    struct adm_str out = {0};
    adm_text_init(&text, arena);
    adm_text_append_c(&text, where->unchanged ? "as before, " : "");
    adm_text_append(&text, subject(where, group->first->key, value, arena));
    adm_text_append_char(&text, ' ');
    adm_text_append(&text, adm_detector_words(group->first, arena));
    adm_text_printf(&text, " (%s%s)", adm_verdict_length_class(value.len),
                    group->first->decoded ? ", encoded" : "");
    if (group->count > 1)
        adm_text_printf(&text, " and %zu more like it", group->count - 1);
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}

// The line and column of a byte in a text of several lines; 0 in one of a single line.
static void find_line(struct adm_str text, size_t offset, struct adm_finding *finding) {
    uint32_t line = 1, column = 1;
    if (adm_str_index(text, '\n') + 1 >= text.len)
        return;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        column = text.data[i] == '\n' ? 1 : column + 1;
        line += text.data[i] == '\n';
    }
    finding->line = line;
    finding->column = column;
}

static void add_group(struct adm_credential_scan *scan, const struct adm_credential_found *where,
                      const struct group *group) {
    const struct adm_detector_finding *first = group->first;
    struct adm_str value = adm_str_slice(where->text, first->offset, first->offset + first->length);
    struct adm_arena *arena = scan->request->arena;
    enum adm_mode limit = limit_of(scan, where, group);
    struct adm_finding finding = {
        .rule = scan->rule,
        .limit = limit,
        .path = where->path,
        .fix = where->is_image
                   ? ADM_STR("leave the login out and name it under imagePullSecrets")
                   : adm_credential_report_fix(scan->request, where->place, scan->templates),
        .fingerprint = adm_fingerprint_of(scan->request->fingerprint_key, value, arena),
    };
    if (is_known(scan, where, finding.fingerprint, first->family, is_denied(limit)))
        return;
    finding.message = message_of(scan, where, group, value);
    find_line(where->text, first->offset, &finding);
    adm_verdict_add(scan->verdict, &finding);
}

void adm_credential_report_add(struct adm_credential_scan *scan,
                               const struct adm_credential_found *where,
                               const struct adm_detector_finding *findings, size_t count) {
    bool seen[ADM_FAMILY_COUNT] = {false};
    for (size_t i = 0; i < count; i++) {
        struct group group = {.first = &findings[i], .confidence = findings[i].confidence};
        if (seen[findings[i].family])
            continue;
        seen[findings[i].family] = true;
        for (size_t j = i; j < count; j++) {
            if (findings[j].family != findings[i].family)
                continue;
            group.count++;
            if (findings[j].confidence > group.confidence)
                group.confidence = findings[j].confidence;
        }
        add_group(scan, where, &group);
    }
}

void adm_credential_report_unread(struct adm_credential_scan *scan,
                                  const struct adm_credential_found *where) {
    enum adm_mode limit = laxer(scan->limit, where->limit);
    if (where->unchanged)
        limit = laxer(limit, ADM_MODE_WARN);
    if (is_known(scan, where, where->path, ADM_FAMILY_NONE, is_denied(limit)))
        return;
    adm_verdict_add(
        scan->verdict,
        &(struct adm_finding){
            .rule = scan->rule,
            .limit = limit,
            .path = where->path,
            .message =
                ADM_STR("cannot be judged: too much in it is encoded or nested too deeply, or it "
                        "holds too many findings"),
            .fix = ADM_STR("make it smaller, or write it as plain text"),
        });
}

void adm_credential_report_opaque(struct adm_credential_scan *scan, struct adm_str path) {
    if (scan->opaque_count++ == 0)
        scan->opaque_path = path;
}
