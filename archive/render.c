/* SPDX-License-Identifier: GPL-2.0-or-later */
/* render.c - answers as JSON, the same from searchd and from `indexer search --json`. */
#include "archive/render.h"

#include "archive/filter_list.h"
#include "archive/json_put.h"
#include "archive/permalink.h"
#include "archive/render_explain.h"
#include "archive/stored.h"
#include "archive/wire_credit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const field_names[RESULT_FIELD_COUNT] = {
    "id",   "url",   "title",   "title_html", "source",  "section", "author", "tags", "date", "date_precision",
    "lang", "score", "snippet", "copies",     "version", "text", "content_hash", "permalink", "withdrawn"};

const char *result_field_name(enum result_field field)
{
    return field_names[field];
}

static bool put_texts(cJSON *into, const char *name, const struct record_text *texts, size_t count)
{
    cJSON *list = json_put_list(into, name);
    for (size_t i = 0; list && i < count; i++)
        if (!json_put_text(list, NULL, texts[i]))
            return false;
    return list;
}

static bool put_date(cJSON *into, const char *name, const struct date *d)
{
    char text[32];
    if (d->precision == DATE_NONE)
        return json_put_string(into, name, NULL);
    date_format(d, text);
    return json_put_string(into, name, text);
}

static bool put_value(cJSON *list, const char *value, bool exclude)
{
    struct buffer text = buffer_make(SIZE_MAX);
    bool ok = filter_list_put(&text, value, exclude) && json_put_bytes(list, NULL, text.data, text.len);
    buffer_free(&text);
    return ok;
}

/* As they were asked: all of a field's values in one list, each as filter_list.h writes it. */
static bool put_filters(cJSON *query, const struct search_request *request)
{
    cJSON *all = json_put_object(query, "filters");
    if (!all)
        return false;
    for (size_t i = 0; i < request->filter_count; i++) {
        const struct search_filter *f = &request->filters[i];
        const char *name = search_facet_name(f->field);
        cJSON *list = cJSON_GetObjectItemCaseSensitive(all, name);
        if (!list && !(list = json_put_list(all, name)))
            return false;
        for (size_t v = 0; v < f->count; v++)
            if (!put_value(list, f->values[v], f->exclude))
                return false;
    }
    return true;
}

static bool put_range(cJSON *query, const struct search_request *request)
{
    return put_date(query, "from", &request->from) && put_date(query, "to", &request->to) &&
           put_filters(query, request);
}

bool render_query(cJSON *into, const struct search_request *request, const char *understood_as, const char *hash)
{
    cJSON *o = json_put_object(into, "query");
    return o && (request->q ? json_put_bytes(o, "q", request->q, request->q_len) : json_put_string(o, "q", NULL)) &&
           json_put_bytes(o, "understood_as", understood_as, strlen(understood_as)) &&
           json_put_string(o, "match", request->match == MATCH_ANY ? "any" : "all") &&
           put_range(o, request) &&
           json_put_string(o, "collapse", request->collapse == COLLAPSE_GROUP ? "group" : "none") &&
           json_put_string(o, "hash", hash);
}

static bool put_query(cJSON *answer, const struct search_request *request, const struct search_page *page)
{
    return render_query(answer, request, page->understood_as, page->hash);
}

bool render_snapshot(cJSON *into, const struct snapshot *snapshot)
{
    cJSON *o = json_put_object(into, "snapshot");
    return o && json_put_string(o, "id", snapshot->id) && json_put_number(o, "articles", snapshot->articles) &&
           json_put_bool(o, "newest", snapshot->newest);
}

static bool put_totals(cJSON *answer, const struct search_page *page)
{
    return json_put_number(answer, "total", (double)page->total) &&
           json_put_bool(answer, "total_exact", page->total_exact) && json_put_bool(answer, "relaxed", page->relaxed);
}

