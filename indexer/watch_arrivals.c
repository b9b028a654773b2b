/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch_arrivals.c - files that have arrived and are not taken in yet. */
#include "indexer/watch_arrivals.h"

#include "indexer/watch_where.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

void arrivals_init(struct arrivals *a, double settle)
{
    *a = (struct arrivals){.settle = settle};
    TAILQ_INIT(&a->settling);
    TAILQ_INIT(&a->ready);
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct arrival *)a)->path, ((const struct arrival *)b)->path);
}

static void free_arrival(void *one)
{
    free(((struct arrival *)one)->path);
    free(one);
}

void arrivals_free(struct arrivals *a)
{
    tdestroy(a->tree, free_arrival);
}

static void take_out(struct arrivals *a, struct arrival *one)
{
    TAILQ_REMOVE(one->ready ? &a->ready : &a->settling, one, in);
    *(one->ready ? &a->ready_count : &a->settling_count) -= 1;
}

static void put_in(struct arrivals *a, struct arrival *one, bool ready, double now)
{
    one->ready = ready;
    if (ready && !a->ready_count)
        a->first_ready = now;
    if (ready)
        a->last_ready = now;
    TAILQ_INSERT_TAIL(ready ? &a->ready : &a->settling, one, in);
    *(ready ? &a->ready_count : &a->settling_count) += 1;
}

static void settle_anew(struct arrivals *a, struct arrival *one, double now)
{
    take_out(a, one);
    one->since = now;
    put_in(a, one, false, now);
}

bool arrivals_note(struct arrivals *a, const char *path, const struct stamp *stamp, bool whole, double now)
{
    const struct arrival sought = {.path = (char *)path};
    struct arrival **found = tfind(&sought, &a->tree, by_path);

    if (found) {
        struct arrival *one = *found;
        if (!stamp_same(&one->stamp, stamp)) {
            one->stamp = *stamp;
            one->whole = whole;
            settle_anew(a, one, now);
        }
        one->whole |= whole;
        return true;
    }
    struct arrival *one = calloc(1, sizeof *one);
    if (!one || !(one->path = strdup(path)) || !tsearch(one, &a->tree, by_path)) {
        if (one)
            free_arrival(one);
        return false;
    }
    one->stamp = *stamp;
    one->since = now;
    one->whole = whole;
    put_in(a, one, false, now);
    return true;
}

static void drop(struct arrivals *a, struct arrival *one)
{
    tdelete(one, &a->tree, by_path);
    take_out(a, one);
    free_arrival(one);
}

void arrivals_forget(struct arrivals *a, const char *path)
{
    const struct arrival sought = {.path = (char *)path};
    struct arrival **found = tfind(&sought, &a->tree, by_path);

    if (found)
        drop(a, *found);
}

bool arrivals_still(struct arrivals *a, struct arrival *one, double now)
{
    struct stat st;

    if (stat(one->path, &st) < 0 || !S_ISREG(st.st_mode)) {
        drop(a, one);
        return false;
    }
    const struct stamp stamp = stamp_of(&st);
    if (stamp_same(&one->stamp, &stamp))
        return true;
    one->stamp = stamp;
    one->whole = false;
    settle_anew(a, one, now);
    return false;
}

void arrivals_settle(struct arrivals *a, double now)
{
    struct arrival *next;

    for (struct arrival *one = TAILQ_FIRST(&a->settling); one; one = next) {
        next = TAILQ_NEXT(one, in);
        if ((!one->whole && now - one->since < a->settle) || !arrivals_still(a, one, now))
            continue;
        bool written = watch_where_is_written(one->path);
        take_out(a, one);
        one->since = written ? now : one->since;
        one->whole &= !written; /* who closed it was not the last */
        put_in(a, one, !written, now);
    }
}

double arrivals_due(const struct arrivals *a, double now)
{
    double due = -1;
    const struct arrival *one;

    TAILQ_FOREACH(one, &a->settling, in)
    {
        double left = one->whole ? 0 : one->since + a->settle - now;
        if (due < 0 || left < due)
            due = left < 0 ? 0 : left;
    }
    return due;
}

static int by_age(const void *a, const void *b)
{
    const struct arrival *x = *(struct arrival *const *)a, *y = *(struct arrival *const *)b;

    if (x->stamp.seconds != y->stamp.seconds)
        return x->stamp.seconds < y->stamp.seconds ? -1 : 1;
    if (x->stamp.nanoseconds != y->stamp.nanoseconds)
        return x->stamp.nanoseconds < y->stamp.nanoseconds ? -1 : 1;
    return strcmp(x->path, y->path);
}

struct arrival **arrivals_ready(struct arrivals *a, size_t *count)
{
    struct arrival **list = a->ready_count ? malloc(a->ready_count * sizeof(struct arrival *)) : NULL, *one;

    *count = 0;
    if (!list)
        return NULL;
    TAILQ_FOREACH(one, &a->ready, in)
    list[(*count)++] = one;
    qsort(list, *count, sizeof *list, by_age);
    return list;
}
