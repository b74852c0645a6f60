// SPDX-License-Identifier: Apache-2.0
// What the old object's release had: digests of its units. The old release is unpacked in memory of
// its own and given back at once, so that only the release that is judged is held.
#pragma once

#include "validators/helm_digests.h"
#include "validators/helm_units.h"
#include "validators/helm_unpack.h"
#include "validators/manifest.h"

struct adm_helm_past {
    // What the caller says:
    const struct adm_request *request;
    const struct adm_helm_release *held; // when it holds the release, or NULL
    struct adm_str stored;               // else base64 of what Helm packed; empty: there is no past
    size_t room;                         // bytes that it may inflate to
    // What was found:
    struct adm_str bytes; // as Helm packed it
    struct adm_helm_digests digests;
    bool documents;        // those of its manifests are among the digests
    struct adm_str status; // "deployed", or empty
};

// What is no release, or does not fit in the room, has no units. Destroyed by
// adm_helm_past_destroy, also after a failure. ADM_MEMORY, ADM_CRYPTO.
ADM_CHECKED bool adm_helm_past_read(struct adm_helm_past *past, struct adm_error *err);
void adm_helm_past_destroy(struct adm_helm_past *past);
// Whether the unit was there.
ADM_CHECKED bool adm_helm_past_has(struct adm_helm_past *past, const struct adm_helm_unit *unit,
                                   bool *has, struct adm_error *err);
// Whether the document was in any of its manifests: they are read at the first call.
ADM_CHECKED bool adm_helm_past_has_document(struct adm_helm_past *past,
                                            const struct adm_manifest_document *document, bool *has,
                                            struct adm_error *err);
