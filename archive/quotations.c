/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quotations.c - one walk over a text from quotation mark to quotation mark. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* memmem */
#endif
#include "archive/quotation_marks.h"

#include "archive/array_grow.h"

#include <stdlib.h>
#include <string.h>

struct finder {
    const char *text, *end;
    bool blank_lines; /* paragraphs are parted by them */
    struct quotations *out;
    struct single_marks singles;
    const char *paragraph, *paragraph_end;
    size_t first;          /* of out in this paragraph */
    enum quote_mark open; /* by what the quotation at hand was opened; QUOTE_NONE: there is none */
    const char *from;      /* where it begins */
    unsigned inner;        /* quotations open within it, by other marks */
};

bool quotations_add(struct quotations *q, uint32_t start, uint32_t end)
{
    if (start >= end)
        return true;
    if (!array_grow(&q->at, &q->size, q->count + 1, sizeof *q->at))
        return false;
    q->at[q->count++] = (struct quotation){start, end};
    return true;
}

void quotations_free(struct quotations *q)
{
    free(q->at);
    *q = (struct quotations){0};
}

static bool close_at(struct finder *f, const char *at)
{
    f->open = QUOTE_NONE;
    return quotations_add(f->out, (uint32_t)(f->from - f->text), (uint32_t)(at - f->text));
}

/* ---- marks ----------------------------------------------------------- */

/* 6'2" */
static bool is_inches(const struct quote_place *m)
{
    const char *at = m->at;

    while (at > m->paragraph && quote_is_digit(at[-1]))
        at--;
    if (at == m->at)
        return false;
    if (at > m->paragraph && at[-1] == '\'')
        at--;
    else if (at - m->paragraph >= 3 &&
             (memcmp(at - 3, "\xE2\x80\x99", 3) == 0 || memcmp(at - 3, "\xE2\x80\xB2", 3) == 0))
        at -= 3;
    else
        return false;
    return at > m->paragraph && quote_is_digit(at[-1]);
}

/* Outside of any quotation: whether the mark begins one. */
static bool begins(enum quote_mark mark, const struct quote_place *m)
{
    switch (mark) {
    case QUOTE_STRAIGHT:
        return m->after && !quote_closes(m) && !quote_is_digit(m->before);
    case QUOTE_LEFT:
    case QUOTE_ANGLE_LEFT:
        return !quote_closes(m);
    case QUOTE_LOW:
    case QUOTE_CORNER_OPEN:
        return true;
    case QUOTE_RIGHT:
    case QUOTE_ANGLE_RIGHT:
        return quote_opens(m);
    default:
        return false;
    }
}

/* A mark of the other hand within a quotation: it may open and close one of its own. */
static bool ends_beside_inner(struct finder *f, enum quote_mark mark, const struct quote_place *m)
{
    if (quote_opens(m)) {
        f->inner = 1;
        return false;
    }
    if (f->inner) {
        f->inner = 0;
        return false;
    }
    return mark == QUOTE_RIGHT || quote_closes(m);
}

/* Whether the mark ends a quotation that one of “ ” „ " opened. */
static bool ends_double(struct finder *f, enum quote_mark mark, const struct quote_place *m)
{
    bool straight = f->open == QUOTE_STRAIGHT;

    switch (mark) {
    case QUOTE_STRAIGHT:
        if (is_inches(m))
            return false;
        return straight ? !quote_opens(m) : ends_beside_inner(f, mark, m);
    case QUOTE_RIGHT:
        if (straight)
            return ends_beside_inner(f, mark, m);
        return !is_inches(m) && (f->open != QUOTE_RIGHT || !quote_opens(m));
    case QUOTE_LEFT:
        if (straight)
            return ends_beside_inner(f, mark, m);
        return f->open == QUOTE_LOW ? !quote_opens(m) : quote_closes(m);
    default:
        return false;
    }
}

static bool ends_angle(struct finder *f, enum quote_mark mark, const struct quote_place *m)
{
    if (mark != QUOTE_ANGLE_LEFT && mark != QUOTE_ANGLE_RIGHT)
        return false;
    if (f->open == QUOTE_ANGLE_RIGHT) /* »…« or »…» */
        return mark == QUOTE_ANGLE_LEFT || quote_closes(m);
    if (mark == QUOTE_ANGLE_LEFT) {
        f->inner += !quote_closes(m);
        return false;
    }
    if (f->inner == 0)
        return true;
    f->inner--;
    return false;
}

static bool ends_corner(struct finder *f, enum quote_mark mark)
{
    if (mark == QUOTE_CORNER_CLOSE && f->inner == 0)
        return true;
    f->inner += mark == QUOTE_CORNER_OPEN;
    f->inner -= mark == QUOTE_CORNER_CLOSE;
    return false;
}

