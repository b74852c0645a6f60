// SPDX-License-Identifier: Apache-2.0
// The host in an address that a platform.yaml names, and whether it is this machine.
#pragma once

#include "core/str.h"

// "polaris.example" of "https://user@polaris.example:443/api", "::1" of "grpc://[::1]:4317"; of
// "collector:4317", which gRPC clients take, "collector". Empty when there is none.
struct adm_str adm_platform_env_address_host(struct adm_str address);
// Whether a host is this machine or LocalStack: by name (its first label, or `localhost` as its
// last; a final dot does not matter), or by an address of 127.0.0.0/8, 0.0.0.0, ::1 or :: in any
// notation that inet_aton or inet_pton takes.
bool adm_platform_env_address_is_local(struct adm_str host);
