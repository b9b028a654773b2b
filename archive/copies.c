/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies.c - what a group of copies is called, and who is first. */
#include "archive/copies.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t copies_led_by(const char *id_term)
{
    char digits[17] = "";

    memcpy(digits, id_term + strlen(PREFIX_ID), 16);
    uint64_t group = copies_group(strtoull(digits, NULL, 16));
    return group ? group : 2;
}

void copies_term(uint64_t group, char out[COPIES_TERM_LEN + 1])
{
    snprintf(out, COPIES_TERM_LEN + 1, PREFIX_GROUP "%016" PRIx64, copies_group(group));
}

void copies_key_term(uint32_t key, char out[COPIES_KEY_LEN + 1])
{
    snprintf(out, COPIES_KEY_LEN + 1, PREFIX_STORY_KEY "%08" PRIx32, key);
}

void copies_put_value(uint64_t group, char out[COPIES_VALUE])
{
    for (int i = 0; i < COPIES_VALUE; i++)
        out[i] = (char)(group >> (56 - 8 * i));
}

uint64_t copies_get_value(const char *value, size_t len)
{
    uint64_t group = 0;

    for (size_t i = 0; len == COPIES_VALUE && i < len; i++)
        group = group << 8 | (uint8_t)value[i];
    return group;
}

bool copies_earlier(uint32_t docid, uint32_t other)
{
    bool dated = docid < SCHEMA_DOCID_UNDATED, other_dated = other < SCHEMA_DOCID_UNDATED;

    return dated != other_dated ? dated : dated ? docid > other : docid < other;
}

uint32_t copies_order(const struct date *d)
{
    uint32_t room, docid = schema_docid(d, &room);

    return docid < SCHEMA_DOCID_UNDATED ? SCHEMA_DOCID_UNDATED - docid : UINT32_MAX;
}
