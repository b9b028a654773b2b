/* SPDX-License-Identifier: GPL-2.0-or-later */
/* boilerplate_rule.h - when a line that recurs in a source's articles is boilerplate. */
#ifndef HUSTINGS_BOILERPLATE_RULE_H
#define HUSTINGS_BOILERPLATE_RULE_H

#include "archive/boilerplate_tally.h"

/* On a corpus of 37,554 news articles, of their ten largest sources, see docs/boilerplate.md. */
enum {
    BOILERPLATE_ARTICLES = 8, /* that have it, and differ in the rest of their text */
    BOILERPLATE_DAYS = 4,     /* on which these were published */
    BOILERPLATE_FEW_WORDS = 3 /* a line of so many, or fewer, must be more frequent */
};

/* Whether so many articles, on so many days, have it: what is needed of every line. */
bool boilerplate_recurs(const struct boilerplate_evidence *e);
/* The share, in per cent, of the source's articles that must have the line beside that; 0: none. */
unsigned boilerplate_share(const char *line, size_t len, const struct boilerplate_evidence *e);

#endif
