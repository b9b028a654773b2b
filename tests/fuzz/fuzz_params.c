/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_params.c - any query string is a search within its limits, or a problem told in JSON; likewise for
 * articles like one. */
#include "searchd/parameters.h"
#include "searchd/params.h"
#include "tests/fuzz/fuzz.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static void is_json(const char *text, size_t len)
{
    law(is_utf8(text, len));
    cJSON *json = cJSON_ParseWithLength(text, len);
    law(json);
    cJSON_Delete(json);
}

static void is_told(const struct problem *p)
{
    struct response r = response_make();
    const struct request request = {.method = "GET", .path = "/v1/search", .id = "1"};

    law(p->status == 400 && p->code && p->title);
    response_problem(&r, &request, p);
    law(!response_failed(&r));
    is_json(r.body.data, r.body.len);
    response_free(&r);
}

static void is_answered(const struct search_params *p, const struct search_page *page)
{
    const struct snapshot snapshot = {.id = "x-1"};

    cJSON *json = render_search(&p->search, page, &snapshot, &p->render);
    char *text = cJSON_PrintUnformatted(json);
    law(text);
    is_json(text, strlen(text));
    free(text);
    cJSON_Delete(json);
}

static void is_within_limits(const struct search_params *p, struct arena *arena)
{
    const struct search_request *s = &p->search;
    struct search_page page = {.understood_as = ""};
    struct error err = {0};

    law(s->count >= 1 && s->count <= SEARCH_COUNT_MAX && s->first + s->count <= SEARCH_WINDOW);
    law(s->q_len <= QUERY_BYTES_MAX && p->render.page >= 1 && p->render.warning_count <= PARAMS_WARNINGS_MAX);
    law(s->filter_count <= PARAMS_FILTERS_MAX);
    for (size_t i = 0; i < s->filter_count; i++) {
        law(s->filters[i].count >= 1 && s->filters[i].count <= PARAMS_VALUES_MAX && s->filters[i].field < FACET_COUNT);
        for (size_t k = 0; k < s->filters[i].count; k++)
            law(strlen(s->filters[i].values[k]) <= PARAMS_VALUE_MAX);
    }
    law(params_shape(p, arena));
    if (search_identify(s, arena, page.hash, &err)) {
        law(err.fault == FAULT_INVALID);
        return;
    }
    law(strlen(page.hash) == 8);
    is_answered(p, &page);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = arena_make(PARAMS_ARENA_MAX);
    struct search_params p;
    struct problem problem = {0}, other = {0};

    if (size > 1 << 14) /* libmicrohttpd lets no longer target through */
        return 0;
    if (params_parse((const char *)data, size, PARAMS_SEARCH, &arena, &p, &problem))
        is_told(&problem);
    else
        is_within_limits(&p, &arena);
    if (params_parse((const char *)data, size, PARAMS_SIMILAR, &arena, &p, &other))
        is_told(&other);
    else
        law(!p.search.q && p.search.first == 0 && p.search.count >= 1 && p.search.count <= SEARCH_COUNT_MAX);
    arena_free(&arena);
    return 0;
}