static bool put_paging(cJSON *answer, const struct search_page *page, const struct render_options *options)
{
    uint64_t per_page = options->per_page ? options->per_page : 1;
    uint64_t pages = (page->total + per_page - 1) / per_page;
    uint32_t window = options->window ? options->window : SEARCH_WINDOW;
    if (pages > window / per_page)
        pages = window / per_page;
    return (options->page ? json_put_number(answer, "page", options->page) : json_put_string(answer, "page", NULL)) &&
           json_put_number(answer, "per_page", options->per_page) &&
           json_put_number(answer, "pages", (double)pages) &&
           json_put_string(answer, "next_cursor", options->next_cursor);
}

const char *render_snapshot_says(const struct snapshot *snapshot)
{
    return !snapshot->other_synonyms ? NULL
                                     : "the archive's synonyms have changed since that snapshot: what is found may "
                                       "differ where they count";
}

bool render_snapshot_warning(cJSON *warnings, const struct snapshot *snapshot)
{
    const char *says = render_snapshot_says(snapshot);
    return !says || json_put_string(warnings, NULL, says);
}

static bool put_remarks(cJSON *answer, const struct search_page *page, const struct snapshot *snapshot,
                        const struct render_options *options)
{
    cJSON *warnings = NULL;
    if (!json_put_number(answer, "took_ms", round(options->took_ms * 10) / 10) ||
        !json_put_bool(answer, "partial", page->partial) || !(warnings = json_put_list(answer, "warnings")))
        return false;
    if (page->partial && !json_put_string(warnings, NULL, "the time limit was met; this is what was found by then"))
        return false;
    if (options->order_moved &&
        !json_put_string(warnings, NULL, "the archive has changed since the page before: this one may lack or repeat "
                                         "some results"))
        return false;
    return render_snapshot_warning(warnings, snapshot) &&
           json_put_lines(warnings, options->warnings, options->warning_count) &&
           json_put_lines(warnings, page->warnings, page->warning_count);
}

static bool put_facets(cJSON *answer, const struct search_request *request, const struct search_page *page)
{
    if (!request->facets)
        return true;
    cJSON *all = json_put_object(answer, "facets");
    if (!all)
        return false;
    for (size_t i = 0; i < page->facet_count; i++) {
        const struct search_facet_counts *counts = &page->facets[i];
        cJSON *list = json_put_list(all, search_facet_name(counts->facet));
        if (!list)
            return false;
        for (size_t v = 0; v < counts->count; v++) {
            cJSON *one = json_put_object(list, NULL);
            if (!one || !json_put_string(one, "value", counts->values[v].value) ||
                !json_put_number(one, "count", counts->values[v].count))
                return false;
        }
    }
    return true;
}

/* How many values are not told, and articles that have one of them. */
static bool put_facet_others(cJSON *answer, const struct search_request *request, const struct search_page *page)
{
    cJSON *all = request->facets ? json_put_object(answer, "facet_others") : NULL;
    for (size_t i = 0; all && i < page->facet_count; i++) {
        const struct search_facet_counts *counts = &page->facets[i];
        cJSON *one = json_put_object(all, search_facet_name(counts->facet));
        if (!one || !json_put_number(one, "values", (double)counts->other_values) ||
            !json_put_number(one, "articles", (double)counts->other_articles))
            return false;
    }
    return all || !request->facets;
}

static bool put_all_facets(cJSON *answer, const struct search_request *request, const struct search_page *page)
{
    return put_facets(answer, request, page) && put_facet_others(answer, request, page);
}

static bool put_precision(cJSON *o, struct record_text date)
{
    static const char *const names[] = {NULL, "year", "month", "day", "time"};
    struct date d = {0};
    if (date.data && !date_parse_iso(date.data, date.len, &d, NULL))
        d.precision = DATE_NONE;
    return json_put_string(o, "date_precision", names[d.precision]);
}

bool render_offsets(cJSON *o, const char *name, const struct marked *marked)
{
    cJSON *list = json_put_list(o, name);
    for (size_t i = 0; list && i < marked->span_count; i++) {
        cJSON *pair = json_put_list(list, NULL);
        if (!pair || !json_put_number(pair, NULL, marked->spans[i].start) ||
            !json_put_number(pair, NULL, marked->spans[i].end))
            return false;
    }
    return list;
}

