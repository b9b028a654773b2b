/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timeline_tally.c - articles counted by when they were published and by a field's values. */
#include "archive/timeline_tally.h"

#include "archive/copies.h"
#include "archive/groups.h"

#include <stdlib.h>
#include <string.h>

enum {
    SERIES_MAX = TIMELINE_BY_MAX + 2, /* all, the values, the others */
    GROUPS_AT_FIRST = 256
};
_Static_assert(SERIES_MAX <= 128, "series of an article are told in two words");

/* A group of copies as one series has it. */
struct counted_story {
    uint64_t group;
    uint32_t series;
    uint32_t place; /* of the first published */
    uint32_t first; /* its docid in its shard */
    bool leads, found;
};

struct tallying {
    const struct timeline_counting *of;
    struct arena *arena;
    struct timeline_point *points;
    size_t places; /* of a series */
    const uint32_t *place_of[SCHEMA_DATABASES_MAX];  /* of a date, by its number in the shard's column */
    const uint8_t *series_of[SCHEMA_DATABASES_MAX];  /* of a value's class likewise */
    struct counted_story *stories; /* open addressing; group 0: free */
    size_t story_count, story_size;
};

/* ---- dates ----------------------------------------------------------- */

static bool read_number(const char *digits, size_t count, int *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return false;
        *out = *out * 10 + digits[i] - '0';
    }
    return true;
}

/* YYYYMMDD, where what is not known is 00. */
static bool read_date(xap_text value, struct date *out)
{
    struct date d = {.precision = DATE_DAY};

    if (value.len != 8 || !read_number(value.data, 4, &d.year) || !read_number(value.data + 4, 2, &d.month) ||
        !read_number(value.data + 6, 2, &d.day) || d.month > 12)
        return false;
    if (!d.day)
        d.precision = d.month ? DATE_MONTH : DATE_YEAR;
    *out = d;
    return true;
}

static void widen(const struct column *column, const uint32_t *used, enum timeline_interval interval, int32_t *first,
                  int32_t *last)
{
    struct date d;

    for (size_t number = 1; number <= column->values; number++) {
        if (!used[number] || !read_date(column_value(column, number), &d) ||
            !timeline_is_precise(interval, d.precision))
            continue;
        int32_t day = date_first_day(&d);
        if (*first > *last)
            *first = *last = day;
        *first = day < *first ? day : *first;
        *last = day > *last ? day : *last;
    }
}

/* How many articles of a shard have each date, by its number. The caller's; NULL: no memory. */
static uint32_t *count_dates(struct reader *r, const struct facet_columns *dates, size_t shard, struct error *err)
{
    const struct column *column = dates->at[shard];
    const struct reader_shard *of = reader_shard(r, shard);
    uint32_t *counts = calloc(column->values + 1, sizeof *counts);

    if (!counts)
        error_set(err, FAULT_MEMORY, "the search needs too much memory");
    for (size_t k = 0; counts && k < of->documents; k++)
        if (!of->hidden || !(of->hidden[k / 64] >> k % 64 & 1))
            counts[column_number(column, k)]++;
    return counts;
}

int timeline_bounds(struct reader *r, const struct facet_columns *dates, enum timeline_interval interval,
                    int32_t *first, int32_t *last, struct error *err)
{
    *first = 1;
    *last = 0;
    for (size_t i = 0; i < dates->shards; i++) {
        uint32_t *used = count_dates(r, dates, i, err);
        if (!used)
            return -1;
        widen(dates->at[i], used, interval, first, last);
        free(used);
    }
    return 0;
}

int timeline_histogram(struct reader *r, const struct facet_columns *dates, const struct timeline_span *span,
                       uint32_t *counts, struct error *err)
{
    for (size_t i = 0; i < dates->shards; i++) {
        uint32_t *used = count_dates(r, dates, i, err);
        if (!used)
            return -1;
        for (size_t number = 1; number <= dates->at[i]->values; number++) {
            struct date d;
            bool read = used[number] && read_date(column_value(dates->at[i], number), &d) &&
                        timeline_is_precise(span->interval, d.precision);
            int32_t day = read ? date_first_day(&d) : 0;
            if (read && day >= span->first && day <= span->last)
                counts[timeline_span_of(span, day)] += used[number];
        }
        free(used);
    }
    return 0;
}

