// SPDX-License-Identifier: Apache-2.0
// platform-mount: a pod that asked has what it asked for when everybody else who changes pods is
// done. The mutators plan again on the final object: what they would still add is missing, what
// they would respect as the user's is not what was asked for. Nothing that the pod says of its own
// injection is trusted. Creations alone: what runs already can no longer lose a mount.
#include "core/pod.h"
#include "validators/validator.h"

static const char opt_out[] = "set the pod's label floe.dev/inject to \"false\"";
// What one container lacks, by name; the rest is a count.
enum { NAMED_MAX = 6, NAME_RUNES = 63 };

static bool applies(const struct adm_request *request) {
    const struct adm_review *review = request->review;
    return request->object.root != NULL && !request->in_release && review->kind.group.len == 0 &&
           adm_str_is(review->kind.kind, "Pod") && review->operation == ADM_OPERATION_CREATE &&
           review->sub_resource.len == 0;
}

static void add(struct adm_verdict *verdict, struct adm_str path, struct adm_str message,
                struct adm_str fix) {
    if (path.data == NULL || message.data == NULL)
        verdict->failed = true;
    adm_verdict_add(verdict, &(struct adm_finding){
                                 .rule = ADM_RULE_PLATFORM_MOUNT,
                                 .path = path,
                                 .message = message,
                                 .fix = fix,
                             });
}

// What the mutators respected, with the way out that they need not name.
static void repeat(const struct adm_finding *finding, struct adm_verdict *verdict) {
    struct adm_str fix = finding->fix;
    if (!adm_str_contains(fix, ADM_STR("floe.dev/inject")))
        fix = adm_text_format(verdict->arena, "%.*s, or %s", ADM_STR_ARGS(fix), opt_out);
    add(verdict, finding->path, finding->message, fix);
}

// Takes one token of a JSON pointer.
static struct adm_str take_token(struct adm_str *pointer) {
    struct adm_str rest = adm_str_slice(*pointer, 1, pointer->len);
    size_t end = adm_str_index(rest, '/');
    *pointer = adm_str_slice(rest, end, rest.len);
    return adm_str_slice(rest, 0, end);
}

// An addition, by where it goes: "/spec/<list>/<index>/<member>/-", or "/spec/<list>/-".
struct addition {
    struct adm_str list, index; // index: empty for the pod's own
    struct adm_str member;
};

static bool read_addition(const struct adm_patch_operation *operation, struct addition *out) {
    struct adm_str rest = operation->path;
    *out = (struct addition){0};
    if (!adm_str_is(adm_str_from(operation->op), "add") || !adm_str_starts(rest, "/spec/") ||
        !adm_str_ends(rest, "/-"))
        return false;
    (void)take_token(&rest);
    out->list = take_token(&rest);
    out->index = take_token(&rest);
    if (adm_str_is(out->index, "-"))
        out->index = (struct adm_str){0};
    else
        out->member = take_token(&rest);
    return true;
}

// The mount's path, else the name: of what is added.
static struct adm_str name_of(const struct adm_patch_operation *operation,
                              struct adm_arena *arena) {
    const struct adm_json *value = NULL;
    if (!adm_json_parse_copy(operation->value, arena, &value, NULL))
        return (struct adm_str){0};
    struct adm_str path = adm_json_get_text(value, "mountPath");
    return path.len > 0 ? path : adm_json_get_text(value, "name");
}

static bool is_same_place(const struct addition *a, const struct addition *b) {
    return adm_str_equal(a->list, b->list) && adm_str_equal(a->index, b->index);
}

// Lists what operations [*at, …) add to one container, and moves on.
static struct adm_str list_missing(const struct adm_patch *patch, const struct addition *place,
                                   size_t *at) {
    struct adm_text text;
    struct addition addition;
    size_t named = 0;
    adm_text_init(&text, patch->arena);
    for (; *at < patch->count; (*at)++) {
        if (!read_addition(&patch->operations[*at], &addition))
            continue;
        if (!is_same_place(&addition, place))
            break;
        if (named++ < NAMED_MAX)
            adm_text_printf(&text, "%s%.*s", named == 1 ? "" : ", ",
                            ADM_STR_ARGS(name_of(&patch->operations[*at], patch->arena)));
    }
    if (named > NAMED_MAX)
        adm_text_printf(&text, " and %zu more", named - NAMED_MAX);
    return text.failed ? (struct adm_str){0} : adm_text_str(&text);
}

