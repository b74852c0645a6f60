// SPDX-License-Identifier: Apache-2.0
// The families of credentials: what a finding is called, in a policy (name) and in a message
// (words, after "looks like").
#pragma once

enum adm_family {
    ADM_FAMILY_NONE = 0,
    // By key: the value has no shape of its own.
    ADM_FAMILY_PASSWORD,
    ADM_FAMILY_SECRET,
    ADM_FAMILY_TOKEN,
    ADM_FAMILY_API_KEY,
    ADM_FAMILY_KEY,
    ADM_FAMILY_CREDENTIALS,
    // By shape, whoever issued it.
    ADM_FAMILY_PRIVATE_KEY,
    ADM_FAMILY_ENCRYPTED_KEY,
    ADM_FAMILY_PGP_KEY,
    ADM_FAMILY_JWT,
    ADM_FAMILY_SERVICE_ACCOUNT_JWT,
    ADM_FAMILY_URL_PASSWORD,
    ADM_FAMILY_BASIC_AUTH,
    ADM_FAMILY_BEARER,
    ADM_FAMILY_REGISTRY_AUTH,
    ADM_FAMILY_BOOTSTRAP_TOKEN,
    ADM_FAMILY_PASSWORD_HASH,
    ADM_FAMILY_WEBHOOK,
    // By issuer.
    ADM_FAMILY_AWS_KEY_ID,
    ADM_FAMILY_AWS_SECRET,
    ADM_FAMILY_GCP_ACCOUNT,
    ADM_FAMILY_GCP_API_KEY,
    ADM_FAMILY_GCP_OAUTH,
    ADM_FAMILY_AZURE_STORAGE,
    ADM_FAMILY_AZURE_SAS,
    ADM_FAMILY_AZURE_CLIENT_SECRET,
    ADM_FAMILY_AZURE_SHARED_KEY,
    ADM_FAMILY_CLOUD_KEY,
    ADM_FAMILY_GITHUB,
    ADM_FAMILY_GITLAB,
    ADM_FAMILY_ATLASSIAN,
    ADM_FAMILY_NPM,
    ADM_FAMILY_PYPI,
    ADM_FAMILY_RUBYGEMS,
    ADM_FAMILY_DOCKER,
    ADM_FAMILY_REGISTRY,
    ADM_FAMILY_CI,
    ADM_FAMILY_SLACK,
    ADM_FAMILY_SLACK_WEBHOOK,
    ADM_FAMILY_CHAT,
    ADM_FAMILY_STRIPE,
    ADM_FAMILY_PAYMENT,
    ADM_FAMILY_SHOPIFY,
    ADM_FAMILY_SENDGRID,
    ADM_FAMILY_TWILIO,
    ADM_FAMILY_MAILGUN,
    ADM_FAMILY_MAIL,
    ADM_FAMILY_OPENAI,
    ADM_FAMILY_ANTHROPIC,
    ADM_FAMILY_HUGGINGFACE,
    ADM_FAMILY_AI,
    ADM_FAMILY_VAULT,
    ADM_FAMILY_AGE,
    ADM_FAMILY_DATABRICKS,
    ADM_FAMILY_GRAFANA,
    ADM_FAMILY_MONITORING,
    ADM_FAMILY_DIGITALOCEAN,
    ADM_FAMILY_DOPPLER,
    ADM_FAMILY_PULUMI,
    ADM_FAMILY_TERRAFORM,
    ADM_FAMILY_ONEPASSWORD,
    ADM_FAMILY_PLANETSCALE,
    ADM_FAMILY_OPENSHIFT,
    ADM_FAMILY_SERVICE,
    ADM_FAMILY_COUNT,
};

// Stable name in lower case with dashes: "aws-secret-key"; static storage.
const char *adm_family_name(enum adm_family family);
// The noun with its article, for "looks like …": "an AWS secret key"; static storage.
const char *adm_family_words(enum adm_family family);
// How much the family says, where two readers see one credential: 0 the key alone, 1 the form
// around it (a URL, a header), 2 its own shape, 3 its issuer.
unsigned adm_family_rank(enum adm_family family);
