/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render_explain.c - why results are where they are, as JSON. */
#include "archive/render_explain.h"

#include "archive/json_put.h"

#include <math.h>

static bool put_weight(cJSON *o, const char *name, double weight)
{
    return json_put_number(o, name, round(weight * 1e4) / 1e4);
}

static bool put_reason(cJSON *list, const struct search_reason *reason)
{
    cJSON *o = json_put_object(list, NULL), *forms, *fields;

    if (!o || !json_put_string(o, "word", reason->word) || !(forms = json_put_list(o, "forms")))
        return false;
    for (size_t i = 0; i < reason->form_count; i++)
        if (!json_put_string(forms, NULL, reason->forms[i]))
            return false;
    if (!(fields = json_put_list(o, "fields")) || (reason->in_title && !json_put_string(fields, NULL, "title")) ||
        (reason->in_body && !json_put_string(fields, NULL, "body")) ||
        (reason->in_author && !json_put_string(fields, NULL, "author")))
        return false;
    return put_weight(o, "occurrences", reason->occurrences) && put_weight(o, "weight", reason->weight);
}

bool put_explanation(cJSON *o, const struct search_explanation *explanation)
{
    cJSON *e = json_put_object(o, "explain"), *words = e ? json_put_list(e, "words") : NULL;

    if (!words)
        return false;
    for (size_t i = 0; i < explanation->count; i++)
        if (!put_reason(words, &explanation->words[i]))
            return false;
    return put_weight(e, "closeness", explanation->closeness) && put_weight(e, "title", explanation->title) &&
           put_weight(e, "feedback", explanation->feedback) &&
           put_weight(e, "recency", explanation->recency);
}

bool put_without(cJSON *answer, const struct search_page *page)
{
    cJSON *e = json_put_object(answer, "explain"), *list = e ? json_put_list(e, "without") : NULL;

    for (size_t i = 0; list && i < page->without_count; i++) {
        cJSON *one = json_put_object(list, NULL);
        if (!one || !json_put_string(one, "part", page->without[i].part) ||
            !json_put_number(one, "total", (double)page->without[i].total))
            return false;
    }
    return list;
}
