// SPDX-License-Identifier: Apache-2.0
// One object's search for credentials, for the rules credential-in-config, credential-in-workload
// and helm-release. Findings go to the verdict with their path ("spec.containers[0].env[2].value"),
// the family in words, the length class and a keyed fingerprint; never the value.
//
// Which strings are read: every one of the object, keys included, except those that only name
// things (see credential_skip.h). A string's key is its path; siblings name the value of
// {name|key, value}; command and args are read as one command line.
#pragma once

#include "validators/credentials/detector.h"
#include "validators/validator.h"

struct adm_credential_scan {
    const struct adm_request *request; // arena, fingerprint key, environment
    enum adm_rule rule;                // under which findings are reported
    struct adm_verdict *verdict;
    struct adm_detector detector; // one budget for the whole object
};

void adm_credential_scan_init(struct adm_credential_scan *scan, const struct adm_request *request,
                              enum adm_rule rule, struct adm_verdict *verdict);
// Every string of `object`. What `old` (or NULL) has at the same path, or in the list's element of
// the same name, is not new: a warning at most. ADM_MEMORY.
ADM_CHECKED bool adm_credential_scan_object(struct adm_credential_scan *scan,
                                            const struct adm_json *object,
                                            const struct adm_json *old, struct adm_error *err);

// A text that is no object: a chart's file, the notes, a comment of a manifest.
struct adm_credential_text {
    struct adm_str path; // where it stands, in words or as a path: "templates/db.yaml", "info.notes"
    struct adm_str key;  // what names it, or empty
    struct adm_str text;
    enum adm_detector_place place;
    enum adm_mode keyed; // the limit of findings whose key alone speaks (a family without a shape):
                         // ADM_MODE_ENFORCE for no limit, ADM_MODE_WARN for templates and values
};
ADM_CHECKED bool adm_credential_scan_text(struct adm_credential_scan *scan,
                                          const struct adm_credential_text *text,
                                          struct adm_error *err);
// After the last text: the warnings of what was not read (the detector's `truncated`, `opaque`).
void adm_credential_scan_finish(struct adm_credential_scan *scan);
