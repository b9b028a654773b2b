/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_options.c - a command line read into a search. */
#include "indexer/search_options.h"

#include "archive/recency.h"
#include "indexer/command.h"
#include "indexer/search_values.h"

#include <string.h>

enum { PER_PAGE = 10 };

enum {
    OPTION_FROM = 256,
    OPTION_TO,
    OPTION_IN,
    OPTION_MATCH,
    OPTION_SORT,
    OPTION_PAGE,
    OPTION_PER_PAGE,
    OPTION_SNIPPET_LENGTH,
    OPTION_FRAGMENTS,
    OPTION_JSON,
    OPTION_EXPLAIN,
    OPTION_RECENCY,
    OPTION_COLLAPSE,
    OPTION_SNAPSHOT,
    OPTION_BATCH,
    OPTION_COUNTS,
    OPTION_HITS,
    OPTION_BOM,
    OPTION_HELP,
    OPTION_FILTER /* and, behind it, one for each facet */
};

static const struct option known[] = {{"from", required_argument, NULL, OPTION_FROM},
                                      {"to", required_argument, NULL, OPTION_TO},
                                      {"in", required_argument, NULL, OPTION_IN},
                                      {"match", required_argument, NULL, OPTION_MATCH},
                                      {"sort", required_argument, NULL, OPTION_SORT},
                                      {"page", required_argument, NULL, OPTION_PAGE},
                                      {"per-page", required_argument, NULL, OPTION_PER_PAGE},
                                      {"snippet-length", required_argument, NULL, OPTION_SNIPPET_LENGTH},
                                      {"fragments", required_argument, NULL, OPTION_FRAGMENTS},
                                      {"source", required_argument, NULL, OPTION_FILTER + FACET_SOURCE},
                                      {"section", required_argument, NULL, OPTION_FILTER + FACET_SECTION},
                                      {"author", required_argument, NULL, OPTION_FILTER + FACET_AUTHOR},
                                      {"tag", required_argument, NULL, OPTION_FILTER + FACET_TAG},
                                      {"lang", required_argument, NULL, OPTION_FILTER + FACET_LANG},
                                      {"recency", required_argument, NULL, OPTION_RECENCY},
                                      {"collapse", required_argument, NULL, OPTION_COLLAPSE},
                                      {"snapshot", required_argument, NULL, OPTION_SNAPSHOT},
                                      {"batch", required_argument, NULL, OPTION_BATCH},
                                      {"counts", no_argument, NULL, OPTION_COUNTS},
                                      {"hits", optional_argument, NULL, OPTION_HITS},
                                      {"bom", no_argument, NULL, OPTION_BOM},
                                      {"explain", no_argument, NULL, OPTION_EXPLAIN},
                                      {"json", no_argument, NULL, OPTION_JSON},
                                      {"help", no_argument, NULL, OPTION_HELP},
                                      {NULL, 0, NULL, 0}};

static bool choose(const char *option, const struct search_choice *choices, int *out)
{
    char names[SEARCH_CHOICES_TEXT];

    if (search_choice_read(choices, optarg, out))
        return true;
    search_choices_text(choices, names);
    command_misused("search", "--%s takes %s, not '%.40s'", option, names, optarg);
    return false;
}

static bool read_date(const char *option, struct date *out)
{
    const char *why = "";

    if (date_parse_iso(optarg, strlen(optarg), out, &why))
        return true;
    command_misused("search", "--%s '%.40s': %s; use YYYY, YYYY-MM or YYYY-MM-DD", option, optarg, why);
    return false;
}

/* Given twice, both must hold. */
static bool add_filter(struct search_options *o, enum search_facet facet, struct arena *arena)
{
    const char *why;

    if (o->request.filter_count == FILTERS_MAX) {
        command_misused("search", "at most %d filters are taken", FILTERS_MAX);
        return false;
    }
    if (!search_filter_read(optarg, facet, arena, &o->filters[o->request.filter_count], &why)) {
        command_misused("search", "--%s %s", search_facet_name(facet), why);
        return false;
    }
    o->request.filter_count++;
    return true;
}

static bool choose_hits(struct search_options *o)
{
    long n = SEARCH_HITS;

    o->hits = true;
    o->hits_all = optarg && strcmp(optarg, "all") == 0;
    if (optarg && !o->hits_all && !option_number("search", "hits", 1, SEARCH_WINDOW, &n))
        return false;
    o->hits_max = (uint32_t)n;
    return true;
}

