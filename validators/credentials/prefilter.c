// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/prefilter.h"

#include <assert.h>
#include <string.h>

#include "validators/credentials/readers.h"
#include "validators/credentials/tokens.h"

enum {
    PAIRS = 65536,
    BUCKETS = 16,
    OPEN_BUCKETS = 6, // of windows with wildcards: kept apart, they let much through
    ROWS_MAX = 48,
    WINDOW = 4,
    BLOCK = 8,
};

struct row {
    struct adm_prefilter_literal literal;
    uint32_t value, mask;
};

struct bucket {
    struct row rows[ROWS_MAX];
    size_t count;
};

// Filled by build() before main, constant after.
static uint32_t pairs[PAIRS];
static struct bucket buckets[BUCKETS];

static uint16_t pair_at(const char *at) {
    uint16_t pair = 0;
    memcpy(&pair, at, sizeof pair);
    return pair;
}

static uint32_t window_at(const char *at) {
    uint32_t window = 0;
    memcpy(&window, at, sizeof window);
    return window;
}

static bool is_open(char symbol) { return symbol == '?' || symbol == '#' || symbol == '%'; }

// Whether the byte may stand where the window has the symbol.
static bool takes(char symbol, bool fold, char byte) {
    if (symbol == '?')
        return true;
    if (symbol == '#')
        return adm_chars_in(byte, ADM_CHARS_DIGIT);
    if (symbol == '%')
        return adm_chars_in(byte, ADM_CHARS_TOKEN);
    return fold ? adm_chars_lower(byte) == adm_chars_lower(symbol) : byte == symbol;
}

static void mark(const struct adm_prefilter_literal *literal, size_t half, uint32_t bit) {
    const char *symbols = literal->window + half * 2;
    for (unsigned i = 0; i < 256; i++) {
        if (!takes(symbols[0], literal->fold, (char)i))
            continue;
        for (unsigned j = 0; j < 256; j++) {
            const char bytes[2] = {(char)i, (char)j};
            if (takes(symbols[1], literal->fold, bytes[1]))
                pairs[pair_at(bytes)] |= bit << (half * BUCKETS);
        }
    }
}

static void add(const struct adm_prefilter_literal *literal, size_t number) {
    char value[WINDOW], mask[WINDOW];
    bool open = literal->fold;
    for (size_t i = 0; i < WINDOW; i++) {
        char symbol = literal->window[i];
        bool letter = literal->fold && adm_chars_in(symbol, ADM_CHARS_ALPHA);
        mask[i] = (char)(letter ? 0xDF : 0xFF);
        if (is_open(symbol))
            mask[i] = 0;
        value[i] = (char)(symbol & mask[i]);
        open = open || is_open(symbol);
    }
    size_t index = open ? number % OPEN_BUCKETS : OPEN_BUCKETS + number % (BUCKETS - OPEN_BUCKETS);
    struct bucket *bucket = &buckets[index];
    assert(bucket->count < ROWS_MAX);
    bucket->rows[bucket->count++] = (struct row){*literal, window_at(value), window_at(mask)};
    mark(literal, 0, 1U << index);
    mark(literal, 1, 1U << index);
}

// How often a character stands in configuration, roughly: the rarest window is looked for.
static unsigned frequency(char c) {
    if (c != '\0' && strchr("etaoinsr", c) != NULL)
        return 12;
    if (adm_chars_in(c, ADM_CHARS_LOWER))
        return 6;
    if (c != '\0' && strchr("-./:", c) != NULL)
        return 6;
    return adm_chars_in(c, ADM_CHARS_DIGIT) ? 4 : 3;
}

static void add_token(const struct adm_token *token, size_t number) {
    struct adm_prefilter_literal literal = {.token = token, .window = "????"};
    size_t len = strlen(token->prefix);
    unsigned best = UINT32_MAX;
    for (size_t i = 0; i + WINDOW <= len; i++) {
        unsigned sum = 0;
        for (size_t j = 0; j < WINDOW; j++)
            sum += frequency(token->prefix[i + j]);
        if (sum >= best)
            continue;
        best = sum;
        literal.back = (uint8_t)i;
        memcpy(literal.window, token->prefix + i, WINDOW);
    }
    if (len < WINDOW)
        memcpy(literal.window, token->prefix, len);
    add(&literal, number);
}

