/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_check.c - whether index and articles are whole, and how to mend them. */
#include "archive/lock.h"
#include "archive/scoped.h"
#include "indexer/command.h"
#include "indexer/inspect.h"
#include "indexer/terminal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char help[] = "usage: indexer [--archive DIR] check [--wait SECONDS]\n"
                           "\n"
                           "Checks the structure of every database (Xapian's own check), the hash of every\n"
                           "stored article, and that the index names only articles that are there. Says what\n"
                           "is wrong and how to mend it. Writers wait meanwhile, searches do not.\n"
                           "\n"
                           "  --wait SECONDS     how long to wait for a writer (5)\n"
                           "\n"
                           "exit: 0 all is whole, 1 something is wrong, 2 wrong use, 75 a writer holds the archive\n";

static void finding(void *ctx, const char *part, const char *wrong, const char *mend)
{
    (void)ctx;
    print_clean(stdout, part, strlen(part));
    fputs(": ", stdout);
    print_clean(stdout, wrong, strlen(wrong));
    if (mend)
        printf("\n  to mend it: %s", mend);
    putchar('\n');
    fflush(stdout); /* known even if what is damaged should end the check */
}

int cmd_check(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"wait", required_argument, NULL, 'w'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct inspection in = {.finding = finding};
    struct error err = {0};
    scoped(fd) int lock = -1;
    long wait = WAIT_SECONDS;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c != 'w' || !option_number("check", "wait", 0, WAIT_SECONDS_MAX, &wait))
            return EXIT_WRONG_USE;
    }
    if (optind < argc)
        return command_misused("check", "takes no '%.40s'", argv[optind]);
    if (archive_must_exist(archive, &err) < 0 ||
        lock_take(archive, "check", (unsigned)wait * 1000, &lock, &err) < 0 ||
        inspect_archive(archive, &in, &err) < 0)
        return command_failed(&err);
    printf("%s: %" PRIu64 " databases, %" PRIu64 " stored records, %" PRIu64 " articles",
           in.problems ? "damaged" : "whole", in.databases, in.records, in.articles);
    if (in.problems)
        printf(", %" PRIu64 " problems", in.problems);
    putchar('\n');
    return in.problems ? EXIT_SOME_FAILED : EXIT_DONE;
}