static bool ends(struct finder *f, enum quote_mark mark, const struct quote_place *m)
{
    switch (f->open) {
    case QUOTE_CORNER_OPEN:
        return ends_corner(f, mark);
    case QUOTE_ANGLE_LEFT:
    case QUOTE_ANGLE_RIGHT:
        return ends_angle(f, mark, m);
    default:
        return ends_double(f, mark, m);
    }
}

static bool take_mark(struct finder *f, enum quote_mark mark, const struct quote_place *m)
{
    if (f->open)
        return !ends(f, mark, m) || close_at(f, m->at);
    if (mark >= QUOTE_SINGLE_LEFT)
        return single_marks_take(&f->singles, mark, m, f->text);
    if (begins(mark, m)) {
        f->open = mark;
        f->from = m->behind;
        f->inner = 0;
    }
    return true;
}

/* ---- paragraphs ------------------------------------------------------ */

/* Where the paragraph that begins at `at` ends; *next: where the one behind it begins. */
static const char *paragraph_end(const struct finder *f, const char *at, const char **next)
{
    while (at < f->end) {
        const char *line = memchr(at, '\n', (size_t)(f->end - at));
        if (!line)
            break;
        const char *behind = line + 1;
        while (behind < f->end && (*behind == ' ' || *behind == '\t' || *behind == '\n'))
            behind++;
        if (!f->blank_lines || memchr(line + 1, '\n', (size_t)(behind - line - 1))) {
            *next = behind;
            return line;
        }
        at = behind;
    }
    *next = f->end;
    return f->end;
}

static bool same_kind(enum quote_mark open, enum quote_mark mark)
{
    bool angle = open == QUOTE_ANGLE_LEFT || open == QUOTE_ANGLE_RIGHT;

    if (angle || open == QUOTE_CORNER_OPEN)
        return mark == open || (angle && (mark == QUOTE_ANGLE_LEFT || mark == QUOTE_ANGLE_RIGHT));
    return mark >= QUOTE_STRAIGHT && mark <= QUOTE_LOW;
}

/* A quotation that no mark closed: goes on in the next paragraph, behind its mark, or ends here. */
static bool end_paragraph(struct finder *f, const char **next)
{
    size_t len = 0;

    if (!single_marks_pair(&f->singles, f->out, f->first))
        return false;
    if (!f->open)
        return true;
    if (f->open == QUOTE_ANGLE_RIGHT) { /* a pointer to more, in a site's menus */
        f->open = QUOTE_NONE;
        return true;
    }
    enum quote_mark mark = *next < f->end ? quote_mark(*next, f->end, &len) : QUOTE_NONE;
    if (!same_kind(f->open, mark))
        return close_at(f, f->paragraph_end);
    *next += len;
    f->inner = 0;
    return true;
}

/* First bytes of marks. */
static bool may_begin(unsigned char byte)
{
    return byte == '"' || byte == '\'' || byte == '`' || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF;
}

static bool walk_paragraph(struct finder *f, const char *at)
{
    while (at < f->paragraph_end) {
        if (!may_begin((unsigned char)*at)) {
            at++;
            continue;
        }
        size_t len;
        enum quote_mark mark = quote_mark(at, f->paragraph_end, &len);
        if (mark == QUOTE_NONE) {
            at++;
            continue;
        }
        struct quote_place m = quote_place(at, len, f->paragraph, f->paragraph_end);
        if (!take_mark(f, mark, &m))
            return false;
        at += len;
    }
    return true;
}

bool quotations_find(struct quotations *q, const char *text, size_t len)
{
    struct finder f = {.text = text, .end = text + len, .out = q, .blank_lines = memmem(text, len, "\n\n", 2) != NULL};
    bool fits = true;

    q->count = 0;
    for (const char *at = text, *next; fits && at < f.end; at = next) {
        f.paragraph = at;
        f.first = q->count;
        f.paragraph_end = paragraph_end(&f, at, &next);
        fits = walk_paragraph(&f, at) && end_paragraph(&f, &next);
    }
    fits = fits && (!f.open || close_at(&f, f.end));
    free(f.singles.at);
    return fits;
}

bool quotations_have(const struct quotations *q, uint32_t at, size_t *cursor)
{
    size_t i = *cursor < q->count && q->at[*cursor].start <= at ? *cursor : 0;

    while (i < q->count && q->at[i].end <= at)
        i++;
    *cursor = i;
    return i < q->count && q->at[i].start <= at;
}
