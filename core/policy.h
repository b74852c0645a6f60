// SPDX-License-Identifier: Apache-2.0
// The policy: settings already parsed, immutable, swapped whole. Made by adm_policy_read from
// policy.yaml (schemas/policy.schema.json says its form; deploy/policy.yaml is the shipped one).
// The policy owns an arena in which everything below lives.
#pragma once

#include <stdint.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/rule.h"
#include "core/semver.h"

#define ADM_POLICY_ENVIRONMENTS_MAX 64
#define ADM_POLICY_PLATFORMS 4

struct adm_pattern; // core/pattern.h

struct adm_strs {
    const struct adm_str *items;
    size_t count;
};

// The releases of the platform configuration that an environment admits: those named, and with a
// minimum every one from it on that is no pre-release.
struct adm_releases {
    struct adm_strs versions;
    struct adm_semver minimum; // without numbers: none
};

// A key of a Secret, and the name by which platform.yaml knows it.
struct adm_credential {
    struct adm_str key, secret_ref;
};

struct adm_credential_secret {
    struct adm_str name;
    const struct adm_credential *items;
    size_t count;
};

struct adm_environment {
    struct adm_str name;                // a DNS-1123 label
    const struct adm_environment *base; // that it extends, or NULL
    enum adm_mode modes[ADM_RULE_COUNT];
    size_t strictness;      // 0 is the laxest
    bool here;              // may exist in this cluster
    struct adm_str secrets; // "sealed-secrets", "external-secrets" or "demo": what a denial advises
    struct adm_str platform;             // whose rules its platform.yaml follows: a built-in name
    bool platform_1_2;                   // its platform.yaml has only what version 1.2 knows
    const struct adm_releases *releases; // or NULL: the policy names none
    // Its own rows; adm_policy_credentials_find knows those of what it extends, too.
    const struct adm_credential_secret *credentials;
    size_t credential_count;
    struct adm_strs default_credentials; // the Secrets of a pod that names none
    bool has_default_credentials;        // said here, not taken over
};

enum adm_hash_rule { ADM_HASH_NONE, ADM_HASH_EXTERNAL_SECRETS };

struct adm_label_demand {
    struct adm_str key;
    struct adm_str value; // empty: any value
};

// One row of attested writers: every column that is given must hold. `users` and `accounts` are
// alternatives; `labels` must all be present.
struct adm_writer_row {
    struct adm_str id;
    bool enabled;
    int64_t expires_s;        // Unix seconds, exclusive; 0: never
    struct adm_strs users;    // whole user names
    struct adm_strs accounts; // "namespace:name" of service accounts
    struct adm_str bound_pod; // the bound pod's name, or what stands before a `-` of it
    struct adm_str
        owner_group; // API group of the owner ("bitnami.com"); empty with owner_kind empty
    struct adm_str owner_version; // "v1alpha1", or empty for any
    struct adm_str owner_kind;    // "SealedSecret", or empty: no owner demanded
    bool owner_same_name;         // the owner's name is the Secret's
    struct adm_strs types;        // Secret types; empty: any
    const struct adm_label_demand *labels;
    size_t label_count;
    struct adm_str name;          // glob over metadata.name, or generateName when name is empty
    struct adm_str generate_name; // exact generateName
    struct adm_strs namespaces;   // empty: any
    struct adm_strs keys;         // when given, the data keys are exactly these
    enum adm_hash_rule hash;
};

struct adm_exception {
    struct adm_str id, owner, reason;
    struct adm_str namespace, name; // globs, both required
    struct adm_strs rules;          // rule ids; empty: plaintext-secret only
    const struct adm_label_demand *labels;
    size_t label_count;
    int64_t expires_s;      // Unix seconds, exclusive
    struct adm_str expires; // as written
};

// A resource that is searched for credentials beside those that are built in; version "*": any.
struct adm_extra_resource {
    struct adm_str group, version, resource;
};

struct adm_policy {
    struct adm_arena arena;
    char digest[65]; // hex SHA-256 of the policy's text
    struct adm_environment environments[ADM_POLICY_ENVIRONMENTS_MAX];
    size_t environment_count;
    struct adm_strs environment_names;        // of all of them
    const struct adm_environment *unlabelled; // the environment that judges unlabelled namespaces
    enum adm_mode unlabelled_mode;            // no finding there is stricter than this
    struct adm_strs system_namespaces;
    struct adm_strs owner_users, owner_groups; // environment_owners
    bool require_bound_token;
    const struct adm_writer_row *writers;
    size_t writer_count;
    const struct adm_exception *exceptions;
    size_t exception_count;
    struct adm_pattern *const *references; // whole-value grammars
    size_t reference_count;
    struct adm_str platform_config_map; // fixed ConfigMap name, or empty
    // helm_release: how a release is judged that Helm creates for a rollback, and until when
    // (Unix seconds, exclusive; 0: without an end). Afterwards as any other. Not given: warn,
    // without an end. The two lists below, not given, are the shipped ones; given empty, they are
    // empty.
    enum adm_mode rollback_mode;
    int64_t rollback_until_s;
    const struct adm_extra_resource *extra_resources;
    size_t extra_resource_count;
    // "namespace:name" of the service accounts whose pods, replica sets, jobs and revisions with a
    // `controller: true` owner are at most a warning: the owner is what is enforced.
    struct adm_strs workload_controllers;
};

// Reads policy.yaml text. `name` is the file's name in errors ("policy.yaml:12:3: …"). On success
// `*out` is a new policy that the caller frees.
ADM_CHECKED bool adm_policy_read(struct adm_str text, const char *name, struct adm_policy **out,
                                 struct adm_error *err);
void adm_policy_free(struct adm_policy *policy);
// NULL when there is no such environment.
const struct adm_environment *adm_policy_environment(const struct adm_policy *policy,
                                                     struct adm_str name);
bool adm_policy_has(struct adm_strs list, struct adm_str s);
// The environments whose rules for platform.yaml are built in; the last is the strictest.
extern const char *const adm_policy_platforms[ADM_POLICY_PLATFORMS];