static uint32_t place_of(const struct timeline_span *span, const struct date *d, uint32_t apart)
{
    int32_t day = date_first_day(d);

    if (!timeline_is_precise(span->interval, d->precision))
        return apart + TIMELINE_IMPRECISE;
    return day < span->first  ? apart + TIMELINE_BEFORE
           : day > span->last ? apart + TIMELINE_AFTER
                              : (uint32_t)timeline_span_of(span, day);
}

/* Where each date of a shard is counted. */
static bool place_dates(struct tallying *t, size_t shard)
{
    const struct column *column = t->of->dates->at[shard];
    const struct timeline_span *span = &t->of->span;
    uint32_t *places = arena_alloc(t->arena, (column->values + 1) * sizeof *places);
    uint32_t apart = (uint32_t)(t->places - TIMELINE_APART);

    if (!places)
        return false;
    places[0] = apart + TIMELINE_UNDATED;
    for (size_t number = 1; number <= column->values; number++) {
        struct date d;
        bool read = read_date(column_value(column, number), &d);
        places[number] = read ? place_of(span, &d, apart) : apart + TIMELINE_IMPRECISE;
    }
    t->place_of[shard] = places;
    return true;
}

/* ---- series ---------------------------------------------------------- */

static int by_term(const void *left, const void *right)
{
    const xap_text *a = &(*(const struct search_facet_value *const *)left)->term;
    const xap_text *b = &(*(const struct search_facet_value *const *)right)->term;
    int order = memcmp(a->data, b->data, a->len < b->len ? a->len : b->len);

    return order ? order : (a->len > b->len) - (a->len < b->len);
}

static bool place_values(struct tallying *t, size_t shard, const struct search_facet_value **sorted)
{
    const struct timeline_counting *of = t->of;
    const struct column *column = of->values->at[shard];
    uint8_t *series = arena_alloc(t->arena, column->classes + 1);

    if (!series)
        return false;
    for (size_t class = 1; class <= column->classes; class++) {
        const struct search_facet_value wanted = {.term = column_class(column, class)}, *key = &wanted;
        const struct search_facet_value **found =
            of->shown_count ? bsearch(&key, sorted, of->shown_count, sizeof *sorted, by_term) : NULL;
        series[class] = (uint8_t)(found ? (size_t)(*found - of->shown) + 1 : of->shown_count + 1);
    }
    t->series_of[shard] = series;
    return true;
}

static bool place_all_values(struct tallying *t)
{
    const struct timeline_counting *of = t->of;
    const struct search_facet_value *sorted[TIMELINE_BY_MAX];

    for (size_t i = 0; i < of->shown_count; i++)
        sorted[i] = &of->shown[i];
    if (of->shown_count)
        qsort(sorted, of->shown_count, sizeof sorted[0], by_term);
    for (size_t shard = 0; shard < of->values->shards; shard++)
        if (!place_values(t, shard, sorted))
            return false;
    return true;
}

/* The series that a document counts in, each once; how many. */
static size_t series_of(const struct tallying *t, size_t shard, size_t document, uint32_t out[SERIES_MAX])
{
    const struct column *column = t->of->values ? t->of->values->at[shard] : NULL;
    uint64_t had[2] = {0};
    size_t count = 1;

    out[0] = 0;
    for (size_t i = column ? column_first(column, document) : 0; column && i < column_end(column, document); i++) {
        size_t value = column_number(column, i);
        size_t classes[2] = {column_class_of(column, value), column_wider(column, value)};
        for (size_t k = 0; k < 2; k++) {
            uint32_t series = classes[k] ? t->series_of[shard][classes[k]] : 0;
            if (!series || had[series / 64] >> series % 64 & 1)
                continue;
            had[series / 64] |= UINT64_C(1) << series % 64;
            out[count++] = series;
        }
    }
    return count;
}

