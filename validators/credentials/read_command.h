// SPDX-License-Identifier: Apache-2.0
// Credentials in command lines: short flags, whose meaning depends on the program.
#pragma once

#include "validators/credentials/pair.h"
#include "validators/credentials/scan.h"

// A space, a dash and a letter: mysql -px, sshpass -p x, curl -u a:b.
void adm_read_command_flag(struct adm_scan *scan, size_t at);
// curl --user a:b
void adm_read_command_user(struct adm_scan *scan, size_t at);
// curl -sSu a:b; `at` is at the program's name.
void adm_read_command_curl(struct adm_scan *scan, size_t at);
// Whether the word is such a group of curl's flags, the last of which takes user:password.
bool adm_read_command_is_user(struct adm_str flag);
// … IDENTIFIED BY 'x'
void adm_read_command_sql(struct adm_scan *scan, size_t at);
// Programs that take a password by its position: rabbitmqctl add_user u p, mc alias set n url k s.
void adm_read_command_words(struct adm_scan *scan, size_t at);
// echo user:password | chpasswd; `name` is where chpasswd stands.
void adm_read_command_chpasswd(struct adm_scan *scan, const struct adm_pair_name *name);
// A text with \u00XX or \xXX in it is scanned once more without them.
void adm_read_command_unescape(struct adm_scan *scan, size_t at);
// What the flag (with its dash) of the program means: a password (1), user:password (2), or
// nothing known (0). `line` holds the words before the flag.
int adm_read_command_meaning(struct adm_str program, struct adm_str line, char letter);
