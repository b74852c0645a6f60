// SPDX-License-Identifier: Apache-2.0
// Findings on what is inside a release, as findings of helm-release.
#pragma once

#include "validators/manifest.h"
#include "validators/validator.h"

#define ADM_HELM_REPORT_MAX 100

// A name, or "…" when it is a credential itself or not written as one.
struct adm_str adm_helm_report_name(struct adm_str name, struct adm_arena *arena);
// "`Kind/name` (templates/db.yaml)" of a document; `path` stands in for a source that it does not
// say.
struct adm_str adm_helm_report_subject(const struct adm_object *object, struct adm_str source,
                                       struct adm_str path, struct adm_arena *arena);

// Where they are collected: at most ADM_HELM_REPORT_MAX denials, and as many others.
struct adm_helm_report {
    struct adm_verdict *verdict;
    size_t denials, others;
};
// The findings of `from`, already folded: "<subject>: <message>", at most in the mode that they
// have.
void adm_helm_report_take(struct adm_helm_report *report, const struct adm_verdict *from,
                          struct adm_str subject);
// Whether nothing more is worth finding.
bool adm_helm_report_is_full(const struct adm_helm_report *report);
// What the release as a whole says to its findings from number `first` on: a rollback is judged by
// the policy's rollback mode while that lasts, and told what to do instead.
void adm_helm_report_soften(const struct adm_request *request, struct adm_str status,
                            struct adm_verdict *verdict, size_t first);
