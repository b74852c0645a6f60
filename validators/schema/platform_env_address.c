// SPDX-License-Identifier: Apache-2.0
#include "validators/schema/platform_env_address.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 4, ADDRESS_MAX = 63 };

// A NUL does, too: who reads the address as a C string sees no more of it.
static bool ends_authority(char c) { return c == '/' || c == '?' || c == '#' || c == '\0'; }

// Where the authority of "scheme://authority/path" begins and ends; all of it without a scheme.
static struct adm_str authority_of(struct adm_str address) {
    const char *mark = address.len == 0 ? NULL : memmem(address.data, address.len, "://", 3);
    size_t start = mark == NULL ? 0 : (size_t)(mark - address.data) + 3;
    size_t end = start;
    while (end < address.len && !ends_authority(address.data[end]))
        end++;
    return adm_str_slice(address, start, end);
}

struct adm_str adm_platform_env_address_host(struct adm_str address) {
    struct adm_str host = authority_of(address);
    for (size_t i = host.len; i > 0; i--)
        if (host.data[i - 1] == '@') {
            host = adm_str_slice(host, i, host.len);
            break;
        }
    if (adm_str_starts(host, "["))
        return adm_str_slice(host, 1, adm_str_index(host, ']'));
    return adm_str_slice(host, 0, adm_str_index(host, ':'));
}

static int lower(int byte) { return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte; }

static bool is_label(struct adm_str label, const char *name) {
    size_t len = strlen(name);
    if (label.len != len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (lower((unsigned char)label.data[i]) != name[i])
            return false;
    return true;
}

// localhost, localstack.default.svc, anything.localhost (RFC 6761), 127.0.0.1.nip.io.
static bool is_local_name(struct adm_str host) {
    struct adm_str first = adm_str_slice(host, 0, adm_str_index(host, '.'));
    size_t dot = host.len;
    while (dot > 0 && host.data[dot - 1] != '.')
        dot--;
    bool numbered =
        adm_str_starts(host, "127.") && host.len > 4 && host.data[4] >= '0' && host.data[4] <= '9';
    return is_label(first, "localhost") || is_label(first, "localstack") || numbered ||
           is_label(adm_str_slice(host, dot, host.len), "localhost");
}

// One part of inet_aton's notation: decimal, 0x… or octal; false for anything else.
static bool read_part(struct adm_str part, unsigned long *out) {
    char copy[ADDRESS_MAX + 1];
    char *end = NULL;
    if (part.len == 0 || part.len > ADDRESS_MAX || part.data[0] < '0' || part.data[0] > '9')
        return false;
    memcpy(copy, part.data, part.len);
    copy[part.len] = '\0';
    *out = strtoul(copy, &end, 0);
    return *end == '\0' && *out <= UINT32_MAX;
}

// An address of one to four parts, of which the last fills what is left: 127.1 is 127.0.0.1.
static bool read_ipv4(struct adm_str host, uint32_t *out) {
    unsigned long parts[PARTS_MAX] = {0};
    size_t count = 0;
    uint32_t address = 0;
    for (struct adm_str rest = host; count == 0 || rest.len > 0; count++) {
        size_t end = adm_str_index(rest, '.');
        if (count == PARTS_MAX || !read_part(adm_str_slice(rest, 0, end), &parts[count]))
            return false;
        rest = end < rest.len ? adm_str_slice(rest, end + 1, rest.len) : (struct adm_str){0};
    }
    for (size_t i = 0; i + 1 < count; i++) {
        if (parts[i] > UINT8_MAX)
            return false;
        address |= (uint32_t)parts[i] << (24 - 8 * i);
    }
    *out = address | (uint32_t)parts[count - 1];
    return parts[count - 1] <= UINT32_MAX >> (8 * (count - 1));
}

static bool is_local_ipv4(uint32_t address) { return address == 0 || address >> 24U == 127; }

static bool is_local_ipv6(struct adm_str host) {
    char copy[ADDRESS_MAX + 1];
    struct in6_addr address;
    struct adm_str plain = adm_str_slice(host, 0, adm_str_index(host, '%')); // without its zone
    if (plain.len > ADDRESS_MAX || memchr(plain.data, '\0', plain.len) != NULL)
        return false;
    memcpy(copy, plain.data, plain.len);
    copy[plain.len] = '\0';
    if (inet_pton(AF_INET6, copy, &address) != 1)
        return false;
    if (IN6_IS_ADDR_LOOPBACK(&address) || IN6_IS_ADDR_UNSPECIFIED(&address))
        return true;
    uint32_t last = (uint32_t)address.s6_addr[12] << 24U | (uint32_t)address.s6_addr[13] << 16U |
                    (uint32_t)address.s6_addr[14] << 8U | address.s6_addr[15];
    return (IN6_IS_ADDR_V4MAPPED(&address) || IN6_IS_ADDR_V4COMPAT(&address)) &&
           is_local_ipv4(last);
}

bool adm_platform_env_address_is_local(struct adm_str host) {
    uint32_t address = 0;
    if (host.len == 0)
        return false;
    if (adm_str_ends(host, "."))
        host.len--;
    if (is_local_name(host))
        return true;
    if (adm_str_index(host, ':') < host.len)
        return is_local_ipv6(host);
    return read_ipv4(host, &address) && is_local_ipv4(address);
}
