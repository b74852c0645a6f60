// SPDX-License-Identifier: Apache-2.0
// Dates and times as PyYAML's resolver and constructor see them.
#pragma once

#include "core/str.h"

enum adm_yaml_time {
    ADM_YAML_TIME_NONE, // no match: text
    ADM_YAML_TIME_REAL,
    ADM_YAML_TIME_UNREAL, // matches, but there is no such date, time or zone
};

enum adm_yaml_time adm_yaml_time_of(struct adm_str text);
