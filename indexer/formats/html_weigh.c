/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_weigh.c - which part of a page is its article, by what the elements say and how much prose they hold. */
#include "indexer/formats/html_weigh.h"

#include "indexer/formats/html_names.h"
#include "indexer/formats/html_says.h"

#include <stdint.h>
#include <string.h>

enum {
    SCRAP_BYTES = 40, /* a block shorter than this is no prose */
    SHORT_SHARE = 4,
    SCRAP_COST = 15,     /* and costs that much */
    LINKS_COST_MAX = 80, /* of one block that is most of it links */
    BESIDE = 1,          /* the mark in _private, below the prose */
};

/* What is gathered on the way up. */
struct tally {
    long run, linked; /* bytes of the line of text that is open, and of them within links */
    long sum;         /* of the blocks that are closed */
};

static bool is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* Bytes but for white space at the ends and in rows. */
static long text_bytes(const xmlNode *node)
{
    long bytes = 0;
    bool space = true;
    for (const char *c = (const char *)node->content; c && *c; c++) {
        bool now = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
        bytes += !now || !space;
        space = now;
    }
    return bytes - (bytes > 0 && space);
}

static bool breaks_line(const xmlNode *node)
{
    return !html_is_inline(node) && !html_is(node, "td") && !html_is(node, "th");
}

static long worth(const struct tally *t, const xmlNode *block)
{
    static const char *const short_ones[] = {"li", "tr", "dt", "dd", "blockquote", NULL};
    if (!t->run)
        return 0;
    if (t->linked * 2 > t->run)
        return t->linked < LINKS_COST_MAX ? -t->linked : -LINKS_COST_MAX;
    if (t->run - t->linked < SCRAP_BYTES && html_is(block, "p"))
        return t->run / SHORT_SHARE; /* a short paragraph keeps the long ones together */
    if (t->run - t->linked < SCRAP_BYTES)
        return html_word_is_one_of((const char *)block->name, short_ones) || html_is_heading(block) ? 0 : -SCRAP_COST;
    return t->run - 2 * t->linked;
}

static void close_block(struct tally *t, const xmlNode *block)
{
    t->sum += worth(t, block);
    t->run = t->linked = 0;
}

static void close_prose(struct tally *t, const xmlNode *block)
{
    long more = worth(t, block);
    t->sum += more > 0 ? more : 0;
    t->run = t->linked = 0;
}

static uintptr_t prose_of(const xmlNode *node)
{
    return (uintptr_t)node->_private >> 1;
}

/* Leaves in each element's _private the bytes of prose below it. */
static struct tally measure(xmlNode *node, int depth, bool linked)
{
    struct tally t = {0};
    for (xmlNode *child = depth < HTML_DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        if (is_text(child)) {
            long bytes = text_bytes(child);
            t.run += bytes;
            t.linked += linked ? bytes : 0;
        } else if (child->type == XML_ELEMENT_NODE && !html_is(child, "script") && !html_is(child, "style")) {
            bool within = !breaks_line(child);
            if (!within)
                close_prose(&t, node);
            struct tally below = measure(child, depth + 1, linked || html_is(child, "a"));
            t.run += below.run;
            t.linked += below.linked;
            t.sum += below.sum;
        }
    }
    struct tally all = t;
    close_prose(&all, node);
    node->_private = (void *)((uintptr_t)all.sum << 1); /* NOLINT: a number, not an address */
    return breaks_line(node) ? all : t;
}

static bool holds_headline(const xmlNode *node, int depth)
{
    for (const xmlNode *child = depth < 4 ? node->children : NULL; child; child = child->next) {
        if (html_is(child, "h1") || holds_headline(child, depth + 1))
            return true;
    }
    return false;
}

/* What the page would lose most of its prose by is not beside it, whatever it is called; nor is what is to be spared. */
static bool is_beside(const xmlNode *node, uintptr_t all, const xmlNode *spared)
{
    bool most = prose_of(node) * 2 > all || node == spared;
    enum html_says says = html_says(node);
    if (says == HTML_SAYS_COMMENTS)
        return !most || !holds_headline(node, 0);
    if (html_is_no_text(node) && !html_is(node, "form"))
        return true; /* and that it is by HTML's own words */
    if (most || says == HTML_SAYS_BODY)
        return false;
    return html_is(node, "form") || says == HTML_SAYS_OTHERS || says == HTML_SAYS_BESIDE || says == HTML_SAYS_CREDIT ||
           says == HTML_SAYS_HIDDEN;
}

