// SPDX-License-Identifier: Apache-2.0
// Chat, mail and payment.
#include "validators/credentials/checks.h"
#include "validators/credentials/tokens.h"

#define SLACK(prefix)                                                                              \
    { prefix, ADM_CHARS_URL64, 10, 300, ADM_FAMILY_SLACK, adm_checks_slack }
#define HOOK_SET (ADM_CHARS_URL64 | ADM_CHARS_PLUS_SLASH)

static const struct adm_token rows[] = {
    SLACK("xoxb-"),
    SLACK("xoxp-"),
    SLACK("xoxa-"),
    SLACK("xoxs-"),
    SLACK("xoxr-"),
    SLACK("xoxo-"),
    SLACK("xoxc-"),
    {"xoxd-", ADM_CHARS_URL64 | ADM_CHARS_PLUS_SLASH, 40, 400, ADM_FAMILY_SLACK, NULL},
    {"xoxe.xox", ADM_CHARS_TOKEN, 20, 400, ADM_FAMILY_SLACK, adm_checks_slack},
    {"xoxe-", ADM_CHARS_URL64, 20, 400, ADM_FAMILY_SLACK, adm_checks_slack},
    {"xapp-", ADM_CHARS_URL64, 30, 300, ADM_FAMILY_SLACK, adm_checks_slack},
    {"xwfp-", ADM_CHARS_URL64, 20, 300, ADM_FAMILY_SLACK, adm_checks_slack},
    {"hooks.slack.com/services/", HOOK_SET, 30, 80, ADM_FAMILY_SLACK_WEBHOOK,
     adm_checks_slack_hook},
    {"hooks.slack.com/workflows/", HOOK_SET, 30, 120, ADM_FAMILY_SLACK_WEBHOOK,
     adm_checks_slack_hook},
    {"hooks.slack.com/triggers/", HOOK_SET, 30, 120, ADM_FAMILY_SLACK_WEBHOOK,
     adm_checks_slack_hook},
    {"discord.com/api/webhooks/", HOOK_SET, 70, 100, ADM_FAMILY_WEBHOOK, adm_checks_discord_hook},
    {"hooks.zapier.com/hooks/catch/", HOOK_SET, 12, 80, ADM_FAMILY_WEBHOOK, adm_checks_mixed},
    {"webhook.office.com/webhookb2/", HOOK_SET | ADM_CHARS_DOT, 60, 400, ADM_FAMILY_WEBHOOK, NULL},
    {"events.pagerduty.com/integration/", HOOK_SET, 32, 80, ADM_FAMILY_WEBHOOK, NULL},
    {"sk_live_", ADM_CHARS_ALNUM, 10, 240, ADM_FAMILY_STRIPE, NULL},
    {"rk_live_", ADM_CHARS_ALNUM, 10, 240, ADM_FAMILY_STRIPE, NULL},
    {"sk_prod_", ADM_CHARS_ALNUM, 10, 240, ADM_FAMILY_STRIPE, NULL},
    {"rk_prod_", ADM_CHARS_ALNUM, 10, 240, ADM_FAMILY_STRIPE, NULL},
    {"sk_test_", ADM_CHARS_ALNUM, 10, 240, ADM_FAMILY_STRIPE, NULL},
    {"rk_test_", ADM_CHARS_ALNUM, 10, 240, ADM_FAMILY_STRIPE, NULL},
    {"whsec_", ADM_CHARS_BASE64 | ADM_CHARS_EQUALS, 24, 80, ADM_FAMILY_STRIPE, adm_checks_mixed},
    {"sq0atp-", ADM_CHARS_URL64, 22, 22, ADM_FAMILY_PAYMENT, NULL},
    {"sq0csp-", ADM_CHARS_URL64, 43, 43, ADM_FAMILY_PAYMENT, NULL},
    {"EAAAE", ADM_CHARS_URL64, 55, 60, ADM_FAMILY_PAYMENT, adm_checks_mixed}, // Square
    {"access_token$production$", ADM_CHARS_LOWER_DIGIT | ADM_CHARS_DASH_LOW, 16, 60,
     ADM_FAMILY_PAYMENT, NULL}, // Braintree; its separator is checked by nobody else
    {"rzp_live_", ADM_CHARS_ALNUM, 14, 24, ADM_FAMILY_PAYMENT, NULL},
    {"FLWSECK-", ADM_CHARS_URL64, 30, 60, ADM_FAMILY_PAYMENT, NULL},
    {"FLWSECK_TEST-", ADM_CHARS_URL64, 12, 60, ADM_FAMILY_PAYMENT, NULL},
    {"shippo_live_", ADM_CHARS_HEX_SMALL, 40, 40, ADM_FAMILY_PAYMENT, NULL},
    {"duffel_live_", ADM_CHARS_URL64, 43, 43, ADM_FAMILY_PAYMENT, NULL},
    {"EZAK", ADM_CHARS_ALNUM, 54, 54, ADM_FAMILY_PAYMENT, NULL},
    {"EZTK", ADM_CHARS_ALNUM, 54, 54, ADM_FAMILY_PAYMENT, NULL},
    {"shpat_", ADM_CHARS_HEX, 32, 32, ADM_FAMILY_SHOPIFY, NULL},
    {"shpca_", ADM_CHARS_HEX, 32, 32, ADM_FAMILY_SHOPIFY, NULL},
    {"shppa_", ADM_CHARS_HEX, 32, 32, ADM_FAMILY_SHOPIFY, NULL},
    {"shpss_", ADM_CHARS_HEX, 32, 32, ADM_FAMILY_SHOPIFY, NULL},
    {"SG.", ADM_CHARS_TOKEN, 66, 66, ADM_FAMILY_SENDGRID, adm_checks_sendgrid},
    {"key-", ADM_CHARS_HEX_SMALL, 32, 32, ADM_FAMILY_MAILGUN, NULL},
    {"xkeysib-", ADM_CHARS_LOWER_DIGIT | ADM_CHARS_DASH_LOW | ADM_CHARS_UPPER, 81, 81,
     ADM_FAMILY_MAIL, NULL},
    {"xsmtpsib-", ADM_CHARS_LOWER_DIGIT | ADM_CHARS_DASH_LOW | ADM_CHARS_UPPER, 81, 81,
     ADM_FAMILY_MAIL, NULL},
    {"mlsn.", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_MAIL, NULL}, // MailerSend
};

const struct adm_token *adm_tokens_people(size_t *count) {
    *count = sizeof rows / sizeof *rows;
    return rows;
}
