// SPDX-License-Identifier: Apache-2.0
#include "audit/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "core/utf8.h"
#include "core/writer.h"

// Where the lists end, in bytes of the record. Everything else is bounded by its own caps below,
// and fits with the lists full: see the unit test that fills every field.
enum {
    GROUPS_BYTES = 1024,
    PATCH_BYTES = 1024,
    TAIL_BYTES = 768, // what follows the lists: policy, times, server, truncated
    FINDINGS_END = ADM_AUDIT_RECORD_MAX - PATCH_BYTES - TAIL_BYTES,
    PATCH_END = ADM_AUDIT_RECORD_MAX - TAIL_BYTES,
};

enum { RESERVE_BYTES = 8 * ADM_AUDIT_RECORD_MAX }; // a growing text leaves shorter copies behind

// Most bytes of one string in the record, escapes included. Kubernetes' names have at most 253.
enum {
    SHORT_MAX = 64,
    ID_MAX = 128,
    NAME_MAX_BYTES = 253,
    USER_MAX = 512,
    PATH_MAX_BYTES = 512,
};

struct record {
    struct adm_text text;
    struct adm_writer w;
    bool truncated;
};

// The bytes that one character takes as JSON; `*used` is what it takes in the slice.
static size_t escaped_length(struct adm_str s, size_t at, size_t *used) {
    unsigned char c = (unsigned char)s.data[at];
    *used = 1;
    if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t')
        return 2;
    if (c < 0x20U)
        return 6;
    if (c < 0x80U)
        return 1;
    char rune[5] = {0};
    for (size_t i = 0; i < 4 && at + i < s.len; i++)
        rune[i] = s.data[at + i];
    size_t len = adm_utf8_length(rune);
    *used = len == 0 ? 1 : len;
    return len == 0 ? 3 : len;
}

// The longest prefix of whole runes that is at most `most` bytes as JSON.
static struct adm_str bounded(struct record *r, struct adm_str s, size_t most) {
    size_t at = 0, len = 0, used = 0;
    while (at < s.len) {
        len += escaped_length(s, at, &used);
        if (len > most)
            break;
        at += used;
    }
    if (at < s.len)
        r->truncated = true;
    return adm_str_slice(s, 0, at);
}

static void write_field(struct record *r, const char *key, struct adm_str value, size_t most) {
    if (value.len > 0)
        adm_writer_field(&r->w, key, bounded(r, value, most));
}

static void write_time(struct record *r, int64_t time_us) {
    time_t seconds = (time_t)(time_us / 1000000);
    struct tm utc = {0};
    char day[32] = "";
    char text[48];
    if (gmtime_r(&seconds, &utc) != NULL)
        strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text, sizeof text, "%s.%06" PRId64 "Z", day, time_us % 1000000);
    adm_writer_field_c(&r->w, "time", text);
}

static void write_kind(struct record *r, const struct adm_gvk *kind) {
    adm_writer_key(&r->w, "kind");
    adm_writer_open(&r->w, '{');
    write_field(r, "group", kind->group, NAME_MAX_BYTES);
    write_field(r, "version", kind->version, SHORT_MAX);
    write_field(r, "kind", kind->kind, SHORT_MAX);
    adm_writer_close(&r->w, '}');
}

static void write_resource(struct record *r, const struct adm_gvr *resource) {
    adm_writer_key(&r->w, "resource");
    adm_writer_open(&r->w, '{');
    write_field(r, "group", resource->group, NAME_MAX_BYTES);
    write_field(r, "version", resource->version, SHORT_MAX);
    write_field(r, "resource", resource->resource, NAME_MAX_BYTES);
    adm_writer_close(&r->w, '}');
}

static void write_name(struct record *r, const struct adm_request *request) {
    struct adm_str name = request->review->name;
    if (name.len == 0)
        name = request->object.name;
    if (name.len > 0)
        write_field(r, "name", name, NAME_MAX_BYTES);
    else
        write_field(r, "generateName", request->object.generate_name, NAME_MAX_BYTES);
}

