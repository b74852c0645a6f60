// SPDX-License-Identifier: Apache-2.0
#include "validators/key_list.h"

void adm_key_list_add(struct adm_key_list *list, struct adm_str shown) {
    for (size_t i = 0; i < list->count; i++)
        if (adm_str_equal(list->keys[i], shown))
            return;
    if (list->count < ADM_KEY_LIST_MAX)
        list->keys[list->count++] = shown;
    else
        list->more = true;
}

struct adm_str adm_key_list_say(const struct adm_key_list *list, struct adm_arena *arena) {
    struct adm_text text;
    struct adm_str out = {0};
    if (list->count == 0)
        return ADM_STR("a value");
    adm_text_init(&text, arena);
    adm_text_append_c(&text, list->count == 1 ? "the value of key " : "the values of keys ");
    for (size_t i = 0; i < list->count; i++)
        adm_text_printf(&text, "%s`%.*s`", i == 0 ? "" : ", ", ADM_STR_ARGS(list->keys[i]));
    adm_text_append_c(&text, list->more ? " and others" : "");
    return adm_text_finish(&text, &out, NULL) ? out : (struct adm_str){0};
}
