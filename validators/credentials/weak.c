// SPDX-License-Identifier: Apache-2.0
#include "validators/credentials/weak.h"

#include "validators/credentials/words.h"

enum { SHORT = 6, PLAIN_WORD = 10 };

static const char *const words[] = {
    "admin",          "administrator",
    "airflow",        "bitnami",
    "change",         "changeit",
    "changeme",       "dagster",
    "demo",           "example",
    "foobar",         "foobared",
    "grafana",        "guest",
    "hunter",         "letmein",
    "manager",        "minio",
    "minio123",       "minioadmin",
    "mypassword",     "mysecretpassword",
    "oracle",         "passw",
    "password",       "passwort",
    "postgres",       "promoperator",
    "qwerty",         "redis",
    "root",           "sa",
    "sample",         "secret",
    "secretpassword", "supersecret",
    "test",           "tiger",
    "toor",           "user",
    "welcome",
};

bool adm_weak_is(struct adm_str value) {
    struct adm_words split;
    adm_words_split(value, &split);
    if (value.len < SHORT || adm_chars_all(value, ADM_CHARS_DIGIT) ||
        (value.len <= PLAIN_WORD && adm_chars_all(value, ADM_CHARS_LOWER)))
        return true;
    if (ADM_WORDS_IN(adm_words_without_digits(value), words))
        return true;
    for (size_t i = 0; i < split.count; i++)
        if (ADM_WORDS_IN(adm_words_without_digits(split.items[i]), words))
            return true;
    return false;
}
