/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_search.c - the daemon's search in a terminal. */
#include "archive/clock.h"
#include "archive/render.h"
#include "indexer/batch.h"
#include "indexer/command.h"
#include "indexer/search_options.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char help[] =
    "usage: indexer [--archive DIR] search [OPTIONS] QUERY...\n"
    "       indexer [--archive DIR] search --batch FILE [OPTIONS]\n"
    "\n"
    "Searches as the daemon does. The query may hold words, \"a phrase\", AND OR NOT, -word,\n"
    "( ), prefix*, \"near these\"~5, and title: author: said: source: section: tag: id: url:\n"
    "date: before a word. Several words need no quotes. Without a query: everything, newest first.\n"
    "\n"
    "  --from DATE, --to DATE   YYYY, YYYY-MM or YYYY-MM-DD, inclusive\n"
    "  --source A,B             only from A or B; -A: not from A. Given twice, both must hold.\n"
    "                           \"A, B\" in double quotes is one value; \"\" in it is a quote.\n"
    "                           Likewise --section, --author, --tag, --lang\n"
    "  --in FIELD               look only in title, body or author\n"
    "  --match all|any          every word (all), or any, best first\n"
    "  --sort ORDER             relevance, newest or oldest\n"
    "  --page N, --per-page N   1 and 10\n"
    "  --snippet-length N       characters of a snippet at most, 160 to 300 (280)\n"
    "  --fragments 1|2          whether a snippet may be two passages (2)\n"
    "  --recency DAYS           younger articles a little higher: DAYS is the half-life of that\n"
    "  --collapse group|none    copies of one story once, or all of them (group)\n"
    "  --snapshot ID            the archive as it was then: what `stats` or an answer named (docs/snapshots.md)\n"
    "  --explain                why each is where it is, and where there is none, what hindered\n"
    "  --json                   the daemon's answer\n"
    "  --                       what follows is query\n"
    "  --batch FILE             the queries of a file ('-': standard input), to a CSV: a table with a\n"
    "                           column q, and from, to, source, section, author, tag, lang, match, in,\n"
    "                           collapse, label where wanted; or a query on each line. With:\n"
    "  --counts                 how many articles each finds, and the dates of the first and last\n"
    "  --hits[=N|all]           the articles themselves: the N (100) best of each, or all by date\n"
    "  --bom                    begins with what tells Excel that it is UTF-8\n"
    "  --json                   lines of JSON in place of CSV\n"
    "\n"
    "exit: 0 done, also when nothing is found, 1 it failed, or some queries of a batch did, 2 wrong use\n";

struct searching {
    const struct search_options *options;
    struct arena *arena;
    struct search_page page;
};

static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct searching *s = ctx;
    const char *snapshot = s->options->snapshot;

    if (snapshot && reader_show(r, snapshot, strlen(snapshot), err) < 0)
        return -1;
    return search_run(r, &s->options->request, s->arena, &s->page, err);
}

static void print_marked(const struct marked *m, bool bold)
{
    uint32_t at = 0;

    for (size_t i = 0; bold && i < m->span_count; i++) {
        print_clean(stdout, m->text + at, m->spans[i].start - at);
        fputs("\033[1m", stdout);
        print_clean(stdout, m->text + m->spans[i].start, m->spans[i].end - m->spans[i].start);
        fputs("\033[0m", stdout);
        at = m->spans[i].end;
    }
    print_clean(stdout, m->text + at, m->len - at);
    putchar('\n');
}

static void print_text(struct record_text text)
{
    if (!text.data)
        return;
    fputs("  ", stdout);
    print_clean(stdout, text.data, text.len);
}

static void print_words(const char *before, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fputs(i ? ", " : before, stdout);
        print_clean(stdout, words[i], strlen(words[i]));
    }
}

static void print_explanation(const struct search_explanation *e)
{
    for (size_t i = 0; i < e->count; i++) {
        const struct search_reason *reason = &e->words[i];
        const char *fields[3];
        size_t count = 0;
        if (reason->in_title)
            fields[count++] = "title";
        if (reason->in_body)
            fields[count++] = "body";
        if (reason->in_author)
            fields[count++] = "author";
        printf("     %8.4f  ", reason->weight);
        print_clean(stdout, reason->word, strlen(reason->word));
        print_words(": ", reason->forms, reason->form_count);
        print_words(" in ", fields, count);
        printf(", counting %.4g\n", reason->occurrences);
    }
    if (e->closeness > 0)
        printf("     %8.4f  closeness of these words\n", e->closeness);
    if (e->title > 0)
        printf("     %8.4f  words of the query in the title\n", e->title);
    if (e->feedback > 0)
        printf("     %8.4f  words of the best results\n", e->feedback);
    if (e->recency < 1)
        printf("   x %8.4f  recency\n", e->recency);
}

