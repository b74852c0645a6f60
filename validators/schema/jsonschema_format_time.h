// SPDX-License-Identifier: Apache-2.0
// Formats of RFC 3339: date, time, date-time, duration. Private to jsonschema_format.
#pragma once

#include "validators/schema/jsonschema_format.h"

adm_jsonschema_format_check adm_jsonschema_format_time_date;
adm_jsonschema_format_check adm_jsonschema_format_time_time;
adm_jsonschema_format_check adm_jsonschema_format_time_both;
adm_jsonschema_format_check adm_jsonschema_format_time_duration;
