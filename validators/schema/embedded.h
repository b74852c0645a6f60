// SPDX-License-Identifier: Apache-2.0
// The schemas of platform.yaml that are built into the binary (CMakeLists.txt: adm_embed).
#pragma once

#include "core/str.h"

struct adm_str adm_embedded_platform(void);     // schemas/platform.schema.json: 1.3
struct adm_str adm_embedded_platform_1_2(void); // schemas/platform-1.2.schema.json
// schemas/environments: what each demands, and what several share.
struct adm_str adm_embedded_local(void);
struct adm_str adm_embedded_dev(void);
struct adm_str adm_embedded_staging(void);
struct adm_str adm_embedded_prod(void);
struct adm_str adm_embedded_deployed(void);
struct adm_str adm_embedded_hardened(void);
