/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_split.h - a stream of JSON cut into its values, each held alone: those of an array, of a list within an object
 * (what a search engine or an API answers), or values that follow each other. */
#ifndef HUSTINGS_JSON_SPLIT_H
#define HUSTINGS_JSON_SPLIT_H

#include "indexer/formats/format.h"

struct json_split {
    struct input *in;
    const char *at, *end; /* what was taken of in and not used */
    struct buffer value;  /* the last one cut out, as it was given; up to DOCUMENT_BYTES_MAX */
    struct buffer held;   /* what at is in */
    unsigned long line;   /* where at is */
    unsigned long value_line;
    unsigned within; /* lists and objects that the next value lies in: 0 where values follow each other */
};

/* Starts before what is left of in; before it stands first, which is copied. False: no memory. */
bool json_split_start(struct json_split *s, struct input *in, const char *first, size_t len);
void json_split_free(struct json_split *s);
/* Passes over the first bytes, which open `within` objects and lists, the last of them that of the values. */
int json_split_enter(struct json_split *s, size_t bytes, unsigned within, struct error *err);
/* The next value: 1; 0: the end, or *broken (static) says why nothing can be read from value_line on, and value holds
 * what could not be; -1. A value that is too long is passed over and value.failed set. */
int json_split_next(struct json_split *s, const char **broken, struct error *err);

#endif
