/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parameters.c - the table of parameters. */
#include "searchd/parameters.h"

#include <string.h>

#include "archive/permalink.h"
#include "archive/reader.h"
#include "archive/compare.h"
#include "archive/recency.h"
#include "archive/render.h"
#include "archive/search.h"
#include "archive/suggest.h"
#include "archive/timeline.h"

#include "searchd/cursor.h"
#include "searchd/export_form.h"
#include "searchd/head.h"
#include "searchd/params.h"

static const char *field_name(unsigned i)
{
    return result_field_name((enum result_field)i);
}

static const char *facet_name(unsigned i)
{
    return search_facet_name((enum search_facet)i);
}

static const char *const matches[] = {"all", "any", NULL};
static const char *const places[] = {"all", "title", "body", "author", NULL};
static const char *const sorts[] = {"relevance", "newest", "oldest", NULL};
static const char *const highlights[] = {"html", "offsets", "none", NULL};
static const char *const collapses[] = {"none", "group", NULL};
static const char *const switches[] = {"0", "1", "false", "true", NULL};
static const char *const table_formats[] = {"json", "csv", NULL};
static const char *const firsts[] = {"none", "source", "section", "lang", NULL};
static const char *const suggest_formats[] = {"json", "opensearch", NULL};

static const char *const cite_formats[] = {"json", "bibtex", "ris", "csl", NULL}; /* behind json as cite.h has them */
static const char *const charts[] = {"share", "count", NULL};
static const char *const units[] = {"stories", "copies", NULL};

static const char *interval_name(unsigned i)
{
    return timeline_interval_name((enum timeline_interval)i);
}
static const char *const export_sorts[] = {"newest", "oldest", NULL};

static const char date_hint[] = "Use YYYY, YYYY-MM or YYYY-MM-DD.";
static const char switch_hint[] = "Use 1 or 0.";
static const char version_hint[] = "Use the number of a version, as the list without a and b tells them.";

