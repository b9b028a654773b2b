/* SPDX-License-Identifier: GPL-2.0-or-later */
/* quotation_marks.h - quotation marks and what stands beside them. For quotation*.c only. */
#ifndef HUSTINGS_QUOTATION_MARKS_H
#define HUSTINGS_QUOTATION_MARKS_H

#include "archive/quotations.h"

enum quote_mark {
    QUOTE_NONE,
    QUOTE_STRAIGHT,     /* " or '' or `` or the wide one */
    QUOTE_LEFT,         /* “ */
    QUOTE_RIGHT,        /* ” */
    QUOTE_LOW,          /* „ */
    QUOTE_ANGLE_LEFT,   /* « */
    QUOTE_ANGLE_RIGHT,  /* » */
    QUOTE_CORNER_OPEN,  /* 「 『 */
    QUOTE_CORNER_CLOSE, /* 」 』 */
    QUOTE_SINGLE_LEFT,  /* ‘ */
    QUOTE_SINGLE_RIGHT, /* ’ */
    QUOTE_SINGLE_LOW,   /* ‚ */
    QUOTE_APOSTROPHE    /* ' */
};

/* A mark as it stands in its paragraph. */
struct quote_place {
    const char *at, *behind;    /* its bytes */
    const char *paragraph, *end; /* of the paragraph */
    int32_t before, after;      /* the code points beside it; 0: the paragraph begins or ends there */
};

/* The mark that begins with the byte at `at` (before end), and its bytes. */
enum quote_mark quote_mark(const char *at, const char *end, size_t *len);
struct quote_place quote_place(const char *at, size_t len, const char *paragraph, const char *end);
/* Whether it stands as a mark that opens, or closes, does: never both. */
bool quote_opens(const struct quote_place *m);
bool quote_closes(const struct quote_place *m);
bool quote_is_space(int32_t code); /* or none: 0 */
bool quote_is_digit(int32_t code);

/* Single marks of one paragraph, outside of double ones, paired when it ends. */
struct single_mark {
    uint32_t start, end; /* bytes of the text */
    bool opens, weak;    /* weak: it may as well be an apostrophe */
    bool stopped;        /* a full stop or the like is before it */
    bool straight;
};
struct single_marks {
    struct single_mark *at;
    size_t count, size;
};
/* Takes a single mark that may be one of a pair; false: out of memory. */
bool single_marks_take(struct single_marks *s, enum quote_mark mark, const struct quote_place *m, const char *text);
/* Adds the pairs to q, whose items from `from` on stand in the same paragraph, and forgets the marks. */
bool single_marks_pair(struct single_marks *s, struct quotations *q, size_t from);
bool quotations_add(struct quotations *q, uint32_t start, uint32_t end);

#endif
