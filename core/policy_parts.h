// SPDX-License-Identifier: Apache-2.0
// The sections of the policy. Private to core/policy*.c; `at` is not used, the reader's policy is.
#pragma once

#include "core/policy_read.h"

// `environments`: modes, secrets, extends, platform, platform_profile.
adm_policy_read_fn adm_policy_parts_environments;
// The environment that a node names, or NULL with an error that says which is near.
const struct adm_environment *adm_policy_parts_named(const struct adm_policy_reader *r,
                                                     const struct adm_yaml *node,
                                                     struct adm_error *err);
// `platform_releases`: versions and minimum by environment, taken over by those that extend it.
adm_policy_read_fn adm_policy_parts_releases;
// `credentials`: keys of Secrets by environment.
adm_policy_read_fn adm_policy_parts_credentials;
// `default_credentials`: Secrets by environment; after `credentials`.
adm_policy_read_fn adm_policy_parts_default_credentials;
// `strictness`: every environment once, from the laxest on.
adm_policy_read_fn adm_policy_parts_strictness;
// `environments_here`.
adm_policy_read_fn adm_policy_parts_here;
// `unlabelled`.
adm_policy_read_fn adm_policy_parts_unlabelled;
// `writers`.
adm_policy_read_fn adm_policy_parts_writers;
// `exceptions`.
adm_policy_read_fn adm_policy_parts_exceptions;
// `reference_patterns`: name to expression.
adm_policy_read_fn adm_policy_parts_references;
// `helm_release`: how a rollback's release is judged, and until when.
adm_policy_read_fn adm_policy_parts_helm_release;
// `extra_resources`.
adm_policy_read_fn adm_policy_parts_extra_resources;
// What counts where the policy has no `helm_release`, `extra_resources`, `workload_controllers`.
void adm_policy_parts_judged_defaults(struct adm_policy *policy);
