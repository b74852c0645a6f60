// SPDX-License-Identifier: Apache-2.0
// Keys: unknown, missing, needed by others, badly named.
#include "validators/schema/explain_words.h"

#include <string.h>

#include "core/near.h"
#include "validators/schema/explain_newer.h"
#include "validators/schema/mask.h"

enum { KEYS_LISTED_MAX = 24, CHILDREN_MAX = 3, LEVELS_MAX = 4 };

static bool is_present(const struct adm_node *map, struct adm_str key) {
    return map->type == ADM_NODE_MAP && adm_yaml_tree_find(map, key) != NULL;
}

static bool has_property(const struct adm_schema *schema, struct adm_str key) {
    size_t count = 0;
    const struct adm_str *names = adm_jsonschema_properties(adm_jsonschema_target(schema), &count);
    for (size_t i = 0; i < count; i++)
        if (adm_str_equal(names[i], key))
            return true;
    return false;
}

// The properties that the object could still get: none that is there already.
static void find_absent(const struct adm_violation *violation, struct adm_explain_memo *memo) {
    const struct adm_node *node = violation->place->node;
    size_t count = 0, absent = 0;
    if (memo->node == node && memo->schema == violation->schema)
        return;
    const struct adm_str *names = adm_jsonschema_properties(violation->schema, &count);
    for (size_t i = 0; i < count && absent < ADM_EXPLAIN_WORDS_MAX; i++)
        if (!is_present(node, names[i]))
            memo->absent[absent++] = names[i];
    memo->node = node;
    memo->schema = violation->schema;
    memo->absent_count = absent;
}

struct adm_str adm_explain_words_meant(const struct adm_explain_part *part,
                                       const struct adm_member *member) {
    struct adm_explain_memo *memo = part->memo;
    struct adm_str *meant = &memo->meant[part->violation - part->run->violations];
    if (meant->data != NULL)
        return *meant;
    find_absent(part->violation, memo);
    size_t nearest = adm_near_index(member->key, memo->absent, memo->absent_count);
    *meant = nearest < memo->absent_count ? memo->absent[nearest] : (struct adm_str){"", 0};
    return *meant;
}

// "inside `credentials`": the objects of this one that have such a key and lack it.
static struct adm_str inside(const struct adm_explain_part *part, struct adm_str key) {
    const struct adm_schema *object = part->violation->schema;
    const struct adm_node *map = part->violation->place->node;
    struct adm_text text;
    size_t count = 0, found = 0;
    const struct adm_str *names = adm_jsonschema_properties(object, &count);
    adm_text_init(&text, part->arena);
    for (size_t i = 0; i < count; i++) {
        if (!has_property(adm_jsonschema_child(object, names[i]), key))
            continue;
        const struct adm_member *there = adm_yaml_tree_find(map, names[i]);
        if (there != NULL && is_present(there->value, key))
            continue;
        adm_text_printf(&text, "%s`%.*s`", found == 0 ? "" : " or ", ADM_STR_ARGS(names[i]));
        found++;
    }
    if (found == 0 || found > CHILDREN_MAX)
        return (struct adm_str){0};
    return adm_text_format(part->arena, "it belongs inside %.*s, one level down",
                           ADM_STR_ARGS(adm_text_str(&text)));
}

// "one level up": an object around this one that has such a key and lacks it.
static struct adm_str outside(const struct adm_explain_part *part, struct adm_str key) {
    static const char *const levels[LEVELS_MAX] = {"one level", "two levels", "three levels",
                                                   "four levels"};
    const struct adm_place *place = part->violation->place->parent;
    for (size_t i = 0; i < LEVELS_MAX && place != NULL; i++, place = place->parent) {
        const struct adm_schema *schema = adm_explain_part_schema(part->options->program, place);
        if (!has_property(schema, key) || is_present(place->node, key))
            continue;
        struct adm_str path = adm_explain_part_path(part, place);
        if (path.len == 0)
            return adm_text_format(part->arena, "it belongs %s up, at the top", levels[i]);
        return adm_text_format(part->arena, "it belongs %s up, in %.*s", levels[i],
                               ADM_STR_ARGS(path));
    }
    return (struct adm_str){0};
}

