// SPDX-License-Identifier: Apache-2.0
// Texts of several lines inside a string of JSON, their line ends escaped.
#pragma once

#include "validators/credentials/pair.h"
#include "validators/credentials/scan.h"

// Has the string around `name`, which is given no value where it stands, scanned once more as the
// lines that it holds; each string once. Looks at most 16 KiB back and 64 KiB on.
void adm_read_string_lines(struct adm_scan *scan, const struct adm_pair_name *name);
