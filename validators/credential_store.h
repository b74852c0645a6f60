// SPDX-License-Identifier: Apache-2.0
// What the objects of secret operators hold that no detector needs to see to know: plaintext in the
// place of ciphertext, and stores that are made of plaintext.
#pragma once

#include "core/decision.h"

// SealedSecret: each value of spec.encryptedData must have the shape of ciphertext. (Cluster)
// SecretStore and generators: the `fake` provider holds its values in plaintext, and what an
// ExternalSecret reads from it would come back attested. Adds findings of credential-in-config;
// what `old` (or NULL) had is a warning. Returns the part of the object that was judged, or NULL.
const struct adm_json *adm_credential_store_judge(const struct adm_request *request,
                                                  const struct adm_json *old,
                                                  struct adm_verdict *verdict);
