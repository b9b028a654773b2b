/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_prune.c - paragraphs within the article that are not its text. */
#include "indexer/formats/html_prune.h"

#include "archive/text.h"
#include "indexer/formats/html_day.h"
#include "indexer/formats/html_phrases.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    LINK_BYTES_MAX = 200,    /* a paragraph that is all link and longer says something itself */
    POINTER_BYTES_MAX = 100, /* a line with a link that is no sentence */
    CALL_BYTES_MAX = 160,    /* so does a call */
    HEAD_LINES = 6,          /* paragraphs above which a byline may stand */
    TAIL_SHARE = 4,          /* scraps at the end are less than this part of the text */
    LINKS_MIN = 8,           /* an article full of links has more, */
    PROSE_BYTES_MIN = 12,    /* a sentence */
    LINKS_SHARE = 3,         /* and of its paragraphs this part */
    HEAD_BYTES_MAX = 160     /* a byline, a date or a place above the text */
};

static bool ends_a_sentence(const char *text, size_t len)
{
    while (len && (text[len - 1] == ')' || text[len - 1] == '"' || text[len - 1] == '\'' || text[len - 1] == ' '))
        len--;
    return len && (strchr(".!?", text[len - 1]) || (len > 2 && memcmp(text + len - 3, "\xE2\x80\x9D", 3) == 0));
}

static bool leads_elsewhere(const struct html_paragraph *p, const char *text)
{
    if (p->linked && p->len < POINTER_BYTES_MAX && !p->item && !p->heading && !ends_a_sentence(text, p->len))
        return true;
    bool mostly = p->linked * 10 >= p->len * 7, all = p->linked * 10 >= p->len * 9;
    if (p->len < LINK_BYTES_MAX && (all || (mostly && !ends_a_sentence(text, p->len))))
        return true;
    return p->linked * 3 > p->len && p->len < LINK_BYTES_MAX + CALL_BYTES_MAX && html_phrase_leads(text, p->len);
}

static bool same_words(const char *a, size_t len, const char *b)
{
    struct buffer x = buffer_make(4096), y = buffer_make(4096);
    bool same = text_fold(a, len, &x) && text_fold(b, strlen(b), &y) && x.len == y.len && x.len &&
                memcmp(x.data, y.data, x.len) == 0;
    buffer_free(&x);
    buffer_free(&y);
    return same;
}

static bool is_address(const char *text, size_t len)
{
    return len > 8 && strncmp(text, "http", 4) == 0 && memmem(text, len, "://", 3) && !memchr(text, ' ', len);
}

/* Who wrote it, or when. */
static bool is_credit(const struct html_paragraph *p, const char *text)
{
    struct date day;
    if (p->len > HEAD_BYTES_MAX || ends_a_sentence(text, p->len))
        return false;
    return strncasecmp(text, "by ", 3) == 0 || p->len < 3 ||
           html_day_find(text, p->len, HTML_ORDER_UNKNOWN, &day, NULL);
}

/* Above the text: the title again, a place, a name. */
static bool is_of_the_head(const struct html_paragraph *p, const char *text, const char *title)
{
    if (p->len > HEAD_BYTES_MAX)
        return false;
    if (p->headline || (title && same_words(text, p->len, title)))
        return true;
    return p->len < HEAD_BYTES_MAX / 2 && !p->heading && !p->item && !ends_a_sentence(text, p->len);
}

static bool is_prose(const struct html_paragraph *p, const char *text)
{
    return !p->left_out && (p->len >= HEAD_BYTES_MAX || (p->len >= PROSE_BYTES_MIN && ends_a_sentence(text, p->len)));
}

static void drop_headings(struct html_paragraphs *p)
{
    bool empty = true; /* nothing that stays stands below */
    for (size_t i = p->count; i > 0; i--) {
        struct html_paragraph *at = &p->at[i - 1];
        if (at->left_out)
            continue;
        if (at->heading && empty)
            at->left_out = true;
        else
            empty = false;
    }
}

/* Scraps below the last paragraph, such as teasers of the next article; a list may end an article, too. */
static void drop_tail(struct html_paragraphs *p)
{
    size_t last = p->count, tail = 0, all = 0;
    while (last > 0 && !is_prose(&p->at[last - 1], p->text.data + p->at[last - 1].from))
        last--;
    for (size_t i = 0; i < p->count; i++) {
        all += p->at[i].left_out ? 0 : p->at[i].len;
        tail += p->at[i].left_out || i < last ? 0 : p->at[i].len;
    }
    for (size_t i = last; tail * TAIL_SHARE < all && i < p->count; i++)
        p->at[i].left_out |= p->at[i].linked || (!p->at[i].item && !p->at[i].heading);
}

/* Paragraphs that are links; where an article is full of them, they are what it is about. */
static void drop_links(struct html_paragraphs *p)
{
    size_t links = 0;
    for (size_t i = 0; i < p->count; i++) {
        p->at[i].left_out = leads_elsewhere(&p->at[i], p->text.data + p->at[i].from);
        links += p->at[i].left_out;
    }
    for (size_t i = 0; links > LINKS_MIN && links * LINKS_SHARE > p->count && i < p->count; i++)
        p->at[i].left_out = false;
}

void html_prune(struct html_paragraphs *p, const char *title)
{
    bool head = true;
    drop_links(p);
    for (size_t i = 0; i < p->count; i++) {
        struct html_paragraph *at = &p->at[i];
        const char *text = p->text.data + at->from;
        at->left_out |= html_phrase_calls(text, at->len) || (!at->linked && is_address(text, at->len)) ||
                        (head && is_of_the_head(at, text, title)) || (i < HEAD_LINES && is_credit(at, text));
        head = head && !is_prose(at, text);
    }
    drop_tail(p);
    drop_headings(p);
}
