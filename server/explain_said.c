// SPDX-License-Identifier: Apache-2.0
#include "server/explain_said.h"

#include "mutators/injected.h"
#include "mutators/injection.h"
#include "server/diff_shown.h"
#include "server/explain_answer.h"

static const char map_annotation[] = "floe.dev/platform-config";
static const char credentials_annotation[] = "floe.dev/credentials";
static const char injected_path[] = "metadata.annotations[floe.dev/injected]";

static struct adm_str annotation_of(const struct adm_pod *pod, const char *key) {
    return adm_json_get_text(adm_json_get(pod->metadata, "annotations"), key);
}

static struct adm_str label_of(const struct adm_pod *pod) {
    return adm_json_get_text(adm_json_get(pod->metadata, "labels"), "floe.dev/inject");
}

// An annotation alone asks for nothing, which is what people overlook.
static void say_unasked(const struct adm_request *request, const struct adm_pod *pod,
                        struct adm_explanation *out) {
    static const char *const keys[] = {map_annotation, credentials_annotation};
    struct adm_str why = adm_injection_why_not(request);
    if (why.len > 0 && adm_str_is(label_of(pod), "true"))
        ADM_EXPLAIN_SAY(&out->said, ADM_EXPLAIN_PROBLEM,
                        "the label floe.dev/inject is not heard: %.*s", ADM_STR_ARGS(why));
    for (size_t i = 0; i < 2 && why.len > 0; i++)
        if (annotation_of(pod, keys[i]).len > 0)
            ADM_EXPLAIN_SAY(&out->said,
                            adm_str_is(label_of(pod), "false") ? ADM_EXPLAIN_NOTE
                                                               : ADM_EXPLAIN_PROBLEM,
                            "the annotation %s is not heard: %.*s", keys[i], ADM_STR_ARGS(why));
}

static bool is_of_mutator(const struct adm_explanation *out, enum adm_rule rule) {
    for (size_t i = 0; i < out->mutator_count; i++)
        if (out->mutators[i].rule == rule)
            return true;
    return false;
}

static bool ends_with(struct adm_str path, struct adm_str end) {
    return path.len >= end.len &&
           adm_str_equal(adm_str_slice(path, path.len - end.len, path.len), end);
}

// platform-mount repeats what the mutators could not give; of a workload's pod, with a pod's path.
static bool repeats(const struct adm_finding *later, const struct adm_finding *first) {
    return adm_str_equal(later->message, first->message) && ends_with(first->path, later->path);
}

static bool is_repeated(const struct adm_explanation *out, size_t index) {
    for (size_t i = 0; i < index; i++)
        if (repeats(&out->findings[index], &out->findings[i]))
            return true;
    return false;
}

// The finding that decides what becomes of this one.
static const struct adm_finding *strictest(const struct adm_explanation *out, size_t index) {
    const struct adm_finding *first = &out->findings[index], *best = first;
    for (size_t i = index + 1; i < out->finding_count; i++)
        if (repeats(&out->findings[i], first) && out->findings[i].mode > best->mode)
            best = &out->findings[i];
    return best;
}

static enum adm_explain_level level_of(const struct adm_explanation *out,
                                       const struct adm_finding *finding,
                                       const struct adm_finding *decides) {
    if (decides->mode == ADM_MODE_ENFORCE)
        return ADM_EXPLAIN_PROBLEM;
    bool counts = is_of_mutator(out, finding->rule) && !adm_str_ends(finding->path, injected_path);
    return counts ? ADM_EXPLAIN_PROBLEM : ADM_EXPLAIN_NOTE;
}

// "a warning", "denied by platform-mount".
static struct adm_str outcome_of(const struct adm_finding *finding,
                                 const struct adm_finding *decides, struct adm_arena *arena) {
    static const char *const outcomes[] = {"not judged here", "only recorded", "a warning",
                                           "denied"};
    if (decides->exception.len > 0)
        return adm_text_format(arena, "let pass by the exception %.*s",
                               ADM_STR_ARGS(decides->exception));
    bool other = decides->rule != finding->rule;
    return adm_text_format(arena, "%s%s%s", outcomes[decides->mode], other ? " by " : "",
                           other ? adm_rule_id(decides->rule) : "");
}

