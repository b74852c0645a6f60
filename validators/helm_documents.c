// SPDX-License-Identifier: Apache-2.0
#include "validators/helm_documents.h"

#include "core/fold.h"
#include "validators/credential_scan.h"
#include "validators/registry.h"

// A document as the request that would create it.
struct creation {
    struct adm_review review;
    struct adm_request request;
    struct adm_verdict verdict;
};

static struct adm_str version_of(struct adm_str api_version) {
    size_t slash = adm_str_index(api_version, '/');
    return slash == api_version.len ? api_version
                                    : adm_str_slice(api_version, slash + 1, api_version.len);
}

static void fill_creation(struct adm_helm_documents *d, const struct adm_json *root,
                          struct creation *out) {
    struct adm_object object = adm_object_view(root);
    struct adm_gvk kind = {adm_object_group(object.api_version), version_of(object.api_version),
                           object.kind};
    struct adm_str namespace = object.namespace.len > 0 ? object.namespace : d->namespace;
    bool is_namespace = kind.group.len == 0 && adm_str_is(kind.kind, "Namespace");
    out->review = *d->request->review;
    out->review.kind = out->review.request_kind = kind;
    out->review.resource = out->review.request_resource =
        (struct adm_gvr){.group = kind.group, .version = kind.version};
    out->review.sub_resource = out->review.request_sub_resource = (struct adm_str){0};
    out->review.name = object.name;
    // A Namespace's review carries its own name.
    out->review.namespace = is_namespace ? object.name : namespace;
    out->review.operation = ADM_OPERATION_CREATE;
    out->review.object = root;
    out->review.old_object = NULL;
    out->request = *d->request;
    out->request.review = &out->review;
    out->request.object = object;
    out->request.old_object = (struct adm_object){0};
    out->request.in_release = true;
    adm_verdict_init(&out->verdict, d->request->arena);
}

static void add_unjudged(enum adm_rule rule, const struct adm_error *err,
                         struct adm_verdict *verdict) {
    adm_verdict_add(verdict, &(struct adm_finding){
                                 .rule = rule,
                                 .message = adm_text_format(verdict->arena, "cannot be judged: %s",
                                                            err->message),
                                 .fix = ADM_STR("make the object smaller or simpler"),
                             });
}

static void run_rule(const struct adm_validator *rule, struct creation *creation) {
    struct adm_error err = {0};
    if (!rule->judge(&creation->request, &creation->verdict, &err))
        add_unjudged(rule->rule, &err, &creation->verdict);
}

static void run_rules(struct creation *creation) {
    size_t count = 0;
    const struct adm_request *request = &creation->request;
    const struct adm_validator *const *rules = adm_registry_validators(&count);
    for (size_t i = 0; i < count; i++) {
        bool own = rules[i]->rule == ADM_RULE_HELM_RELEASE;
        if (!own && request->environment->modes[rules[i]->rule] != ADM_MODE_OFF &&
            rules[i]->applies(request))
            run_rule(rules[i], creation);
    }
    adm_fold_findings(request, &creation->verdict);
}

static void judge_object(struct adm_helm_documents *d, const struct adm_manifest_document *document,
                         struct adm_str path) {
    struct creation creation;
    struct adm_arena *arena = d->request->arena;
    if (document->object == NULL)
        return;
    struct adm_arena_mark mark = adm_arena_mark(arena);
    fill_creation(d, document->object, &creation);
    run_rules(&creation);
    if (creation.verdict.count > 0 || creation.verdict.failed)
        adm_helm_report_take(
            &d->report, &creation.verdict,
            adm_helm_report_subject(&creation.request.object, document->source, path, arena));
    else if (!arena->exhausted)
        adm_arena_rewind(arena, mark);
}

