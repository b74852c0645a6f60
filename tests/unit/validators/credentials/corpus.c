// SPDX-License-Identifier: Apache-2.0
#include "corpus.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "core/text.h"

enum { PATH_SIZE = 512 };

static const struct adm_str mark_open = {"«", 2}, mark_close = {"»", 2}, mark_splice = {"‹›", 6};

struct reader {
    struct corpus *corpus;
    struct corpus_entry *entry; // the one that is being read, or NULL
    struct adm_text text;       // its text, marks included
    size_t lines;               // lines of that text
    const char *file;
    unsigned line;
};

static bool takes(struct adm_str text, size_t at, struct adm_str mark) {
    return adm_str_equal(adm_str_slice(text, at, at + mark.len), mark);
}

static void open_span(struct corpus_entry *entry, size_t at) {
    cr_assert(entry->span_count < CORPUS_SPANS_MAX, "%s:%u: marks", entry->file, entry->line);
    entry->spans[entry->span_count++] = (struct corpus_span){at, 0};
}

static void close_span(struct corpus_entry *entry, size_t at) {
    cr_assert(entry->span_count > 0, "%s:%u: marks", entry->file, entry->line);
    struct corpus_span *span = &entry->spans[entry->span_count - 1];
    cr_assert(span->length == 0 && at > span->offset, "%s:%u: marks", entry->file, entry->line);
    span->length = at - span->offset;
}

// Takes the marks out of `raw` and notes where they stood.
static void unmark(struct corpus_entry *entry, struct adm_str raw, struct adm_text *out) {
    size_t at = 0;
    while (at < raw.len) {
        if (takes(raw, at, mark_splice)) {
            at += mark_splice.len;
        } else if (takes(raw, at, mark_open)) {
            open_span(entry, out->len);
            at += mark_open.len;
        } else if (takes(raw, at, mark_close)) {
            close_span(entry, out->len);
            at += mark_close.len;
        } else {
            adm_text_append_char(out, raw.data[at++]);
        }
    }
}

static void finish_entry(struct reader *reader) {
    struct corpus_entry *entry = reader->entry;
    if (entry == NULL)
        return;
    struct adm_text out;
    adm_text_init(&out, &reader->corpus->arena);
    unmark(entry, adm_text_str(&reader->text), &out);
    cr_assert(adm_text_finish(&out, &entry->text, NULL));
    // Without a mark the whole value is the secret.
    if (entry->live && entry->span_count == 0)
        entry->spans[entry->span_count++] = (struct corpus_span){0, entry->text.len};
    cr_assert(entry->live || entry->span_count == 0, "%s:%u: marks", entry->file, entry->line);
    reader->entry = NULL;
}

static void add_entry(struct reader *reader) {
    struct corpus *corpus = reader->corpus;
    if (corpus->count == corpus->capacity) {
        size_t size = sizeof(struct corpus_entry), capacity = corpus->capacity * 2 + 256;
        corpus->entries = adm_arena_grow(&corpus->arena, corpus->entries, corpus->capacity * size,
                                         capacity * size);
        cr_assert(corpus->entries != NULL);
        corpus->capacity = capacity;
    }
    reader->entry = &corpus->entries[corpus->count++];
    *reader->entry = (struct corpus_entry){.file = reader->file, .line = reader->line};
    adm_text_init(&reader->text, &corpus->arena);
    reader->lines = 0;
}

static void add_line(struct reader *reader, struct adm_str line) {
    if (reader->lines++ > 0)
        adm_text_append_char(&reader->text, '\n');
    adm_text_append(&reader->text, line);
}

static struct adm_str next_word(struct adm_str *rest) {
    size_t end = adm_str_index(*rest, ' ');
    struct adm_str word = adm_str_slice(*rest, 0, end);
    *rest = adm_str_slice(*rest, end + 1, rest->len);
    return word;
}

static void read_options(struct reader *reader, struct adm_str rest) {
    struct corpus_entry *entry = reader->entry;
    bool via = false;
    while (rest.len > 0) {
        struct adm_str word = next_word(&rest);
        if (adm_str_is(word, "=")) {
            add_line(reader, rest);
            return;
        }
        if (via) {
            cr_assert(entry->via_count < CORPUS_VIA_MAX, "%s:%u", entry->file, entry->line);
            entry->via[entry->via_count++] = word;
        } else if (adm_str_is(word, "beside")) {
            entry->beside = true;
        } else {
            cr_assert(adm_str_is(word, "via"), "%s:%u: unknown word", entry->file, entry->line);
            via = true;
        }
    }
}

static void read_header(struct reader *reader, struct adm_str line) {
    finish_entry(reader);
    add_entry(reader);
    struct corpus_entry *entry = reader->entry;
    entry->live = adm_str_is(next_word(&line), "live");
    entry->families = next_word(&line);
    entry->place = next_word(&line);
    entry->key = next_word(&line);
    cr_assert(entry->key.len > 0, "%s:%u: no key", entry->file, entry->line);
    read_options(reader, line);
}

static void read_line(struct reader *reader, struct adm_str line) {
    if (adm_str_starts(line, "live ") || adm_str_starts(line, "clean ")) {
        read_header(reader, line);
        return;
    }
    if (line.len == 0 || line.data[0] == '#')
        return;
    cr_assert(line.data[0] == '|' && reader->entry != NULL, "%s:%u: not understood", reader->file,
              reader->line);
    cr_assert(line.len == 1 || line.data[1] == ' ', "%s:%u: no space", reader->file, reader->line);
    add_line(reader, adm_str_slice(line, 2, line.len));
}

static void read_file(struct corpus *corpus, const char *folder, const char *name) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    struct adm_str text = corpus_read_file(&corpus->arena, path);
    struct reader reader = {.corpus = corpus, .file = name, .line = 0};
    while (text.len > 0) {
        size_t end = adm_str_index(text, '\n');
        reader.line++;
        read_line(&reader, adm_str_slice(text, 0, end));
        text = adm_str_slice(text, end + 1, text.len);
    }
    finish_entry(&reader);
}

void corpus_read(struct corpus *corpus, const char *folder) {
    *corpus = (struct corpus){0};
    adm_arena_init(&corpus->arena, (size_t)64 * 1024 * 1024);
    size_t count = 0;
    const char **names = corpus_files(&corpus->arena, folder, &count);
    for (size_t i = 0; i < count; i++)
        read_file(corpus, folder, names[i]);
}

void corpus_destroy(struct corpus *corpus) { adm_arena_destroy(&corpus->arena); }

bool corpus_lists(struct adm_str list, struct adm_str word) {
    while (list.len > 0) {
        size_t end = adm_str_index(list, ',');
        if (adm_str_equal(adm_str_slice(list, 0, end), word))
            return true;
        list = adm_str_slice(list, end + 1, list.len);
    }
    return false;
}