static void say_findings(struct adm_explanation *out) {
    struct adm_arena *arena = out->said.arena;
    for (size_t i = 0; i < out->finding_count; i++) {
        const struct adm_finding *finding = &out->findings[i];
        if (is_repeated(out, i))
            continue;
        const struct adm_finding *decides = strictest(out, i);
        struct adm_str outcome = outcome_of(finding, decides, arena);
        adm_explain_lines_add(
            &out->said, &(struct adm_explain_line){
                            .level = level_of(out, finding, decides),
                            .text = adm_text_format(arena, "%.*s (%.*s)",
                                                    ADM_STR_ARGS(adm_verdict_head(finding, arena)),
                                                    ADM_STR_ARGS(outcome)),
                            .fix = finding->fix,
                        });
    }
}

static bool is_platform_file(const struct adm_explain_need *need) {
    return !need->is_secret && adm_str_is(need->key, ADM_INJECTED_KEY) &&
           adm_explain_lines_has(&need->files, ADM_STR(ADM_INJECTED_FILE));
}

static void say_source_of_map(const struct adm_request *request, const struct adm_pod *pod,
                              const struct adm_explain_need *need, struct adm_explanation *out) {
    struct adm_str named = annotation_of(pod, map_annotation);
    const char *by = "a volume that the pod has itself";
    if (adm_str_equal(named, need->name))
        by = "the pod's annotation floe.dev/platform-config";
    else if (adm_str_equal(request->policy->platform_config_map, need->name))
        by = "the policy's platform_config";
    else if (adm_str_ends(need->name, "-platform-config"))
        by = "the pod's label app.kubernetes.io/instance";
    ADM_EXPLAIN_SAY(&out->said, ADM_EXPLAIN_NOTE, "ConfigMap %.*s is named by %s",
                    ADM_STR_ARGS(adm_diff_shown_name(need->name, out->said.arena)), by);
    ADM_EXPLAIN_SAY(&out->said, ADM_EXPLAIN_NOTE,
                    "the application must read the file that FLOE_PLATFORM_FILE names; "
                    "another path in its own settings is not known here");
}

// The name of a workload's resource for kubectl; NULL where there is nothing to restart.
static const char *resource_of(struct adm_str kind) {
    static const char *const kinds[][2] = {
        {"Deployment", "deployment"}, {"StatefulSet", "statefulset"}, {"DaemonSet", "daemonset"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (adm_str_is(kind, kinds[i][0]))
            return kinds[i][1];
    return NULL;
}

static void say_restart(struct adm_explanation *out) {
    static const char fact[] = "files that are mounted by subPath, and variables, do not follow "
                               "later changes of their ConfigMap or Secret";
    const char *resource = resource_of(out->kind);
    if (resource != NULL)
        ADM_EXPLAIN_SAY(&out->said, ADM_EXPLAIN_NOTE,
                        "%s: `kubectl -n %.*s rollout restart %s/%.*s` after one", fact,
                        ADM_STR_ARGS(out->namespace), resource, ADM_STR_ARGS(out->name));
    else
        ADM_EXPLAIN_SAY(
            &out->said, ADM_EXPLAIN_NOTE, "%s: new pods have them%s", fact,
            out->makes_pods ? "" : " (`kubectl rollout restart` of the workload that makes them)");
}

static void say_source_of_credentials(const struct adm_pod *pod, struct adm_explanation *out) {
    for (size_t i = 0; i < out->mutator_count; i++) {
        const struct adm_explain_mutator *mutator = &out->mutators[i];
        if (mutator->rule != ADM_RULE_CREDENTIALS || mutator->why_not.len > 0)
            continue;
        if (annotation_of(pod, credentials_annotation).len > 0)
            ADM_EXPLAIN_SAY(&out->said, ADM_EXPLAIN_NOTE,
                            "the credentials are named by the pod's annotation "
                            "floe.dev/credentials; keys that it leaves out by the policy's "
                            "credentials of %.*s",
                            ADM_STR_ARGS(out->environment->name));
        else
            ADM_EXPLAIN_SAY(&out->said, ADM_EXPLAIN_NOTE,
                            "the credentials are named by the policy's default_credentials "
                            "and credentials of %.*s",
                            ADM_STR_ARGS(out->environment->name));
    }
}

void adm_explain_said_write(const struct adm_request *request, const struct adm_pod *pod,
                            struct adm_explanation *out) {
    const struct adm_explain_need *platform = NULL;
    say_unasked(request, pod, out);
    say_findings(out);
    for (size_t i = 0; i < out->answer_count; i++) {
        adm_explain_answer_write(i, out);
        if (is_platform_file(out->answers[i].need))
            platform = out->answers[i].need;
    }
    if (platform != NULL)
        say_source_of_map(request, pod, platform, out);
    say_source_of_credentials(pod, out);
    if (out->answer_count > 0)
        say_restart(out);
}
