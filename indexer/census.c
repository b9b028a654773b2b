/* SPDX-License-Identifier: GPL-2.0-or-later */
/* census.c - what an archive holds, counted over all its articles, and what it takes on disk. */
#include "indexer/census.h"

#include "archive/copies.h"

#include <errno.h>
#include <fts.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct census_name *)a)->name, ((const struct census_name *)b)->name);
}

static int by_count(const void *a, const void *b)
{
    const struct census_name *x = *(struct census_name *const *)a, *y = *(struct census_name *const *)b;

    return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp(x->name, y->name);
}

static bool grow(struct census_names *n)
{
    if (n->count & (n->count - 1)) /* room is the next power of two */
        return true;
    struct census_name **at = realloc(n->at, (n->count ? n->count * 2 : 1) * sizeof *at);
    if (at)
        n->at = at;
    return at != NULL;
}

static bool count_name(struct census_names *n, struct record_text text)
{
    if (!text.data) {
        n->without++;
        return true;
    }
    size_t len = n->count < CENSUS_NAMES_MAX ? text.len : 0;
    struct census_name *one = malloc(sizeof *one + len + 1);
    if (!one || !grow(n)) {
        free(one);
        return false;
    }
    memcpy(one->name, text.data, len);
    one->name[len] = '\0';
    one->count = 1;
    struct census_name **found = tsearch(one, &n->tree, by_name);
    if (found && *found == one) {
        n->at[n->count++] = one;
        return true;
    }
    free(one);
    if (found)
        (*found)->count++;
    return found != NULL;
}

static void keep_nothing(void *node)
{
    (void)node; /* the nodes are freed by the list of them */
}

static void names_free(struct census_names *n)
{
    tdestroy(n->tree, keep_nothing);
    for (size_t i = 0; i < n->count; i++)
        free(n->at[i]);
    free(n->at);
    *n = (struct census_names){0};
}

void census_free(struct census *c)
{
    names_free(&c->sources);
    names_free(&c->langs);
    *c = (struct census){0};
}

static int each(void *ctx, const struct record *record, struct error *err)
{
    struct census *c = ctx;

    c->articles++;
    c->groups += (record->group & COPIES_LEADS) != 0;
    c->copies += record->group && !(record->group & COPIES_LEADS);
    if (!count_name(&c->sources, record->source) || !count_name(&c->langs, record->lang))
        return error_set(err, FAULT_MEMORY, "no memory to count articles");
    if (!record->date.data) {
        c->undated++;
        return 0;
    }
    /* Newest first: the last one seen is the first of all. */
    snprintf(c->first, sizeof c->first, "%.*s", (int)record->date.len, record->date.data);
    if (!*c->last)
        memcpy(c->last, c->first, sizeof c->last);
    return 0;
}

static void sort(struct census_names *n)
{
    if (n->count)
        qsort(n->at, n->count, sizeof(struct census_name *), by_count);
}

int census_take(struct reader *r, struct census *c, struct error *err)
{
    census_free(c);
    if (reader_walk(r, each, c, err) != 0)
        return -1;
    sort(&c->sources);
    sort(&c->langs);
    return 0;
}

int census_sizes(const char *dir, struct census_sizes *out, struct error *err)
{
    char *path = strdup(dir);
    char *const roots[] = {path, NULL};
    FTS *tree = path ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
    uint64_t *part = NULL;
    FTSENT *e;

    *out = (struct census_sizes){0};
    if (!tree) {
        free(path);
        return error_errno(err, errno, "cannot read folder '%s'", dir);
    }
    while ((e = fts_read(tree))) {
        if (e->fts_level == 1)
            part = strcmp(e->fts_name, "text") == 0         ? &out->articles
                   : strncmp(e->fts_name, "run-", 4) == 0   ? &out->runs
                   : strncmp(e->fts_name, "delta-", 6) == 0 ? &out->delta
                                                            : &out->other;
        if (e->fts_info == FTS_F && part)
            *part += (uint64_t)e->fts_statp->st_size;
    }
    fts_close(tree);
    free(path);
    return 0;
}
