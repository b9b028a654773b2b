/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask_api.c - a page asks the API as any client does, in the same process. */
#include "searchd/web/ask_api.h"

#include <stdlib.h>
#include <string.h>

#include "searchd/route.h"

struct api_answer ask_api(const struct request *page, void *worker, const char *path, const char *query)
{
    struct response response = response_make();
    struct request request = *page;
    request.path = path;
    request.query = query ? query : "";
    request.query_len = strlen(request.query);
    request.target = NULL; /* the page is kept, not this */
    request.if_none_match = NULL;
    const struct route *route = route_find(&request, &response);
    if (route)
        route->handler(&request, &response, worker);
    const char *retry = response_get_header(&response, "Retry-After");
    struct api_answer answer = {.status = response.status, .whole = response_get_header(&response, "ETag"),
                                .retry_seconds = retry ? atoi(retry) : 0};
    if (!response_failed(&response))
        answer.json = cJSON_ParseWithLength(response.body.data ? response.body.data : "", response.body.len);
    if (!answer.json) {
        answer.status = 503;
        answer.whole = false;
        answer.retry_seconds = 1; /* it was memory that lacked: a handler writes no JSON that cannot be read */
    }
    response_free(&response);
    return answer;
}

const cJSON *api_member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

bool api_true(const cJSON *object, const char *name)
{
    return cJSON_IsTrue(api_member(object, name));
}

const char *api_text(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(api_member(object, name));
}

double api_number(const cJSON *object, const char *name)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsNumber(number) ? number->valuedouble : 0;
}
