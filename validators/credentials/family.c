// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/family.h"

struct row {
    const char *name, *words;
};

static const struct row rows[ADM_FAMILY_COUNT] = {
    [ADM_FAMILY_NONE] = {"none", "nothing"},
    [ADM_FAMILY_PASSWORD] = {"password", "a password"},
    [ADM_FAMILY_SECRET] = {"secret", "a secret"},
    [ADM_FAMILY_TOKEN] = {"token", "a token"},
    [ADM_FAMILY_API_KEY] = {"api-key", "an API key"},
    [ADM_FAMILY_KEY] = {"secret-key", "a secret key"},
    [ADM_FAMILY_CREDENTIALS] = {"credentials", "credentials"},
    [ADM_FAMILY_PRIVATE_KEY] = {"private-key", "a private key"},
    [ADM_FAMILY_ENCRYPTED_KEY] = {"encrypted-private-key", "an encrypted private key"},
    [ADM_FAMILY_PGP_KEY] = {"pgp-private-key", "a PGP private key"},
    [ADM_FAMILY_JWT] = {"jwt", "a JSON Web Token"},
    [ADM_FAMILY_SERVICE_ACCOUNT_JWT] = {"service-account-token",
                                        "a Kubernetes service account token"},
    [ADM_FAMILY_URL_PASSWORD] = {"url-password", "a URL with a password"},
    [ADM_FAMILY_BASIC_AUTH] = {"basic-auth", "Basic credentials"},
    [ADM_FAMILY_BEARER] = {"bearer-token", "a bearer token"},
    [ADM_FAMILY_REGISTRY_AUTH] = {"registry-auth", "credentials of an image registry"},
    [ADM_FAMILY_BOOTSTRAP_TOKEN] = {"bootstrap-token", "a Kubernetes bootstrap token"},
    [ADM_FAMILY_PASSWORD_HASH] = {"password-hash", "the hash of a password"},
    [ADM_FAMILY_WEBHOOK] = {"webhook", "a webhook with a secret in its URL"},
    [ADM_FAMILY_AWS_KEY_ID] = {"aws-access-key-id", "an AWS access key ID"},
    [ADM_FAMILY_AWS_SECRET] = {"aws-secret-key", "an AWS secret key"},
    [ADM_FAMILY_GCP_ACCOUNT] = {"gcp-service-account", "the key of a Google service account"},
    [ADM_FAMILY_GCP_API_KEY] = {"gcp-api-key", "a Google API key"},
    [ADM_FAMILY_GCP_OAUTH] = {"gcp-oauth", "a Google OAuth secret"},
    [ADM_FAMILY_AZURE_STORAGE] = {"azure-storage-key", "an Azure storage key"},
    [ADM_FAMILY_AZURE_SAS] = {"azure-sas", "an Azure shared access signature"},
    [ADM_FAMILY_AZURE_CLIENT_SECRET] = {"azure-client-secret", "an Azure client secret"},
    [ADM_FAMILY_AZURE_SHARED_KEY] = {"azure-shared-access-key", "an Azure shared access key"},
    [ADM_FAMILY_CLOUD_KEY] = {"cloud-key", "the key of a cloud provider"},
    [ADM_FAMILY_GITHUB] = {"github-token", "a GitHub token"},
    [ADM_FAMILY_GITLAB] = {"gitlab-token", "a GitLab token"},
    [ADM_FAMILY_ATLASSIAN] = {"atlassian-token", "an Atlassian token"},
    [ADM_FAMILY_NPM] = {"npm-token", "an npm token"},
    [ADM_FAMILY_PYPI] = {"pypi-token", "a PyPI token"},
    [ADM_FAMILY_RUBYGEMS] = {"rubygems-key", "a RubyGems API key"},
    [ADM_FAMILY_DOCKER] = {"docker-token", "a Docker access token"},
    [ADM_FAMILY_REGISTRY] = {"registry-token", "the token of a package registry"},
    [ADM_FAMILY_CI] = {"ci-token", "the token of a build service"},
    [ADM_FAMILY_SLACK] = {"slack-token", "a Slack token"},
    [ADM_FAMILY_SLACK_WEBHOOK] = {"slack-webhook", "a Slack webhook"},
    [ADM_FAMILY_CHAT] = {"chat-token", "the token of a chat service"},
    [ADM_FAMILY_STRIPE] = {"stripe-key", "a Stripe key"},
    [ADM_FAMILY_PAYMENT] = {"payment-key", "the key of a payment service"},
    [ADM_FAMILY_SHOPIFY] = {"shopify-token", "a Shopify token"},
    [ADM_FAMILY_SENDGRID] = {"sendgrid-key", "a SendGrid API key"},
    [ADM_FAMILY_TWILIO] = {"twilio-key", "a Twilio API key"},
    [ADM_FAMILY_MAILGUN] = {"mailgun-key", "a Mailgun API key"},
    [ADM_FAMILY_MAIL] = {"mail-key", "the key of a mail service"},
    [ADM_FAMILY_OPENAI] = {"openai-key", "an OpenAI API key"},
    [ADM_FAMILY_ANTHROPIC] = {"anthropic-key", "an Anthropic API key"},
    [ADM_FAMILY_HUGGINGFACE] = {"huggingface-token", "a Hugging Face token"},
    [ADM_FAMILY_AI] = {"ai-key", "the key of an AI service"},
    [ADM_FAMILY_VAULT] = {"vault-token", "a Vault token"},
    [ADM_FAMILY_AGE] = {"age-key", "an age secret key"},
    [ADM_FAMILY_DATABRICKS] = {"databricks-token", "a Databricks token"},
    [ADM_FAMILY_GRAFANA] = {"grafana-token", "a Grafana token"},
    [ADM_FAMILY_MONITORING] = {"monitoring-key", "the key of a monitoring service"},
    [ADM_FAMILY_DIGITALOCEAN] = {"digitalocean-token", "a DigitalOcean token"},
    [ADM_FAMILY_DOPPLER] = {"doppler-token", "a Doppler token"},
    [ADM_FAMILY_PULUMI] = {"pulumi-token", "a Pulumi token"},
    [ADM_FAMILY_TERRAFORM] = {"terraform-token", "a Terraform Cloud token"},
    [ADM_FAMILY_ONEPASSWORD] = {"onepassword-token", "a 1Password service account token"},
    [ADM_FAMILY_PLANETSCALE] = {"planetscale-token", "a PlanetScale token"},
    [ADM_FAMILY_OPENSHIFT] = {"openshift-token", "an OpenShift token"},
    [ADM_FAMILY_SERVICE] = {"service-key", "the key of an online service"},
};

const char *adm_family_name(enum adm_family family) {
    return rows[family < ADM_FAMILY_COUNT ? family : ADM_FAMILY_NONE].name;
}

const char *adm_family_words(enum adm_family family) {
    return rows[family < ADM_FAMILY_COUNT ? family : ADM_FAMILY_NONE].words;
}

unsigned adm_family_rank(enum adm_family family) {
    if (family < ADM_FAMILY_PRIVATE_KEY)
        return 0;
    if (family >= ADM_FAMILY_URL_PASSWORD && family <= ADM_FAMILY_WEBHOOK)
        return 1;
    return family < ADM_FAMILY_AWS_KEY_ID ? 2 : 3;
}