static void mark(xmlNode *node, int depth, uintptr_t all, const xmlNode *spared)
{
    for (xmlNode *child = node->children; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        if (depth >= HTML_DEPTH_MAX || is_beside(child, all, spared))
            child->_private = (void *)((uintptr_t)child->_private | BESIDE);
        else
            mark(child, depth + 1, all, spared);
    }
}

/* Of what is marked, though not by HTML's own words, that with the most prose. */
static void find_spared(xmlNode *node, int depth, const xmlNode **most)
{
    for (xmlNode *child = depth < HTML_DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        if (child->type != XML_ELEMENT_NODE)
            continue;
        bool marked = html_is_beside(child);
        if (!marked)
            find_spared(child, depth + 1, most);
        else if (!html_is_no_text(child) && (!*most || prose_of(child) > prose_of(*most)))
            *most = child;
    }
}

bool html_is_beside(const xmlNode *node)
{
    return node->type != XML_ELEMENT_NODE || ((uintptr_t)node->_private & BESIDE);
}

/* An element that says it is the article's text is believed from this part of the most there is on, in percent. */
static long needed(const xmlNode *node)
{
    enum { ITEM_NEEDS = 25, CLASS_NEEDS = 40, ARTICLE_NEEDS = 60, NEVER = 1000 };
    char *item = html_attribute(node, "itemprop");
    bool body = item && strcasestr(item, "articleBody");
    xmlFree(item);
    if (body)
        return ITEM_NEEDS;
    return html_says(node) == HTML_SAYS_BODY ? CLASS_NEEDS : html_is(node, "article") ? ARTICLE_NEEDS : NEVER;
}

struct choice {
    xmlNode *best, *said, *headed; /* headed: the first <article> that has an <h1> */
    long best_sum, said_sum, headed_sum, headlines;
};

static void consider(xmlNode *node, long sum, bool headed, struct choice *c)
{
    if (sum > c->best_sum) {
        c->best_sum = sum;
        c->best = node;
    }
    if (headed && html_is(node, "article") && !c->headed) {
        c->headed = node;
        c->headed_sum = sum;
    }
    if (sum <= 0)
        return;
    long said = sum * 100 / needed(node);
    if (said > c->said_sum) {
        c->said_sum = said;
        c->said = node;
    }
}

static struct tally choose(xmlNode *node, int depth, bool linked, struct choice *choice)
{
    struct tally t = {0};
    long headlines = choice->headlines;
    for (xmlNode *child = depth < HTML_DEPTH_MAX ? node->children : NULL; child; child = child->next) {
        if (is_text(child)) {
            long bytes = text_bytes(child);
            t.run += bytes;
            t.linked += linked ? bytes : 0;
        } else if (!html_is_beside(child)) {
            bool within = !breaks_line(child);
            choice->headlines += html_is(child, "h1");
            if (!within)
                close_block(&t, node);
            struct tally below = choose(child, depth + 1, linked || html_is(child, "a"), choice);
            t.run += below.run;
            t.linked += below.linked;
            t.sum += below.sum;
        }
    }
    if (!breaks_line(node))
        return t;
    close_block(&t, node);
    consider(node, t.sum, choice->headlines > headlines, choice);
    return t;
}

static xmlNode *chosen(xmlNode *root)
{
    enum { HEADED_NEEDS = 25 };
    struct choice choice = {.best = root};
    choose(root, 0, false, &choice);
    if (choice.headed && choice.headlines == 1 && choice.headed_sum * 100 >= choice.best_sum * HEADED_NEEDS) {
        root = choice.headed; /* other articles beside it are other articles */
        choice = (struct choice){.best = root};
        choose(root, 0, false, &choice);
    }
    return choice.said && choice.said_sum >= choice.best_sum ? choice.said : choice.best;
}

xmlNode *html_article(xmlNode *root, bool lenient)
{
    const xmlNode *spared = NULL;

    measure(root, 0, false);
    mark(root, 0, prose_of(root), NULL);
    if (lenient) {
        find_spared(root, 0, &spared);
        measure(root, 0, false);
        mark(root, 0, prose_of(root), spared);
    }
    return chosen(root);
}