static bool put_marked(cJSON *o, const char *name, const struct marked *marked, struct arena *arena)
{
    const char *html = marked->text ? marked_html(marked, arena) : NULL;
    return (html || !marked->text) && json_put_string(o, name, html);
}

static bool put_snippet(cJSON *o, const struct marked *snippet, enum result_highlight highlight, struct arena *arena)
{
    if (highlight == HIGHLIGHT_HTML)
        return put_marked(o, "snippet", snippet, arena);
    return json_put_string(o, "snippet", snippet->text) &&
           (highlight != HIGHLIGHT_OFFSETS || render_offsets(o, "snippet_offsets", snippet));
}

/* Of one that is withdrawn the archive shows no text to prove or to lead to. */
static bool put_content_hash(cJSON *o, const char *name, const struct record *record)
{
    struct buffer hex = buffer_make(PERMALINK_DIGITS_MAX + 1);
    bool put = record->withdrawn ? json_put_string(o, name, NULL)
                                 : permalink_hex(record->hash, PERMALINK_DIGITS_MAX, &hex) &&
                                       json_put_bytes(o, name, hex.data, hex.len);
    buffer_free(&hex);
    return put;
}

static bool put_permalink(cJSON *o, const char *name, const struct record *record)
{
    struct buffer link = buffer_make(SEGMENT_RECORD_MAX);
    bool put = record->withdrawn ? json_put_string(o, name, NULL)
                                 : permalink_put(record->id, record->hash, &link) &&
                                       json_put_bytes(o, name, link.data, link.len);
    buffer_free(&link);
    return put;
}

static bool put_field(cJSON *o, enum result_field field, const struct search_result *r, bool scored,
                      enum result_highlight highlight, struct arena *arena)
{
    const char *name = field_names[field];
    switch (field) {
    case RESULT_ID:
        return json_put_text(o, name, r->record.id);
    case RESULT_URL:
        return json_put_text(o, name, r->record.url);
    case RESULT_TITLE:
        return json_put_text(o, name, r->record.title) &&
               (highlight != HIGHLIGHT_OFFSETS || render_offsets(o, "title_offsets", &r->title));
    case RESULT_TITLE_HTML:
        return put_marked(o, name, &r->title, arena);
    case RESULT_SOURCE:
        return json_put_text(o, name, r->record.source);
    case RESULT_SECTION:
        return json_put_text(o, name, r->record.section);
    case RESULT_AUTHOR:
        return put_texts(o, name, r->record.authors, r->record.author_count);
    case RESULT_TAGS:
        return put_texts(o, name, r->record.tags, r->record.tag_count);
    case RESULT_DATE:
        return json_put_text(o, name, r->record.date);
    case RESULT_DATE_PRECISION:
        return put_precision(o, r->record.date);
    case RESULT_LANG:
        return json_put_text(o, name, r->record.lang);
    case RESULT_SCORE:
        return scored ? json_put_number(o, name, round(r->score * 1e4) / 1e4) : json_put_string(o, name, NULL);
    case RESULT_SNIPPET:
        return put_snippet(o, &r->snippet, highlight, arena);
    case RESULT_COPIES:
        return r->copies ? json_put_number(o, name, (double)r->copies) : json_put_string(o, name, NULL);
    case RESULT_VERSION:
        return json_put_number(o, name, r->record.version);
    case RESULT_TEXT:
        return json_put_text(o, name, r->text);
    case RESULT_CONTENT_HASH:
        return put_content_hash(o, name, &r->record);
    case RESULT_PERMALINK:
        return put_permalink(o, name, &r->record);
    case RESULT_WITHDRAWN:
        return json_put_bool(o, name, r->record.withdrawn);
    case RESULT_FIELD_COUNT:
        break;
    }
    return true;
}

static bool put_facts(cJSON *into, const struct record *record, const enum result_field *facts, size_t count)
{
    const struct search_result result = {.record = *record};
    for (size_t i = 0; i < count; i++)
        if (!put_field(into, facts[i], &result, false, HIGHLIGHT_NONE, NULL))
            return false;
    return true;
}

