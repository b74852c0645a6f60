// SPDX-License-Identifier: Apache-2.0
// The report for people: a block for each finding, in the words of the webhook.
#pragma once

#include "server/check_report.h"

void adm_check_text_result(struct adm_check_report *report, const struct adm_check_origin *origin,
                           const struct adm_check_result *result, struct adm_arena *arena);
void adm_check_text_error(const struct adm_check_report *report, const char *file,
                          const char *message);
void adm_check_text_sum(const struct adm_check_report *report);
