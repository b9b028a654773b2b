/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bench_search.c - latency of answers in-process, by type of query.
 * usage: bench_search ARCHIVE queries.tsv [RUNS]     each query so often, and once before to warm up
 *        bench_search ARCHIVE -q QUERY               shows one answer
 * queries.tsv: TYPE<TAB>query. 'or' asks match=any, 'date' sort=newest, 'newest' everything (its query is not
 * looked at), 'month' is YYYY-MM and words (or none) to be found in it, 'facets' counts all facets. */
#include "archive/date.h"
#include "archive/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { QUERIES_MAX = 100000, TYPES_MAX = 16 };

struct query_line {
    char type[16];
    char text[512];
};

struct timing {
    const char *type;
    double ms;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int make_request(const char *type, const char *text, struct search_request *out, struct error *err)
{
    *out = (struct search_request){.q = text, .q_len = strlen(text), .count = 10, .marks = true, .snippets = true,
                                   .match = strcmp(type, "or") == 0 ? MATCH_ANY : MATCH_ALL,
                                   .sort = strcmp(type, "date") == 0 ? SORT_NEWEST : SORT_RELEVANCE};
    if (strcmp(type, "newest") == 0)
        out->q = NULL;
    if (strcmp(type, "facets") == 0)
        out->facets = (1u << FACET_COUNT) - 1;
    if (strcmp(type, "month") != 0)
        return 0;
    size_t len = strcspn(text, " ");
    if (!date_parse_iso(text, len, &out->from, NULL))
        return error_set(err, FAULT_INVALID, "'month' without one");
    out->to = out->from;
    out->q = text[len] ? text + len : NULL;
    out->q_len = out->q ? strlen(out->q) : 0;
    return 0;
}

static int compare(const void *a, const void *b)
{
    const struct timing *x = a, *y = b;
    int order = strcmp(x->type, y->type);
    return order ? order : (x->ms > y->ms) - (x->ms < y->ms);
}

static void report(struct timing *all, size_t count)
{
    qsort(all, count, sizeof *all, compare);
    for (size_t i = 0; i < count;) {
        size_t n = 0;
        while (i + n < count && strcmp(all[i + n].type, all[i].type) == 0)
            n++;
        printf("hustings\t%s\tn=%zu\tp50=%.3f ms\tp90=%.3f ms\tp99=%.3f ms\n", all[i].type, n, all[i + n / 2].ms,
               all[i + n * 9 / 10].ms, all[i + n * 99 / 100].ms);
        i += n;
    }
}

static int show(struct reader *r, const char *text)
{
    struct search_request request;
    struct arena arena = arena_make(SEARCH_ARENA_MAX);
    struct search_page page;
    struct error err;
    make_request("", text, &request, &err);
    request.facets = 1u << FACET_SOURCE | 1u << FACET_YEAR;
    if (search_run(r, &request, &arena, &page, &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    printf("%s\t%s %s%llu%s%s\n", page.understood_as, page.hash, page.total_exact ? "" : "about ",
           (unsigned long long)page.total, page.relaxed ? " relaxed" : "", page.partial ? " partial" : "");
    for (size_t i = 0; i < page.count; i++) {
        const struct search_result *hit = &page.results[i];
        printf("%.3f %.*s %.*s\n  %s\n", hit->score, (int)hit->record.date.len,
               hit->record.date.data ? hit->record.date.data : "",
               (int)hit->record.id.len, hit->record.id.data, hit->title.text ? marked_html(&hit->title, &arena) : "");
        if (hit->snippet.text)
            printf("  %s\n", marked_html(&hit->snippet, &arena));
    }
    for (size_t i = 0; i < page.facet_count; i++)
        for (size_t k = 0; k < page.facets[i].count && k < 3; k++)
            printf("%s=%s %u\n", search_facet_name(page.facets[i].facet), page.facets[i].values[k].value,
                   page.facets[i].values[k].count);
    for (size_t i = 0; i < page.warning_count; i++)
        printf("warning: %s\n", page.warnings[i]);
    arena_free(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    struct reader *r;
    struct error err;
    if (argc < 3 || reader_open(argv[1], &r, &err) < 0) {
        fprintf(stderr, "%s\n", argc < 3 ? "usage: bench_search ARCHIVE queries.tsv [RUNS]" : err.text);
        return 2;
    }
    if (argc > 3 && strcmp(argv[2], "-q") == 0)
        return show(r, argv[3]);
    FILE *file = fopen(argv[2], "r");
    struct query_line *lines = calloc(QUERIES_MAX, sizeof *lines);
    size_t count = 0, runs = argc > 3 ? strtoul(argv[3], NULL, 10) : 5, done = 0;
    while (file && count < QUERIES_MAX &&
           fscanf(file, "%15[^\t]\t%511[^\n]\n", lines[count].type, lines[count].text) == 2)
        count++;
    struct timing *all = calloc(count * runs + 1, sizeof *all);
    bool failed = count == 0;
    for (size_t run = 0; run <= runs; run++) {
        for (size_t i = 0; i < count; i++) {
            struct search_request request;
            struct arena arena = arena_make(SEARCH_ARENA_MAX);
            struct search_page page = {0};
            double begin = now_ms();
            if (make_request(lines[i].type, lines[i].text, &request, &err) < 0 ||
                search_run(r, &request, &arena, &page, &err) < 0) {
                fprintf(stderr, "%s: %s\n", lines[i].text, err.text);
                failed = true;
            }
            for (size_t k = 0; k < page.count; k++)
                if (page.results[k].snippet.text)
                    marked_html(&page.results[k].snippet, &arena);
            arena_free(&arena);
            if (run) /* the first warms up */
                all[done++] = (struct timing){lines[i].type, now_ms() - begin};
        }
    }
    report(all, done);
    return failed;
}
