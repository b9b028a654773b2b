/* SPDX-License-Identifier: GPL-2.0-or-later */
/* command.h - what every command of indexer shares: its row, its exit codes. */
#ifndef HUSTINGS_COMMAND_H
#define HUSTINGS_COMMAND_H

#include "archive/error.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, /* the rest is in */
    EXIT_WRONG_USE = 2,
    EXIT_BUSY = 75        /* another writer holds the archive: try again */
};

enum { WRITER_WAIT_MS = 5000 }; /* a small add is done in well under that */

struct command {
    const char *name;
    const char *args;
    const char *summary;
    int (*run)(const char *archive, int argc, char **argv); /* argv[0] is the command; an exit code */
};

int cmd_add(const char *archive, int argc, char **argv);
int cmd_delete(const char *archive, int argc, char **argv);

/* Says "indexer: text" on stderr; the exit code that goes with its fault. */
int report(const struct error *err);

#endif
