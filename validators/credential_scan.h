// SPDX-License-Identifier: Apache-2.0
// One object's search for credentials, for the rules credential-in-config, credential-in-workload
// and helm-release. Findings go to the verdict with their path ("spec.containers[0].env[2].value"),
// the family in words, the length class and a keyed fingerprint; never the value.
//
// Which strings are read: every one of the object, keys and numbers included, but managedFields and
// ownerReferences (see credential_part.h). A string's key names it; siblings name the value of
// {name|key, value}; command and args are read as one command line; kubectl's last-applied
// configuration is read as the object that it copies.
//
// Once per value and family: a string with three passwords is one finding, and so is a value that
// stands in two places, unless only the second of them is new. Past ADM_CREDENTIAL_FINDINGS_MAX
// denials, or as many warnings, the rest are left out.
#pragma once

#include "validators/credentials/detector.h"
#include "validators/validator.h"

#define ADM_CREDENTIAL_FINDINGS_MAX 100

struct adm_credential_seen; // credential_report.c

struct adm_credential_scan {
    const struct adm_request *request; // arena, fingerprint key, environment
    enum adm_rule rule;                // under which findings are reported
    struct adm_verdict *verdict;
    struct adm_detector detector; // one budget for the whole object
    // What a rule may set after adm_credential_scan_init:
    enum adm_mode limit;         // of every finding; 0: none
    const struct adm_json *skip; // a node that the rule judges itself, or NULL
    bool templates;              // strings are text/template, run by an operator
    // Private:
    struct adm_credential_seen *seen; // what was reported, ADM_CREDENTIAL_FINDINGS_MAX of each
    size_t denials, warnings;
    size_t opaque_count;
    struct adm_str opaque_path; // of the first
    size_t search;              // nodes of old objects that may still be looked at
};

void adm_credential_scan_init(struct adm_credential_scan *scan, const struct adm_request *request,
                              enum adm_rule rule, struct adm_verdict *verdict);
// The old object of an UPDATE, or NULL: what else is sent beside a CREATE proves nothing.
const struct adm_json *adm_credential_scan_old(const struct adm_request *request);
// Whether everything but what the API server keeps in the metadata is as it was: there is nothing
// to judge then. The status counts only where it is stored with the rest.
bool adm_credential_scan_is_same(const struct adm_object *object, const struct adm_json *old,
                                 bool status);
// Every string of `object`. What `old` (or NULL) has at the same path, or in the list's element of
// the same name, is not new: a warning at most. ADM_MEMORY, ADM_LIMIT.
ADM_CHECKED bool adm_credential_scan_object(struct adm_credential_scan *scan,
                                            const struct adm_json *object,
                                            const struct adm_json *old, struct adm_error *err);
// Its annotations and labels alone: of an object whose data another rule judges.
ADM_CHECKED bool adm_credential_scan_metadata(struct adm_credential_scan *scan,
                                              const struct adm_json *object,
                                              const struct adm_json *old, struct adm_error *err);

// A text that is no object: a chart's file, the notes, a comment of a manifest.
struct adm_credential_text {
    struct adm_str
        path;           // where it stands, in words or as a path: "templates/db.yaml", "info.notes"
    struct adm_str key; // what names it, or empty
    struct adm_str text;
    enum adm_detector_place place;
    enum adm_mode keyed; // the limit of findings whose key alone speaks (a family without a shape):
                         // ADM_MODE_ENFORCE for no limit, ADM_MODE_WARN for templates and values
};
ADM_CHECKED bool adm_credential_scan_text(struct adm_credential_scan *scan,
                                          const struct adm_credential_text *text,
                                          struct adm_error *err);
// After the last text: the warning of what is no text in any encoding known here. (What was read in
// part alone is a finding of its own where it stands.)
void adm_credential_scan_finish(struct adm_credential_scan *scan);