static const struct parameter rows[] = {
    {.key = PARAM_Q, .name = "q", .aliases = {"query"}, .kind = KIND_QUERY, .max = QUERY_BYTES_MAX,
     .summary = "The query, in the query language; absent: everything.", .example = "tax"},
    {.key = PARAM_MATCH, .name = "match", .kind = KIND_WORD, .words = matches, .standard = MATCH_ALL,
     .hint = "Use all or any.",
     .summary = "Whether an article must have every word or any of them.", .example = "any"},
    {.key = PARAM_FROM, .name = "from", .aliases = {"from-date", "begin_date"}, .kind = KIND_DATE, .hint = date_hint,
     .summary = "The first day, month or year, inclusive.", .example = "2016-11"},
    {.key = PARAM_TO, .name = "to", .aliases = {"to-date", "end_date"}, .kind = KIND_DATE, .hint = date_hint,
     .summary = "The last day, month or year, inclusive.", .example = "2020"},
    {.key = PARAM_SOURCE, .name = "source", .kind = KIND_FILTER, .max = PARAMS_VALUE_MAX,
     .summary = "Only articles of these sources.", .example = "vale herald,the lantern"},
    {.key = PARAM_SECTION, .name = "section", .kind = KIND_FILTER, .max = PARAMS_VALUE_MAX,
     .summary = "Only articles of these sections.", .example = "politics"},
    {.key = PARAM_AUTHOR, .name = "author", .kind = KIND_FILTER, .max = PARAMS_VALUE_MAX,
     .summary = "Only articles by these authors.", .example = "imogen vass"},
    {.key = PARAM_TAG, .name = "tag", .kind = KIND_FILTER, .max = PARAMS_VALUE_MAX,
     .summary = "Only articles with these tags.", .example = "-tax"},
    {.key = PARAM_LANG, .name = "lang", .kind = KIND_FILTER, .max = PARAMS_VALUE_MAX,
     .summary = "Only articles in these languages.", .example = "en"},
    {.key = PARAM_IN, .name = "in", .kind = KIND_WORD, .words = places,
     .hint = "Use title, body, author or all.",
     .summary = "Where to look for words that name no field.", .example = "title"},
    {.key = PARAM_SORT, .name = "sort", .aliases = {"order-by"}, .kind = KIND_WORD, .words = sorts,
     .standard = SORT_RELEVANCE, .hint = "Use relevance, newest or oldest.",
     .summary = "The order of results; without q relevance is newest.", .example = "newest"},
    {.key = PARAM_PAGE, .name = "page", .kind = KIND_NUMBER, .min = 1, .max = PARAM_NUMBER_MAX, .standard = 1,
     .hint = "Use a whole number from 1; page times per_page may be 10,000.",
     .summary = "The page, from 1; page times per_page is at most 10,000 (--page-depth).", .example = "2"},
    {.key = PARAM_PER_PAGE, .name = "per_page", .aliases = {"page-size", "limit"}, .kind = KIND_NUMBER, .min = 1,
     .max = SEARCH_COUNT_MAX, .standard = PARAMS_PER_PAGE, .hint = "Use a whole number from 1 to 100.",
     .summary = "How many results a page has.", .example = "5"},
    {.key = PARAM_OFFSET, .name = "offset", .kind = KIND_NUMBER, .max = PARAM_NUMBER_MAX,
     .hint = "Use a whole number from 0; with per_page it may be 10,000.",
     .summary = "How many results to pass over, in place of page.", .example = "10"},
    {.key = PARAM_CURSOR, .name = "cursor", .kind = KIND_TEXT, .max = CURSOR_MAX,
     .summary = "Where the page before ended, its next_cursor; * for the first page.", .example = "*"},
    {.key = PARAM_FIELDS, .name = "fields", .aliases = {"show-fields", "fl"}, .kind = KIND_LIST, .word = field_name,
     .word_count = RESULT_FIELD_COUNT, .standard = RESULT_FIELDS_DEFAULT,
     .hint = "Use names of a result's members, or all.",
     .summary = "What each result holds.", .example = "id,title_html"},
    {.key = PARAM_HIGHLIGHT, .name = "highlight", .kind = KIND_WORD, .words = highlights, .standard = HIGHLIGHT_HTML,
     .hint = "Use html, offsets or none.",
     .summary = "How found words are marked in titles and snippets.", .example = "offsets"},
    {.key = PARAM_FACETS, .name = "facets", .kind = KIND_LIST, .word = facet_name, .word_count = FACET_COUNT,
     .hint = "Use source, section, author, tag, lang, year.",
     .summary = "What to count in the same answer.", .example = "source,year"},
    {.key = PARAM_COLLAPSE, .name = "collapse", .kind = KIND_WORD, .words = collapses, .standard = COLLAPSE_GROUP,
     .hint = "Use group or none.",
     .summary = "Whether copies of one story are shown once.", .example = "none"},
    {.key = PARAM_EXPLAIN, .name = "explain", .kind = KIND_SWITCH, .words = switches, .hint = switch_hint,
     .summary = "Tells why each result is where it is, and where nothing is found what hindered.", .example = "1"},
    {.key = PARAM_STRICT, .name = "strict", .kind = KIND_SWITCH, .words = switches, .hint = switch_hint,
     .summary = "Refuses what would be a warning.", .example = "1"},
    {.key = PARAM_SNIPPET_LENGTH, .name = "snippet_length", .kind = KIND_NUMBER, .min = SNIPPET_LENGTH_MIN,
     .max = SNIPPET_LENGTH_MAX, .standard = SNIPPET_LENGTH, .hint = "Use a whole number from 160 to 300.",
     .summary = "Characters of a snippet at most.", .example = "200"},
    {.key = PARAM_FRAGMENTS, .name = "fragments", .kind = KIND_NUMBER, .min = 1, .max = 2,
     .standard = SNIPPET_FRAGMENTS, .hint = "Use 1 or 2.",
     .summary = "Passages of a snippet at most.", .example = "1"},
    {.key = PARAM_RECENCY, .name = "recency", .kind = KIND_NUMBER, .min = 1, .max = RECENCY_DAYS_MAX,
     .hint = "Use a whole number of days from 1 to 36500.",
     .summary = "By relevance younger articles come a little higher; the days in which that halves.", .example = "365"},
    {.key = PARAM_LIMIT, .name = "limit", .aliases = {"count"}, .kind = KIND_NUMBER, .min = 1,
     .max = SUGGEST_COUNT_MAX, .standard = SUGGEST_COUNT, .hint = "Use a whole number from 1 to 20.",
     .summary = "How many suggestions at most.", .example = "3"},
    {.key = PARAM_SUGGEST_FORMAT, .name = "format", .kind = KIND_WORD, .words = suggest_formats,
     .hint = "Use json or opensearch.",
     .summary = "The form of the answer; opensearch is for a browser's search bar.", .example = "opensearch"},
    {.key = PARAM_EXPORT_FORMAT, .name = "format", .kind = KIND_WORD, .words = export_form_names,
     .hint = "Use ndjson, csv, bibtex, ris, csl or manifest.",
     .summary = "The form of the articles; manifest: none of them, but what the whole is.", .example = "csv"},
    {.key = PARAM_EXPORT_SORT, .name = "sort", .aliases = {"order-by"}, .kind = KIND_WORD, .words = export_sorts,
     .hint = "Use newest or oldest: relevance changes with the archive, and an export by it could not be made again.",
     .summary = "The order, by date.", .example = "oldest"},
    {.key = PARAM_EXPORT_FIELDS, .name = "fields", .aliases = {"show-fields", "fl"}, .kind = KIND_LIST,
     .word = field_name, .word_count = RESULT_FIELD_COUNT, .standard = EXPORT_FIELDS_DEFAULT,
     .hint = "Use names of a result's members, or all.",
     .summary = "What of each article; id is always there.", .example = "title,text"},
    {.key = PARAM_EXPORT_LIMIT, .name = "limit", .kind = KIND_NUMBER, .min = 1, .max = PARAM_NUMBER_MAX,
     .hint = "Use a whole number from 1 to 999,999,999.",
     .summary = "How many articles at most.", .example = "1000"},
    {.key = PARAM_AFTER, .name = "after", .kind = KIND_TEXT, .max = HEAD_TARGET_MAX,
     .hint = "Give the id of the last article that you have, or leave after out.",
     .summary = "The id of the last article that is had already: the export goes on behind it.",
     .example = "courier-2017-03-02-budget"},
    {.key = PARAM_BOM, .name = "bom", .kind = KIND_SWITCH, .words = switches, .hint = switch_hint,
     .summary = "csv: begins with what tells Excel that it is UTF-8.", .example = "1"},
    {.key = PARAM_FEED_PER_PAGE, .name = "per_page", .aliases = {"page-size", "limit"}, .kind = KIND_NUMBER, .min = 1,
     .max = SEARCH_COUNT_MAX, .standard = PARAMS_FEED_PER_PAGE, .hint = "Use a whole number from 1 to 100.",
     .summary = "How many entries a page has.", .example = "5"},
    {.key = PARAM_DIFF, .name = "diff", .kind = KIND_SWITCH, .words = switches, .hint = switch_hint,
     .summary = "Tells what differs, word by word.", .example = "1"},
    {.key = PARAM_WITH, .name = "with", .kind = KIND_TEXT, .max = HEAD_TARGET_MAX,
     .summary = "Only the copy of this id, and what differs, word by word.", .example = "vpa-2020-04-04-leader"},
    {.key = PARAM_A, .name = "a", .kind = KIND_NUMBER, .min = 1, .max = PARAM_NUMBER_MAX, .hint = version_hint,
     .summary = "The version to compare with version b.", .example = "1"},
    {.key = PARAM_B, .name = "b", .kind = KIND_NUMBER, .min = 1, .max = PARAM_NUMBER_MAX, .hint = version_hint,
     .summary = "The version that version a is compared with.", .example = "1"},
    {.key = PARAM_SNAPSHOT, .name = "snapshot", .kind = KIND_TEXT, .max = SNAPSHOT_MAX,
     .summary = "The archive as it was then: snapshot.id of an earlier answer.", .example = "4f0c1a2b-1842"},
    {.key = PARAM_HASH, .name = "hash", .kind = KIND_TEXT, .max = PERMALINK_DIGITS_MAX,
     .hint = "Use the first 8 to 64 hex digits of an article's content_hash.",
     .summary = "The text whose content_hash begins so, which may be an earlier one.", .example = "0d6b8e60d1764c9f"},
    {.key = PARAM_CITE_FORMAT, .name = "format", .kind = KIND_WORD, .words = cite_formats,
     .hint = "Use json, bibtex, ris or csl.",
     .summary = "The form of the answer; the others than json are for reference managers.", .example = "bibtex"},
    {.key = PARAM_SINCE, .name = "since", .kind = KIND_TEXT, .max = SNAPSHOT_MAX,
     .summary = "Only what was added or changed after this snapshot: snapshot.id of an answer.",
     .example = "4f0c1a2b-1842"},
    {.key = PARAM_FACET_LIMIT, .name = "facet_limit", .kind = KIND_NUMBER, .min = 1, .max = SEARCH_FACET_VALUES_MAX,
     .standard = SEARCH_FACET_VALUES, .hint = "Use a whole number from 1 to 10000.",
     .summary = "How many values of each facet to tell, the most frequent first (--facet-values).", .example = "1000"},
    {.key = PARAM_UNIT, .name = "count", .kind = KIND_WORD, .words = units, .standard = PARAM_NO_WORD,
     .hint = "Use stories or copies.",
     .summary = "Whether copies of one story count once or each; timelines count stories where it is not said, facets "
                "copies.",
     .example = "copies"},
    {.key = PARAM_INTERVAL, .name = "interval", .kind = KIND_WORD, .word = interval_name,
     .word_count = TIMELINE_AUTO + 1, .standard = TIMELINE_MONTH, .hint = "Use year, month, week, day or auto.",
     .summary = "The length of a timeline's intervals; weeks begin on Monday. auto: what fits a chart.",
     .example = "year"},
    {.key = PARAM_BY, .name = "by", .kind = KIND_WORD, .word = facet_name, .word_count = FACET_YEAR,
     .standard = PARAM_NO_WORD, .hint = "Use source, section, author, tag or lang.",
     .summary = "A series also for each of the most frequent values of this field.", .example = "source"},
    {.key = PARAM_BY_LIMIT, .name = "by_limit", .kind = KIND_NUMBER, .min = 1, .max = TIMELINE_BY_MAX,
     .standard = TIMELINE_BY, .hint = "Use a whole number from 1 to 100.",
     .summary = "How many values have a series.", .example = "3"},
    {.key = PARAM_SIDE_A, .name = "a", .kind = KIND_QUERY, .max = QUERY_BYTES_MAX,
     .hint = "Use the query language: source:x, date:2015, words.",
     .summary = "What an article of the first set must match besides q, in the query language.",
     .example = "source:\"vale herald\""},
    {.key = PARAM_SIDE_B, .name = "b", .kind = KIND_QUERY, .max = QUERY_BYTES_MAX,
     .hint = "Use the query language: source:x, date:2015, words.",
     .summary = "What an article of the second set must match besides q, in the query language.",
     .example = "-source:\"vale herald\""},
    {.key = PARAM_COMPARE_LIMIT, .name = "limit", .kind = KIND_NUMBER, .min = 1, .max = COMPARE_LIMIT_MAX,
     .standard = COMPARE_LIMIT, .hint = "Use a whole number from 1 to 200.",
     .summary = "How many words of each set at most.", .example = "50"},
    {.key = PARAM_TABLE_FORMAT, .name = "format", .kind = KIND_WORD, .words = table_formats,
     .hint = "Use json or csv.",
     .summary = "The form of the answer; csv is for spreadsheets.", .example = "csv"},
    {.key = PARAM_FIRST_BY, .name = "first_by", .kind = KIND_WORD, .words = firsts,
     .hint = "Use none, source, section or lang.",
     .summary = "Of which field's values to tell the first article of each.", .example = "source"},
    {.key = PARAM_CHART, .name = "chart", .kind = KIND_WORD, .words = charts, .hint = "Use share or count.",
     .summary = "Whether the chart tells shares of all articles or how many there are.", .example = "count"},
    {.key = PARAM_MARK, .name = "q", .aliases = {"query"}, .kind = KIND_QUERY, .max = QUERY_BYTES_MAX,
     .summary = "Marks in title and text, as highlight says, what a search for this query marks in its results.",
     .example = "tax"},
};
_Static_assert(sizeof rows / sizeof rows[0] == PARAM_COUNT, "each key has its row");

const struct parameter *parameter_of(enum param_key key)
{
    for (size_t i = 0; i < PARAM_COUNT; i++)
        if (rows[i].key == key)
            return &rows[i];
    return NULL;
}

const char *parameter_word(const struct parameter *p, unsigned i)
{
    if (p->words) /* is ended by a NULL, behind which nobody asks */
        return p->words[i];
    return i < p->word_count ? p->word(i) : NULL;
}

static bool is_called(const struct parameter *p, const char *name, size_t len)
{
    if (strlen(p->name) == len && memcmp(p->name, name, len) == 0)
        return true;
    for (size_t i = 0; i < PARAM_ALIASES_MAX && p->aliases[i]; i++)
        if (strlen(p->aliases[i]) == len && memcmp(p->aliases[i], name, len) == 0)
            return true;
    return false;
}

const struct parameter *parameter_find(const char *name, size_t len, uint64_t takes, bool *elsewhere)
{
    *elsewhere = false;
    for (size_t i = 0; i < PARAM_COUNT; i++) {
        if (!is_called(&rows[i], name, len))
            continue;
        if (takes & PARAM_BIT(rows[i].key))
            return &rows[i];
        *elsewhere = true;
    }
    return NULL;
}
