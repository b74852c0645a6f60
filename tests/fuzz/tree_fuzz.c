// SPDX-License-Identifier: Apache-2.0
// platform.yaml's reader: spans lie within the text and in order, every refusal has code and
// message, nothing is accepted silently and nothing refused without a word, and reading twice gives
// the same.
#include "fuzz.h"

#include <string.h>

#include "../unit/validators/schema/yaml_reading.h"

// Aliases may make a small text a large tree.
enum { TREE_BYTES_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct yaml_reading first, again;
    struct adm_str text = fuzz_text(data, size);
    yaml_reading_init(&first, text);
    FUZZ_HOLDS(first.done);
    FUZZ_HOLDS(yaml_reading_flaw(&first)[0] == '\0');
    yaml_reading_init(&again, text);
    FUZZ_HOLDS(again.done && again.document.line_count == first.document.line_count);
    FUZZ_HOLDS(strcmp(yaml_reading_codes(&first), yaml_reading_codes(&again)) == 0);
    if (size <= TREE_BYTES_MAX)
        FUZZ_HOLDS(strcmp(yaml_reading_tree(&first, true), yaml_reading_tree(&again, true)) == 0);
    yaml_reading_destroy(&again);
    yaml_reading_destroy(&first);
    return 0;
}
