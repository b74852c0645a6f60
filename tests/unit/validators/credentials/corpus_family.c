// SPDX-License-Identifier: Apache-2.0
// What the corpus calls a family, and what the detector may call it. KEYED stands for every family
// that only the key decides: for values without a shape, and where the key says as much as the
// shape.
#include "corpus_score.h"

#define KEYED "password,secret,token,api-key,secret-key,credentials"

struct name {
    const char *corpus, *detector;
};

static const struct name names[] = {
    {"password", KEYED ",url-password,basic-auth"},
    {"keyed-secret", KEYED ",gitlab-token,webhook"},
    {"keyed-token", KEYED ",chat-token,ci-token,service-key,bearer-token,npm-token,cloud-key"},
    {"keyed-key", KEYED ",monitoring-key,service-key,webhook"},
    {"keyed-dsn", KEYED ",url-password,basic-auth"},
    {"aws-key-id", "aws-access-key-id"},
    {"aws-secret-key", "aws-secret-key," KEYED},
    {"gcp-service-account", "gcp-service-account,private-key"},
    {"gcp-api-key", "gcp-api-key"},
    {"gcp-oauth-secret", "gcp-oauth"},
    {"azure-storage-key", "azure-storage-key," KEYED},
    {"azure-sas", "azure-sas,webhook," KEYED},
    {"azure-client-secret", "azure-client-secret"},
    {"azure-shared-access-key", "azure-shared-access-key," KEYED},
    {"github-token", "github-token"},
    {"github-pat", "github-token"},
    {"github-app-token", "github-token"},
    {"gitlab-token", "gitlab-token"},
    {"slack-token", "slack-token"},
    {"slack-app-token", "slack-token"},
    {"slack-webhook", "slack-webhook"},
    {"stripe-key", "stripe-key"},
    {"stripe-webhook", "stripe-key"},
    {"npm-token", "npm-token"},
    {"pypi-token", "pypi-token"},
    {"rubygems-token", "rubygems-key"},
    {"docker-pat", "docker-token"},
    {"docker-auth", "registry-auth,basic-auth," KEYED},
    {"jwt", "jwt,service-account-token"},
    {"private-key", "private-key,encrypted-private-key,pgp-private-key," KEYED},
    {"url-userinfo", "url-password," KEYED},
    {"http-authorization", "basic-auth,bearer-token," KEYED},
    {"kubeconfig", "private-key,bearer-token,bootstrap-token," KEYED},
    {"bootstrap-token", "bootstrap-token," KEYED},
    {"password-hash", "password-hash," KEYED},
    {"vault-token", "vault-token," KEYED},
    {"age-key", "age-key"},
    {"openai-key", "openai-key"},
    {"anthropic-key", "anthropic-key"},
    {"huggingface-token", "huggingface-token"},
    {"groq-key", "ai-key"},
    {"nvidia-key", "ai-key"},
    {"databricks-token", "databricks-token"},
    {"grafana-token", "grafana-token"},
    {"sendgrid-key", "sendgrid-key"},
    {"twilio-key", "twilio-key," KEYED},
    {"mailgun-key", "mailgun-key"},
    {"digitalocean-token", "digitalocean-token"},
    {"doppler-token", "doppler-token"},
    {"pulumi-token", "pulumi-token"},
    {"terraform-token", "terraform-token"},
    {"sentry-token", "monitoring-key"},
    {"shopify-token", "shopify-token"},
    {"atlassian-token", "atlassian-token"},
    {"newrelic-key", "monitoring-key"},
    {"dynatrace-token", "monitoring-key"},
    {"onepassword-token", "onepassword-token"},
    {"planetscale-token", "planetscale-token"},
    {"polaris", KEYED ",basic-auth"},
    {"snowflake", KEYED},
    {"minio", KEYED ",url-password,aws-secret-key"},
    {"dagster", KEYED ",service-key"},
    {"dbt", KEYED},
    {"airflow", KEYED ",url-password"},
    {"none", ""}, // clean entries that are near no family
};

static const struct name *name_of(struct adm_str family) {
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (adm_str_is(family, names[i].corpus))
            return &names[i];
    return NULL;
}

bool score_knows(struct adm_str family) { return name_of(family) != NULL; }

bool score_is_family(struct adm_str family, enum adm_family found) {
    const struct name *name = name_of(family);
    struct adm_str called = adm_str_from(adm_family_name(found));
    return name != NULL && corpus_lists(adm_str_from(name->detector), called);
}