static bool read_option(int c, struct search_options *o, struct arena *arena)
{
    struct search_request *r = &o->request;
    int value = 0;
    long n = 0;

    switch (c) {
    case OPTION_FROM:
        return read_date("from", &r->from);
    case OPTION_TO:
        return read_date("to", &r->to);
    case OPTION_IN:
        return choose("in", search_places, &value) && (r->in = (enum query_field)value, true);
    case OPTION_MATCH:
        return choose("match", search_matches, &value) && (r->match = (enum query_match)value, true);
    case OPTION_SORT:
        return choose("sort", search_sorts, &value) && (r->sort = (enum search_sort)value, true);
    case OPTION_PAGE:
        return option_number("search", "page", 1, SEARCH_WINDOW, &n) && (o->page = (uint32_t)n, true);
    case OPTION_PER_PAGE:
        return option_number("search", "per-page", 1, SEARCH_COUNT_MAX, &n) && (o->per_page = (uint32_t)n, true);
    case OPTION_SNIPPET_LENGTH:
        return option_number("search", "snippet-length", SNIPPET_LENGTH_MIN, SNIPPET_LENGTH_MAX, &n) &&
               (r->snippet_length = (uint32_t)n, true);
    case OPTION_FRAGMENTS:
        return option_number("search", "fragments", 1, 2, &n) && (r->fragments = (uint32_t)n, true);
    case OPTION_RECENCY:
        return option_number("search", "recency", 1, RECENCY_DAYS_MAX, &n) && (r->recency = (uint32_t)n, true);
    case OPTION_COLLAPSE:
        return choose("collapse", search_collapses, &value) && (r->collapse = (enum search_collapse)value, true);
    case OPTION_BATCH:
        o->batch = optarg;
        return true;
    case OPTION_COUNTS:
        o->hits = false;
        return true;
    case OPTION_HITS:
        return choose_hits(o);
    case OPTION_BOM:
        return o->bom = true;
    case OPTION_SNAPSHOT:
        o->snapshot = optarg;
        return true;
    case OPTION_EXPLAIN:
        return r->explain = true;
    case OPTION_JSON:
        return o->json = true;
    default:
        return c >= OPTION_FILTER && add_filter(o, (enum search_facet)(c - OPTION_FILTER), arena);
    }
}

/* Words are joined by spaces, as a search box would have them. */
static bool add_word(struct search_request *r, struct arena *arena, const char *word)
{
    r->q = arena_printf(arena, "%s%s%s", r->q ? r->q : "", r->q ? " " : "", word);
    r->q_len = r->q ? strlen(r->q) : 0;
    return r->q != NULL;
}

bool search_options_read(int argc, char **argv, struct arena *arena, struct search_options *out)
{
    struct search_request *r = &out->request;

    *out = (struct search_options){.page = 1, .per_page = PER_PAGE, .request = {.collapse = COLLAPSE_GROUP}};
    optind = 1;
    while (optind < argc) {
        const char *arg = argv[optind];
        if (strcmp(arg, "--") == 0) {
            while (++optind < argc) {
                if (!add_word(r, arena, argv[optind]))
                    return false;
            }
            break;
        }
        /* getopt is asked for long options only: "-brexit" is the query's, not four letters of ours. */
        if (strncmp(arg, "--", 2) != 0) {
            if (!add_word(r, arena, arg))
                return false;
            optind++;
            continue;
        }
        int c = option_next(argc, argv, "+", known);
        if (c == OPTION_HELP) {
            out->help = true;
            return true;
        }
        if (c == '?' || !read_option(c, out, arena))
            return false;
    }
    if (out->batch && r->q) {
        command_misused("search", "--batch takes its queries from the file, not '%.40s'", r->q);
        return false;
    }
    if (!out->batch && (out->hits || out->bom)) {
        command_misused("search", "--hits, --counts and --bom go with --batch");
        return false;
    }
    if ((uint64_t)out->page * out->per_page > SEARCH_WINDOW) {
        command_misused("search", "only the first %d results can be paged to; narrow the search by dates",
                        SEARCH_WINDOW);
        return false;
    }
    r->filters = out->filters;
    r->first = (out->page - 1) * out->per_page;
    r->count = out->per_page;
    r->marks = r->snippets = true;
    return true;
}
