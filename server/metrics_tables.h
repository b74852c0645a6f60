// SPDX-License-Identifier: Apache-2.0
// What metrics.c counts by and metrics_render.c shows.
#pragma once

#include "server/metrics.h"

extern const unsigned adm_metrics_codes[ADM_METRICS_CODES]; // 0 ends them
extern const int64_t adm_metrics_bounds_us[ADM_METRICS_BUCKETS];
