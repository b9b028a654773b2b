/* SPDX-License-Identifier: GPL-2.0-or-later */
/* get_compare.c - /v1/compare: the words that set two sets of articles apart. */
#include "archive/csv_put.h"
#include "archive/json_put.h"
#include "archive/render_compare.h"
#include "searchd/ask.h"
#include "searchd/route.h"

struct comparing {
    struct asked asked; /* first */
    struct compare_request request;
    struct comparison found;
};

static int compare(struct reader *r, struct asked *a, struct error *err)
{
    struct comparing *c = (struct comparing *)a;
    c->request.search = a->params.search; /* with the time that is left */
    return compare_run(r, &c->request, &a->found, &c->found, err);
}

static bool has_sides(const struct request *request, struct response *response, struct asked *a)
{
    static const char *const names[] = {"a", "b"};
    const struct search_params *p = &a->params;
    for (int side = 0; side < 2; side++) {
        if (p->side[side] && !ask_query(request, response, a, names[side], p->side[side], p->side_len[side]))
            return false;
        if (p->side[side])
            continue;
        const struct problem problem = {.status = 400,
                                        .code = "side_missing",
                                        .title = "Two sets are compared",
                                        .param = names[side],
                                        .hint = "Give both a and b, such as a=source:x&b=-source:x."};
        response_problem(response, request, &problem);
        return false;
    }
    return true;
}

static void answer_csv(const struct request *request, struct response *response, const struct comparison *found)
{
    struct buffer table = buffer_make(RESPONSE_BODY_MAX);
    if (render_compare_csv(found, &table)) {
        response_body(response, &table, CSV_TYPE);
        response_header(response, "Content-Disposition", "inline; filename=\"compare.csv\"");
    } else {
        response_json(response, 200, NULL);
    }
    buffer_free(&table);
    if (found->partial)
        response_partial(response, request);
}

static void answer(const struct request *request, struct response *response, struct worker *worker,
                   struct comparing *c)
{
    struct asked *a = &c->asked;
    const struct search_params *p = &a->params;
    struct error err = {0};
    char hash[9];
    double began = ask_age_ms(request);
    c->request = (struct compare_request){.search = p->search, .limit = p->limit, .side = {p->side[0], p->side[1]},
                                          .side_len = {p->side_len[0], p->side_len[1]}};
    const char *form = compare_identify(&c->request, &a->given, hash, &err) == 0
                           ? arena_printf(&a->given, "compare %s %u %d", hash, p->limit, p->csv)
                           : NULL;
    a->run = compare;
    if (!form) {
        response_json(response, 200, NULL);
        return;
    }
    if (!ask_archive(request, response, worker, form, a))
        return;
    if (p->csv) {
        answer_csv(request, response, &c->found);
        return;
    }
    a->params.render.took_ms = ask_age_ms(request) - began;
    scoped(json) cJSON *o = render_compare(&c->request, &c->found, &a->snapshot, &p->render);
    response_json(response, 200, o);
    if (c->found.partial)
        response_partial(response, request);
}

void get_compare(struct request *request, struct response *response, void *worker)
{
    struct comparing c = {0};
    if (ask_read(request, response, NULL, &c.asked) && has_sides(request, response, &c.asked))
        answer(request, response, worker, &c);
    ask_free(&c.asked);
}
