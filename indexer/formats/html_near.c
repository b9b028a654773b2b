/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_near.c - the day that a page shows its readers beside the headline. */
#include "indexer/formats/html_near.h"

#include "indexer/formats/html_names.h"
#include "indexer/formats/html_says.h"
#include "indexer/formats/html_text.h"
#include "indexer/formats/html_title_key.h"
#include "indexer/formats/html_weigh.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum {
    LINE_BYTES_MAX = 140, /* a longer one is prose, and its day the story's */
    HEADLINE_BYTES_MIN = 8,
    CLOSE_LINES = 4, /* below the headline */
    COST_MAX = 16,   /* lines below the headline that are looked at */
    COST_UNSURE = 8, /* the same, where it may be another headline */
    COST_ABOVE = 3,  /* a line above it counts for as many below */
    COST_END = 12,   /* a credit right below the article */
    COST_SAID = 4    /* one that says it is a date for as few */
};

struct near {
    struct buffer line;  /* the one that is open; failed: it is longer than any that counts */
    struct buffer title; /* its key */
    struct html_when *when;
    long lines, headline; /* -1: not met yet */
    bool sure;            /* the headline is the page's title */
    bool in_headline;     /* whose day is the story's */
    const xmlNode *article;
    long end;    /* the first line behind it; -1: not yet there */
    bool credit; /* within an element that says who wrote it, and when */
    bool said;   /* within an element that says it is a date */
    bool line_said;
    struct date above, best, fallback; /* fallback: near what was taken for the headline before */
    bool has_fallback;
    long above_line, cost;
};

/* What makes of a day another than that of publication. */
static bool is_other_day(const char *line, size_t before)
{
    static const char *const words[] = {"updated",
                                        "update",
                                        "modified",
                                        "edited",
                                        "last",
                                        "stand",
                                        "aktualisiert",
                                        "ge\xC3\xA4ndert",
                                        "\xC3\x84nderung",
                                        "bearbeitet",
                                        "mis \xC3\xA0 jour",
                                        "modifi\xC3\xA9",
                                        "actualiz",
                                        "aggiornat",
                                        "atualizad",
                                        "bijgewerkt",
                                        "\xC2\xA9",
                                        "copyright",
                                        "until",
                                        "bis ",
                                        "since",
                                        "seit",
                                        "born",
                                        "geboren",
                                        "expires",
                                        "retrieved",
                                        "accessed",
                                        "valid",
                                        "g\xC3\xBCltig",
                                        "deadline",
                                        "next",
                                        "termin",
                                        "beginn",
                                        "starts",
                                        "event",
                                        "joined",
                                        "member",
                                        "mitglied",
                                        "registered",
                                        "registriert",
                                        NULL};
    char part[LINE_BYTES_MAX + 1];
    memcpy(part, line, before);
    part[before] = '\0';
    for (size_t i = 0; words[i]; i++) {
        for (const char *at = part; (at = strcasestr(at, words[i])); at++) {
            if (at == part || (!isalnum((unsigned char)at[-1]) && (unsigned char)at[-1] < 0x80))
                return true; /* where a word begins: not in "Plastic" */
        }
    }
    return false;
}

static void weigh_day(struct near *n, const struct date *day)
{
    if (n->headline < 0) { /* the last one above it is the nearest */
        n->above = *day;
        n->above_line = n->line_said ? n->lines + COST_SAID : n->lines;
        return;
    }
    long cost = n->lines - n->headline;
    if (n->line_said)
        cost /= COST_SAID;
    if (n->end >= 0 && n->credit && n->lines - n->end < CLOSE_LINES && cost > COST_END)
        cost = COST_END;
    if (cost < n->cost) {
        n->best = *day;
        n->cost = cost;
    }
}

/* The page's title, or most of it; a heading may be its beginning. */
static bool is_title(const struct near *n, const struct buffer *line, bool heading)
{
    struct buffer key = buffer_make(TITLE_BYTES_MAX);
    bool same = n->title.len && line->len >= HEADLINE_BYTES_MIN && html_title_key(line->data, line->len, &key);
    const char *at = same ? memmem(n->title.data, n->title.len, key.data, key.len) : NULL;
    same = at && (key.len * 2 > n->title.len || (heading && at == n->title.data));
    buffer_free(&key);
    return same;
}

/* Surely the page's title, or only the first <h1>. */
static void meet_headline(struct near *n, bool sure)
{
    long above = n->above_line < 0 ? COST_MAX + 1 : (n->lines - n->above_line) * COST_ABOVE;
    if (n->headline >= 0 && n->cost <= COST_UNSURE) {
        n->fallback = n->best;
        n->has_fallback = true;
    }
    n->headline = n->lines;
    n->sure = sure;
    n->cost = COST_MAX + 1;
    if (above < n->cost) {
        n->cost = above < 0 ? 0 : above;
        n->best = n->above;
    }
}

static void end_line(struct near *n)
{
    struct date day;
    size_t at = 0;
    if (!n->line.len && !n->line.failed)
        return;
    if (!n->sure && is_title(n, &n->line, false))
        meet_headline(n, true);
    if (!n->line.failed && !n->in_headline && html_day_find(n->line.data, n->line.len, n->when->order, &day, &at) &&
        !is_other_day(n->line.data, at))
        weigh_day(n, &day);
    n->lines++;
    n->line_said = false;
    buffer_clear(&n->line);
}

