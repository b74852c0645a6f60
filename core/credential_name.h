// SPDX-License-Identifier: Apache-2.0
// The names around an injected credential: the Secret's, its keys', the `secret_ref` by which
// platform.yaml and its consumer know it, and the variable that is made of that.
#pragma once

#include "core/text.h"

// Credentials of one pod, and the Secrets that they come from.
#define ADM_CREDENTIALS_MAX 64
#define ADM_CREDENTIAL_SECRETS_MAX 16

// Kubernetes' IsDNS1123Subdomain, 1..253 bytes; its parts may be longer than 63.
bool adm_credential_name_is_object(struct adm_str name);
// Kubernetes' IsConfigMapKey, for keys of Secrets, too: 1..253 of [-._a-zA-Z0-9], not `.`, and no
// `..` at the start.
bool adm_credential_name_is_key(struct adm_str key);
// What platform.yaml's schema takes for a `secret_ref` and what makes a variable: 1..253 of
// [-_a-zA-Z0-9], a letter first. Neither `.` nor `/`: it names a file right below
// /var/run/secrets, where kubernetes.io stands. Those that would be FLOE_PLATFORM_FILE or
// FLOE_PLATFORM_ENV are taken.
bool adm_credential_name_is_ref(struct adm_str ref);
// Whether two of them make the same variable.
bool adm_credential_name_is_same(struct adm_str ref, struct adm_str other);
// `polaris-client-id` is POLARIS_CLIENT_ID; empty without memory.
struct adm_str adm_credential_name_variable(struct adm_str ref, struct adm_arena *arena);
