/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_boilerplate.c - the lines learned per source: shown, kept, dropped. */
#include "archive/store.h"
#include "archive/text.h"
#include "indexer/boilerplate_list.h"
#include "indexer/command.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "usage: indexer [--archive DIR] boilerplate [list] [--source NAME] [--json]\n"
    "       indexer [--archive DIR] boilerplate keep|drop KEY...\n"
    "       indexer [--archive DIR] boilerplate keep|drop --source NAME --line TEXT\n"
    "\n"
    "A line that recurs in a source's articles, such as a plea for subscriptions, is learned:\n"
    "no search finds an article by it and no snippet shows it, in older articles either. The\n"
    "stored text keeps it.\n"
    "\n"
    "  list               key, state, articles it was left out of, newest of them, and the\n"
    "                     line, by source; a source that has no name is its site's address\n"
    "  keep               leave the line out whatever comes, learned or not\n"
    "  drop               it is text, and not learned again\n"
    "  --source NAME      lines of that source only; for one that was never learned, whose it is\n"
    "  --line TEXT        the line itself\n"
    "  --json             list: one line of JSON each\n"
    "  --wait SECONDS     keep, drop: how long to wait for another writer (5)\n"
    "\n"
    "exit: 0 done, 1 a key is not known or it failed, 2 wrong use, 75 another writer holds\n"
    "the archive\n";

/* ---- list ------------------------------------------------------------ */

static cJSON *as_json(const struct listed_line *l)
{
    char key[24];
    cJSON *object = cJSON_CreateObject();

    snprintf(key, sizeof key, "%016" PRIx64, l->key);
    cJSON_AddStringToObject(object, "key", key);
    cJSON_AddStringToObject(object, "source", l->source);
    cJSON_AddStringToObject(object, "state", boilerplate_state_name(l->state));
    cJSON_AddNumberToObject(object, "articles", (double)l->articles);
    if (l->sample)
        cJSON_AddStringToObject(object, "sample", l->sample);
    else
        cJSON_AddNullToObject(object, "sample");
    cJSON_AddStringToObject(object, "line", l->line);
    return object;
}

static void print_source(const char *source)
{
    print_clean(stdout, *source ? source : "(no source)", strlen(*source ? source : "(no source)"));
    putchar('\n');
}

static void print_line(const struct listed_line *l)
{
    printf("  %016" PRIx64 "  %-7s %7" PRIu64 "  ", l->key, boilerplate_state_name(l->state), l->articles);
    print_clean(stdout, l->sample ? l->sample : "-", strlen(l->sample ? l->sample : "-"));
    printf("  ");
    print_clean(stdout, l->line, strlen(l->line));
    putchar('\n');
}

static int print_all(const struct listed_lines *lines, const char *source, bool json)
{
    uint64_t seed = source ? boilerplate_seed(source, strlen(source)) : 0;
    const char *last = NULL;

    for (size_t i = 0; i < lines->count; i++) {
        const struct listed_line *l = &lines->at[i];
        if (source && boilerplate_seed(l->source, strlen(l->source)) != seed)
            continue;
        if (json) {
            if (!print_json(as_json(l)))
                return EXIT_SOME_FAILED;
            continue;
        }
        if (!last || strcmp(last, l->source) != 0)
            print_source(l->source);
        last = l->source;
        print_line(l);
    }
    if (!last && !json)
        puts(source ? "no line of that source is known as boilerplate" : "no line is known as boilerplate");
    return EXIT_DONE;
}

static int read_all(const char *archive, struct listed_lines *out, struct error *err)
{
    struct reader *r = NULL;
    int rc = reader_open(archive, &r, err);

    if (rc == 0)
        rc = reader_ask(r, listed_lines_read, out, err);
    reader_close(r);
    return rc;
}

static int list(const char *archive, const char *source, bool json)
{
    struct listed_lines lines = {0};
    struct error err = {0};
    int code = read_all(archive, &lines, &err) < 0 ? command_failed(&err) : print_all(&lines, source, json);

    listed_lines_free(&lines);
    return code;
}

/* ---- keep and drop --------------------------------------------------- */