static void meet_heading(struct near *n, const xmlNode *node)
{
    struct buffer text = buffer_make(TITLE_BYTES_MAX);
    html_inner_text(node, &text);
    bool same = !text.failed && is_title(n, &text, true);
    if (!n->sure && (same || (n->headline < 0 && html_is(node, "h1") && text.len >= HEADLINE_BYTES_MIN)))
        meet_headline(n, same);
    buffer_free(&text);
}

/* The day that a <time> shows, else the one it has for machines. */
static void meet_time(struct near *n, const xmlNode *node)
{
    struct buffer text = buffer_make(LINE_BYTES_MAX);
    char *value = html_attribute(node, "datetime");
    struct date day;
    html_inner_text(node, &text);
    bool found = !text.failed && text.len && html_day_find(text.data, text.len, n->when->order, &day, NULL);
    if (!found && value)
        found = html_day_find(value, strlen(value), n->when->order, &day, NULL);
    bool prose = n->line.failed && !n->in_headline;
    if (found && !prose && (n->line.failed || !n->line.len || !is_other_day(n->line.data, n->line.len))) {
        n->line_said = true;
        weigh_day(n, &day);
    }
    xmlFree(value);
    buffer_free(&text);
}

static bool says_date(const xmlNode *node)
{
    static const char *const words[] = {"date", "datum", "publish", "posted", "created", "timestamp", "time", NULL};
    char *class = html_attribute(node, "class");
    bool says = html_is(node, "time");
    for (size_t i = 0; class && !says && words[i]; i++)
        says = strcasestr(class, words[i]) && !strcasestr(class, "update") && !strcasestr(class, "modif");
    xmlFree(class);
    return says;
}

static bool holds_headline(const xmlNode *node, int depth)
{
    enum { HEADER_DEPTH = 8 };
    for (const xmlNode *child = depth < HEADER_DEPTH ? node->children : NULL; child; child = child->next) {
        if (html_is(child, "h1") || holds_headline(child, depth + 1))
            return true;
    }
    return false;
}

/* Right below the headline even what is beside the article is looked at, for its date may stand there. */
static bool is_passed_over(const struct near *n, const xmlNode *node)
{
    if (!html_is_beside(node))
        return false;
    enum html_says says = node->type == XML_ELEMENT_NODE ? html_says(node) : HTML_SAYS_NOTHING;
    if (says != HTML_SAYS_COMMENTS && !html_is_no_text(node) && holds_headline(node, 0))
        return false;
    bool close = n->headline >= 0 && n->lines - n->headline <= CLOSE_LINES && !html_is_no_text(node);
    return says != HTML_SAYS_CREDIT && (!close || says == HTML_SAYS_COMMENTS || says == HTML_SAYS_OTHERS);
}

static void put(struct near *n, const char *text)
{
    for (const char *c = text; c && *c && !n->line.failed; c++) {
        bool space = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
        if (!space)
            buffer_putc(&n->line, *c);
        else if (n->line.len && n->line.data[n->line.len - 1] != ' ')
            buffer_putc(&n->line, ' ');
    }
    n->line_said |= n->said;
}

static void walk(struct near *n, const xmlNode *node, int depth)
{
    for (const xmlNode *child = depth < HTML_DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        if (child->type == XML_TEXT_NODE) {
            put(n, (const char *)child->content);
            continue;
        }
        if (is_passed_over(n, child))
            continue;
        bool breaks = !html_is_inline(child) || html_is(child, "br"), said = n->said, credit = n->credit;
        if (breaks)
            end_line(n);
        else
            put(n, " ");
        n->said = said || says_date(child);
        n->credit = credit || html_says(child) == HTML_SAYS_CREDIT;
        bool heading = html_is(child, "h1"), within = n->in_headline;
        if (html_is_heading(child))
            meet_heading(n, child);
        n->in_headline |= heading;
        if (html_is(child, "time"))
            meet_time(n, child);
        walk(n, child, depth + 1);
        if (breaks)
            end_line(n);
        n->said = said;
        n->credit = credit;
        if (child == n->article)
            n->end = n->lines;
        n->in_headline = within;
    }
}

void html_near_headline(const xmlNode *root, const xmlNode *article, const char *title, struct html_when *when)
{
    struct near n = {.line = buffer_make(LINE_BYTES_MAX),
                     .title = buffer_make(TITLE_BYTES_MAX),
                     .when = when,
                     .headline = -1,
                     .article = article,
                     .end = -1,
                     .above_line = -1,
                     .cost = COST_MAX + 1};
    if (title)
        html_title_key(title, strlen(title), &n.title);
    walk(&n, root, 0);
    end_line(&n);
    if (n.headline >= 0 && n.cost <= (n.sure ? COST_MAX : COST_UNSURE))
        date_format(&n.best, when->at[HTML_WHEN_NEAR]);
    else if (n.has_fallback)
        date_format(&n.fallback, when->at[HTML_WHEN_NEAR]);
    buffer_free(&n.line);
    buffer_free(&n.title);
}
