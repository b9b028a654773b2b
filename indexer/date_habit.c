/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date_habit.c - in which order a source writes day and month, told by its own dates in this run. */
#include "indexer/date_habit.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct waiting {
    struct waiting *next;
    struct article a;
    size_t bytes;
    char where[];
};

struct habit {
    char *source;
    unsigned day_first, month_first; /* dates that show it */
    struct waiting *first, **last;   /* articles, in the order they came */
    struct habit *next;              /* of all, in the order they came */
};

struct date_habits {
    enum date_order order;
    struct habit_sink sink;
    void *tree; /* of struct habit, by source */
    struct habit *all, **last;
    size_t bytes; /* of what waits */
};

struct date_habits *date_habits_new(enum date_order order, const struct habit_sink *sink)
{
    struct date_habits *h = calloc(1, sizeof *h);

    if (h) {
        h->order = order;
        h->sink = *sink;
        h->last = &h->all;
    }
    return h;
}

static void keep_node(void *node)
{
    (void)node; /* they are freed by the list */
}

static struct waiting *take_first(struct date_habits *h, struct habit *of)
{
    struct waiting *w = of->first;

    of->first = w->next;
    if (!of->first)
        of->last = &of->first;
    h->bytes -= w->bytes;
    return w;
}

void date_habits_free(struct date_habits *h)
{
    for (struct habit *of = h ? h->all : NULL, *next; of; of = next) {
        next = of->next;
        while (of->first) {
            struct waiting *w = take_first(h, of);
            article_free(&w->a);
            free(w);
        }
        free(of->source);
        free(of);
    }
    if (h)
        tdestroy(h->tree, keep_node);
    free(h);
}

static int by_source(const void *a, const void *b)
{
    return strcmp(((const struct habit *)a)->source, ((const struct habit *)b)->source);
}

/* NULL: out of memory, or it is not there and make is false. */
static struct habit *habit_of(struct date_habits *h, const char *source, bool make)
{
    const struct habit sought = {.source = (char *)source};
    struct habit **found = tfind(&sought, &h->tree, by_source);

    if (found || !make)
        return found ? *found : NULL;
    struct habit *of = calloc(1, sizeof *of);
    if (of)
        of->source = strdup(source);
    if (!of || !of->source || !tsearch(of, &h->tree, by_source)) {
        free(of ? of->source : NULL);
        free(of);
        return NULL;
    }
    of->last = &of->first;
    *h->last = of;
    h->last = &of->next;
    return of;
}

static enum date_order shown_by(const char *numeric)
{
    enum date_order shown = DATE_ORDER_UNKNOWN;
    struct date d;

    if (numeric)
        date_parse_ordered(numeric, strlen(numeric), DATE_ORDER_UNKNOWN, &d, &shown, NULL);
    return shown;
}

static void note(struct habit *of, const char *numeric)
{
    enum date_order shown = shown_by(numeric);

    of->day_first += shown == DATE_ORDER_DMY;
    of->month_first += shown == DATE_ORDER_MDY;
}

static enum date_order order_of(const struct date_habits *h, const struct habit *of)
{
    if (h->order != DATE_ORDER_UNKNOWN || !of)
        return h->order;
    if (of->day_first && !of->month_first)
        return DATE_ORDER_DMY;
    return of->month_first && !of->day_first ? DATE_ORDER_MDY : DATE_ORDER_UNKNOWN;
}

/* ---- giving on ------------------------------------------------------------- */

static void settle(const struct date_habits *h, const struct habit *of, const char *numeric, const char *name,
                   const char *where, char **date)
{
    char text[512];
    const char *why = NULL;

    if (*date || shown_by(numeric) != DATE_ORDER_EITHER)
        return;
    *date = article_date_ordered(numeric, order_of(h, of), &why);
    if (*date)
        return;
    if (!why)
        why = "out of memory";
    else if (order_of(h, of) == DATE_ORDER_UNKNOWN)
        why = of && of->day_first && of->month_first
                  ? "day and month cannot be told apart and its source writes both orders, say which by --date-order"
                  : "day and month cannot be told apart and no date of its source tells, say the order by --date-order";
    snprintf(text, sizeof text, "%s '%.100s' left out: %s", name, numeric, why);
    h->sink.warning(h->sink.ctx, where, text);
}

static int give(const struct date_habits *h, const struct habit *of, struct article *a, const char *where)
{
    settle(h, of, a->numeric_date, "date", where, &a->date);
    settle(h, of, a->numeric_updated, "updated", where, &a->updated);
    return h->sink.article(h->sink.ctx, a, where);
}

static int give_waiting(struct date_habits *h, struct habit *of)
{
    int rc = 0;

    while (of->first && !rc) {
        struct waiting *w = take_first(h, of);
        rc = give(h, of, &w->a, w->where);
        article_free(&w->a);
        free(w);
    }
    return rc;
}

static size_t bytes_of(const struct article *a)
{
    return sizeof(struct waiting) + 512 + (a->text ? strlen(a->text) : 0) + (a->title ? strlen(a->title) : 0);
}

/* False: out of memory. */
static bool hold(struct date_habits *h, struct habit *of, struct article *a, const char *where)
{
    size_t len = strlen(where) + 1;
    struct waiting *w = malloc(sizeof *w + len);

    if (!w)
        return false;
    *w = (struct waiting){.a = *a, .bytes = bytes_of(a)};
    memcpy(w->where, where, len);
    *a = (struct article){0};
    *of->last = w;
    of->last = &w->next;
    h->bytes += w->bytes;
    return true;
}

static bool is_settled(const struct date_habits *h, const struct habit *of)
{
    unsigned most = of->day_first > of->month_first ? of->day_first : of->month_first;

    return h->bytes > HABIT_WAITING_BYTES || most >= HABIT_SHOWN || (of->day_first && of->month_first);
}

int date_habits_take(struct date_habits *h, struct article *a, const char *where)
{
    bool numeric = a->numeric_date || a->numeric_updated;
    struct habit *of =
        h->order == DATE_ORDER_UNKNOWN ? habit_of(h, a->source ? a->source : "", numeric) : NULL;

    if (!of)
        return give(h, NULL, a, where);
    note(of, a->numeric_date);
    note(of, a->numeric_updated);
    bool needs = (!a->date && shown_by(a->numeric_date) == DATE_ORDER_EITHER) ||
                 (!a->updated && shown_by(a->numeric_updated) == DATE_ORDER_EITHER);
    if (!is_settled(h, of) && (needs || of->first) && hold(h, of, a, where))
        return 0;
    int rc = give_waiting(h, of);
    return rc ? rc : give(h, of, a, where);
}

int date_habits_end(struct date_habits *h)
{
    int rc = 0;

    for (struct habit *of = h->all; of && !rc; of = of->next)
        rc = give_waiting(h, of);
    return rc;
}
