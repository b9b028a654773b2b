/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_delete.c - remove articles. */
#include "archive/store.h"
#include "indexer/command.h"

#include <stdio.h>

static const char help[] = "usage: indexer [--archive DIR] delete [OPTIONS] ID...\n"
                           "\n"
                           "Removes the articles with these ids ('indexer list' names them).\n"
                           "\n"
                           "  --wait SECONDS     how long to wait for another writer (5)\n"
                           "\n"
                           "An id that is not there is named, the others are removed.\n"
                           "exit: 0 done, 1 some were not there, 2 wrong use, 75 another writer holds the archive\n";

static int delete_all(struct writer *w, char **ids, int count)
{
    struct error err = {0};
    int code = EXIT_DONE, deleted = 0;

    for (int i = 0; i < count; i++) {
        if (writer_delete(w, ids[i], &err) == 0) {
            deleted++;
            continue;
        }
        code = command_failed(&err);
        if (err.fault != FAULT_NOT_FOUND)
            return code;
    }
    if (deleted && writer_commit(w, &err) < 0)
        return command_failed(&err);
    printf("deleted %d\n", deleted);
    return code;
}

int cmd_delete(const char *archive, int argc, char **argv)
{
    static const struct option known[] = {
        {"wait", required_argument, NULL, 'w'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct writer *w = NULL;
    struct error err = {0};
    long wait = WAIT_SECONDS;

    for (int c; (c = option_next(argc, argv, "", known)) != -1;) {
        if (c == 'h') {
            fputs(help, stdout);
            return EXIT_DONE;
        }
        if (c != 'w' || !option_number("delete", "wait", 0, WAIT_SECONDS_MAX, &wait))
            return EXIT_WRONG_USE;
    }
    if (optind == argc)
        return command_misused("delete", "needs the id of an article");
    if (archive_must_exist(archive, &err) < 0 || writer_open(archive, "delete", (unsigned)wait * 1000, &w, &err) < 0)
        return command_failed(&err);
    int code = delete_all(w, argv + optind, argc - optind);
    writer_close(w);
    return code;
}
