/* SPDX-License-Identifier: GPL-2.0-or-later */
/* press.c - an archive made by rule, and the same articles as plain lists. */
#include "tests/fuzz/press.h"

#include "archive/copies.h"
#include "archive/schema.h"
#include "archive/store.h"
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST = 2200, SECOND = 1020, THIRD = PRESS_IDS - FIRST - SECOND, REPLACED = 90, DELETED = 40, TEXT_MAX = 2048 };

const struct press_word press_words[PRESS_WORDS] = {
    {"the", 0, 0},      {"tax", 1, 1},      {"taxes", 1, 2},   {"vote", 3, 3},     {"votes", 3, 4},   {"voted", 3, 5},
    {"labour", 6, 6},   {"labor", 6, 6},    {"krell", 8, 8},   {"moot", 9, 9},     {"vale", 10, 10},  {"ferry", 11, 11},
    {"quay", 12, 12},   {"budget", 13, 13}, {"coal", 14, 14},  {"mayor", 15, 15},  {"zinc", 16, 16},  {"hovek", 17, 17},
    {"dorn", 18, 18},   {"minister", 19, 19}, {"ministers", 19, 20}, {"lantern", 21, 21}, {"2019", 22, 22}, {"ana", 23, 23},
};
const char *const press_sources[PRESS_SOURCES] = {"Vale Herald", "The Lantern", "Courier", "Moot & Quay"};
const char *const press_sections[PRESS_SECTIONS] = {"Politics", "Opinion", "World News"};
const char *const press_tags[PRESS_TAGS] = {"tax", "strike", "by-election", "Élysée", "port"};
const unsigned char press_authors[PRESS_AUTHORS][2] = {{23, 8}, {23, 18}, {17, 8}, {18, 17}, {21, 10}, {9, 23}};

static struct press press;
static uint16_t *by_document[PRESS_EPOCHS][SCHEMA_DATABASES_MAX]; /* text + 1 */
static uint16_t by_id[PRESS_EPOCHS][PRESS_IDS];
static uint32_t seed = 20161124;

static unsigned pick(unsigned below)
{
    seed = seed * 1664525 + 1013904223;
    return (unsigned)(((uint64_t)(seed >> 4) * below) >> 28);
}

/* Some words are common, some rare. */
static unsigned char pick_word(void)
{
    unsigned a = pick(PRESS_WORDS), b = pick(PRESS_WORDS);
    return (unsigned char)(pick(3) && a > b ? b : a);
}

static struct date pick_date(void)
{
    struct date d = {.year = 2015 + (int)pick(5), .month = 1 + (int)pick(12), .day = 1 + (int)pick(28)};
    static const enum date_precision precisions[] = {DATE_DAY, DATE_DAY, DATE_DAY, DATE_TIME, DATE_DAY, DATE_MONTH,
                                                     DATE_YEAR, DATE_NONE};
    d.precision = precisions[pick(sizeof precisions / sizeof *precisions)];
    if (d.precision == DATE_NONE)
        return (struct date){0};
    if (d.precision <= DATE_MONTH)
        d.day = 0;
    if (d.precision == DATE_YEAR)
        d.month = 0;
    if (d.precision == DATE_TIME)
        d.hour = (int)pick(24);
    return d;
}

static void make_text(struct press_text *t, unsigned id, unsigned epoch)
{
    *t = (struct press_text){.id = id, .from = epoch, .until = PRESS_EPOCHS, .author = (int)pick(PRESS_AUTHORS + 2),
                             .section = (int)pick(PRESS_SECTIONS + 1), .source = pick(PRESS_SOURCES),
                             .tags = pick(1 << PRESS_TAGS)};
    t->tags &= pick(1 << PRESS_TAGS); /* few */
    t->author = t->author < PRESS_AUTHORS ? t->author : -1;
    t->section = t->section < PRESS_SECTIONS ? t->section : -1;
    t->title_count = pick(PRESS_TITLE_MAX + 1);
    for (unsigned i = 0; i < t->title_count; i++)
        t->title[i] = pick_word();
    t->body_count = 1 + pick(pick(20) ? 24 : PRESS_BODY_MAX - 1);
    for (unsigned i = 0; i < t->body_count; i++)
        t->body[i] = pick_word();
    if (pick(3) == 0) {
        t->quote_from = pick(t->body_count);
        t->quote_end = t->quote_from + 1 + pick(t->body_count - t->quote_from);
    }
    t->date = pick_date();
}

