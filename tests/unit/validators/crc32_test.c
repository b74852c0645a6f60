// SPDX-License-Identifier: Apache-2.0
#include "validators/crc32.h"

#include <criterion/criterion.h>
#include <zlib.h>

// Each length around the lanes that are folded, from each alignment.
Test(crc32, is_that_of_zlib) {
    enum { MOST = 400, ALIGNMENTS = 17 };
    unsigned char bytes[MOST + ALIGNMENTS];
    uint32_t next = 1;
    for (size_t i = 0; i < sizeof bytes; i++) {
        next = next * 1103515245U + 12345U;
        bytes[i] = (unsigned char)(next >> 16U);
    }
    for (size_t from = 0; from < ALIGNMENTS; from++)
        for (size_t len = 0; len <= MOST; len++)
            cr_assert_eq(adm_crc32_of((struct adm_str){(const char *)bytes + from, len}),
                         crc32(0, bytes + from, (uInt)len), "%zu bytes from %zu", len, from);
}

Test(crc32, is_that_of_zlib_for_zeros_and_long_texts) {
    static char zeros[100003];
    static char ones[100003];
    memset(ones, 0xFF, sizeof ones);
    cr_expect_eq(adm_crc32_of((struct adm_str){zeros, sizeof zeros}),
                 crc32(0, (const Bytef *)zeros, sizeof zeros));
    cr_expect_eq(adm_crc32_of((struct adm_str){ones, sizeof ones}),
                 crc32(0, (const Bytef *)ones, sizeof ones));
    cr_expect_eq(adm_crc32_of(ADM_STR("123456789")), 0xCBF43926U);
}