static void print_result(const struct search_result *result, uint64_t number, bool bold)
{
    static const char untitled[] = "(no title)";

    printf("%3" PRIu64 ". ", number);
    if (result->record.withdrawn) {
        print_clean(stdout, result->record.id.data, result->record.id.len);
        puts("  (withdrawn since)\n");
        return;
    }
    if (result->title.text)
        print_marked(&result->title, bold);
    else
        puts(untitled);
    fputs("   ", stdout);
    print_text(result->record.date);
    print_text(result->record.source);
    print_text(result->record.id);
    if (result->copies)
        printf("  and %zu %s", result->copies, result->copies == 1 ? "copy" : "copies");
    putchar('\n');
    if (result->snippet.text) {
        fputs("     ", stdout);
        print_marked(&result->snippet, bold);
    }
    if (result->explanation) {
        printf("   = %8.4f\n", result->score);
        print_explanation(result->explanation);
    }
    putchar('\n');
}

static void print_page(const struct searching *s, const struct snapshot *snapshot)
{
    const char *says = render_snapshot_says(snapshot);
    const struct search_request *r = &s->options->request;
    const struct search_page *p = &s->page;
    bool bold = terminal_is_bold(stdout);

    if (says)
        fprintf(stderr, "indexer: warning: %s\n", says);
    for (size_t i = 0; i < p->warning_count; i++)
        fprintf(stderr, "indexer: warning: %s\n", p->warnings[i]);
    if (p->understood_as && strcmp(p->understood_as, r->q ? r->q : "") != 0)
        printf("understood as: %s\n", p->understood_as);
    if (p->did_you_mean && !p->corrected)
        printf("did you mean: %s\n", p->did_you_mean);
    if (p->relaxed)
        puts("no article holds every word; these hold some of them");
    printf("%s%" PRIu64 " %s\n\n", p->total_exact ? "" : "about ", p->total, p->total == 1 ? "article" : "articles");
    for (size_t i = 0; i < p->count; i++)
        print_result(&p->results[i], r->first + i + 1, bold);
    for (size_t i = 0; i < p->without_count; i++)
        printf("%10" PRIu64 " without %s\n", p->without[i].total, p->without[i].part);
    uint64_t pages = (p->total + r->count - 1) / r->count;
    if (s->options->page < pages)
        printf("page %u of %" PRIu64 "; the next by --page %u\n", s->options->page, pages, s->options->page + 1);
}

static int search(const char *archive, struct searching *s)
{
    const struct search_options *o = s->options;
    struct render_options render = {.fields = RESULT_FIELDS_DEFAULT, .highlight = HIGHLIGHT_HTML, .page = o->page,
                                    .per_page = o->per_page};
    struct timespec begin;
    struct reader *r = NULL;
    struct error err = {0};
    int code = EXIT_DONE;

    if (reader_open(archive, &r, &err) < 0)
        return command_failed(&err);
    clock_gettime(CLOCK_MONOTONIC, &begin);
    int rc = reader_ask(r, ask, s, &err);
    render.took_ms = clock_ms_since(&begin);
    if (rc < 0)
        code = command_failed(&err);
    else if (!o->json)
        print_page(s, reader_snapshot(r));
    else if (!print_json(render_search(&o->request, &s->page, reader_snapshot(r), &render)))
        code = EXIT_SOME_FAILED;
    reader_close(r);
    return rc < 0 && err.fault == FAULT_INVALID ? EXIT_WRONG_USE : code;
}

int cmd_search(const char *archive, int argc, char **argv)
{
    struct arena arena = arena_make(SEARCH_ARENA_MAX);
    struct search_options o;
    struct searching s = {.options = &o, .arena = &arena};
    int code = EXIT_WRONG_USE;

    if (search_options_read(argc, argv, &arena, &o)) {
        code = EXIT_DONE;
        if (o.help)
            fputs(help, stdout);
        else if (o.batch)
            code = batch_run(archive, &o);
        else
            code = search(archive, &s);
    }
    arena_free(&arena);
    return code;
}