/* ---- stories --------------------------------------------------------- */

static struct counted_story *story_at(const struct tallying *t, uint64_t group, uint32_t series)
{
    size_t at = (size_t)((group >> 1) + series * UINT64_C(0x9E3779B97F4A7C15)) & (t->story_size - 1);

    while (t->stories[at].group && (t->stories[at].group != group || t->stories[at].series != series))
        at = (at + 1) & (t->story_size - 1);
    return &t->stories[at];
}

static bool grow_stories(struct tallying *t)
{
    struct tallying old = *t;

    t->story_size = old.story_size ? old.story_size * 2 : GROUPS_AT_FIRST;
    t->stories = arena_alloc(t->arena, t->story_size * sizeof *t->stories);
    for (size_t i = 0; t->stories && i < old.story_size; i++)
        if (old.stories[i].group)
            *story_at(t, old.stories[i].group, old.stories[i].series) = old.stories[i];
    return t->stories;
}

/* As a search collapses: the leader is shown, or else the first published. */
static bool take_story(struct tallying *t, uint64_t value, uint32_t series, uint32_t docid, uint32_t place, bool found)
{
    if (2 * (t->story_count + 1) > t->story_size && !grow_stories(t))
        return false;
    struct counted_story *s = story_at(t, copies_group(value), series);
    bool leads = value & COPIES_LEADS, is_new = !s->group;
    t->story_count += is_new;
    found |= s->found;
    if (is_new || (!s->leads && (leads || copies_earlier(docid, s->first))))
        *s = (struct counted_story){copies_group(value), series, place, docid, leads, false};
    s->found = found;
    return true;
}

/* ---- the walk -------------------------------------------------------- */

static bool count_document(struct tallying *t, size_t shard, const struct reader_shard *of, size_t document)
{
    size_t word = document / 64, bit = document % 64;
    uint32_t place = t->place_of[shard][column_number(t->of->dates->at[shard], document)], series[SERIES_MAX];
    bool found = t->of->found[shard][word] >> bit & 1;
    const uint64_t *grouped = t->of->stories && of->groups ? of->groups->bits : NULL;
    uint64_t group = grouped && grouped[word] >> bit & 1 ? groups_at(of->groups, (uint32_t)document) : 0;
    size_t count = series_of(t, shard, document, series);

    for (size_t i = 0; i < count; i++) {
        struct timeline_point *point = &t->points[series[i] * t->places + place];
        if (!group) {
            point->all++;
            point->count += found;
        } else if (!take_story(t, group, series[i], of->docids[document], place, found)) {
            return false;
        }
    }
    return true;
}

static bool count_all(struct tallying *t)
{
    for (size_t shard = 0; shard < t->of->dates->shards; shard++) {
        const struct reader_shard *of = reader_shard(t->of->reader, shard);
        for (size_t w = 0; w * 64 < of->documents; w++)
            for (uint64_t left = t->of->all[shard][w]; left; left &= left - 1)
                if (!count_document(t, shard, of, w * 64 + (size_t)__builtin_ctzll(left)))
                    return false;
    }
    for (size_t i = 0; i < t->story_size; i++) {
        const struct counted_story *s = &t->stories[i];
        struct timeline_point *point = &t->points[s->series * t->places + s->place];
        point->all += s->group != 0;
        point->count += s->group && s->found;
    }
    return true;
}

int timeline_tally(const struct timeline_counting *c, struct arena *arena, struct timeline_point *points,
                   struct error *err)
{
    struct tallying t = {.of = c, .arena = arena, .points = points,
                         .places = timeline_span_count(&c->span) + TIMELINE_APART};
    bool placed = true;

    for (size_t shard = 0; placed && shard < c->dates->shards; shard++)
        placed = place_dates(&t, shard);
    if (placed && (!c->values || place_all_values(&t)) && count_all(&t))
        return 0;
    return error_set(err, FAULT_MEMORY, "the search needs too much memory");
}
