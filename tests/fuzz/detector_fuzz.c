// SPDX-License-Identifier: Apache-2.0
// The credential detector over any text: findings lie within it, twice the same, and a credential
// on a line of its own behind the text is found whatever stands before it.
#include "fuzz.h"

#include <string.h>

#include "validators/credentials/detector.h"

static const char planted[] = "\nDB_PASSWORD=k3Jx9vQz7LmN\n";
enum { VALUE = sizeof "\nDB_PASSWORD=" - 1, BUDGET = 1024 * 1024 };

static const char *const keys[] = {
    "", "password", "data.TOKEN", "client-secret", "auth", ".pgpass", "userlist.txt", "api_key",
};

static struct adm_detector scan(struct adm_arena *arena, struct adm_str text, uint8_t choice) {
    struct adm_detector detector;
    struct adm_detector_value value = {
        .text = text,
        .key = adm_str_from(keys[choice % 8]),
        .place = (enum adm_detector_place)(choice / 8 % 8),
        .names_beside = choice >= 128,
    };
    adm_detector_init(&detector, arena, BUDGET);
    (void)!adm_detector_scan(&detector, &value, NULL);
    return detector;
}

static void check(const struct adm_detector *found, struct adm_str text) {
    FUZZ_HOLDS(found->count <= ADM_DETECTOR_FINDINGS_MAX && found->budget <= BUDGET);
    for (size_t i = 0; i < found->count; i++) {
        const struct adm_detector_finding *finding = &found->findings[i];
        FUZZ_HOLDS(finding->offset <= text.len && finding->length <= text.len - finding->offset);
        FUZZ_HOLDS(finding->length > 0 && finding->family != ADM_FAMILY_NONE);
        FUZZ_HOLDS(i == 0 || found->findings[i - 1].offset <= finding->offset);
    }
}

static bool is_found(const struct adm_detector *found, size_t offset) {
    for (size_t i = 0; i < found->count; i++) {
        const struct adm_detector_finding *finding = &found->findings[i];
        if (finding->offset <= offset && offset < finding->offset + finding->length)
            return true;
    }
    return found->truncated;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct adm_arena arena;
    if (size == 0)
        return 0;
    struct adm_str text = fuzz_text(data + 1, size - 1);
    adm_arena_init(&arena, FUZZ_ARENA_BYTES);
    struct adm_detector first = scan(&arena, text, data[0]);
    check(&first, text);
    struct adm_detector again = scan(&arena, text, data[0]);
    FUZZ_HOLDS(first.count == again.count && first.budget == again.budget);
    char *longer = adm_arena_alloc(&arena, text.len + sizeof planted);
    FUZZ_HOLDS(longer != NULL);
    memcpy(longer, text.data, text.len);
    memcpy(longer + text.len, planted, sizeof planted - 1);
    struct adm_str whole = {longer, text.len + sizeof planted - 1};
    struct adm_detector found = scan(&arena, whole, data[0]);
    check(&found, whole);
    FUZZ_HOLDS(is_found(&found, text.len + VALUE));
    adm_arena_destroy(&arena);
    return 0;
}
