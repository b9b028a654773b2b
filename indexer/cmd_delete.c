/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cmd_delete.c - remove articles. */
#include "archive/store.h"
#include "indexer/command.h"

#include <stdio.h>

int cmd_delete(const char *archive, int argc, char **argv)
{
    struct writer *w = NULL;
    struct error err;
    int code = EXIT_DONE, deleted = 0;

    if (argc < 2) {
        fputs("indexer: delete needs the id of an article\n", stderr);
        return EXIT_WRONG_USE;
    }
    if (writer_open(archive, "delete", WRITER_WAIT_MS, &w, &err) < 0)
        return report(&err);
    for (int i = 1; i < argc; i++) {
        if (writer_delete(w, argv[i], &err) < 0)
            code = report(&err);
        else
            deleted++;
    }
    if (writer_commit(w, &err) < 0)
        code = report(&err);
    else
        printf("deleted %d\n", deleted);
    writer_close(w);
    return code;
}
