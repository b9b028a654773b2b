/* SPDX-License-Identifier: GPL-2.0-or-later */
/* census.h - what an archive holds, counted over all its articles, and what it takes on disk. */
#ifndef HUSTINGS_CENSUS_H
#define HUSTINGS_CENSUS_H

#include "archive/reader.h"

enum { CENSUS_NAMES_MAX = 100000 }; /* different ones counted singly; more are counted together */

struct census_name {
    uint64_t count;
    char name[]; /* "" for what lies past CENSUS_NAMES_MAX */
};

/* How often each of many names came up. */
struct census_names {
    void *tree;              /* tsearch */
    struct census_name **at; /* by falling count, then by name, once sorted */
    size_t count;
    uint64_t without; /* articles that name none */
};

struct census {
    uint64_t articles, undated;
    uint64_t groups, copies; /* of copies.h; and what follows in them */
    struct census_names sources, langs;
    char first[32], last[32]; /* dates as the articles give them; "" when all are undated */
};

/* Counts anew, from one snapshot; FAULT_STALE as reader_walk. census_free whatever it returns. */
int census_take(struct reader *r, struct census *c, struct error *err);
void census_free(struct census *c); /* c is empty and usable after */

struct census_sizes {
    uint64_t articles, runs, delta, other; /* bytes in files */
};
int census_sizes(const char *dir, struct census_sizes *out, struct error *err);

#endif
