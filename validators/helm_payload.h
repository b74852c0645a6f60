// SPDX-License-Identifier: Apache-2.0
// The release that Helm stores in a Secret (`data.release`: base64 of base64 of gzip of one JSON
// object) or, with HELM_DRIVER=configmap, in a ConfigMap (one base64 less). Whether it is one is
// told by its payload, type and name; labels alone never make it one.
#pragma once

#include "validators/helm_unpack.h"

#define ADM_HELM_TYPE "helm.sh/release.v1"

// What a request's object stores. Lives in the request's arena.
struct adm_helm_payload {
    // Why it is no genuine release, in words ("its …"), or NULL when it is: the object is of the
    // right type, its only entry is `release`, its name is sh.helm.release.v1.<name>.v<version>,
    // its labels agree, canonical base64, one plain gzip member (or bare JSON), one JSON object
    // without keys that Go's decoder would confuse.
    const char *gap;
    bool too_large; // `gap` is a cap: helm-release denies it, no other rule judges the payload
    struct adm_helm_release release; // when genuine
    size_t inflated;                 // bytes
};

// Unpacked at the first call for this verdict; NULL without memory (the verdict has failed then).
// In a document of a release (request->in_release) nothing is genuine.
const struct adm_helm_payload *adm_helm_payload_of(const struct adm_request *request,
                                                   struct adm_verdict *verdict);
// Whether it is helm-release alone that judges what the object stores.
bool adm_helm_payload_is_helms(const struct adm_request *request, struct adm_verdict *verdict);
// The bytes inside the API server's base64 of an object that could store a release: base64 of
// Helm's own. Empty when it could not.
struct adm_str adm_helm_payload_stored(const struct adm_request *request,
                                       const struct adm_json *object);
// Bytes that the payloads of both objects say they inflate to: what a server should have room for
// before it judges the request. Reads a few bytes only; 0 for other requests.
size_t adm_helm_payload_announced(const struct adm_request *request);
