// SPDX-License-Identifier: Apache-2.0
// The tables of tokens, one a group of issuers. Static storage.
#pragma once

#include "validators/credentials/token.h"

const struct adm_token *adm_tokens_cloud(size_t *count);
const struct adm_token *adm_tokens_forge(size_t *count);
const struct adm_token *adm_tokens_registry(size_t *count);
const struct adm_token *adm_tokens_people(size_t *count); // chat, mail, payment
const struct adm_token *adm_tokens_ai(size_t *count);
const struct adm_token *adm_tokens_infra(size_t *count);
const struct adm_token *adm_tokens_service(size_t *count);