static struct adm_str show_name(const struct adm_patch *patch, const struct addition *place) {
    struct adm_str pointer = adm_text_format(patch->arena, "/spec/%.*s/%.*s",
                                             ADM_STR_ARGS(place->list), ADM_STR_ARGS(place->index));
    struct adm_str name = adm_json_get_text(adm_patch_resolve(patch->root, pointer), "name");
    return adm_verdict_one_line(name, NAME_RUNES, patch->arena);
}

static void find_missing(const struct adm_patch *patch, const struct addition *place,
                         struct adm_str missing, struct adm_verdict *verdict) {
    struct adm_arena *arena = verdict->arena;
    struct adm_str path = adm_text_format(arena, "spec.%.*s", ADM_STR_ARGS(place->list));
    struct adm_str who = ADM_STR("the pod");
    if (place->index.len > 0) {
        who = adm_text_format(arena, "container %.*s", ADM_STR_ARGS(show_name(patch, place)));
        path = adm_text_format(arena, "%.*s[%.*s]", ADM_STR_ARGS(path), ADM_STR_ARGS(place->index));
    }
    if (missing.data == NULL)
        verdict->failed = true;
    add(verdict, path,
        adm_text_format(arena, "%.*s lacks %.*s, which the pod asks for", ADM_STR_ARGS(who),
                        ADM_STR_ARGS(missing)),
        adm_text_format(arena, "see which other webhook took it out or came after this one, or %s",
                        opt_out));
}

// Where containers lack a mount, the volume of the mount is not worth a line of its own.
static void judge_patch(const struct adm_patch *patch, struct adm_verdict *verdict) {
    struct addition place;
    size_t before = verdict->count, at = 0;
    bool is_volume_left = false;
    size_t volume_at = 0;
    while (at < patch->count) {
        if (!read_addition(&patch->operations[at], &place)) {
            at++;
            continue;
        }
        size_t from = at;
        struct adm_str missing = list_missing(patch, &place, &at);
        if (place.index.len > 0)
            find_missing(patch, &place, missing, verdict);
        else if (!is_volume_left) {
            is_volume_left = true;
            volume_at = from;
        }
    }
    if (!is_volume_left || verdict->count > before ||
        !read_addition(&patch->operations[volume_at], &place))
        return;
    find_missing(patch, &place, list_missing(patch, &place, &volume_at), verdict);
}

static bool judge_mutator(const struct adm_mutator *mutator, const struct adm_request *request,
                          struct adm_verdict *verdict, struct adm_error *err) {
    struct adm_patch patch;
    struct adm_verdict said;
    adm_patch_init(&patch, request->arena, request->object.root);
    adm_verdict_init(&said, request->arena);
    if (!mutator->applies(request))
        return true;
    ADM_TRY(mutator->plan(request, &patch, &said, err));
    if (patch.failed || said.failed)
        return adm_fail(err, ADM_MEMORY, "out of memory while planning a pod again");
    for (size_t i = 0; i < said.count; i++)
        if (said.findings[i].unmet)
            repeat(&said.findings[i], verdict);
    judge_patch(&patch, verdict);
    return true;
}

static bool judge(const struct adm_request *request, struct adm_verdict *verdict,
                  struct adm_error *err) {
    const struct adm_registry *registry = request->registry;
    if (registry == NULL)
        return adm_fail(err, ADM_INVALID, "nobody says what a pod gets");
    for (size_t i = 0; i < registry->mutator_count; i++)
        ADM_TRY(judge_mutator(registry->mutators[i], request, verdict, err));
    return true;
}

const struct adm_validator adm_validator_platform_mount = {
    .rule = ADM_RULE_PLATFORM_MOUNT,
    .title = "A pod that asked for its platform's files has them when it is stored",
    .applies = applies,
    .judge = judge,
};
