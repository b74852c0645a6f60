// SPDX-License-Identifier: Apache-2.0
// What the detector found, as findings of a rule: in words, with what to do there.
#pragma once

#include "validators/credential_scan.h"

// The text in which something was found.
struct adm_credential_found {
    struct adm_str path, text;
    enum adm_detector_place place;
    bool is_key;                // the text is a key
    bool is_image;              // the text is a container's image
    bool is_copy;               // in kubectl's copy of the object: what stands in the object, too,
                                // is not told again
    bool unchanged;             // stood there before: a warning at most
    enum adm_mode limit, keyed; // of all findings, and of those that have no shape; 0: none
};

// One finding a family for the `count` findings of that text. The value never gets out.
void adm_credential_report_add(struct adm_credential_scan *scan,
                               const struct adm_credential_found *where,
                               const struct adm_detector_finding *findings, size_t count);
// The text could not be searched to its end.
void adm_credential_report_unread(struct adm_credential_scan *scan,
                                  const struct adm_credential_found *where);
// Bytes that are no text: counted, said once by adm_credential_scan_finish.
void adm_credential_report_opaque(struct adm_credential_scan *scan, struct adm_str path);
// What to do with a credential at that place, by the environment; static storage.
struct adm_str adm_credential_report_fix(const struct adm_request *request,
                                         enum adm_detector_place place, bool templates);
