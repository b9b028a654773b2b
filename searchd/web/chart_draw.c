/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chart_draw.c - a chart as a drawing and as a table. */
#include "searchd/web/chart_draw.h"

#include <string.h>

#include "searchd/web/chart_scale.h"
#include "searchd/web/html.h"

static const double bar_part = 0.84; /* of its place, the rest lies between bars */
static const double bar_widest = 8;  /* percent: one bar alone is no wall */
static const double bar_lowest = 1;  /* one article is not none */

/* The address of the i-th bar's dates. */
static void put_address(struct buffer *out, const struct chart *c, size_t i, const char *base)
{
    html(out, "%s%sfrom=%s&amp;to=%s", base, strchr(base, '?') ? "&" : "?", c->bars[i].from, c->bars[i].to);
}

/* ---- the drawing ------------------------------------------------------- */

static void put_lines(struct buffer *out, const struct chart_scale *s)
{
    for (unsigned k = 0; k <= s->steps; k++) {
        double y = 100 - 100.0 * k / s->steps;
        html(out, "<line class=\"%s\" x2=\"100%%\" y1=\"%.2f%%\" y2=\"%.2f%%\"/>", k ? "line" : "base", y, y);
    }
}

static void put_scale(struct buffer *out, const struct chart *c, const struct chart_scale *s)
{
    html(out, "<svg class=\"chart-scale\" aria-hidden=\"true\">");
    for (unsigned k = 0; k <= s->steps; k++) {
        html(out, "<text x=\"100%%\" y=\"%.2f%%\" dy=\".35em\">", 100 - 100.0 * k / s->steps);
        chart_scale_label(out, s, k, !c->shares);
        html(out, "</text>");
    }
    html(out, "</svg>\n");
}

static void put_bar(struct buffer *out, const struct chart *c, const struct chart_scale *s, size_t i, const char *base)
{
    const struct chart_bar *bar = &c->bars[i];
    double place = 100.0 / (double)c->count, x = place * (double)i, width = place * bar_part;
    double height = 100 * chart_value(c, i) / (s->step * s->steps);
    width = width < bar_widest ? width : bar_widest;
    height = bar->count > 0 && height < bar_lowest ? bar_lowest : height;
    html(out, "<a href=\"");
    put_address(out, c, i, base);
    html(out, "\" tabindex=\"-1\" data-from=\"%s\" data-to=\"%s\"><title>", bar->from, bar->to);
    chart_name(out, c, i);
    html(out, ": ");
    chart_figures(out, c, i);
    html(out, "</title><rect class=\"%s\" x=\"%.3f%%\" width=\"%.3f%%\" height=\"100%%\"", bar->gap ? "gap" : "place",
         x, place);
    buffer_puts(out, bar->gap ? " fill=\"url(#chart-gap)\"/>" : "/>");
    if (bar->count > 0)
        html(out, "<rect class=\"bar\" x=\"%.3f%%\" y=\"%.2f%%\" width=\"%.3f%%\" height=\"%.2f%%\"/>",
             x + (place - width) / 2, 100 - height, width, height);
    html(out, "</a>\n");
}

static void put_bars(struct buffer *out, const struct chart *c, const struct chart_scale *s, const char *base)
{
    html(out, "<svg class=\"chart-bars\" aria-hidden=\"true\">\n");
    if (c->gaps)
        html(out, "<defs><pattern id=\"chart-gap\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
                  "<path class=\"hatch\" d=\"M-1,1l2,-2M0,6l6,-6M5,7l2,-2\"/></pattern></defs>\n");
    put_lines(out, s);
    for (size_t i = 0; i < c->count; i++)
        put_bar(out, c, s, i, base);
    html(out, "</svg>\n");
}

static void put_labels(struct buffer *out, const struct chart *c)
{
    const struct chart_labels labels = chart_labels_of(c);
    char label[CHART_LABEL_MAX];
    bool narrow;
    double place = 100.0 / (double)c->count;
    bool middle = place > bar_widest; /* as the bars are */
    buffer_puts(out, middle ? "<svg class=\"chart-labels middle\" aria-hidden=\"true\">"
                            : "<svg class=\"chart-labels\" aria-hidden=\"true\">");
    for (size_t i = 0; i < c->count; i++) {
        if (!chart_label(c, &labels, i, label, &narrow))
            continue;
        double x = place * ((double)i + (middle ? 0.5 : 0));
        buffer_puts(out, narrow ? "<g>" : "<g class=\"if-wide\">");
        html(out, "<line x1=\"%.3f%%\" x2=\"%.3f%%\" y2=\"5\"/><text x=\"%.3f%%\" y=\"1.4em\">%s</text></g>", x, x, x,
             label);
    }
    html(out, "</svg>\n");
}

void chart_draw(struct buffer *out, const struct chart *c, const char *base)
{
    const size_t highest = c->shares ? c->largest : c->most;
    const struct chart_scale s = chart_scale_of(chart_value(c, highest), !c->shares);
    html(out, "<div class=\"chart-drawing\">\n");
    put_scale(out, c, &s);
    put_bars(out, c, &s, base);
    put_labels(out, c);
    html(out, "</div>\n");
}

/* ---- the table --------------------------------------------------------- */

static void put_row(struct buffer *out, const struct chart *c, size_t i, const char *base, bool shares)
{
    const struct chart_bar *bar = &c->bars[i];
    html(out, "<tr><th scope=\"row\"><a href=\"");
    put_address(out, c, i, base);
    html(out, "\" rel=\"nofollow\">");
    chart_name(out, c, i);
    html(out, "</a></th>");
    if (bar->gap) {
        html(out, "<td colspan=\"%d\" class=\"unknown\">no articles at all</td></tr>\n", shares ? 3 : 1);
        return;
    }
    html(out, "<td>");
    html_count(out, bar->count);
    if (shares) {
        html(out, "</td><td>");
        html_count(out, bar->all);
        html(out, "</td><td>");
        chart_share(out, bar->count, bar->all);
    }
    html(out, "</td></tr>\n");
}

void chart_table(struct buffer *out, const struct chart *c, const char *base)
{
    bool shares = c->found < c->of; /* else all of all is found, and there is nothing more to tell */
    html(out, "<div class=\"chart-table\"><table>\n"
              "<caption>Articles found by %s; copies of one story %s</caption>\n",
         timeline_interval_name(c->interval), c->stories ? "count once" : "count each");
    html(out, "<thead><tr><th scope=\"col\">Published</th><th scope=\"col\">Found</th>");
    if (shares)
        html(out, "<th scope=\"col\">Of all</th><th scope=\"col\">Share</th>");
    html(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < c->count; i++)
        put_row(out, c, i, base, shares);
    html(out, "</tbody></table></div>\n");
}
