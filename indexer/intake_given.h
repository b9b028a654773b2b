/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake_given.h - the options that add and watch have in common. */
#ifndef HUSTINGS_INTAKE_GIVEN_H
#define HUSTINGS_INTAKE_GIVEN_H

#include "indexer/intake.h"

#include <getopt.h>

struct intake_given {
    const char *archive, *command, *help;
    const struct option *own; /* of that command; its letters are none of ours */
    struct intake_options options;
    bool wait_given;
    const char *map;
    struct key_map *keys;
    struct option *known; /* own and ours */
};

/* Reads options up to the next that is the command's own and returns its letter, with optarg; -1 at the end. '?': the
 * command is over with exit code *code, and why was said. */
int intake_given_next(struct intake_given *g, int argc, char **argv, int *code);
/* Completes options. -1: go on; else the exit code. */
int intake_given_end(struct intake_given *g);
void intake_given_free(struct intake_given *g);

#endif
