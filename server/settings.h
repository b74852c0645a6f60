// SPDX-License-Identifier: Apache-2.0
// The one table of settings: key in config.yaml, flag, type, limits, words for the help.
#pragma once

#include "server/config.h"

enum adm_setting_type {
    ADM_SETTING_TEXT,
    ADM_SETTING_ADDRESS,        // "ADDR:PORT"
    ADM_SETTING_ADDRESS_OR_OFF, // the same, or "off"
    ADM_SETTING_INT,
    ADM_SETTING_CHOICE,
    ADM_SETTING_LIST
};

struct adm_setting {
    const char *section; // "" for the top level
    const char *key;
    const char *flag; // or NULL
    const char *metavar;
    const char *help;
    enum adm_setting_type type;
    size_t offset; // in struct adm_config
    int64_t least, most;
    const char *const *choices; // NULL-terminated, for ADM_SETTING_CHOICE
};

const struct adm_setting *adm_settings_table(size_t *count);
// Puts a value; the error says what the value may be, without a position.
ADM_CHECKED bool adm_settings_put(struct adm_config *config, const struct adm_setting *setting,
                                  struct adm_str value, struct adm_error *err);