bool render_facts(cJSON *into, const struct record *record)
{
    static const enum result_field facts[] = {RESULT_ID,     RESULT_URL,  RESULT_TITLE,
                                              RESULT_SOURCE, RESULT_SECTION, RESULT_AUTHOR, RESULT_TAGS,
                                              RESULT_DATE,   RESULT_DATE_PRECISION, RESULT_LANG, RESULT_VERSION};
    return put_facts(into, record, facts, sizeof facts / sizeof *facts);
}

static bool put_end(cJSON *into, const char *name, const struct record *record)
{
    static const enum result_field facts[] = {RESULT_ID,     RESULT_TITLE, RESULT_URL,
                                              RESULT_SOURCE, RESULT_DATE,  RESULT_DATE_PRECISION};
    if (!record)
        return json_put_string(into, name, NULL);
    cJSON *o = json_put_object(into, name);
    return o && put_facts(o, record, facts, sizeof facts / sizeof *facts);
}

bool render_ends(cJSON *into, const struct search_ends *ends, enum search_facet by)
{
    if (!put_end(into, "first", ends->first) || !put_end(into, "last", ends->last))
        return false;
    if (by == FACET_COUNT)
        return true;
    cJSON *list = json_put_list(into, "first_by");
    for (size_t i = 0; list && i < ends->first_count; i++) {
        const struct record *r = &ends->firsts[i];
        cJSON *o = json_put_object(list, NULL);
        struct record_text value = by == FACET_SOURCE ? r->source : by == FACET_SECTION ? r->section : r->lang;
        if (!o || !json_put_text(o, "value", value) || !put_end(o, "article", r))
            return false;
    }
    return list && json_put_bool(into, "first_by_complete", !ends->more_firsts && !ends->partial);
}

static bool put_result(cJSON *o, const struct search_result *r, bool scored, const struct render_options *options,
                       struct arena *arena)
{
    for (unsigned f = 0; f < RESULT_FIELD_COUNT; f++)
        if ((options->fields & 1u << f) && !put_field(o, (enum result_field)f, r, scored, options->highlight, arena))
            return false;
    bool told = options->fields & 1u << RESULT_WITHDRAWN || !r->record.withdrawn;
    return (told || put_field(o, RESULT_WITHDRAWN, r, scored, options->highlight, arena)) &&
           (!r->explanation || put_explanation(o, r->explanation));
}

cJSON *render_result(const struct search_result *result, bool scored, const struct render_options *options,
                     struct arena *arena)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    return o && put_result(o, result, scored, options, arena) ? take(&o) : NULL;
}

static bool put_results(cJSON *answer, const struct search_page *page, bool scored,
                        const struct render_options *options)
{
    struct arena html = arena_make(SEARCH_ARENA_MAX); /* one for all: a block of it is large beside a snippet */
    cJSON *list = json_put_list(answer, "results");
    bool ok = list;
    for (size_t i = 0; ok && i < page->count; i++) {
        cJSON *o = json_put_object(list, NULL);
        ok = o && put_result(o, &page->results[i], scored, options, &html);
    }
    arena_free(&html);
    return ok;
}

cJSON *render_search(const struct search_request *request, const struct search_page *page,
                     const struct snapshot *snapshot, const struct render_options *options)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    bool ranked = request->sort == SORT_RELEVANCE && request->q;
    if (o && put_query(o, request, page) && render_snapshot(o, snapshot) && put_totals(o, page) &&
        json_put_bool(o, "order_exact", !ranked || snapshot->newest) && put_paging(o, page, options) &&
        put_remarks(o, page, snapshot, options) && json_put_string(o, "did_you_mean", page->did_you_mean) &&
        json_put_bool(o, "corrected", page->corrected) && (!request->explain || put_without(o, page)) &&
        put_all_facets(o, request, page) && put_results(o, page, ranked, options))
        return take(&o);
    return NULL;
}

cJSON *render_count(const struct search_request *request, const struct search_page *page,
                    const struct snapshot *snapshot, const struct render_options *options)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    if (o && put_query(o, request, page) && render_snapshot(o, snapshot) && put_totals(o, page) &&
        put_remarks(o, page, snapshot, options) &&
        json_put_string(o, "did_you_mean", page->did_you_mean) && put_all_facets(o, request, page))
        return take(&o);
    return NULL;
}

