// SPDX-License-Identifier: Apache-2.0
// The formats uri and uri-reference (RFC 3986). Private to jsonschema_format.
#pragma once

#include "validators/schema/jsonschema_format.h"

adm_jsonschema_format_check adm_jsonschema_format_uri_absolute;
adm_jsonschema_format_check adm_jsonschema_format_uri_reference;