static struct adm_str loose_subject(const struct adm_helm_documents *d,
                                    const struct adm_manifest_document *document,
                                    struct adm_str path) {
    struct adm_arena *arena = d->request->arena;
    struct adm_object object = adm_object_view(document->object);
    struct adm_str beside = adm_helm_report_subject(&object, document->source, path, arena);
    return adm_text_format(arena, "a comment beside %.*s", ADM_STR_ARGS(beside));
}

// Where `piece` begins in the text that the document is of.
static uint32_t line_of(const struct adm_manifest_document *document, struct adm_str piece) {
    uint32_t line = document->line;
    struct adm_str text = document->text;
    if (piece.data < text.data || piece.data > text.data + text.len)
        return line;
    for (const char *at = text.data; at < piece.data; at++)
        line += *at == '\n';
    return line;
}

static bool scan_piece(struct adm_credential_scan *scan,
                       const struct adm_manifest_document *document, struct adm_str piece,
                       struct adm_str path, struct adm_error *err) {
    struct adm_verdict *found = scan->verdict;
    const struct adm_credential_text text = {
        .path = path, .text = piece, .place = ADM_DETECTOR_TEXT, .keyed = ADM_MODE_ENFORCE};
    size_t first = found->count;
    ADM_TRY(adm_credential_scan_text(scan, &text, err));
    for (size_t i = first; i < found->count; i++) {
        struct adm_finding *finding = &found->findings[i];
        finding->mode = finding->limit == ADM_MODE_OFF ? ADM_MODE_ENFORCE : finding->limit;
        finding->line = line_of(document, piece) + (finding->line > 0 ? finding->line - 1 : 0);
        finding->column = finding->column > 0 ? finding->column : 1;
    }
    return true;
}

// Comments and whatever else stands beside the objects: stored, though not applied.
static bool scan_loose(struct adm_helm_documents *d, const struct adm_manifest_document *document,
                       struct adm_str path, struct adm_error *err) {
    struct adm_credential_scan scan;
    struct adm_verdict found;
    if (document->loose_count == 0)
        return true;
    adm_verdict_init(&found, d->request->arena);
    adm_credential_scan_init(&scan, d->request, ADM_RULE_HELM_RELEASE, &found);
    for (size_t i = 0; i < document->loose_count; i++)
        ADM_TRY(scan_piece(&scan, document, document->loose[i], path, err));
    if (found.count > 0 || found.failed)
        adm_helm_report_take(&d->report, &found, loose_subject(d, document, path));
    return true;
}

static bool judge_document(struct adm_helm_documents *d,
                           const struct adm_manifest_document *document, struct adm_str path,
                           struct adm_error *err) {
    bool known = false;
    ADM_TRY(adm_helm_past_has_document(d->past, document, &known, err));
    if (known)
        return true;
    judge_object(d, document, path);
    return scan_loose(d, document, path, err);
}

static void add_unreadable(struct adm_helm_documents *d, struct adm_str path,
                           const struct adm_error *cause) {
    adm_verdict_add(d->report.verdict,
                    &(struct adm_finding){
                        .rule = ADM_RULE_HELM_RELEASE,
                        .path = path,
                        .message = adm_text_format(
                            d->request->arena, "this cannot be read as Kubernetes manifests: %s",
                            cause->message),
                        .fix = ADM_STR("mend the template that renders it"),
                    });
}

bool adm_helm_documents_judge(struct adm_helm_documents *documents, struct adm_str text,
                              struct adm_str path, struct adm_error *err) {
    struct adm_manifest manifest = {0};
    struct adm_error cause = {0};
    if (!adm_manifest_read(text, documents->request->arena, &manifest, &cause)) {
        if (cause.code == ADM_MEMORY)
            return adm_fail(err, ADM_MEMORY, "%s", cause.message);
        add_unreadable(documents, path, &cause);
        return true;
    }
    for (size_t i = 0; i < manifest.count && !adm_helm_report_is_full(&documents->report); i++)
        ADM_TRY(judge_document(documents, &manifest.documents[i], path, err));
    return true;
}