cJSON *render_total(const struct search_request *request, const struct search_page *page,
                    const struct snapshot *snapshot, const struct render_options *options)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    if (o && put_query(o, request, page) && render_snapshot(o, snapshot) &&
        json_put_string(o, "count", request->collapse == COLLAPSE_GROUP ? "stories" : "copies") &&
        json_put_number(o, "total", (double)page->total) && json_put_bool(o, "total_exact", page->total_exact) &&
        put_remarks(o, page, snapshot, options))
        return take(&o);
    return NULL;
}

cJSON *render_facets(const struct search_request *request, const struct search_page *page,
                     const struct snapshot *snapshot, const struct render_options *options)
{
    scoped(json) cJSON *o = render_total(request, page, snapshot, options);
    return o && put_all_facets(o, request, page) ? take(&o) : NULL;
}

cJSON *render_similar(const struct search_request *request, const struct similar_page *page,
                      const struct snapshot *snapshot, const struct render_options *options)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    cJSON *query = o ? json_put_object(o, "query") : NULL;
    if (query && json_put_text(query, "id", page->id) && put_texts(query, "words", page->terms.at, page->terms.count) &&
        put_range(query, request) && render_snapshot(o, snapshot) &&
        json_put_number(o, "per_page", options->per_page) &&
        put_remarks(o, &page->found, snapshot, options) && put_results(o, &page->found, true, options))
        return take(&o);
    return NULL;
}

static bool put_strings(cJSON *o, const char *name, const struct strings *list)
{
    cJSON *array = json_put_list(o, name);
    for (size_t i = 0; array && i < list->count; i++)
        if (!json_put_string(array, NULL, list->at[i]))
            return false;
    return array;
}

/* Keys that we do not know, as they were given; never in the place of ours. */
static bool put_extra(cJSON *o, const cJSON *extra)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, extra)
    {
        if (cJSON_GetObjectItemCaseSensitive(o, item->string))
            continue;
        cJSON *copy = cJSON_Duplicate(item, 1);
        if (!copy || !cJSON_AddItemToObject(o, item->string, copy)) { /* extra's own keys do not outlive o */
            cJSON_Delete(copy);
            return false;
        }
    }
    return true;
}

static bool put_article(cJSON *o, const struct article *a, const char *hash, uint32_t version)
{
    struct record_text date = {a->date, a->date ? strlen(a->date) : 0};
    return json_put_string(o, "id", a->id) && json_put_string(o, "url", a->url) &&
           json_put_string(o, "title", a->title) && json_put_string(o, "source", a->source) &&
           json_put_string(o, "section", a->section) && put_strings(o, "author", &a->authors) &&
           put_strings(o, "tags", &a->tags) && json_put_string(o, "date", a->date) && put_precision(o, date) &&
           json_put_string(o, "updated", a->updated) && json_put_string(o, "lang", a->lang) &&
           json_put_string(o, "summary", a->summary) &&
           json_put_string(o, "credit",
                           wire_credit(a->text ? a->text : "", a->text ? strlen(a->text) : 0,
                                       (const char *const *)a->authors.at, a->authors.count)) &&
           json_put_string(o, "text", a->text && *a->text ? a->text : NULL) &&
           json_put_string(o, "content_hash", hash) && json_put_number(o, "version", version) && put_extra(o, a->extra);
}

cJSON *render_article(const struct segment_record *stored)
{
    scoped(json) cJSON *o = cJSON_CreateObject();
    char hash[2 * SEGMENT_HASH + 1];
    struct article a;
    for (size_t i = 0; i < SEGMENT_HASH; i++)
        snprintf(hash + 2 * i, 3, "%02x", stored->hash[i]);
    if (!o || stored_read(stored, &a, NULL))
        return NULL;
    bool whole = put_article(o, &a, hash, stored->link.version);
    article_free(&a);
    return whole ? take(&o) : NULL;
}
