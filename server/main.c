// SPDX-License-Identifier: Apache-2.0
#include "server/cli.h"

int main(int argc, char **argv) { return adm_cli_run(argc, argv); }
