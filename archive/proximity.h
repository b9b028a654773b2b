/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proximity.h - whether words stand as a phrase or near one another, told word by word.
 *
 * Parts that are the same word are one group: "tax tax" has two parts of one group. What counts are a
 * phrase's parts at adjacent positions, and a near group's in any order within a window, each at a
 * position of its own. */
#ifndef HUSTINGS_PROXIMITY_H
#define HUSTINGS_PROXIMITY_H

#include <stdbool.h>
#include <stdint.h>

enum {
    PROXIMITY_PARTS_MAX = 10,
    PROXIMITY_NO_GROUP = 255,
    PROXIMITY_WINDOW_MAX = 128 /* positions */
};

struct proximity {
    bool ordered; /* a phrase */
    unsigned parts, window; /* window: of a near group, at most PROXIMITY_WINDOW_MAX */
    uint8_t groups[PROXIMITY_PARTS_MAX]; /* of each part, from 0 */
    uint8_t need[PROXIMITY_PARTS_MAX];   /* parts of each group */
};

/* One walk over a field's words. */
struct proximity_walk {
    uint32_t ends[PROXIMITY_PARTS_MAX]; /* phrase: position + 1 where the parts up to one were last complete */
    uint8_t have[PROXIMITY_PARTS_MAX];  /* near: words of each group in the window */
    unsigned missing;                   /* near: parts not in the window */
    struct {
        uint32_t position;
        uint8_t group;
    } recent[PROXIMITY_WINDOW_MAX];     /* near: a ring of the window's words */
    unsigned first, count;
};

void proximity_start(const struct proximity *p, struct proximity_walk *w);
/* A word of a group stands at a position not below the ones before. True: it completes the phrase or group. */
bool proximity_add(const struct proximity *p, struct proximity_walk *w, uint32_t position, uint8_t group);

#endif
