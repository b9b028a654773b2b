/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema.c - how an article lies in Xapian: docids, terms of ids, values and dates. */
#include "archive/schema.h"

#include "archive/text.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    DAY_SECONDS = 86400,
    VALUE_MAX = 200 /* bytes of a value's term before a hash stands for the rest */
};
_Static_assert((uint64_t)(SCHEMA_LAST_DAY - SCHEMA_FIRST_DAY + 1) * SCHEMA_SLOTS_A_DAY < SCHEMA_DOCID_MAX,
               "docids of all days fit");

uint32_t schema_docid(const struct date *d, uint32_t *room)
{
    int32_t day = d->precision == DATE_NONE ? SCHEMA_FIRST_DAY - 1 : date_first_day(d);
    int32_t second = DAY_SECONDS - 1;

    if (d->precision == DATE_TIME)
        second = d->hour * 3600 + d->minute * 60 + (d->second > 59 ? 59 : d->second); /* a leap second is the 59th's */
    if (day < SCHEMA_FIRST_DAY || day > SCHEMA_LAST_DAY) {
        *room = SCHEMA_DOCID_MAX - SCHEMA_DOCID_UNDATED;
        return SCHEMA_DOCID_UNDATED;
    }
    uint32_t slot = (uint32_t)((int64_t)(DAY_SECONDS - 1 - second) * SCHEMA_SLOTS_A_DAY / DAY_SECONDS);
    *room = SCHEMA_SLOTS_A_DAY - slot;
    return (uint32_t)(SCHEMA_LAST_DAY - day) * SCHEMA_SLOTS_A_DAY + slot + 1;
}

bool schema_dates(const struct date *d)
{
    return d->precision != DATE_NONE && date_first_day(d) >= SCHEMA_FIRST_DAY && date_last_day(d) <= SCHEMA_LAST_DAY;
}

static void hex_hash(const char *bytes, size_t len, size_t digits, char *out)
{
    uint8_t hash[SHA256_DIGEST_SIZE];
    struct sha256_ctx sha;

    sha256_init(&sha);
    sha256_update(&sha, len, (const uint8_t *)bytes);
    sha256_digest(&sha, sizeof hash, hash);
    for (size_t i = 0; i < digits / 2; i++)
        snprintf(out + 2 * i, 3, "%02x", hash[i]);
}

size_t schema_id_term(const char *id, size_t len, char out[SCHEMA_TERM_MAX])
{
    out[0] = PREFIX_ID[0];
    hex_hash(id, len, 32, out + 1);
    return 33;
}

int schema_value_term(const char *prefix, const char *value, size_t len, struct buffer *out)
{
    size_t start = out->len;

    buffer_puts(out, prefix);
    text_fold(value, len, out);
    if (!out->failed && out->len - start > VALUE_MAX) {
        char hash[33];
        hex_hash(out->data + start, out->len - start, 32, hash);
        out->len = start + VALUE_MAX;
        buffer_append(out, hash, 32);
    }
    return out->failed ? -1 : 0;
}

static bool skip(const char **at, const char *end, const char *word)
{
    size_t len = strlen(word);

    if ((size_t)(end - *at) < len || strncasecmp(*at, word, len) != 0)
        return false;
    *at += len;
    return true;
}

size_t schema_url(const char *url, size_t len, const char **out, size_t *host_len)
{
    const char *at = url, *end = url + len;
    const char *fragment = memchr(at, '#', len);

    if (fragment)
        end = fragment;
    if (!skip(&at, end, "https://"))
        skip(&at, end, "http://");
    skip(&at, end, "www.");
    while (end > at && end[-1] == '/')
        end--;
    *out = at;
    *host_len = 0;
    while (at + *host_len < end && !strchr("/?", at[*host_len]))
        ++*host_len;
    return (size_t)(end - at);
}

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && leap(year) ? 29 : days[month - 1];
}

int schema_date_terms(int32_t first, int32_t last, int (*add)(void *ctx, const char *term), void *ctx)
{
    if (first < SCHEMA_FIRST_DAY)
        first = SCHEMA_FIRST_DAY;
    if (last > SCHEMA_LAST_DAY)
        last = SCHEMA_LAST_DAY;
    while (first <= last) {
        char term[16];
        int year, month, day, days;

        /* The largest unit that begins here and does not reach past the end. */
        date_from_day(first, &year, &month, &day);
        int year_days = leap(year) ? 366 : 365;
        if (month == 1 && day == 1 && last - first + 1 >= year_days) {
            days = year_days;
            snprintf(term, sizeof term, PREFIX_YEAR "%04d", year % 10000);
        } else if (day == 1 && last - first + 1 >= month_days(year, month)) {
            days = month_days(year, month);
            snprintf(term, sizeof term, PREFIX_MONTH "%04d%02d", year % 10000, month % 100);
        } else {
            days = 1;
            snprintf(term, sizeof term, PREFIX_DAY "%04d%02d%02d", year % 10000, month % 100, day % 100);
        }
        if (add(ctx, term) < 0)
            return -1;
        first += days;
    }
    return 0;
}