struct change {
    enum boilerplate_state state;
    const char *source, *line; /* or keys */
    char **keys;
    int key_count;
    unsigned wait_ms;
    size_t lines, articles;
};

static int change_line(struct writer *w, struct change *c, const char *source, const char *line, struct error *err)
{
    size_t articles;

    if (writer_set_line(w, source, line, c->state, &articles, err) < 0)
        return -1;
    c->lines++;
    c->articles += articles;
    return 0;
}

/* Keys that are not known are told; the others are changed. */
static int change_keys(struct writer *w, struct change *c, const struct listed_lines *known, int *code,
                       struct error *err)
{
    for (int k = 0; k < c->key_count; k++) {
        char *end;
        uint64_t key = strtoull(c->keys[k], &end, 16);
        size_t i = 0;
        while (i < known->count && (*end || known->at[i].key != key))
            i++;
        if (i == known->count) {
            error_set(err, FAULT_NOT_FOUND, "no line has the key '%.40s'; 'indexer boilerplate list' shows them",
                      c->keys[k]);
            *code = command_failed(err);
        } else if (change_line(w, c, known->at[i].source, known->at[i].line, err) < 0) {
            return -1;
        }
    }
    return 0;
}

static int change(const char *archive, struct change *c)
{
    struct listed_lines known = {0};
    struct writer *w = NULL;
    struct error err = {0};
    int code = EXIT_DONE;

    int rc = archive_must_exist(archive, &err);
    if (rc == 0)
        rc = writer_open(archive, "boilerplate", c->wait_ms, &w, &err);
    if (rc == 0 && !c->line)
        rc = read_all(archive, &known, &err);
    if (rc == 0)
        rc = c->line ? change_line(w, c, c->source, c->line, &err) : change_keys(w, c, &known, &code, &err);
    if (rc == 0)
        rc = writer_commit(w, &err);
    writer_close(w);
    listed_lines_free(&known);
    if (rc < 0)
        return command_failed(&err);
    printf("%s %zu, articles made anew %zu\n", boilerplate_state_name(c->state), c->lines, c->articles);
    return code;
}

int cmd_boilerplate(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"source", required_argument, NULL, 's'}, {"line", required_argument, NULL, 'l'},
        {"json", no_argument, NULL, 'J'},         {"wait", required_argument, NULL, 'w'},
        {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0}};
    struct change c = {0};
    bool json = false;
    long wait = WAIT_SECONDS;

    for (int o; (o = option_next(argc, argv, "", known)) != -1;) {
        switch (o) {
        case 'h':
            fputs(help, stdout);
            return EXIT_DONE;
        case 's':
            c.source = optarg;
            break;
        case 'l':
            c.line = optarg;
            break;
        case 'J':
            json = true;
            break;
        case 'w':
            if (!option_number("boilerplate", "wait", 0, WAIT_SECONDS_MAX, &wait))
                return EXIT_WRONG_USE;
            break;
        default:
            return EXIT_WRONG_USE;
        }
    }
    const char *what = optind < argc ? argv[optind++] : "list";
    c.keys = argv + optind;
    c.key_count = argc - optind;
    c.wait_ms = (unsigned)wait * 1000;
    if (strcmp(what, "list") == 0 && !c.key_count && !c.line)
        return list(archive, c.source, json);
    if (strcmp(what, "list") == 0)
        return command_misused("boilerplate", "list takes only --source and --json");
    if (strcmp(what, "keep") != 0 && strcmp(what, "drop") != 0)
        return command_misused("boilerplate", "takes list, keep or drop, not '%.40s'", what);
    c.state = strcmp(what, "keep") == 0 ? BOILERPLATE_KEPT : BOILERPLATE_DROPPED;
    if (json || (c.line ? c.key_count || !c.source : !c.key_count || c.source))
        return command_misused("boilerplate", "%s takes keys, or --source and --line", what);
    if (c.line && (!text_is_clean(c.line, strlen(c.line)) || !text_is_clean(c.source, strlen(c.source))))
        return command_misused("boilerplate", "--source and --line take clean UTF-8 text");
    return change(archive, &c);
}
