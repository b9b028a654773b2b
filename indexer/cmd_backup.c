/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_backup.c - a copy of the archive, whoever adds meanwhile. */
#include "archive/backup.h"
#include "indexer/command.h"

#include <stdio.h>

static const char help[] =
    "usage: indexer [--archive DIR] backup [--wait SECONDS] TO\n"
    "\n"
    "Makes TO, a folder that is empty or not there, a copy of the archive as its last commit left it. Searches go\n"
    "on, and writers wait for a moment only. On the same file system the copy shares the files of the index that\n"
    "never change (hard links): quick and small, but for a disk that may fail name a folder on another one.\n"
    "\n"
    "The copy is an archive: to restore it, stop searchd and put it in the archive's place. docs/backup.md\n"
    "\n"
    "  --wait SECONDS     how long to wait for a writer (5)\n"
    "\n"
    "exit: 0 done, 1 it failed and TO is no archive, 2 wrong use, 75 a writer holds the archive\n";

int cmd_backup(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"wait", required_argument, NULL, 'w'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct error err = {0};
    struct backed_up made;
    long wait = WAIT_SECONDS;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c != 'w' || !option_number("backup", "wait", 0, WAIT_SECONDS_MAX, &wait))
            return EXIT_WRONG_USE;
    }
    if (optind + 1 != argc)
        return command_misused("backup", "needs one folder to make");
    if (archive_backup(archive, argv[optind], (unsigned)wait * 1000, &made, &err) < 0)
        return command_failed(&err);
    printf("backed up to '%s': %.0f kB copied, %.0f kB linked\n", argv[optind], (double)made.bytes_copied / 1e3,
           (double)made.bytes_linked / 1e3);
    return EXIT_DONE;
}
