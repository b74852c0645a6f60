// SPDX-License-Identifier: Apache-2.0
// YAML documents of a chunk by libyaml, which go-yaml v2 (the API server's reader) is a port of.
#pragma once

#include "validators/manifest_chunk.h"

// Reads the chunk's body from offset `from`. What follows a whole document and cannot be
// parsed is loose, as it is nothing to the API server, which reads one document of a chunk.
ADM_CHECKED bool adm_manifest_yaml_read(struct adm_manifest_chunk *chunk, size_t from);
