// SPDX-License-Identifier: Apache-2.0
// The contract of a rule. To add one: copy a file of this folder, add one row to registry.c, one
// test in tests/unit/validators, one folder tests/fixtures/<rule>/{allow,deny}/<why>.json.
//
// A rule reads `struct adm_request` and adds findings; modes, exceptions and wording around the
// finding are the decision's business. It never copies a judged value into a finding.
#pragma once

#include "core/decision.h"

extern const struct adm_validator adm_validator_plaintext_secret;
extern const struct adm_validator adm_validator_helm_release;
extern const struct adm_validator adm_validator_credential_in_config;
extern const struct adm_validator adm_validator_credential_in_workload;
extern const struct adm_validator adm_validator_platform_schema;
extern const struct adm_validator adm_validator_platform_environment;
extern const struct adm_validator adm_validator_platform_release;
extern const struct adm_validator adm_validator_platform_mount;
extern const struct adm_validator adm_validator_namespace_environment;
