/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_add.c - add or update the articles of files. */
#include "indexer/command.h"
#include "indexer/intake_given.h"

#include <stdio.h>

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

int cmd_add(const char *archive, int argc, char **argv)
{
    static const struct option own[] = {{"dry-run", no_argument, NULL, 'n'}, {NULL, 0, NULL, 0}};
    struct intake_given given = {.archive = archive, .command = "add", .help = help, .own = own};
    int c, code;

    while ((c = intake_given_next(&given, argc, argv, &code)) == 'n')
        given.options.dry_run = true;
    if (c != -1)
        return code;
    if (optind == argc)
        code = command_misused("add", "needs a file, a folder, or '-' for standard input");
    else
        code = intake_given_end(&given);
    if (code < 0)
        code = intake_run(&given.options, argv + optind, argc - optind);
    intake_given_free(&given);
    return code;
}
