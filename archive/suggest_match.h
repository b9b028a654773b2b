/* SPDX-License-Identifier: GPL-2.0-or-later */
/* suggest_match.h - the names of one view that what was typed may become. For suggest*.c only. */
#ifndef HUSTINGS_SUGGEST_MATCH_H
#define HUSTINGS_SUGGEST_MATCH_H

#include "archive/names.h"

enum { MATCHES_MAX = 32 /* of a view: the best */ };

struct name_match {
    uint32_t place;
    uint8_t slips;
    bool within; /* it begins at another word than the first */
    double penalty; /* for slips and for beginning within */
    double score;
};

struct name_matches {
    struct name_match at[MATCHES_MAX]; /* by falling score */
    size_t count;
    bool exact; /* some are without slips */
};

void match_names(const struct names_view *v, const char *typed, size_t len, struct name_matches *out);

#endif