// Namespaces are all judged at the entry of the unlabelled: that says nothing of their label.
static bool is_unlabelled(const struct adm_request *request) {
    const struct adm_gvk *kind = &request->review->kind;
    bool is_namespace = kind->group.len == 0 && adm_str_is(kind->kind, "Namespace");
    return request->unlabelled && !is_namespace;
}

static void write_object(struct record *r, const struct adm_request *request, bool mutate) {
    const struct adm_review *review = request->review;
    write_field(r, "uid", review->uid, ID_MAX);
    adm_writer_field_c(&r->w, "path", mutate ? "mutate" : "validate");
    adm_writer_field_c(&r->w, "operation", adm_review_operation_name(review->operation));
    adm_writer_field_bool(&r->w, "dryRun", review->dry_run);
    write_kind(r, &review->kind);
    write_resource(r, &review->resource);
    write_field(r, "subresource", review->sub_resource, SHORT_MAX);
    write_field(r, "namespace", review->namespace, NAME_MAX_BYTES);
    write_name(r, request);
    write_field(r, "environment", request->environment->name, SHORT_MAX);
    adm_writer_field_bool(&r->w, "unlabelled", is_unlabelled(request));
}

// A place to return to when what was written since does not fit.
struct mark {
    size_t len;
    bool comma;
};

static struct mark mark_of(const struct record *r) {
    return (struct mark){r->text.len, r->w.comma};
}

// Whether the record still ends within `end`, its list's bracket included; else it is cut back.
static bool keep(struct record *r, struct mark mark, size_t end) {
    if (r->text.len < end)
        return true;
    r->text.len = mark.len;
    r->w.comma = mark.comma;
    r->truncated = true;
    return false;
}

static void write_groups(struct record *r, const struct adm_json *groups) {
    struct adm_json_iter it = adm_json_iter(groups);
    bool fits = true;
    size_t end = r->text.len + GROUPS_BYTES;
    adm_writer_key(&r->w, "groups");
    adm_writer_open(&r->w, '[');
    while (fits && adm_json_next(&it)) {
        struct mark mark = mark_of(r);
        adm_writer_string(&r->w, bounded(r, adm_json_text(it.value), NAME_MAX_BYTES));
        fits = keep(r, mark, end);
    }
    adm_writer_close(&r->w, ']');
}

static struct adm_str bound_pod(const struct adm_user *user) {
    struct adm_json_iter it =
        adm_json_iter(adm_json_get(user->extra, "authentication.kubernetes.io/pod-name"));
    return adm_json_next(&it) ? adm_json_text(it.value) : (struct adm_str){0};
}

static void write_user(struct record *r, const struct adm_review *review) {
    write_field(r, "user", review->user.name, USER_MAX);
    write_groups(r, review->user.groups);
    write_field(r, "bound_pod", bound_pod(&review->user), NAME_MAX_BYTES);
    write_field(r, "field_manager", adm_json_get_text(review->options, "fieldManager"), ID_MAX);
}

static void write_finding(struct record *r, const struct adm_finding *finding) {
    adm_writer_open(&r->w, '{');
    adm_writer_field_c(&r->w, "rule", adm_rule_id(finding->rule));
    adm_writer_field_c(&r->w, "mode", adm_rule_mode_name(finding->mode));
    write_field(r, "code", finding->code, SHORT_MAX);
    write_field(r, "path", finding->path, PATH_MAX_BYTES);
    if (finding->line > 0) {
        adm_writer_field_int(&r->w, "line", finding->line);
        adm_writer_field_int(&r->w, "column", finding->column);
    }
    write_field(r, "fingerprint", finding->fingerprint, SHORT_MAX);
    write_field(r, "exception", finding->exception, SHORT_MAX);
    adm_writer_close(&r->w, '}');
}

