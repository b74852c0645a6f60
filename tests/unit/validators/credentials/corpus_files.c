// SPDX-License-Identifier: Apache-2.0
#include "corpus.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { FILES_MAX = 128 };

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **corpus_files(struct adm_arena *arena, const char *folder, size_t *count) {
    const char **names = adm_arena_array(arena, FILES_MAX, sizeof(const char *));
    DIR *directory = opendir(folder);
    cr_assert(directory != NULL && names != NULL, "%s", folder);
    size_t found = 0;
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        if (!adm_str_ends(adm_str_from(entry->d_name), ".txt"))
            continue;
        cr_assert(found < FILES_MAX);
        names[found++] = adm_arena_copy(arena, adm_str_from(entry->d_name)).data;
    }
    closedir(directory);
    qsort((void *)names, found, sizeof(const char *), by_name);
    *count = found;
    return names;
}

struct adm_str corpus_read_file(struct adm_arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    cr_assert(file != NULL, "%s", path);
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = adm_arena_alloc(arena, size + 1);
    cr_assert(text != NULL && fread(text, 1, size, file) == size, "%s", path);
    fclose(file);
    return (struct adm_str){text, size};
}
