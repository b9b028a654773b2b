/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_add.c - add or update the articles of files. */
#include "indexer/command.h"
#include "indexer/formats/key_map.h"
#include "indexer/intake.h"

#include <sched.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: indexer [--archive DIR] add [OPTIONS] PATH...\n"
    "\n"
    "Adds the articles of files and folders, or updates those that are there already.\n"
    "The same input again changes nothing. PATH '-' is standard input. Read are plain\n"
    "text, JSON, JSON Lines, ninjs, CSV, TSV, HTML, RSS, Atom, WordPress exports, NITF and\n"
    "NewsML, the pages of web archives (WARC, ARC, WACZ), and any of these packed by gzip,\n"
    "zstd, tar or zip; hidden files of folders are passed over.\n"
    "\n"
    "  --source NAME      source of the articles that name none\n"
    "  --format FORMAT    text, json, html, feed, nitf, newsml, newsml-g2, warc, arc or csv: read\n"
    "                     all as that, not as it looks\n"
    "  --map FILE         lines 'their_key = our_key': what JSON and tables call our keys\n"
    "  --date-order ORDER dmy, mdy or ymd: how dates such as 06/12/2019 are meant (told by\n"
    "                     the other dates of their source, else left out)\n"
    "  --jobs N           threads to pack and index with (all processors)\n"
    "  --dry-run          say what would be done, write nothing\n"
    "  --verbose          a line for each article: added, updated or unchanged, and its id\n"
    "  --quarantine DIR   keep what could not be read in DIR, with the reason\n"
    "  --wait SECONDS     how long to wait for another writer (5)\n"
    "  --json             one JSON object for each event\n"
    "\n"
    "The last line is the tally. What was reported as committed survives a crash.\n"
    "exit: 0 done, 1 some input failed (the rest is in), 2 wrong use, 75 another writer holds the archive\n";

static unsigned processors(void)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;

    return n < 1 ? 1 : n > BUILD_THREADS_MAX ? BUILD_THREADS_MAX : (unsigned)n;
}

static enum date_order order_named(const char *name)
{
    static const char *const names[] = {[DATE_ORDER_DMY] = "dmy", [DATE_ORDER_MDY] = "mdy", [DATE_ORDER_YMD] = "ymd"};

    for (int i = DATE_ORDER_DMY; i <= DATE_ORDER_YMD; i++) {
        if (strcmp(name, names[i]) == 0)
            return (enum date_order)i;
    }
    return DATE_ORDER_UNKNOWN;
}

static int run(struct intake_options *o, const char *map, char *const *paths, int count)
{
    struct key_map *keys = NULL;
    struct error err = {0};

    if (map && key_map_read(map, &keys, &err) < 0)
        return command_misused("add", "--map: %s", err.text);
    o->keys = keys;
    int code = intake_run(o, paths, count);
    key_map_free(keys);
    return code;
}

int cmd_add(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"source", required_argument, NULL, 's'}, {"format", required_argument, NULL, 'f'},
        {"jobs", required_argument, NULL, 'j'},   {"dry-run", no_argument, NULL, 'n'},
        {"verbose", no_argument, NULL, 'v'},      {"quarantine", required_argument, NULL, 'q'},
        {"wait", required_argument, NULL, 'w'},   {"json", no_argument, NULL, 'J'},
        {"map", required_argument, NULL, 'm'},    {"help", no_argument, NULL, 'h'},
        {"date-order", required_argument, NULL, 'd'}, {NULL, 0, NULL, 0}};
    struct intake_options o = {.archive = archive, .jobs = processors(), .wait_ms = WAIT_SECONDS * 1000};
    const char *map = NULL;
    long n;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        switch (c) {
        case 's':
            o.source = *optarg ? optarg : NULL;
            break;
        case 'f':
            o.format = format_named(optarg);
            if (!o.format)
                return command_misused("add",
                                       "--format takes text, json, html, feed, nitf, newsml, newsml-g2, warc, arc or csv, "
                                       "not '%.40s'",
                                       optarg);
            break;
        case 'd':
            o.date_order = order_named(optarg);
            if (o.date_order == DATE_ORDER_UNKNOWN)
                return command_misused("add", "--date-order takes dmy, mdy or ymd, not '%.40s'", optarg);
            break;
        case 'm':
            map = optarg;
            break;
        case 'j':
            if (!option_number("add", "jobs", 1, BUILD_THREADS_MAX, &n))
                return EXIT_WRONG_USE;
            o.jobs = (unsigned)n;
            break;
        case 'n':
            o.dry_run = true;
            break;
        case 'v':
            o.report.verbose = true;
            break;
        case 'q':
            o.quarantine = optarg;
            break;
        case 'w':
            if (!option_number("add", "wait", 0, WAIT_SECONDS_MAX, &n))
                return EXIT_WRONG_USE;
            o.wait_ms = (unsigned)n * 1000;
            break;
        case 'J':
            o.report.json = true;
            break;
        case 'h':
            fputs(help, stdout);
            return EXIT_DONE;
        default:
            return EXIT_WRONG_USE;
        }
    }
    if (optind == argc)
        return command_misused("add", "needs a file, a folder, or '-' for standard input");
    return run(&o, map, argv + optind, argc - optind);
}