__attribute__((constructor)) static void build(void) {
    static const struct adm_token *(*const groups[])(size_t *) = {
        adm_tokens_cloud, adm_tokens_forge, adm_tokens_registry, adm_tokens_people,
        adm_tokens_ai,    adm_tokens_infra, adm_tokens_service,
    };
    size_t number = 0, count = 0;
    for (size_t g = 0; g < sizeof groups / sizeof *groups; g++) {
        const struct adm_token *rows = groups[g](&count);
        for (size_t i = 0; i < count; i++)
            add_token(&rows[i], number++);
    }
    const struct adm_prefilter_literal *literals = adm_readers_literals(&count);
    for (size_t i = 0; i < count; i++)
        add(&literals[i], i);
}

static uint32_t agreed(uint32_t first, uint32_t second) { return first & (second >> 16U); }

// Positions whose window reaches beyond the text: read with NULs after it.
static size_t find_at_end(struct adm_str text, size_t from, uint32_t *found) {
    char tail[2 * WINDOW] = {0};
    memcpy(tail, text.data + from, text.len - from);
    for (size_t i = 0; from + i < text.len; i++) {
        *found = agreed(pairs[pair_at(tail + i)], pairs[pair_at(tail + i + 2)]);
        if (*found != 0)
            return from + i;
    }
    return text.len;
}

static size_t find_one_by_one(struct adm_str text, size_t from, size_t to, uint32_t *found) {
    size_t p = from;
    for (; p < to; p++) {
        *found = agreed(pairs[pair_at(text.data + p)], pairs[pair_at(text.data + p + 2)]);
        if (*found != 0)
            return p;
    }
    return p;
}

// The start of the first block of eight positions that has a candidate, or near `to`.
static size_t find_block(const char *data, size_t from, size_t to) {
    if (from + BLOCK > to)
        return from;
    uint32_t a = pairs[pair_at(data + from)], b = pairs[pair_at(data + from + 1)];
    size_t p = from;
    for (; p + BLOCK <= to; p += BLOCK) {
        const char *at = data + p + 2;
        uint32_t c = pairs[pair_at(at)], d = pairs[pair_at(at + 1)];
        uint32_t e = pairs[pair_at(at + 2)], f = pairs[pair_at(at + 3)];
        uint32_t g = pairs[pair_at(at + 4)], h = pairs[pair_at(at + 5)];
        uint32_t i = pairs[pair_at(at + 6)], j = pairs[pair_at(at + 7)];
        uint32_t any = agreed(a, c) | agreed(b, d) | agreed(c, e) | agreed(d, f) | agreed(e, g) |
                       agreed(f, h) | agreed(g, i) | agreed(h, j);
        if (any != 0)
            break;
        a = i;
        b = j;
    }
    return p;
}

size_t adm_prefilter_find(struct adm_str text, size_t from, uint32_t *found) {
    size_t to = text.len < WINDOW ? 0 : text.len - WINDOW + 1; // whole windows begin before this
    while (from < to) {
        size_t block = find_block(text.data, from, to);
        size_t end = block + BLOCK < to ? block + BLOCK : to;
        from = find_one_by_one(text, block, end, found);
        if (from < end)
            return from;
    }
    return from < text.len ? find_at_end(text, from, found) : text.len;
}

static uint32_t padded_window(struct adm_str text, size_t at) {
    char bytes[WINDOW] = {0};
    memcpy(bytes, text.data + at, text.len - at < WINDOW ? text.len - at : WINDOW);
    return window_at(bytes);
}

static void follow(struct adm_scan *scan, size_t at, const struct adm_prefilter_literal *literal) {
    if (at < literal->back)
        return;
    if (literal->token != NULL)
        adm_token_read(scan, literal->token, at - literal->back);
    else
        literal->read(scan, at - literal->back);
}

void adm_prefilter_dispatch(struct adm_scan *scan, size_t at, uint32_t found) {
    uint32_t window = padded_window(scan->text, at);
    for (; found != 0; found &= found - 1) {
        const struct bucket *bucket = &buckets[__builtin_ctz(found)];
        for (size_t i = 0; i < bucket->count; i++)
            if ((window & bucket->rows[i].mask) == bucket->rows[i].value)
                follow(scan, at, &bucket->rows[i].literal);
    }
}
