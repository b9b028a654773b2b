/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_stats.c - what the archive holds. */
#include "indexer/census.h"
#include "indexer/command.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SOURCES_SHOWN = 20 };

static const char help[] = "usage: indexer [--archive DIR] stats [--json]\n"
                           "\n"
                           "Prints how many articles there are, their sources, dates and languages, and what\n"
                           "they take on disk. With --json all of it, every source too.\n"
                           "exit: 0 done, 1 the archive cannot be read, 2 wrong use\n";

static int take_census(struct reader *r, void *ctx, struct error *err)
{
    return census_take(r, ctx, err);
}

static void kilobytes(const char *name, uint64_t bytes)
{
    printf("  %-10s %10.0f kB\n", name, (double)bytes / 1e3);
}

static void names(const char *title, const struct census_names *n, size_t max)
{
    printf("%s %zu\n", title, n->count);
    for (size_t i = 0; i < n->count && i < max; i++) {
        const char *name = *n->at[i]->name ? n->at[i]->name : "(others)";
        printf("  %10" PRIu64 "  ", n->at[i]->count);
        print_clean(stdout, name, strlen(name));
        putchar('\n');
    }
    if (n->count > max)
        printf("  and %zu more; --json names all\n", n->count - max);
    if (n->without)
        printf("  %10" PRIu64 "  (none given)\n", n->without);
}

static void print(const struct snapshot *s, const struct census *c, const struct census_sizes *z)
{
    printf("articles   %" PRIu64 "\nfirst      %s\nlast       %s\nundated    %" PRIu64 "\n"
           "copies     %" PRIu64 " of %" PRIu64 " stories\nsnapshot   %s\n", c->articles,
           *c->first ? c->first : "-", *c->last ? c->last : "-", c->undated, c->copies, c->groups, s->id);
    names("sources   ", &c->sources, SOURCES_SHOWN);
    names("languages ", &c->langs, SOURCES_SHOWN);
    puts("on disk");
    kilobytes("articles", z->articles);
    kilobytes("runs", z->runs);
    kilobytes("delta", z->delta);
    kilobytes("all", z->articles + z->runs + z->delta + z->other);
}

static void add_names(cJSON *object, const char *key, const struct census_names *n)
{
    cJSON *list = cJSON_AddArrayToObject(object, key);

    for (size_t i = 0; list && i < n->count; i++) {
        cJSON *one = cJSON_CreateObject();
        cJSON_AddStringToObject(one, "value", n->at[i]->name);
        cJSON_AddNumberToObject(one, "count", (double)n->at[i]->count);
        if (!cJSON_AddItemToArray(list, one))
            cJSON_Delete(one);
    }
}

static cJSON *as_json(const struct snapshot *s, const struct census *c, const struct census_sizes *z)
{
    cJSON *object = cJSON_CreateObject(), *disk;

    cJSON_AddStringToObject(object, "snapshot", s->id);
    cJSON_AddNumberToObject(object, "articles", (double)c->articles);
    cJSON_AddItemToObject(object, "first_date", *c->first ? cJSON_CreateString(c->first) : cJSON_CreateNull());
    cJSON_AddItemToObject(object, "last_date", *c->last ? cJSON_CreateString(c->last) : cJSON_CreateNull());
    cJSON_AddNumberToObject(object, "undated", (double)c->undated);
    cJSON_AddNumberToObject(object, "copies", (double)c->copies);
    cJSON_AddNumberToObject(object, "copied_stories", (double)c->groups);
    add_names(object, "sources", &c->sources);
    cJSON_AddNumberToObject(object, "without_source", (double)c->sources.without);
    add_names(object, "languages", &c->langs);
    cJSON_AddNumberToObject(object, "without_language", (double)c->langs.without);
    disk = cJSON_AddObjectToObject(object, "bytes");
    cJSON_AddNumberToObject(disk, "articles", (double)z->articles);
    cJSON_AddNumberToObject(disk, "runs", (double)z->runs);
    cJSON_AddNumberToObject(disk, "delta", (double)z->delta);
    cJSON_AddNumberToObject(disk, "all", (double)(z->articles + z->runs + z->delta + z->other));
    return object;
}

int cmd_stats(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"json", no_argument, NULL, 'J'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct census c = {0};
    struct census_sizes sizes;
    struct reader *r = NULL;
    struct error err = {0};
    bool json = false;

    for (int o; (o = option_next(argc, argv, "", known)) != -1;) {
        if (o == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (o != 'J')
            return EXIT_WRONG_USE;
        json = true;
    }
    if (optind < argc)
        return command_misused("stats", "takes no '%.40s'", argv[optind]);
    if (reader_open(archive, &r, &err) < 0)
        return command_failed(&err);
    int code = EXIT_DONE;
    if (reader_ask(r, take_census, &c, &err) < 0 || census_sizes(archive, &sizes, &err) < 0)
        code = command_failed(&err);
    else if (json)
        code = print_json(as_json(reader_snapshot(r), &c, &sizes)) ? EXIT_DONE : EXIT_SOME_FAILED;
    else
        print(reader_snapshot(r), &c, &sizes);
    census_free(&c);
    reader_close(r);
    return code;
}
