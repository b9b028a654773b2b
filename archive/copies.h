/* SPDX-License-Identifier: GPL-2.0-or-later */
/* copies.h - groups of articles that tell one story in the same words: what a wire story becomes that many papers
 * print, what is posted again, edited or cut.
 *
 * Stars (star clustering: Aslam, Pelekhov, Rus: The star clustering algorithm, 2004), by who was first: in the order of
 * (date, id), the undated last, each article joins the earliest leader that it is near to (story.h), or else leads.
 * Every copy is near its leader, so that no chain of small changes joins two stories. Who is in which group hangs on
 * the articles there are, and not on the order in which they came.
 *
 * A group is known by 63 bits of its leader's id; the lowest bit of what lies with an article says whether it leads.
 * 0: it is in none. An article that has no copies is in none. */
#ifndef HUSTINGS_COPIES_H
#define HUSTINGS_COPIES_H

#include "archive/schema.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COPIES_LEADS UINT64_C(1)
enum { COPIES_TERM_LEN = 18, COPIES_KEY_LEN = 10, COPIES_VALUE = 8 };

static inline uint64_t copies_group(uint64_t with_article)
{
    return with_article & ~COPIES_LEADS;
}

/* The group that the article of this schema_id_term leads, or would. */
uint64_t copies_led_by(const char *id_term);
/* The term of a group's articles, with a NUL behind. */
void copies_term(uint64_t group, char out[COPIES_TERM_LEN + 1]);
/* The term by which the delta's articles are found when copies are looked for: story.h. */
void copies_key_term(uint32_t key, char out[COPIES_KEY_LEN + 1]);
/* What lies in SLOT_GROUP; reading anything else gives 0. */
void copies_put_value(uint64_t group, char out[COPIES_VALUE]);
uint64_t copies_get_value(const char *value, size_t len);
/* Whether the article of one docid was published before that of another; the undated, which lie behind all days, last.
 */
bool copies_earlier(uint32_t docid, uint32_t other);
/* The order of first publication: earlier ones are less, the undated most of all. */
uint32_t copies_order(const struct date *d);

#endif
