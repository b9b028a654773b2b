/* SPDX-License-Identifier: GPL-2.0-or-later */
/* date_habit.h - in which order a source writes day and month, told by its own dates in this run.
 *
 * 16/12/2019 shows it, 06/12/2019 needs it. An article that needs it waits until its source has shown one order three
 * times and no other; those of its source behind it wait too, so that of two with one id the later still wins. At the
 * end once will do. A source that shows both orders has none. It is never guessed. */
#ifndef HUSTINGS_DATE_HABIT_H
#define HUSTINGS_DATE_HABIT_H

#include "archive/article.h"

#include <stdint.h>

enum {
    HABIT_SHOWN = 3, /* dates that show it before the end */
    HABIT_WAITING_BYTES =
        64 << 20 /* of all articles that wait; past that those of the source that comes are given as they are */
};

struct date_habits;
struct habit_sink {
    void *ctx;
    /* Takes what *a holds by emptying it, or leaves it to be freed. Not 0: stop. */
    int (*article)(void *ctx, struct article *a, const char *where);
    void (*warning)(void *ctx, const char *where, const char *reason);
};

/* order: what the user said of all sources; UNKNOWN: told by the dates. NULL: out of memory. */
struct date_habits *date_habits_new(enum date_order order, const struct habit_sink *sink);
void date_habits_free(struct date_habits *h); /* accepts NULL; what waits is lost */
/* Gives *a on, now or later, its dates read where they can be. Not 0: the sink said stop. */
int date_habits_take(struct date_habits *h, struct article *a, const char *where);
/* Gives on what waits. */
int date_habits_end(struct date_habits *h);

#endif
