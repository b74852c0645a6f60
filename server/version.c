// SPDX-License-Identifier: Apache-2.0
#include "server/version.h"

const char *adm_version_number(void) { return ADM_VERSION; }

const char *adm_version_commit(void) { return ADM_COMMIT; }