// The same key but for case and `-`/`_` comes first, then a key that only stands elsewhere, then
// one that is merely near.
static struct adm_str advice(const struct adm_explain_part *part, const struct adm_member *member) {
    struct adm_str meant = adm_explain_words_meant(part, member);
    bool same = meant.len > 0 && adm_near_same(meant, member->key);
    struct adm_str moved = same ? meant : inside(part, member->key);
    if (moved.len == 0)
        moved = outside(part, member->key);
    if (!same && moved.len > 0)
        return moved;
    if (meant.len == 0)
        return (struct adm_str){0};
    return adm_text_format(part->arena, "did you mean `%.*s`?", ADM_STR_ARGS(meant));
}

static struct adm_str keys_note(const struct adm_explain_part *part) {
    struct adm_explain_memo *memo = part->memo;
    size_t count = 0;
    if (memo->noted == part->violation->schema)
        return memo->note;
    const struct adm_str *names = adm_jsonschema_properties(part->violation->schema, &count);
    struct adm_str list = adm_explain_part_list(names, count, KEYS_LISTED_MAX, part->arena);
    memo->noted = part->violation->schema;
    memo->note =
        list.len == 0 ? list : adm_text_format(part->arena, "keys: %.*s", ADM_STR_ARGS(list));
    return memo->note;
}

static struct adm_str noun_or(const struct adm_explain_part *part, const char *other) {
    struct adm_str noun = adm_explain_part_noun(part);
    return noun.len > 0 ? noun : adm_str_from(other);
}

static bool has_no_value(const struct adm_node *value) {
    return value->type == ADM_NODE_NULL && value->span.start == value->span.end;
}

void adm_explain_words_unknown(const struct adm_explain_part *part) {
    const struct adm_member *member = part->violation->member;
    struct adm_str noun = noun_or(part, "this map");
    const char *has = adm_explain_part_is_plural(noun) ? "have" : "has";
    const struct adm_schema *schema = part->schema == NULL ? part->violation->schema : part->schema;
    struct adm_str newer = adm_explain_newer_key(part, member->key);
    bool meant = adm_mask_shows_word(member->key) && adm_explain_words_meant(part, member).len > 0;
    bool shown = newer.len > 0 || meant || adm_mask_shows_key(schema, member);
    adm_explain_part_point_member(part, member);
    part->diagnostic->code = "unknown-key";
    part->diagnostic->note = keys_note(part);
    if (!shown) {
        part->diagnostic->message =
            adm_text_format(part->arena, "%.*s %s no such key (not shown: it may be a value)",
                            ADM_STR_ARGS(noun), has);
        part->diagnostic->primary.text =
            has_no_value(member->value) ? ADM_STR("write `key: value`") : ADM_STR("unknown key");
        return;
    }
    struct adm_str key = adm_explain_part_key(member->key, part->arena);
    part->diagnostic->message = adm_text_format(part->arena, "%.*s %s no key `%.*s`",
                                                ADM_STR_ARGS(noun), has, ADM_STR_ARGS(key));
    part->diagnostic->primary.text = newer.len > 0 ? newer : advice(part, member);
    if (part->diagnostic->primary.text.len == 0)
        part->diagnostic->primary.text = ADM_STR("unknown key");
}

bool adm_explain_words_are_beside(const struct adm_violation *a, const struct adm_violation *b) {
    return a->keyword == ADM_KEYWORD_REQUIRED && b->keyword == ADM_KEYWORD_REQUIRED &&
           a->place->node == b->place->node && a->schema == b->schema;
}

static bool is_beside(const struct adm_explain_part *part, size_t index) {
    return !part->dropped[index] &&
           adm_explain_words_are_beside(part->violation, &part->run->violations[index]);
}

struct adm_str adm_explain_words_missed(const struct adm_explain_part *part) {
    struct adm_str keys[CHILDREN_MAX * 8];
    size_t count = 0;
    struct adm_text text;
    for (size_t i = 0; i < part->run->count && count < sizeof keys / sizeof *keys; i++)
        if (is_beside(part, i))
            keys[count++] = part->run->violations[i].missing;
    if (count == 0)
        keys[count++] = part->violation->missing;
    adm_text_init(&text, part->arena);
    for (size_t i = 0; i < count; i++)
        adm_text_printf(&text, "%s`%.*s`",
                        i == 0          ? ""
                        : i + 1 < count ? ", "
                                        : " and ",
                        ADM_STR_ARGS(keys[i]));
    return adm_text_str(&text);
}

// The key of the object that lacks something, or its first line where it has none.
static void point_at_owner(const struct adm_explain_part *part) {
    const struct adm_place *place = part->violation->place;
    adm_explain_part_point(part);
    if (place->member != NULL && place->parent->node->type == ADM_NODE_MAP)
        part->diagnostic->primary.span = place->member->key_span;
}

