// SPDX-License-Identifier: Apache-2.0
// Go's decoder matches struct fields whatever their case, so `"Manifest"` or a second `"manifest"`
// written with U+017F overrides the harmless one in both Helms.
#pragma once

#include "core/json.h"

// Whether every object of a release that Helm decodes into a struct has only keys that Go reads as
// written. Free maps (values, labels, annotations) are case-sensitive in Go and not looked at.
bool adm_helm_keys_are_plain(const struct adm_json *release);
