// SPDX-License-Identifier: Apache-2.0
// Runs a fuzzer's function over the files and folders named on the command line: the corpus as a
// regression test where there is no libFuzzer. Options (-runs=0) are libFuzzer's and left out.
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

enum { FILE_BYTES_MAX = 1024 * 1024 };

static bool replay_file(const char *path) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(FILE_BYTES_MAX);
    size_t size = file == NULL || bytes == NULL ? 0 : fread(bytes, 1, FILE_BYTES_MAX, file);
    bool whole = file != NULL && bytes != NULL && feof(file) != 0;
    // Moved to a block of just its size: a sanitizer sees the first read beyond it.
    uint8_t *exact = malloc(size + 1);
    if (whole && exact != NULL) {
        memcpy(exact, bytes, size);
        uint8_t *fitted = realloc(exact, size == 0 ? 1 : size);
        exact = fitted == NULL ? exact : fitted;
        LLVMFuzzerTestOneInput(exact, size);
    }
    free(exact);
    free(bytes);
    if (file != NULL)
        fclose(file);
    if (!whole)
        fprintf(stderr, "replay: cannot read %s\n", path);
    return whole;
}

static bool replay_folder(const char *path, size_t *count) {
    DIR *folder = opendir(path);
    bool good = folder != NULL;
    for (struct dirent *entry = good ? readdir(folder) : NULL; entry != NULL;
         entry = readdir(folder)) {
        char file[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        good = replay_file(file) && good;
        ++*count;
    }
    if (folder != NULL)
        closedir(folder);
    return good;
}

int main(int argc, char **argv) {
    size_t count = 0;
    bool good = true;
    for (int i = 1; i < argc; i++) {
        struct stat about;
        if (argv[i][0] == '-')
            continue;
        bool folder = stat(argv[i], &about) == 0 && S_ISDIR(about.st_mode);
        good = (folder ? replay_folder(argv[i], &count) : replay_file(argv[i])) && good;
        count += !folder;
    }
    printf("replay: %zu inputs\n", count);
    return good && count > 0 ? 0 : 1; // an empty corpus proves nothing
}
