/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_show.c - articles in full. */
#include "archive/article_history.h"
#include "archive/reader.h"
#include "archive/render.h"
#include "archive/stored.h"
#include "archive/tombstone.h"
#include "indexer/command.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_MAX = 1 << 20 };

static const char help[] = "usage: indexer [--archive DIR] show [--json] ID...\n"
                           "\n"
                           "Prints articles in full: title, facts, text. With --json each is one line, as the\n"
                           "daemon answers it.\n"
                           "exit: 0 done, 1 some were not there, 2 wrong use\n";

struct showing {
    const char *id;
    bool json;
    struct buffer record, stored;
};

static void fact(const char *name, const char *value)
{
    if (!value)
        return;
    printf("%-9s ", name);
    print_clean(stdout, value, strlen(value));
    putchar('\n');
}

static void fact_list(const char *name, const struct strings *list)
{
    for (size_t i = 0; i < list->count; i++)
        fact(i ? "" : name, list->at[i]);
}

static void other_facts(const cJSON *extra)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, extra)
    {
        char *text = cJSON_IsString(item) ? NULL : cJSON_PrintUnformatted(item);
        fact(item->string, text ? text : item->valuestring);
        cJSON_free(text);
    }
}

/* Paragraphs as they are: clean text holds no control characters but these. */
static void paragraphs(const char *text)
{
    if (text)
        printf("\n%s\n", text);
}

static void print_article(const struct article *a, uint32_t version)
{
    bool bold = terminal_is_bold(stdout);

    if (a->title)
        printf("%s%s%s\n\n", bold ? "\033[1m" : "", a->title, bold ? "\033[0m" : "");
    fact("id", a->id);
    fact("date", a->date);
    fact("updated", a->updated);
    fact("source", a->source);
    fact("section", a->section);
    fact_list("author", &a->authors);
    fact_list("tag", &a->tags);
    fact("url", a->url);
    fact("lang", a->lang);
    if (version > 1)
        printf("%-9s %" PRIu32 "\n", "version", version);
    other_facts(a->extra);
    paragraphs(a->summary);
    paragraphs(a->text);
}

/* err says that there is no such article, or why not any more. */
static int tell_retracted(struct reader *r, const struct showing *s, struct error *err)
{
    struct tombstone found;
    char when[HISTORY_TIME_MAX];

    if (tombstone_find(r, s->id, &found, err) < 0)
        return -1;
    history_time(found.stored, when);
    error_set(err, FAULT_NOT_FOUND, "article '%.60s' was retracted at %s: %s", s->id, when, found.reason);
    free(found.reason);
    return -1;
}

static int show(struct reader *r, void *ctx, struct error *err)
{
    struct showing *s = ctx;
    struct record record;
    struct segment_record stored;
    struct article a = {0};

    if (reader_find(r, s->id, &s->record, &record, NULL, err) < 0)
        return err->fault == FAULT_NOT_FOUND ? tell_retracted(r, s, err) : -1;
    if (reader_stored(r, &record, true, &s->stored, &stored, err) < 0)
        return -1;
    if (s->json)
        return print_json(render_article(&stored)) ? 0
                                                   : error_set(err, FAULT_MEMORY, "no memory to show '%.100s'", s->id);
    if (stored_read(&stored, &a, err) < 0)
        return -1;
    print_article(&a, stored.link.version);
    article_free(&a);
    return 0;
}

int cmd_show(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"json", no_argument, NULL, 'J'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct showing s = {.record = buffer_make(RECORD_MAX), .stored = buffer_make(SEGMENT_RECORD_MAX)};
    struct reader *r = NULL;
    struct error err = {0};
    int code = EXIT_DONE;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c != 'J')
            return EXIT_WRONG_USE;
        s.json = true;
    }
    if (optind == argc)
        return command_misused("show", "needs the id of an article");
    if (reader_open(archive, &r, &err) < 0)
        return command_failed(&err);
    for (int i = optind; i < argc; i++) {
        s.id = argv[i];
        if (i > optind && !s.json)
            putchar('\n');
        if (reader_ask(r, show, &s, &err) < 0)
            code = command_failed(&err);
    }
    buffer_free(&s.record);
    buffer_free(&s.stored);
    reader_close(r);
    return code;
}
