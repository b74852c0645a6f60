// SPDX-License-Identifier: Apache-2.0
#include "validators/data_hash.h"

#include <criterion/criterion.h>

static struct adm_arena arena;

static void setup(void) { adm_arena_init(&arena, 1 << 20); }
static void teardown(void) { adm_arena_destroy(&arena); }
TestSuite(data_hash, .init = setup, .fini = teardown);

static struct adm_secret_entry a_b[] = {{"data", {"a", 1}, {"x", 1}},
                                        {"data", {"b", 1}, {"hi", 2}}};
static struct adm_secret_entry a_empty[] = {{"data", {"a", 1}, {NULL, 0}}};
static struct adm_secret_entry bytes[] = {{"data", {"k", 1}, {"\x00\x09\x0a\x63\x64\xff", 6}}};
static struct adm_secret_entry b_c[] = {{"data", {"b", 1}, {"before", 6}},
                                        {"data", {"c", 1}, {"old", 3}}};

// Digests of Go's `map[a:[120] b:[104 105]]` and the like, computed with another program.
static const struct {
    struct adm_secret_data data, old;
    const char *hash;
    bool matches;
} rows[] = {
    {{NULL, 0}, {NULL, 0}, "97a15070f5f8c3bfe47678c5409471f6", true},
    {{NULL, 0}, {NULL, 0}, "74a974446e359fb3e6baff9bd0058950e6edd0f040888d9989b0a11b", true},
    {{a_b, 2}, {NULL, 0}, "e0f71abf3313e84c9041fef6fdf573b7", true},
    {{a_b, 2}, {NULL, 0}, "a1365d2ce8a7dab836288d12dd794a640bde2912e55cc7c03ffb0004", true},
    {{a_empty, 1}, {NULL, 0}, "3c142273edc1731581140d8db2d3afa4", true},
    {{bytes, 1}, {NULL, 0}, "5b20dfffc0e554dcc30aa8b03c123e17", true},
    {{bytes, 1}, {NULL, 0}, "029e8963027fe4a7bcf040dfcdb8d0cb5865c3fd861dce1ffdb43ef7", true},
    // The union with the old keys counts for MD5 alone, and the new value wins.
    {{a_b, 2}, {b_c, 2}, "9350b047ccb95759e0057f3c02f81927", true},
    {{a_b, 2}, {b_c, 2}, "78bbf4b4d63c43b6608928ab330ae1bb570074a599739c09b983eb3d", false},
    {{a_b, 2}, {b_c, 2}, "e0f71abf3313e84c9041fef6fdf573b7", true},
    {{a_b, 2}, {a_b, 2}, "e0f71abf3313e84c9041fef6fdf573b7", true},
    // Not the digest of this data, or no digest at all.
    {{a_b, 2}, {NULL, 0}, "E0F71ABF3313E84C9041FEF6FDF573B7", false},
    {{a_b, 2}, {NULL, 0}, "e0f71abf3313e84c9041fef6fdf573b8", false},
    {{a_b, 2}, {NULL, 0}, "e0f71abf3313e84c9041fef6fdf573b", false},
    {{a_b, 2}, {NULL, 0}, "", false},
    {{a_b, 2},
     {NULL, 0},
     "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
     false},
    {{NULL, 0}, {b_c, 2}, "e0f71abf3313e84c9041fef6fdf573b7", false},
};

Test(data_hash, is_the_digest_of_gos_print) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(
            adm_data_hash_matches(adm_str_from(rows[i].hash), &rows[i].data, &rows[i].old, &arena),
            rows[i].matches, "row %zu", i);
}

Test(data_hash, without_memory_nothing_matches) {
    bool matched = false;
    for (size_t limit = 0; limit < 2048; limit += 16) {
        struct adm_arena small;
        adm_arena_init(&small, limit);
        bool now =
            adm_data_hash_matches(adm_str_from(rows[2].hash), &rows[2].data, &rows[2].old, &small);
        cr_expect(now || !matched);
        matched = now;
        adm_arena_destroy(&small);
    }
    cr_expect(matched);
}