/* Some long texts are another source's, word for word: copies. */
static void copy_some(struct press_text *t)
{
    const struct press_text *from = &press.texts[pick((unsigned)press.count)];
    if (from->body_count < 60 || pick(2))
        return;
    memcpy(t->body, from->body, sizeof t->body);
    t->body_count = from->body_count;
    t->quote_from = from->quote_from;
    t->quote_end = from->quote_end;
}

static uint32_t bits_of(const unsigned char *words, unsigned count)
{
    uint32_t bits = 0;

    for (unsigned i = 0; i < count; i++)
        bits |= UINT32_C(1) << words[i];
    return bits;
}

static void note_words(struct press_text *t)
{
    t->in_body = bits_of(t->body, t->body_count);
    t->in_title = bits_of(t->title, t->title_count);
    t->in_quote = bits_of(t->body + t->quote_from, t->quote_end - t->quote_from);
    t->in_author = t->author < 0 ? 0 : bits_of(press_authors[t->author], 2);
}

static void put(struct writer *w, const struct press_text *t)
{
    char id[16], title[128] = "", text[TEXT_MAX] = "", author[64], date[32];
    char *authors[1] = {author}, *tags[PRESS_TAGS];
    size_t len = 0, tag_count = 0;
    enum put_result result;

    snprintf(id, sizeof id, "a%u", t->id);
    for (unsigned i = 0; i < t->title_count; i++)
        len += (size_t)snprintf(title + len, sizeof title - len, "%s%s", i ? " " : "", press_words[t->title[i]].text);
    len = 0;
    for (unsigned i = 0; i < t->body_count; i++) {
        bool opens = t->quote_from < t->quote_end && i == t->quote_from;
        bool closes = t->quote_from < t->quote_end && i + 1 == t->quote_end;
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s%s%s", i ? " " : "", opens ? "\u201c" : "",
                                press_words[t->body[i]].text, closes ? "\u201d" : "");
    }
    if (t->author >= 0)
        snprintf(author, sizeof author, "%s %s", press_words[press_authors[t->author][0]].text,
                 press_words[press_authors[t->author][1]].text);
    for (unsigned i = 0; i < PRESS_TAGS; i++)
        if (t->tags >> i & 1)
            tags[tag_count++] = (char *)press_tags[i];
    if (t->date.precision != DATE_NONE)
        date_format(&t->date, date);
    struct article a = {.id = id, .title = t->title_count ? title : NULL, .text = text,
                        .date = t->date.precision == DATE_NONE ? NULL : date, .source = (char *)press_sources[t->source],
                        .section = t->section < 0 ? NULL : (char *)press_sections[t->section],
                        .authors = {authors, t->author >= 0}, .tags = {tags, tag_count}};
    law(writer_put(w, &a, &result, NULL) == 0);
}

static void put_new(struct writer *w, unsigned id, unsigned epoch)
{
    law(press.count < PRESS_TEXTS);
    struct press_text *t = &press.texts[press.count];
    make_text(t, id, epoch);
    if (press.count)
        copy_some(t);
    note_words(t);
    press.count++;
    by_id[epoch][id] = (uint16_t)press.count;
    put(w, t);
}

/* The last text of that id ends. */
static void end_text(unsigned id, unsigned epoch)
{
    for (size_t i = press.count; i-- > 0;)
        if (press.texts[i].id == id && press.texts[i].until == PRESS_EPOCHS) {
            press.texts[i].until = epoch;
            return;
        }
}

