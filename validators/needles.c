// SPDX-License-Identifier: Apache-2.0
#include "validators/needles.h"

#include "core/base64.h"
#include "validators/forms.h"
#include "validators/reference.h"
#include "validators/shown.h"
#include "validators/word.h"

enum {
    WHOLE_MIN = 4, // shorter values are words like "yes"
    PART_MIN = 8,
};
static const size_t WORK_MAX = (size_t)256 * 1024 * 1024;

static struct adm_str trimmed(struct adm_str s) {
    while (s.len > 0 && (s.data[s.len - 1] == '\n' || s.data[s.len - 1] == '\r'))
        s.len--;
    return s;
}

static bool encode(struct adm_str value, struct adm_arena *arena, struct adm_needle *out,
                   struct adm_error *err) {
    for (size_t i = 0; i < ADM_NEEDLE_ALIGNMENTS; i++) {
        struct adm_text text;
        adm_text_init(&text, arena);
        adm_base64_encode(adm_str_slice(value, i, i + (value.len - i) / 3 * 3), &text);
        ADM_TRY(adm_text_finish(&text, &out->encoded[i], err));
    }
    return true;
}

static bool add(struct adm_needles *needles, const struct adm_secret_entry *entry,
                struct adm_error *err) {
    struct adm_needle *needle = &needles->items[needles->count];
    struct adm_arena *arena = needles->request->arena;
    struct adm_str value = trimmed(entry->value);
    if (value.len < WHOLE_MIN || adm_word_is_name(needles->request->policy, entry->key, value))
        return true;
    *needle = (struct adm_needle){.entry = *entry};
    ADM_TRY(adm_forms_strip(value, arena, &needle->plain, err));
    if (needle->plain.len < WHOLE_MIN)
        return true;
    needles->count++;
    return needle->plain.len < PART_MIN || encode(value, arena, needle, err);
}

static bool is_there(const struct adm_secret_data *data, const struct adm_secret_entry *entry) {
    struct adm_str value = {0};
    return adm_secret_data_find(data, entry->key, &value) && adm_str_equal(value, entry->value);
}

bool adm_needles_make(const struct adm_request *request, const struct adm_secret_data *data,
                      const struct adm_secret_data *old, struct adm_needles *out,
                      struct adm_error *err) {
    out->request = request;
    out->count = 0;
    out->items = adm_arena_array(request->arena, data->count + old->count + 1, sizeof *out->items);
    if (out->items == NULL)
        return adm_fail(err, ADM_MEMORY, "the Secret's data is too large to be compared");
    for (size_t i = 0; i < data->count; i++)
        ADM_TRY(add(out, &data->entries[i], err));
    for (size_t i = 0; i < old->count; i++)
        if (!is_there(data, &old->entries[i]))
            ADM_TRY(add(out, &old->entries[i], err));
    return true;
}

bool adm_needles_work(struct adm_needles *needles, size_t work, struct adm_error *err) {
    needles->work += work;
    return needles->work <= WORK_MAX ||
           adm_fail(err, ADM_LIMIT, "it is too large to be compared with the data");
}

static bool is_part(struct adm_str text, const struct adm_needle *needle) {
    if (needle->encoded[0].len == 0)
        return false;
    if (adm_str_contains(text, needle->plain))
        return true;
    for (size_t i = 0; i < ADM_NEEDLE_ALIGNMENTS; i++)
        if (adm_str_contains(text, needle->encoded[i]))
            return true;
    return false;
}

static bool find_in(struct adm_needles *needles, struct adm_str form, struct adm_key_list *keys,
                    struct adm_error *err) {
    for (size_t i = 0; i < needles->count; i++) {
        const struct adm_needle *needle = &needles->items[i];
        size_t passes = needle->encoded[0].len == 0 ? 0 : 1 + ADM_NEEDLE_ALIGNMENTS;
        ADM_TRY(adm_needles_work(needles, 1 + form.len * passes, err));
        if ((adm_str_equal(form, needle->plain) || is_part(form, needle)) &&
            !adm_reference_is(needles->request, needle->entry.value))
            adm_key_list_add(keys, adm_shown_key(needle->entry.key, needle->entry.value));
    }
    return true;
}

bool adm_needles_find(struct adm_needles *needles, struct adm_str text, struct adm_key_list *keys,
                      struct adm_error *err) {
    struct adm_forms forms = {0};
    if (needles->count == 0 || text.len == 0)
        return true;
    ADM_TRY(adm_forms_of(text, needles->request->arena, &forms, err));
    for (size_t i = 0; i < forms.count; i++)
        ADM_TRY(find_in(needles, forms.texts[i], keys, err));
    return true;
}
