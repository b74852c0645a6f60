// SPDX-License-Identifier: Apache-2.0
// Values that are no credential whatever their key: true, none, 30s, 10Mi, default, the names of
// types; sentences; and what only names something.
#pragma once

#include "validators/credentials/chars.h"

// A scalar that says something else: a truth value, a short number, a duration, a size, a type.
bool adm_trivial_is_scalar(struct adm_str value);
// A sentence about the credential, or a label for people: "Enter your password".
bool adm_trivial_is_prose(struct adm_str value);
// An identifier in CamelCase whose words are long enough to be words: Marker, LastEvaluatedKey.
bool adm_trivial_is_camel(struct adm_str value);
// Words joined by - _ . / that name a thing (`foo-tls`, `basic`, `DB_PASSWORD`), or the name of a
// credential (`accessToken`).
bool adm_trivial_is_name(struct adm_str value);
