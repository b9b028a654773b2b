/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_list.c - every article in a line, newest first. */
#include "archive/reader.h"
#include "archive/scoped.h"
#include "indexer/command.h"
#include "indexer/terminal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { COPY_BYTES = 64 << 10 };

static const char help[] = "usage: indexer [--archive DIR] list [--json]\n"
                           "\n"
                           "Prints id, date and title of every article, parted by tabs, the newest first;\n"
                           "undated articles come last. With --json each is one line of JSON.\n"
                           "exit: 0 done, 1 the archive cannot be read, 2 wrong use\n";

struct listing {
    bool json;
    FILE *out;
};

static void print_text(FILE *out, struct record_text text)
{
    if (text.data)
        print_clean(out, text.data, text.len); /* a tab or line end in a title would break the table */
}

static bool add_text(cJSON *object, const char *key, struct record_text text)
{
    scoped(char_ptr) char *copy = text.data ? strndup(text.data, text.len) : NULL;

    if (text.data && !copy)
        return false;
    return copy ? cJSON_AddStringToObject(object, key, copy) != NULL : cJSON_AddNullToObject(object, key) != NULL;
}

static int line_of_json(const struct record *record, FILE *out, struct error *err)
{
    cJSON *object = cJSON_CreateObject();
    char *text = NULL;

    if (object && add_text(object, "id", record->id) && add_text(object, "date", record->date) &&
        add_text(object, "title", record->title) && add_text(object, "source", record->source) &&
        add_text(object, "section", record->section) && add_text(object, "url", record->url) &&
        add_text(object, "lang", record->lang))
        text = cJSON_PrintUnformatted(object);
    cJSON_Delete(object);
    if (!text)
        return error_set(err, FAULT_MEMORY, "no memory to list articles");
    fprintf(out, "%s\n", text);
    cJSON_free(text);
    return 0;
}

static int each(void *ctx, const struct record *record, struct error *err)
{
    struct listing *l = ctx;

    if (l->json)
        return line_of_json(record, l->out, err);
    print_text(l->out, record->id);
    fputc('\t', l->out);
    print_text(l->out, record->date);
    fputc('\t', l->out);
    print_text(l->out, record->title);
    fputc('\n', l->out);
    return 0;
}

/* Kept aside until it is whole: when a writer overtakes the walk, it begins anew. */
static int list(struct reader *r, void *ctx, struct error *err)
{
    struct listing *l = ctx;

    rewind(l->out);
    if (ftruncate(fileno(l->out), 0) < 0)
        return error_errno(err, errno, "cannot write a temporary file");
    if (reader_walk(r, each, l, err) != 0)
        return -1;
    return fflush(l->out) == 0 ? 0 : error_errno(err, errno, "cannot write a temporary file");
}

static int copy_out(FILE *from, struct error *err)
{
    char block[COPY_BYTES];
    size_t n;

    rewind(from);
    while ((n = fread(block, 1, sizeof block, from)) > 0) {
        if (fwrite(block, 1, n, stdout) != n)
            return error_errno(err, errno, "cannot write the list");
    }
    return fflush(stdout) == 0 ? 0 : error_errno(err, errno, "cannot write the list");
}

int cmd_list(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"json", no_argument, NULL, 'J'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct listing l = {0};
    struct reader *r = NULL;
    struct error err = {0};

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c != 'J')
            return EXIT_WRONG_USE;
        l.json = true;
    }
    if (optind < argc)
        return command_misused("list", "takes no '%.40s'", argv[optind]);
    if (reader_open(archive, &r, &err) < 0)
        return command_failed(&err);
    l.out = tmpfile();
    int rc = l.out ? reader_ask(r, list, &l, &err) : error_errno(&err, errno, "cannot make a temporary file");
    if (rc == 0)
        rc = copy_out(l.out, &err);
    scoped_file(&l.out);
    reader_close(r);
    return rc < 0 ? command_failed(&err) : EXIT_DONE;
}
