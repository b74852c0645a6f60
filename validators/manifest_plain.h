// SPDX-License-Identifier: Apache-2.0
// The fast way to read a chunk: block-style YAML as charts emit it, several times as fast as
// libyaml and with texts left where they stand. What it reads, libyaml reads to the same nodes and
// comments; fuzzed to be so. Whatever is unusual it leaves to libyaml.
#pragma once

#include "validators/manifest_chunk.h"

// False: not read, for whatever reason; the chunk has what it had before.
bool adm_manifest_plain_read(struct adm_manifest_chunk *chunk);
