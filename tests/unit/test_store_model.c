/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_store_model.c - whatever is put, replaced, moved and deleted in whatever commits: the archive holds what a plain
 * list would, and of each earlier snapshot what it held then, in the same order. MODEL_ROUNDS and MODEL_SEED in the
 * environment make it longer, or another. */
#include "archive/docids.h"
#include "archive/reader.h"
#include "archive/schema.h"
#include "archive/store.h"
#include "tests/unit/test_dice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

enum { IDS = 2500, ROUNDS = 40, BULK = 1100, DAYS = 20, PAST = 4096 };

/* What was there after a commit. */
struct past {
    char snapshot[SNAPSHOT_MAX];
    unsigned version[IDS];
    uint64_t order; /* of the ids, as they were walked through */
};

struct bench {
    char dir[64];
    struct writer *writer;
    struct reader *reader;
    unsigned version[IDS]; /* 0: not there */
    unsigned next;
    uint32_t seen[IDS];
    const unsigned *wanted; /* versions of what is walked through */
    uint64_t order;
    struct past *past[PAST];
    unsigned past_count;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/model.XXXXXX", sizeof "/tmp/model.XXXXXX");
    *state = b;
    return mkdtemp(b->dir) ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    char command[96];
    writer_close(b->writer);
    reader_close(b->reader);
    snprintf(command, sizeof command, "rm -rf %s", b->dir);
    int rc = system(command);
    for (unsigned i = 0; i < b->past_count; i++)
        free(b->past[i]);
    free(b);
    return rc;
}

static void open_writer(struct bench *b)
{
    struct error err;
    writer_close(b->writer);
    b->writer = NULL;
    if (writer_open(b->dir, "test", 0, &b->writer, &err) < 0)
        fail_msg("%s", err.text);
}

/* Each version has a word of its own, and by its number a day, a language, or no date. */
static void put(struct bench *b, unsigned n)
{
    static char *const langs[] = {"en", "de", "fr", NULL};
    char id[16], title[32], text[64], date[16];
    unsigned version = ++b->next;
    struct error err;
    enum put_result result;

    snprintf(id, sizeof id, "n%u", n);
    snprintf(title, sizeof title, "v%u", version);
    snprintf(text, sizeof text, "The houses noted version%u.", version);
    snprintf(date, sizeof date, "2020-01-%02u", 1 + version % DAYS);
    struct article a = {.id = id, .title = title, .text = text, .date = version % 7 ? date : NULL, .lang = langs[version % 4]};
    if (writer_put(b->writer, &a, &result, &err) < 0)
        fail_msg("%s", err.text);
    assert_int_equal(result, b->version[n] ? PUT_UPDATED : PUT_ADDED);
    b->version[n] = version;
    if (pick(10) == 0) { /* the same again */
        assert_int_equal(writer_put(b->writer, &a, &result, &err), 0);
        assert_int_equal(result, PUT_UNCHANGED);
    }
}

static void delete(struct bench *b, unsigned n)
{
    char id[16];
    struct error err;

    snprintf(id, sizeof id, "n%u", n);
    assert_int_equal(writer_delete(b->writer, id, &err), b->version[n] ? 0 : -1);
    b->version[n] = 0;
}

static void change(struct bench *b, unsigned count)
{
    while (count--) {
        unsigned n = pick(IDS);
        if (pick(4) == 0)
            delete(b, n);
        else
            put(b, n);
        if (pick(20) == 0) { /* more than once in one commit */
            delete(b, n);
            put(b, n);
        }
    }
}

static int each(void *ctx, const struct record *record, struct error *err)
{
    struct bench *b = ctx;
    char id[16], title[32];

    snprintf(id, sizeof id, "%.*s", (int)record->id.len, record->id.data);
    unsigned n = (unsigned)strtoul(id + 1, NULL, 10);
    snprintf(title, sizeof title, "v%u", b->wanted[n]);
    b->order = b->order * 1000003 + n;
    if (record->withdrawn)
        return error_set(err, FAULT_INTERNAL, "%s is withdrawn", id); /* a walk reads records as they lie */
    if (b->seen[n]++)
        return error_set(err, FAULT_INTERNAL, "%s is there twice", id);
    if (record->title.len != strlen(title) || memcmp(record->title.data, title, record->title.len) != 0)
        return error_set(err, FAULT_INTERNAL, "%s is %.*s, not %s", id, (int)record->title.len, record->title.data, title);
    return 0;
}

/* A word of this version is found once, in the text of its article; a word of a version before is not. */
static void find_word(struct bench *b, unsigned version, bool there)
{
    char word[32];
    uint32_t docid;
    size_t count;

    int len = snprintf(word, sizeof word, "version%u", version);
    assert_int_equal(xap_reader_postings(reader_xapian(b->reader), (xap_text){word, (size_t)len}, 1, &docid, 1, &count, NULL),
                     XAP_OK);
    if ((count == 1) != there)
        fail_msg("%s is %sthere", word, there ? "not " : "");
}

