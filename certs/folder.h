// SPDX-License-Identifier: Apache-2.0
// A directory of key material: files are added whole or not at all, with mode 0600, and never
// replace one that is there.
#pragma once

#include "core/error.h"
#include "core/str.h"

// Most bytes of a file that is read.
#define ADM_FOLDER_FILE_MAX ((size_t)32 * 1024)

struct adm_folder {
    const char *path; // borrowed; NULL: not open
    int fd;
};

struct adm_folder_file {
    const char *name;
    struct adm_str bytes;
    char temporary[48]; // private: its name until it is published
    bool published;     // private
};

// Makes the directory (mode 0700) when it is absent; its parent must exist. ADM_IO.
ADM_CHECKED bool adm_folder_make(const char *path, struct adm_error *err);
// Waits for other processes that hold it open by this function. ADM_IO.
ADM_CHECKED bool adm_folder_open(const char *path, struct adm_folder *out, struct adm_error *err);
void adm_folder_close(struct adm_folder *folder);
// Whether anything has this name, be it a broken symbolic link.
bool adm_folder_has(const struct adm_folder *folder, const char *name);
// Reads a regular file into `out` (ADM_FOLDER_FILE_MAX bytes); symbolic links are not followed.
ADM_CHECKED bool adm_folder_read(const struct adm_folder *folder, const char *name, char *out,
                                 size_t *len, struct adm_error *err);
// Adds all files, or none when one cannot be written or is there already (ADM_IO, which names it).
// Each appears in one step, complete and on disk.
ADM_CHECKED bool adm_folder_add(const struct adm_folder *folder, struct adm_folder_file *files,
                                size_t count, struct adm_error *err);