static void commit(struct writer *w, unsigned epoch, unsigned first, unsigned count)
{
    struct error err;

    for (unsigned i = 0; epoch && i < REPLACED + DELETED; i++) {
        unsigned id = pick(first);
        if (!by_id[epoch - 1][id] || by_id[epoch][id] != by_id[epoch - 1][id])
            continue; /* touched before in this commit, or gone */
        end_text(id, epoch);
        if (i < REPLACED) {
            put_new(w, id, epoch);
        } else {
            char name[16];
            snprintf(name, sizeof name, "a%u", id);
            law(writer_delete(w, name, NULL) == 0);
            by_id[epoch][id] = 0;
        }
    }
    for (unsigned i = 0; i < count; i++)
        put_new(w, first + i, epoch);
    if (writer_commit(w, &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        law_broken("the archive can be made", __FILE__, __LINE__);
    }
    if (epoch + 1 < PRESS_EPOCHS)
        memcpy(by_id[epoch + 1], by_id[epoch], sizeof by_id[0]);
}

static void remove_press(void)
{
    char command[96];
    reader_close(press.reader);
    snprintf(command, sizeof command, "rm -rf '%s'", press.dir);
    if (system(command) != 0)
        fprintf(stderr, "cannot remove %s\n", press.dir);
    free(press.texts);
    for (unsigned i = 0; i < PRESS_EPOCHS; i++)
        for (size_t shard = 0; shard < SCHEMA_DATABASES_MAX; shard++)
            free(by_document[i][shard]);
}

/* Which document each text is. */
static void place(unsigned epoch)
{
    struct buffer b = buffer_make(1 << 20);
    struct record record;
    char id[16];
    uint32_t docid;

    law(reader_show(press.reader, press.snapshots[epoch], strlen(press.snapshots[epoch]), NULL) == 0);
    for (size_t shard = 0; shard < reader_shard_count(press.reader); shard++)
        law((by_document[epoch][shard] = calloc(reader_shard(press.reader, shard)->documents + 1, sizeof(uint16_t))));
    for (size_t i = 0; i < press.count; i++) {
        struct press_text *t = &press.texts[i];
        if (!press_has(t, epoch))
            continue;
        press.present[epoch][i / 64] |= UINT64_C(1) << i % 64;
        snprintf(id, sizeof id, "a%u", t->id);
        law(reader_find(press.reader, id, &b, &record, &docid, NULL) == 0);
        t->group[epoch] = copies_group(record.group);
        struct reader_place at = reader_place(press.reader, docid);
        law(at.document < at.shard->documents && !by_document[epoch][at.number][at.document]);
        by_document[epoch][at.number][at.document] = (uint16_t)(i + 1);
        buffer_clear(&b);
    }
    buffer_free(&b);
}

static void note_snapshot(unsigned epoch)
{
    law((press.reader ? reader_refresh(press.reader, NULL, NULL) : reader_open(press.dir, &press.reader, NULL)) == 0);
    snprintf(press.snapshots[epoch], SNAPSHOT_MAX, "%s", reader_snapshot(press.reader)->id);
}

const struct press *press_open(void)
{
    static const unsigned counts[PRESS_EPOCHS] = {FIRST, SECOND, THIRD};
    static const struct build_options build = {.threads = 1};
    struct writer *w = NULL;

    if (press.texts)
        return &press;
    snprintf(press.dir, sizeof press.dir, "/tmp/fuzz-press.XXXXXX");
    press.texts = calloc(PRESS_TEXTS, sizeof *press.texts);
    law(press.texts && mkdtemp(press.dir));
    atexit(remove_press);
    law(writer_open(press.dir, "fuzz", 0, &w, NULL) == 0);
    writer_set_build(w, &build);
    for (unsigned epoch = 0, first = 0; epoch < PRESS_EPOCHS; first += counts[epoch++]) {
        commit(w, epoch, first, counts[epoch]);
        note_snapshot(epoch);
    }
    writer_close(w);
    law(reader_shard_count(press.reader) == 3);
    for (unsigned epoch = 0; epoch < PRESS_EPOCHS; epoch++)
        place(epoch);
    return &press;
}

size_t press_by_document(unsigned epoch, size_t shard, size_t document)
{
    law(by_document[epoch][shard][document]);
    return by_document[epoch][shard][document] - 1u;
}

size_t press_by_id(const struct press *p, unsigned epoch, const char *id, size_t len)
{
    char text[16];

    law(len > 1 && len < sizeof text && *id == 'a');
    memcpy(text, id, len);
    text[len] = '\0';
    unsigned long n = strtoul(text + 1, NULL, 10);
    law(n < PRESS_IDS && by_id[epoch][n] && press_has(&p->texts[by_id[epoch][n] - 1], epoch));
    return by_id[epoch][n] - 1u;
}