/* Walks through what the reader shows, which should be those versions. */
static void walk(struct bench *b, const unsigned version[IDS])
{
    struct error err = {0};
    uint32_t articles = 0;

    memset(b->seen, 0, sizeof b->seen);
    b->wanted = version;
    b->order = 0;
    if (reader_walk(b->reader, each, b, &err) < 0)
        fail_msg("%s", err.text);
    for (unsigned n = 0; n < IDS; n++) {
        articles += version[n] != 0;
        if (b->seen[n] != (version[n] != 0))
            fail_msg("n%u of version %u was seen %u times", n, version[n], b->seen[n]);
    }
    assert_int_equal(reader_snapshot(b->reader)->articles, articles);
}

static void find_words(struct bench *b, const unsigned version[IDS])
{
    for (int i = 0; i < 25; i++) {
        unsigned n = pick(IDS), old = 1 + pick(b->next);
        bool current = false;
        if (version[n])
            find_word(b, version[n], true);
        for (unsigned k = 0; k < IDS; k++)
            current = current || version[k] == old;
        find_word(b, old, current);
    }
}

static void remember(struct bench *b)
{
    struct past *past = malloc(sizeof *past);

    assert_non_null(past);
    assert_true(b->past_count < PAST);
    memcpy(past->snapshot, reader_snapshot(b->reader)->id, sizeof past->snapshot);
    memcpy(past->version, b->version, sizeof past->version);
    past->order = b->order;
    b->past[b->past_count++] = past;
}

/* A docid is one document's in all databases. */
static void docids_stand_once(struct bench *b)
{
    for (size_t i = 0; i < reader_shard_count(b->reader); i++) {
        const struct reader_shard *a = reader_shard(b->reader, i);
        for (size_t k = 0; k < i; k++) {
            const struct reader_shard *other = reader_shard(b->reader, k);
            for (size_t d = 0; d < a->documents; d++)
                if (docids_free_from(&(struct docids){other->docids, other->documents}, 1, a->docids[d]) !=
                    a->docids[d])
                    fail_msg("docid %u is there twice", a->docids[d]);
        }
    }
}

static void show(struct bench *b, const struct past *past)
{
    struct error err = {0};

    if (reader_show(b->reader, past->snapshot, strlen(past->snapshot), &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(reader_snapshot(b->reader)->id, past->snapshot);
    walk(b, past->version);
    assert_int_equal(b->order, past->order);
    find_words(b, past->version);
}

static void compare(struct bench *b)
{
    struct error err = {0};

    if ((b->reader ? reader_refresh(b->reader, NULL, &err) : reader_open(b->dir, &b->reader, &err)) < 0)
        fail_msg("%s", err.text);
    docids_stand_once(b);
    walk(b, b->version);
    find_words(b, b->version);
    remember(b);
    for (int i = 0; i < 3; i++)
        show(b, b->past[pick(b->past_count)]);
    if (reader_refresh(b->reader, NULL, &err) < 0)
        fail_msg("%s", err.text);
    walk(b, b->version);
}

static void commit(struct bench *b)
{
    struct error err;
    if (writer_commit(b->writer, &err) < 0)
        fail_msg("%s", err.text);
}

static void compact(struct bench *b, bool forget)
{
    struct error err;
    bool done;
    if (writer_compact(b->writer, forget, &done, &err) < 0)
        fail_msg("%s", err.text);
}

/* What was forgotten is not known, and nothing of it lies in the index. */
static void forget(struct bench *b)
{
    struct error err;
    unsigned last = b->past_count;

    assert_true(last > 1);
    compact(b, true);
    if (reader_refresh(b->reader, NULL, &err) < 0)
        fail_msg("%s", err.text);
    for (unsigned i = 0; i < last; i++) {
        assert_int_equal(reader_show(b->reader, b->past[i]->snapshot, strlen(b->past[i]->snapshot), &err), -1);
        assert_int_equal(err.fault, FAULT_NOT_FOUND);
        free(b->past[i]);
    }
    b->past_count = 0;
    compare(b);
    uint32_t articles = reader_snapshot(b->reader)->articles;
    for (size_t i = 0; i < reader_shard_count(b->reader); i++)
        articles -= (uint32_t)reader_shard(b->reader, i)->documents;
    assert_int_equal(articles, 0);
}

static unsigned number(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);
    return text ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

static void an_archive_holds_what_a_plain_list_would(void **state)
{
    struct bench *b = *state;
    unsigned seed = number("MODEL_SEED", (unsigned)getpid());

    print_message("seed %u\n", seed);
    dice_seed(seed);
    open_writer(b);
    for (unsigned round = number("MODEL_ROUNDS", ROUNDS); round; round--) {
        unsigned what = pick(10);
        change(b, what < 3 ? BULK : 1 + pick(30));
        if (what == 9)
            compact(b, false);
        commit(b);
        if (what == 8)
            open_writer(b);
        compare(b);
    }
    forget(b);
    for (int round = 0; round < 4; round++) {
        change(b, round == 2 ? BULK : 1 + pick(30));
        commit(b);
        compare(b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_archive_holds_what_a_plain_list_would, setup, teardown),
    };
    return cmocka_run_group_tests_name("store model", tests, NULL, NULL);
}
