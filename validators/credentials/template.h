// SPDX-License-Identifier: Apache-2.0
// {{ … }}: an expression of text/template, Jinja or Handlebars. It is a reference when its output
// comes from a field, a variable or a function that looks something up; a literal in it, alone or
// as a default, is a value.
#pragma once

#include "validators/credentials/refers.h"

// The expression that begins at `at`, its length in `len`, its literal in `inner`.
enum adm_refers adm_template_read(struct adm_str text, size_t at, size_t *len,
                                  struct adm_str *inner);
