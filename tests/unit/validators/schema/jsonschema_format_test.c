// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/jsonschema_format.h"

#include <criterion/criterion.h>

#include "core/error.h"

struct row {
    const char *format;
    const char *good[16], *bad[32];
};

static const struct row rows[] = {
    {"date",
     {"2024-02-29", "1963-06-19"},
     {"2023-02-29", "2024-13-01", "2024-00-10", "2024-1-1", "24-01-01", "2024-01-01Z", "",
      "2024-04-31", "2024-01-00"}},
    {"time",
     {"08:30:06Z", "08:30:06.283185Z", "23:59:60Z", "15:59:60-08:00", "08:30:06+00:20",
      "00:29:60+00:30", "08:30:06z"},
     {"08:30:06", "24:00:00Z", "08:60:00Z", "08:30:61Z", "22:59:60Z", "08:30Z", "08:30:06.Z",
      "08:30:06+24:00", "08:30:06+00:60", "8:30:06Z", "08:30:06 Z", "08:30:06+0130"}},
    {"date-time",
     {"1963-06-19T08:30:06.283185Z", "1998-12-31T23:59:60Z", "1963-06-19t08:30:06.28z"},
     {"1963-06-19", "1963-06-19 08:30:06Z", "1990-02-31T15:59:59Z", "1963-06-19T08:30:06", ""}},
    {"duration",
     {"P4DT12H30M5S", "P4Y", "PT0S", "P0D", "P1M", "PT1M", "PT36H", "P1DT12H", "P2W", "P1Y2M3D"},
     {"PT1D", "P", "P1YT", "PT", "P2D1Y", "P1D2H", "P2S", "P1Y2W", "1Y", "P1", "P1Y2D", "PT1H5S",
      "P0.5Y", ""}},
    {"email",
     {"joe.bloggs@example.com", "te~st@example.com", "\"joe bloggs\"@example.com",
      "joe@[127.0.0.1]", "joe@[IPv6:::1]", "\"a\\\"b\"@example.com"},
     {"2962", ".test@example.com", "test.@example.com", "te..st@example.com", "joe@",
      "@example.com", "joe@ex ample.com", "joe bloggs@example.com", "joe@[127.0.0.300]",
      "\"a\"b\"@example.com", "joe@[]"}},
    {"hostname",
     {"www.example.com", "localhost", "1host", "a-b.c", "xn--4gbwdl.xn--wgbh1c"},
     {"-bad.com", "bad-.com", "a..b", "", "a.", "a_b", "b\u00fccher",
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com"}},
    {"ipv4",
     {"192.168.0.1", "0.0.0.0", "255.255.255.255"},
     {"127.0.0.0.1", "256.256.256.256", "127.0", "0x7f000001", "087.10.0.1", "192.168.1.0/24", ""}},
    {"ipv6",
     {"::1", "::abef", "1:2:3:4:5:6:7:8", "::ffff:192.168.0.1", "d6::"},
     {"12345::", "1:1:1:1:1:1:1:1:1", "::laptop", "fe80::a%eth1", "1::d6::42", "", ":2:3:4:5:6:7:8",
      "fe80::/64"}},
    {"uri",
     {"http://foo.bar/?baz=qux#quux", "http://foo.com/blah_(wikipedia)_blah#cite-1", "urn:a:b",
      "http://foo.bar/?q=Test%20URL-encoded%20stuff", "ftp://ftp.is.co.za/rfc/rfc1808.txt",
      "http://[2001:db8::7]:80/c=GB?one", "mailto:a@b.c", "tel:+1-816-555-1212", "file:///etc",
      "http://u:p@h:1/"},
     {"//foo.bar/?baz", "/abc", "\\\\WINDOWS\\f", "abc", "http:// shouldfail.com", ":// x", "",
      "bar,baz:foo", "http://a/%2", "http://a/<b>", "http://a:b/", "http://[::1", "http://a[b]/",
      "1http://a", "http://a/\xC3\xBC", "http://a/#b#c", "http://a@b@c/"}},
    {"uri-reference",
     {"http://a/b", "//a/b", "/abc", "abc", "#frag", "?q", "", "a/b:c", "./a:b"},
     {"\\\\WINDOWS\\f", "#a\\b", "a b", "1a:b", "//a:b/"}},
    {"uuid",
     {"2EB8AA08-AA98-11EA-B4AA-73B441D16380", "2eb8aa08-aa98-11ea-b4aa-73b441d16380"},
     {"2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa98-11ea-b4aa73b441d16380", "",
      "2eb8aa08-aa98-11ea-b4ga-73b441d16380"}},
    {"json-pointer", {"", "/foo/0", "/a~1b", "/m~0n", "/"}, {"foo", "/~", "/~2", "#", "/foo~"}},
    {"relative-json-pointer", {"0", "1/a", "0#", "120/foo"}, {"", "01", "-1/a", "/a", "0##", "a"}},
    {"regex", {"([abc])+\\s+$", "a{2}"}, {"^(abc]", "\\a", "(?i)a"}},
};

static void expect(const struct row *row, const char *text, bool wanted) {
    ADM_AUTO(adm_arena_destroy) struct adm_arena arena = {0};
    adm_arena_init(&arena, (size_t)16 << 20U);
    adm_jsonschema_format_check *check = adm_jsonschema_format_find(adm_str_from(row->format));
    cr_assert_not_null(check, "%s", row->format);
    cr_expect_eq(check(adm_str_from(text), &arena), wanted, "%s: \"%s\"", row->format, text);
}

Test(jsonschema_format, knows_good_from_bad) {
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t k = 0; k < 16 && rows[i].good[k] != NULL; k++)
            expect(&rows[i], rows[i].good[k], true);
        for (size_t k = 0; k < 32 && rows[i].bad[k] != NULL; k++)
            expect(&rows[i], rows[i].bad[k], false);
    }
}

Test(jsonschema_format, takes_no_text_with_a_nul) {
    const struct adm_str texts[] = {ADM_STR("1.1.1.1\0"), ADM_STR("::1\0"), ADM_STR("a@b.c\0"),
                                    ADM_STR("http://a/\0")};
    static const char *const formats[] = {"ipv4", "ipv6", "email", "uri"};
    for (size_t i = 0; i < 4; i++)
        cr_expect_not(adm_jsonschema_format_find(adm_str_from(formats[i]))(texts[i], NULL), "%s",
                      formats[i]);
}

Test(jsonschema_format, leaves_others_alone) {
    cr_expect_null(adm_jsonschema_format_find(ADM_STR("idn-email")));
    cr_expect_null(adm_jsonschema_format_find(ADM_STR("colour")));
}
