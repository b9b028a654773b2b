/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proximity.c - phrases and near groups, told word by word. */
#include "archive/proximity.h"

#include <string.h>

void proximity_start(const struct proximity *p, struct proximity_walk *w)
{
    memset(w->ends, 0, sizeof w->ends);
    memset(w->have, 0, sizeof w->have);
    w->missing = p->parts;
    w->first = w->count = 0;
}

/* From the last part back, so that one word does not stand for two parts. */
static bool add_to_phrase(const struct proximity *p, struct proximity_walk *w, uint32_t position, uint8_t group)
{
    for (unsigned i = p->parts; i-- > 0;) {
        if (p->groups[i] != group || (i > 0 && w->ends[i - 1] != position))
            continue;
        w->ends[i] = position + 1;
        if (i == p->parts - 1)
            return true;
    }
    return false;
}

static void drop_first(const struct proximity *p, struct proximity_walk *w)
{
    uint8_t group = w->recent[w->first].group;

    if (w->have[group]-- <= p->need[group])
        w->missing++;
    w->first = (w->first + 1) % PROXIMITY_WINDOW_MAX;
    w->count--;
}

static bool add_to_group(const struct proximity *p, struct proximity_walk *w, uint32_t position, uint8_t group)
{
    while (w->count && (w->recent[w->first].position + p->window <= position || w->count == PROXIMITY_WINDOW_MAX))
        drop_first(p, w);
    unsigned last = (w->first + w->count) % PROXIMITY_WINDOW_MAX;
    w->recent[last].position = position;
    w->recent[last].group = group;
    w->count++;
    if (w->have[group]++ < p->need[group])
        w->missing--;
    return w->missing == 0;
}

bool proximity_add(const struct proximity *p, struct proximity_walk *w, uint32_t position, uint8_t group)
{
    return p->ordered ? add_to_phrase(p, w, position, group) : add_to_group(p, w, position, group);
}
