/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_watch.c - add the files of a folder as they arrive. */
#include "indexer/command.h"
#include "indexer/intake_given.h"
#include "indexer/watch.h"

#include <stdio.h>

static const char help[] =
    "usage: indexer [--archive DIR] watch [OPTIONS] FOLDER\n"
    "\n"
    "Adds what lies in the folder and below, then what arrives, until it is interrupted. A\n"
    "file is read once it is whole: closed by who wrote it or moved there, or unchanged for\n"
    "a while. Hidden files and names of unfinished ones (.part, .tmp, name~) are passed over.\n"
    "Files stay where they are; which were taken in is kept in the archive (DIR/watched).\n"
    "What is taken out of the folder stays in the archive.\n"
    "\n"
    "  --source NAME      source of the articles that name none\n"
    "  --format FORMAT    as for add: read all as that, not as it looks\n"
    "  --map FILE         lines 'their_key = our_key': what JSON and tables call our keys\n"
    "  --date-order ORDER dmy, mdy or ymd: how dates such as 06/12/2019 are meant\n"
    "  --jobs N           threads to pack and index with (all processors)\n"
    "  --verbose          a line for each article: added, updated or unchanged, and its id\n"
    "  --quarantine DIR   keep what could not be read in DIR, with the reason\n"
    "  --settle SECONDS   how long a file must lie unchanged that nobody was seen to close (3)\n"
    "  --poll SECONDS     look through the folder that often instead of being told (10 where\n"
    "                     the system does not tell of changes, as in shared folders)\n"
    "  --wait SECONDS     end when another writer holds the archive that long (never: the\n"
    "                     files wait)\n"
    "  --json             one JSON object for each event\n"
    "\n"
    "Between batches the archive is free for other writers. A file that cannot be read is\n"
    "told once, and tried again when it changes. The last line is the tally.\n"
    "exit: 0 interrupted (SIGINT, SIGTERM), 1 it could not go on, 2 wrong use, 75 --wait is over\n";

enum { SETTLE_MAX = 3600, POLL_MAX = 24 * 3600 };

int cmd_watch(const char *archive, int argc, char **argv)
{
    static const struct option own[] = {
        {"settle", required_argument, NULL, 'S'}, {"poll", required_argument, NULL, 'P'}, {NULL, 0, NULL, 0}};
    struct intake_given given = {.archive = archive, .command = "watch", .help = help, .own = own};
    struct watch_options o = {.settle = WATCH_SETTLE, .wait = -1};
    int c, code;
    long n;

    while ((c = intake_given_next(&given, argc, argv, &code)) == 'S' || c == 'P') {
        if (!option_number("watch", c == 'S' ? "settle" : "poll", 1, c == 'S' ? SETTLE_MAX : POLL_MAX, &n)) {
            intake_given_free(&given);
            return EXIT_WRONG_USE;
        }
        *(c == 'S' ? &o.settle : &o.poll) = (unsigned)n;
    }
    if (c != -1)
        return code;
    code = optind + 1 == argc ? intake_given_end(&given) : command_misused("watch", "needs one folder");
    o.folder = argv[optind];
    o.intake = given.options;
    if (given.wait_given)
        o.wait = (long)(given.options.wait_ms / 1000);
    if (code < 0)
        code = watch_run(&o);
    intake_given_free(&given);
    return code;
}
