// SPDX-License-Identifier: Apache-2.0
#include "scratch.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/text.h"

struct adm_arena scratch_arena;

static char folder[] = "/tmp/floe-audit-XXXXXX";

void scratch_setup(void) {
    adm_arena_init(&scratch_arena, 256U << 20U);
    cr_assert_not_null(mkdtemp(folder));
}

void scratch_teardown(void) {
    const struct dirent *entry = NULL;
    DIR *listing = opendir(folder);
    if (listing == NULL)
        return;
    while ((entry = readdir(listing)) != NULL)
        if (entry->d_type != DT_DIR)
            unlink(scratch_path(entry->d_name));
    closedir(listing);
    rmdir(folder);
    adm_arena_destroy(&scratch_arena);
}

const char *scratch_path(const char *name) {
    return adm_text_format(&scratch_arena, "%s/%s", folder, name).data;
}

struct adm_str scratch_read(const char *path) {
    struct adm_text text;
    struct adm_str whole = {0};
    char chunk[16 * 1024];
    ssize_t got = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    adm_text_init(&text, &scratch_arena);
    while (fd >= 0 && (got = read(fd, chunk, sizeof chunk)) > 0)
        adm_text_append(&text, (struct adm_str){chunk, (size_t)got});
    if (fd >= 0)
        close(fd);
    cr_assert(adm_text_finish(&text, &whole, NULL));
    return whole;
}

void scratch_write(const char *path, const char *text) {
    FILE *file = fopen(path, "we");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}
