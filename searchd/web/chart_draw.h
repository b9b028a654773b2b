/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart_draw.h - a chart as a drawing and as a table. For chart*.c only.
 *
 * base: the address of the view without dates. */
#ifndef HUSTINGS_CHART_DRAW_H
#define HUSTINGS_CHART_DRAW_H

#include "searchd/web/chart_bars.h"

/* Bars, lines and labels, each stretched to the width that there is while letters keep their size: places along are
 * parts of a hundred. */
void chart_draw(struct buffer *out, const struct chart *c, const char *base);
void chart_table(struct buffer *out, const struct chart *c, const char *base);

#endif
