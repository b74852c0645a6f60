// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0 (OASIS, sarif-v2.1.0-os): one run; a reporting descriptor for each code that occurs.
#include "validators/schema/render.h"

#include <string.h>

#include "validators/schema/mask_rune.h"
#include "validators/schema/render_part.h"

static const char schema[] =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// The codes that occur, each once. Codes are few; what does not fit has no descriptor, which SARIF
// allows.
enum { CODES_MAX = 256 };
struct codes {
    const char *items[CODES_MAX];
    size_t count;
};

static size_t code_index(const struct codes *codes, const char *code) {
    size_t i = 0;
    while (i < codes->count && strcmp(codes->items[i], code) != 0)
        i++;
    return i;
}

static void collect_codes(const struct adm_render_file *file, struct codes *codes) {
    for (size_t i = 0; i < file->diagnostics->count && codes->count < CODES_MAX; i++) {
        const char *code = file->diagnostics->items[i].code;
        if (code_index(codes, code) == codes->count)
            codes->items[codes->count++] = code;
    }
}

static void write_message(struct adm_writer *w, struct adm_str text) {
    adm_writer_key(w, "message");
    adm_writer_open(w, '{');
    adm_render_part_text(w, "text", text);
    adm_writer_close(w, '}');
}

// RFC 3986: what is not unreserved or a slash is percent-encoded.
static struct adm_str uri_of(struct adm_str name, struct adm_arena *arena) {
    struct adm_text uri;
    adm_text_init(&uri, arena);
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~/", c) != NULL))
            adm_text_append_char(&uri, name.data[i]);
        else
            adm_text_printf(&uri, "%%%02X", (unsigned)c);
    }
    return adm_text_str(&uri);
}

static void write_physical(struct adm_writer *w, const struct adm_render_file *file,
                           struct adm_span span) {
    struct adm_render_part_region region = adm_render_part_region(file->document, span);
    adm_writer_key(w, "physicalLocation");
    adm_writer_open(w, '{');
    adm_writer_key(w, "artifactLocation");
    adm_writer_open(w, '{');
    adm_writer_field(w, "uri", uri_of(file->name, w->text->arena));
    adm_writer_close(w, '}');
    adm_writer_key(w, "region");
    adm_writer_open(w, '{');
    adm_writer_field_int(w, "startLine", region.start.line);
    adm_writer_field_int(w, "startColumn", region.start.column);
    adm_writer_field_int(w, "endLine", region.end.line);
    adm_writer_field_int(w, "endColumn", region.end.column);
    adm_writer_close(w, '}');
    adm_writer_close(w, '}');
}

static void write_location(struct adm_writer *w, const struct adm_render_file *file,
                           const struct adm_diagnostic *diagnostic) {
    adm_writer_key(w, "locations");
    adm_writer_open(w, '[');
    adm_writer_open(w, '{');
    write_physical(w, file, diagnostic->primary.span);
    if (diagnostic->path.len > 0) {
        adm_writer_key(w, "logicalLocations");
        adm_writer_open(w, '[');
        adm_writer_open(w, '{');
        adm_render_part_text(w, "fullyQualifiedName", diagnostic->path);
        adm_writer_close(w, '}');
        adm_writer_close(w, ']');
    }
    adm_writer_close(w, '}');
    adm_writer_close(w, ']');
}

static void write_related(struct adm_writer *w, const struct adm_render_file *file,
                          const struct adm_diagnostic *diagnostic) {
    if (diagnostic->reason_count == 0)
        return;
    adm_writer_key(w, "relatedLocations");
    adm_writer_open(w, '[');
    for (size_t i = 0; i < diagnostic->reason_count; i++) {
        adm_writer_open(w, '{');
        adm_writer_field_int(w, "id", (int64_t)i + 1);
        write_physical(w, file, diagnostic->reasons[i].span);
        if (diagnostic->reasons[i].text.len > 0)
            write_message(w, diagnostic->reasons[i].text);
        adm_writer_close(w, '}');
    }
    adm_writer_close(w, ']');
}

// What the reader of a code-scanning page gets: all of it in one text.
static struct adm_str whole_text(const struct adm_diagnostic *diagnostic, struct adm_arena *arena) {
    struct adm_text text;
    adm_text_init(&text, arena);
    adm_text_append(&text, adm_render_part_sentence(diagnostic, arena));
    if (diagnostic->help.len > 0)
        adm_text_append_c(&text, "\nhelp: ");
    adm_text_append(&text, diagnostic->help);
    if (diagnostic->note.len > 0)
        adm_text_append_char(&text, '\n');
    adm_text_append(&text, diagnostic->note);
    return adm_text_str(&text);
}

static void write_result(struct adm_writer *w, const struct adm_render_file *file,
                         const struct adm_diagnostic *diagnostic, const struct codes *codes) {
    size_t index = code_index(codes, diagnostic->code);
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "ruleId", diagnostic->code);
    if (index < codes->count)
        adm_writer_field_int(w, "ruleIndex", (int64_t)index);
    adm_writer_field_c(w, "level", adm_diagnostic_severity_name(diagnostic->severity));
    write_message(w, whole_text(diagnostic, w->text->arena));
    write_location(w, file, diagnostic);
    write_related(w, file, diagnostic);
    adm_writer_close(w, '}');
}

static void write_tool(struct adm_writer *w, const struct codes *codes, const char *version) {
    adm_writer_key(w, "tool");
    adm_writer_open(w, '{');
    adm_writer_key(w, "driver");
    adm_writer_open(w, '{');
    adm_writer_field_c(w, "name", "floe-admission");
    adm_writer_field_c(w, "version", version);
    adm_writer_key(w, "rules");
    adm_writer_open(w, '[');
    for (size_t i = 0; i < codes->count; i++) {
        adm_writer_open(w, '{');
        adm_writer_field_c(w, "id", codes->items[i]);
        adm_writer_close(w, '}');
    }
    adm_writer_close(w, ']');
    adm_writer_close(w, '}');
    adm_writer_close(w, '}');
}

void adm_render_sarif(const struct adm_render_file *files, size_t count, const char *version,
                      struct adm_text *out) {
    struct adm_writer w;
    struct codes codes = {.count = 0};
    for (size_t i = 0; i < count; i++)
        collect_codes(&files[i], &codes);
    adm_writer_init(&w, out);
    adm_writer_open(&w, '{');
    adm_writer_field_c(&w, "$schema", schema);
    adm_writer_field_c(&w, "version", "2.1.0");
    adm_writer_key(&w, "runs");
    adm_writer_open(&w, '[');
    adm_writer_open(&w, '{');
    write_tool(&w, &codes, version);
    adm_writer_field_c(&w, "columnKind", "unicodeCodePoints");
    adm_writer_key(&w, "results");
    adm_writer_open(&w, '[');
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < files[i].diagnostics->count; k++)
            write_result(&w, &files[i], &files[i].diagnostics->items[k], &codes);
    adm_writer_close(&w, ']');
    adm_writer_close(&w, '}');
    adm_writer_close(&w, ']');
    adm_writer_close(&w, '}');
    adm_text_append_char(out, '\n');
}
