// SPDX-License-Identifier: Apache-2.0
// The version, from one place: project() in CMakeLists.txt and git.
#pragma once

const char *adm_version_number(void); // "0.1.0"
const char *adm_version_commit(void); // 12 hex digits, or "unknown"
