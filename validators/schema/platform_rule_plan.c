// SPDX-License-Identifier: Apache-2.0
// The walk: every path of every row at once.
#include "validators/schema/platform_rule.h"

enum { STEPS_MAX = 8, NONE = 0 };

// One step of the rows' paths. Links are indexes, 0 for none: no link leads to the root.
struct step {
    struct adm_str key;
    uint32_t hash;
    bool any;             // `*`
    uint16_t next, first; // the next sibling, the first child
    uint16_t row;         // the first row that ends here, in `rows`
};

struct row {
    const struct adm_platform_rule *rule;
    uint16_t next;
};

struct adm_platform_rule_plan {
    struct step *steps; // the first is the root
    struct row *rows;   // the first stands for none
    uint16_t step_count, row_count;
};

// The child of a step that has the key; made when there is none.
static uint16_t child_of(struct adm_platform_rule_plan *plan, uint16_t parent, struct adm_str key) {
    uint16_t *link = &plan->steps[parent].first;
    while (*link != NONE && !adm_str_equal(plan->steps[*link].key, key))
        link = &plan->steps[*link].next;
    if (*link == NONE) {
        *link = plan->step_count++;
        plan->steps[*link] = (struct step){
            .key = key,
            .hash = adm_yaml_tree_hash(key),
            .any = adm_str_is(key, "*"),
        };
    }
    return *link;
}

static void add_row(struct adm_platform_rule_plan *plan, const struct adm_platform_rule *rule) {
    struct adm_str rest = adm_str_from(rule->at);
    uint16_t step = 0;
    while (rest.len > 0) {
        size_t end = adm_str_index(rest, '.');
        step = child_of(plan, step, adm_str_slice(rest, 0, end));
        rest = adm_str_slice(rest, end + 1, rest.len);
    }
    plan->rows[plan->row_count] = (struct row){rule, plan->steps[step].row};
    plan->steps[step].row = plan->row_count++;
}

bool adm_platform_rule_plan_new(const struct adm_platform_rules *const *tables, size_t count,
                                struct adm_arena *arena, const struct adm_platform_rule_plan **out,
                                struct adm_error *err) {
    size_t rows = 1;
    for (size_t i = 0; i < count; i++)
        rows += tables[i]->count;
    struct adm_platform_rule_plan *plan = adm_arena_array(arena, 1, sizeof *plan);
    struct step *steps = adm_arena_array(arena, rows * STEPS_MAX, sizeof *steps);
    struct row *list = adm_arena_array(arena, rows, sizeof *list);
    if (plan == NULL || steps == NULL || list == NULL)
        return adm_fail(err, ADM_MEMORY, "out of memory for the rules of platform.yaml");
    *plan = (struct adm_platform_rule_plan){steps, list, 1, 1};
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < tables[i]->count; k++)
            add_row(plan, &tables[i]->rows[k]);
    *out = plan;
    return true;
}

// Where the walk stands at one step: which of its children is next, and which member of the map.
struct frame {
    struct adm_place place;
    uint16_t child;
    uint32_t member;
};

// The next value below the frame that a child of its step names, and that child; false at the end.
static bool next_value(const struct adm_platform_rule_plan *plan, struct frame *frame,
                       uint16_t *step, uint32_t *index) {
    const struct adm_node *map = frame->place.node;
    uint32_t count = map->type == ADM_NODE_MAP ? map->count : 0;
    while (frame->child != NONE) {
        const struct step *child = &plan->steps[frame->child];
        while (frame->member < count) {
            const struct adm_member *member = &map->children[frame->member++];
            bool named = child->any ||
                         (member->hash == child->hash && adm_str_equal(member->key, child->key));
            if (named) {
                *step = frame->child;
                *index = frame->member - 1;
                // A map has a key once.
                frame->member = child->any ? frame->member : count;
                return true;
            }
        }
        frame->child = child->next;
        frame->member = 0;
    }
    return false;
}

static void judge_rows(const struct adm_platform_rule_plan *plan, uint16_t step,
                       const struct adm_place *place, struct adm_platform_check *check) {
    for (uint16_t i = plan->steps[step].row; i != NONE; i = plan->rows[i].next) {
        const struct adm_platform_rule *rule = plan->rows[i].rule;
        if (rule->on == 0 || (rule->on & check->on) != 0)
            rule->judge(check, place);
    }
}

void adm_platform_rule_run(const struct adm_platform_rule_plan *plan,
                           struct adm_platform_check *check) {
    struct frame frames[STEPS_MAX + 1] = {
        {.place = {.node = check->root}, .child = plan->steps[0].first}};
    size_t depth = 1;
    judge_rows(plan, 0, &frames[0].place, check);
    while (depth > 0) {
        struct frame *top = &frames[depth - 1];
        uint16_t step = NONE;
        uint32_t index = 0;
        if (depth > STEPS_MAX || !next_value(plan, top, &step, &index)) {
            depth--;
            continue;
        }
        const struct adm_member *member = &top->place.node->children[index];
        frames[depth] = (struct frame){
            .place = {&top->place, member, member->value, index},
            .child = plan->steps[step].first,
        };
        judge_rows(plan, step, &frames[depth].place, check);
        depth++;
    }
}
