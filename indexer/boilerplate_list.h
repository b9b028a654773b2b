/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_list.h - the lines that an archive takes for boilerplate, with how often each was left out. */
#ifndef HUSTINGS_BOILERPLATE_LIST_H
#define HUSTINGS_BOILERPLATE_LIST_H

#include "archive/reader.h"

struct listed_line {
    uint64_t key;
    enum boilerplate_state state;
    char *source, *line;
    uint64_t articles; /* it was left out of */
    char *sample;      /* id of the newest of them; NULL: there is none */
};
struct listed_lines {
    struct listed_line *at; /* by source, the most frequent first */
    size_t count;
};
void listed_lines_free(struct listed_lines *l);
/* A reader_ask's ask: all lines into the struct listed_lines that ctx points to. */
int listed_lines_read(struct reader *r, void *ctx, struct error *err);

#endif