static void write_findings(struct record *r, const struct adm_verdict *verdict) {
    bool fits = true;
    adm_writer_key(&r->w, "findings");
    adm_writer_open(&r->w, '[');
    for (size_t i = 0; fits && i < verdict->count; i++) {
        struct mark mark = mark_of(r);
        write_finding(r, &verdict->findings[i]);
        fits = keep(r, mark, FINDINGS_END);
    }
    adm_writer_close(&r->w, ']');
}

static void write_exception(struct record *r, const struct adm_verdict *verdict) {
    for (size_t i = 0; i < verdict->count; i++) {
        if (verdict->findings[i].exception.len == 0)
            continue;
        write_field(r, "exception", verdict->findings[i].exception, SHORT_MAX);
        return;
    }
}

// Only a patch that was answered: a denied one changed nothing.
static void write_patch(struct record *r, const struct adm_decision *decision) {
    bool fits = true;
    if (decision->response.patch.len == 0)
        return;
    adm_writer_key(&r->w, "patch");
    adm_writer_open(&r->w, '[');
    for (size_t i = 0; fits && i < decision->patch.count; i++) {
        struct mark mark = mark_of(r);
        adm_writer_string(&r->w, bounded(r, decision->patch.operations[i].path, PATH_MAX_BYTES));
        fits = keep(r, mark, PATCH_END);
    }
    adm_writer_close(&r->w, ']');
}

static void write_server(struct record *r, const struct adm_audit_context *context) {
    adm_writer_field_int(&r->w, "latency_us", context->latency_us);
    if (context->deadline_ms > 0)
        adm_writer_field_int(&r->w, "deadline_ms", context->deadline_ms);
    adm_writer_key(&r->w, "server");
    adm_writer_open(&r->w, '{');
    write_field(r, "version", adm_str_from(context->version), SHORT_MAX);
    write_field(r, "instance", context->instance, NAME_MAX_BYTES);
    adm_writer_close(&r->w, '}');
}

static void write_record(struct record *r, const struct adm_request *request,
                         const struct adm_decision *decision,
                         const struct adm_audit_context *context) {
    adm_writer_open(&r->w, '{');
    write_time(r, context->time_us);
    adm_writer_field_int(&r->w, "seq", (int64_t)context->seq);
    write_object(r, request, context->mutate);
    write_user(r, request->review);
    adm_writer_field_c(&r->w, "decision", adm_decision_name(decision->kind));
    write_exception(r, &decision->verdict);
    write_findings(r, &decision->verdict);
    write_patch(r, decision);
    write_field(r, "policy", adm_str_from(request->policy->digest), SHORT_MAX);
    write_field(r, "schema", decision->verdict.schema, SHORT_MAX);
    write_server(r, context);
    if (r->truncated)
        adm_writer_field_bool(&r->w, "truncated", true);
    adm_writer_close(&r->w, '}');
    adm_text_append_char(&r->text, '\n');
}

bool adm_audit_record(const struct adm_request *request, const struct adm_decision *decision,
                      const struct adm_audit_context *context, struct adm_str *out,
                      struct adm_error *err) {
    struct record r = {.truncated = false};
    struct adm_arena *arena = request->arena;
    size_t limit = arena->limit;
    struct adm_str line = {0};
    // An object that uses up the request's memory is denied for it, and must not escape the record.
    if (limit <= SIZE_MAX - RESERVE_BYTES)
        arena->limit += RESERVE_BYTES;
    adm_text_init(&r.text, arena);
    adm_writer_init(&r.w, &r.text);
    write_record(&r, request, decision, context);
    bool ok = adm_text_finish(&r.text, &line, err);
    arena->limit = arena->used > limit ? arena->used : limit;
    if (ok && line.len > ADM_AUDIT_RECORD_MAX)
        return adm_fail(err, ADM_LIMIT, "an audit record has %zu bytes", line.len);
    if (ok)
        *out = line;
    return ok;
}