// " `bronze`" for one of many; nothing for a section that stands under its own name.
static struct adm_str owner_name(const struct adm_explain_part *part) {
    const struct adm_place *place = part->violation->place;
    if (place->parent == NULL || place->parent->node->type != ADM_NODE_MAP)
        return (struct adm_str){0};
    const struct adm_schema *owner = adm_explain_part_schema(part->options->program, place->parent);
    if (has_property(owner, place->member->key) || !adm_mask_shows_key(owner, place->member))
        return (struct adm_str){0};
    return adm_text_format(part->arena, " `%.*s`",
                           ADM_STR_ARGS(adm_explain_part_key(place->member->key, part->arena)));
}

void adm_explain_words_missing(const struct adm_explain_part *part) {
    struct adm_diagnostic *d = part->diagnostic;
    struct adm_str noun = noun_or(part, "this map");
    struct adm_str missed = adm_explain_words_missed(part);
    struct adm_str name = owner_name(part);
    const char *verb = adm_explain_part_is_plural(noun) ? "need" : "needs";
    point_at_owner(part);
    d->code = "missing-key";
    d->message = adm_text_format(part->arena, "%.*s%.*s %s %.*s", ADM_STR_ARGS(noun),
                                 ADM_STR_ARGS(name), verb, ADM_STR_ARGS(missed));
    d->primary.text = adm_text_format(part->arena, "add %.*s", ADM_STR_ARGS(missed));
    struct adm_text help;
    adm_text_init(&help, part->arena);
    adm_text_append_c(&help, d->path.len > 0 ? "add under " : "add at the top");
    adm_text_append(&help, d->path);
    adm_text_append_char(&help, ':');
    for (size_t i = 0; i < part->run->count; i++) {
        const struct adm_violation *beside = &part->run->violations[i];
        if (!is_beside(part, i))
            continue;
        adm_text_append_char(&help, '\n');
        adm_text_append(&help,
                        adm_explain_skeleton(part->schema == NULL ? beside->schema : part->schema,
                                             beside->missing, part->arena));
    }
    d->help = adm_text_str(&help);
}

void adm_explain_words_needed(const struct adm_explain_part *part) {
    const struct adm_violation *violation = part->violation;
    adm_explain_part_point_member(part, violation->member);
    part->diagnostic->code = "needs-key";
    part->diagnostic->message =
        adm_text_format(part->arena, "`%.*s` needs `%.*s` beside it",
                        ADM_STR_ARGS(adm_explain_part_key(violation->member->key, part->arena)),
                        ADM_STR_ARGS(violation->missing));
    part->diagnostic->primary.text = ADM_STR("because of this");
}

void adm_explain_words_name(const struct adm_explain_part *part) {
    const struct adm_member *member = part->violation->member;
    struct adm_diagnostic *d = part->diagnostic;
    const struct adm_schema *schema = part->schema == NULL ? part->violation->schema : part->schema;
    adm_explain_part_point_member(part, member);
    d->code = "bad-name";
    d->message = adm_mask_shows_key(schema, member)
                     ? adm_text_format(part->arena, "`%.*s` cannot be a name here",
                                       ADM_STR_ARGS(adm_explain_part_key(member->key, part->arena)))
                     : ADM_STR("this key cannot be a name here (not shown: it may be a value)");
    d->primary.text = adm_jsonschema_description(part->violation->schema);
    if (d->primary.text.len == 0)
        d->primary.text = ADM_STR("give it another name");
}

void adm_explain_words_keys(const struct adm_explain_part *part) {
    bool many = part->violation->keyword == ADM_KEYWORD_MAX_PROPERTIES;
    const struct adm_node *bound =
        adm_jsonschema_number(part->violation->schema, many ? "maxProperties" : "minProperties");
    uint32_t count = part->violation->place->node->count;
    point_at_owner(part);
    part->diagnostic->code = many ? "too-many-keys" : "too-few-keys";
    part->diagnostic->message = adm_text_format(
        part->arena, "%.*s has %u key%s; %s %.*s", ADM_STR_ARGS(adm_explain_part_subject(part)),
        count, count == 1 ? "" : "s", many ? "at most" : "it needs at least",
        ADM_STR_ARGS(bound == NULL ? ADM_STR("that many") : bound->text));
    part->diagnostic->primary.text = many ? ADM_STR("remove some") : ADM_STR("add some");
}
