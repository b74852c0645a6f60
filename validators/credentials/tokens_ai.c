// SPDX-License-Identifier: Apache-2.0
// Services of models.
#include "validators/credentials/checks.h"
#include "validators/credentials/tokens.h"

static const struct adm_token rows[] = {
    {"sk-ant-", ADM_CHARS_URL64, 80, 140, ADM_FAMILY_ANTHROPIC, adm_checks_mixed},
    {"hf_", ADM_CHARS_ALPHA | ADM_CHARS_DIGIT, 34, 40, ADM_FAMILY_HUGGINGFACE,
     adm_checks_mixed_case},
    {"api_org_", ADM_CHARS_ALPHA, 34, 34, ADM_FAMILY_HUGGINGFACE, adm_checks_mixed_case},
    {"gsk_", ADM_CHARS_ALNUM, 52, 52, ADM_FAMILY_AI, NULL},   // Groq
    {"nvapi-", ADM_CHARS_URL64, 60, 70, ADM_FAMILY_AI, NULL}, // NVIDIA
    {"r8_", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW, 37, 37, ADM_FAMILY_AI,
     adm_checks_mixed}, // Replicate
    {"xai-", ADM_CHARS_ALNUM, 70, 90, ADM_FAMILY_AI, NULL},
    {"pplx-", ADM_CHARS_ALNUM, 40, 60, ADM_FAMILY_AI, NULL},         // Perplexity
    {"sk-or-v1-", ADM_CHARS_HEX_SMALL, 64, 64, ADM_FAMILY_AI, NULL}, // OpenRouter
    {"lsv2_pt_", ADM_CHARS_HEX_SMALL | ADM_CHARS_DASH_LOW, 43, 43, ADM_FAMILY_AI, NULL},
    {"lsv2_sk_", ADM_CHARS_HEX_SMALL | ADM_CHARS_DASH_LOW, 43, 43, ADM_FAMILY_AI, NULL},
    {"pcsk_", ADM_CHARS_ALNUM | ADM_CHARS_DASH_LOW, 60, 80, ADM_FAMILY_AI, NULL}, // Pinecone
    {"tgp_v1_", ADM_CHARS_URL64, 43, 43, ADM_FAMILY_AI, NULL},                    // Together
    {"sk-lf-", ADM_CHARS_HEX_SMALL | ADM_CHARS_DASH_LOW, 36, 36, ADM_FAMILY_AI,
     adm_checks_uuid_tail}, // Langfuse
};

const struct adm_token *adm_tokens_ai(size_t *count) {
    *count = sizeof rows / sizeof *rows;
    return rows;
}
