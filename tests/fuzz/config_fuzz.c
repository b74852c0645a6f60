// SPDX-License-Identifier: Apache-2.0
// config.yaml is read whole or refused with a reason.
#include "fuzz.h"

#include "server/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_config config;
    struct adm_error err = {0};
    adm_config_init(&config);
    if (adm_config_read(&config, fuzz_text(data, size), "config.yaml", &err))
        FUZZ_HOLDS(config.body_bytes > 0 && config.connections > 0);
    else
        FUZZ_HOLDS(err.code != ADM_OK && err.message[0] != '\0');
    adm_config_destroy(&config);
    return 0;
}
