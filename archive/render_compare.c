/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render_compare.c - a comparison as JSON, and as a table for spreadsheets. */
#include "archive/render_compare.h"

#include "archive/csv_put.h"
#include "archive/json_put.h"
#include "archive/log_likelihood.h"

#include <math.h>
#include <string.h>

static const char *const set_names[] = {"a", "b"};

static double share_of(const struct comparison *c, const struct compare_word *w, int side)
{
    uint64_t counted = c->side[side].counted;

    return counted ? w->articles[side] / (double)counted : 0;
}

static double rounded(double number, double parts)
{
    return round(number * parts) / parts;
}

static bool put_set(cJSON *sets, const struct compare_request *request, const struct comparison *c, int side)
{
    const struct compare_side *s = &c->side[side];
    cJSON *o = json_put_object(sets, set_names[side]);

    return o && json_put_bytes(o, "q", request->side[side], request->side_len[side]) &&
           json_put_bytes(o, "understood_as", s->understood_as, strlen(s->understood_as)) &&
           json_put_number(o, "articles", (double)s->articles) && json_put_number(o, "counted", (double)s->counted);
}

static bool put_word(cJSON *list, const struct comparison *c, const struct compare_word *w)
{
    cJSON *o = json_put_object(list, NULL);
    cJSON *forms = NULL;

    return o && json_put_string(o, "word", w->word) && (forms = json_put_list(o, "forms")) &&
           json_put_lines(forms, w->forms, w->form_count) && json_put_number(o, "articles_a", w->articles[0]) &&
           json_put_number(o, "articles_b", w->articles[1]) &&
           json_put_number(o, "share_a", rounded(share_of(c, w, 0), 1e6)) &&
           json_put_number(o, "share_b", rounded(share_of(c, w, 1), 1e6)) &&
           json_put_number(o, "occurrences_a", (double)w->occurrences[0]) &&
           json_put_number(o, "occurrences_b", (double)w->occurrences[1]) &&
           json_put_number(o, "log_likelihood", rounded(w->log_likelihood, 1e2));
}

static bool put_words(cJSON *answer, const struct comparison *c, int side)
{
    cJSON *list = json_put_list(answer, set_names[side]);

    for (size_t i = 0; list && i < c->side[side].word_count; i++)
        if (!put_word(list, c, &c->side[side].words[i]))
            return false;
    return list;
}

static bool put_remarks(cJSON *answer, const struct comparison *c, const struct snapshot *snapshot,
                        const struct render_options *options)
{
    cJSON *list = NULL;

    if (!json_put_number(answer, "took_ms", rounded(options->took_ms, 10)) ||
        !json_put_bool(answer, "partial", c->partial) || !(list = json_put_list(answer, "warnings")))
        return false;
    if (c->partial && !json_put_string(list, NULL, "the time limit was met; the counts are of what was read by then"))
        return false;
    if (c->both && !json_put_string(list, NULL, "the sets overlap; an article of both counts in each"))
        return false;
    return render_snapshot_warning(list, snapshot) && json_put_lines(list, options->warnings, options->warning_count) &&
           json_put_lines(list, c->warnings, c->warning_count);
}

cJSON *render_compare(const struct compare_request *request, const struct comparison *found,
                      const struct snapshot *snapshot, const struct render_options *options)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    cJSON *sets = NULL;

    if (o && render_query(o, &request->search, found->understood_as, found->hash) &&
        render_snapshot(o, snapshot) && (sets = json_put_object(o, "sets")) && put_set(sets, request, found, 0) &&
        put_set(sets, request, found, 1) && json_put_number(sets, "both", (double)found->both) &&
        json_put_bool(o, "sampled", found->sampled) &&
        json_put_number(o, "log_likelihood_min", LOG_LIKELIHOOD_P001) &&
        json_put_number(o, "articles_min", COMPARE_ARTICLES_MIN) && put_remarks(o, found, snapshot, options) &&
        put_words(o, found, 0) && put_words(o, found, 1))
        return take(&o);
    return NULL;
}

static void put_row(struct buffer *out, const struct comparison *c, int side, const struct compare_word *w)
{
    struct buffer forms = buffer_make(out->max);

    for (size_t i = 0; i < w->form_count; i++)
        buffer_printf(&forms, "%s%s", i ? " " : "", w->forms[i]);
    csv_put_string(out, set_names[side]);
    csv_put_string(out, w->word);
    for (int k = 0; k < 2; k++)
        csv_put_number(out, w->articles[k]);
    for (int k = 0; k < 2; k++)
        csv_put_real(out, share_of(c, w, k), 6);
    for (int k = 0; k < 2; k++)
        csv_put_number(out, w->occurrences[k]);
    csv_put_real(out, w->log_likelihood, 2);
    csv_put_cell(out, forms.data, forms.len);
    csv_end_row(out);
    buffer_free(&forms);
}

bool render_compare_csv(const struct comparison *found, struct buffer *out)
{
    static const char *const names[] = {"set",     "word",          "articles_a",    "articles_b",     "share_a",
                                        "share_b", "occurrences_a", "occurrences_b", "log_likelihood", "forms"};

    csv_put_head(out, names, sizeof names / sizeof names[0]);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < found->side[side].word_count; i++)
            put_row(out, found, side, &found->side[side].words[i]);
    return !out->failed;
}
