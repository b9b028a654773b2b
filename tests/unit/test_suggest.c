/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_suggest.c - what is suggested to somebody who types: from a run, from the delta, and from both. */
#include "test_archive.h"
#include "archive/generation.h"
#include "archive/schema.h"
#include "archive/suggest.h"

struct bench {
    struct test_archive at;
    char said[8192];
    uint32_t articles; /* of the first */
    size_t put;
};

static int setup(void **state)
{
    struct bench *b = *state = calloc(1, sizeof *b);

    return b ? test_archive_make(&b->at) : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    int rc = test_archive_drop(&b->at);

    free(b);
    return rc;
}

static void put(struct bench *b, const char *id, const char *title, const char *text, const char *date)
{
    char own[32];
    struct article a = {.id = own, .title = (char *)(uintptr_t)title, .text = (char *)(uintptr_t)text,
                        .date = (char *)(uintptr_t)date};

    if (id)
        snprintf(own, sizeof own, "%s", id);
    else
        snprintf(own, sizeof own, "a%zu", b->put);
    b->put++;
    test_archive_put(&b->at, &a);
}

static int ask(struct reader *r, void *ctx, struct error *err)
{
    struct bench *b = ctx;
    struct suggestion found[SUGGEST_COUNT_MAX];
    size_t len = 0;
    char *typed = strdup(b->said);

    arena_free(&b->at.arena);
    int count = suggest(r, typed, strlen(typed), SUGGEST_COUNT, &b->at.arena, found, err);
    free(typed);
    b->said[0] = '\0';
    b->articles = count > 0 ? found[0].articles : 0;
    for (int i = 0; i < count; i++)
        len += (size_t)snprintf(b->said + len, sizeof b->said - len, "%s%s%s", i ? "|" : "",
                                found[i].kind == SUGGEST_TITLE ? "#" : "", found[i].text);
    return count < 0 ? -1 : 0;
}

/* Joined by "|", titles with "#" before. */
static const char *said(struct bench *b, const char *typed)
{
    struct error err;

    test_archive_read(&b->at);
    snprintf(b->said, sizeof b->said, "%s", typed);
    assert_int_equal(reader_ask(b->at.reader, ask, b, &err), 0);
    return b->said;
}

static void put_some(struct bench *b)
{
    put(b, "n1", "Tunnel reopens", "Yesterday the tunnel was seen by Ada Moss. They met Jos\xC3\xA9 Krell there.", "2020-01-01");
    put(b, "n2", "The tunnel, again", "In the harbour Ada Moss spoke of a tariff. It was because of Brexit.", "2020-02-01");
    put(b, "n3", "Marshes", "Beside the tunnel stood Jos\xC3\xA9 Krell, and with him Ada Moss.", "2020-03-01");
    put(b, "n4", "Money", "All of the tariff went to Bank of Ember Vale, as Ada Marsh wrote. Of Brexit, nothing.", "2019-03-01");
}

static void answers_well(struct bench *b)
{
    assert_string_equal(said(b, "ad"), "Ada Moss|Ada Marsh"); /* and not Ada, who is nearly always Ada Moss */
    assert_string_equal(said(b, "mos"), "Ada Moss");           /* at another word */
    assert_string_equal(said(b, "ADA MO"), "Ada Moss");
    assert_string_equal(said(b, "jose k"), "Jos\xC3\xA9 Krell"); /* accents */
    assert_string_equal(said(b, "jos\xC3\xA9"), "Jos\xC3\xA9 Krell");
    assert_string_equal(said(b, "tari"), "tariff");
    assert_string_equal(said(b, "trai"), "tariff");             /* swapped */
    assert_string_equal(said(b, "tri"), "");                    /* too short to be a slip */
    assert_string_equal(said(b, "ember v"), "Bank of Ember Vale");
    assert_string_equal(said(b, "ada moss "), "");
    /* Titles that begin so come first. */
    assert_string_equal(said(b, "tunnel"), "tunnel|#Tunnel reopens|#The tunnel, again");
    assert_string_equal(said(b, "tunnel reo"), "#Tunnel reopens");
    assert_string_equal(said(b, "brexi"), "Brexit");
    assert_string_equal(said(b, "becau"), ""); /* nobody looks for it */
    assert_string_equal(said(b, "th"), "");    /* stop words */
    assert_string_equal(said(b, ""), "");
    assert_string_equal(said(b, " - "), "");
}

static void a_run_is_suggested_from(void **state)
{
    struct bench *b = *state;

    put_some(b);
    test_archive_commit(&b->at, true);
    answers_well(b);
}

static void the_delta_is_suggested_from_in_the_same_way(void **state)
{
    struct bench *b = *state;

    put_some(b);
    test_archive_commit(&b->at, false);
    answers_well(b);
}

static void commits_one_by_one_are_seen_by_a_reader_that_is_open(void **state)
{
    struct bench *b = *state;

    put(b, NULL, "First", "There stood Ada Moss, alone.", "2020");
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "cy r"), "");
    put(b, "c1", "Second", "There stood Cy Reed, alone.", "2021");
    test_archive_commit(&b->at, false);
    assert_string_equal(said(b, "cy r"), "Cy Reed");
    put(b, "c2", "Third", "Here was Cy Reed again, with Cy Rush.", "2021");
    test_archive_commit(&b->at, false);
    assert_string_equal(said(b, "cy r"), "Cy Reed|Cy Rush");
    test_archive_commit(&b->at, true); /* another delta, without lists */
    assert_string_equal(said(b, "cy r"), "Cy Reed|Cy Rush");
}

static void a_title_goes_with_its_article(void **state)
{
    struct bench *b = *state;
    struct error err;

    put_some(b);
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "tunnel reo"), "#Tunnel reopens");
    assert_int_equal(writer_delete(b->at.writer, "n1", &err), 0);
    test_archive_commit(&b->at, false);
    assert_string_equal(said(b, "tunnel reo"), "");
    put(b, "n2", "Another title", "Nothing else.", "2020-02-01");
    test_archive_commit(&b->at, false);
    assert_string_equal(said(b, "tunnel agai"), "");
    assert_string_equal(said(b, "another ti"), "#Another title");
}

static void more_articles_rank_above_and_younger_ones_too(void **state)
{
    struct bench *b = *state;

    for (int i = 0; i < 6; i++)
        put(b, NULL, "T", i % 2 ? "So said Bo Vale at noon." : "So thought Bo Vale at night, for once.", "2010");
    for (int i = 0; i < 4; i++) {
        put(b, NULL, "T", "Here sat Bo Thorn.", "2010");
        put(b, NULL, "T", "He came, Bo Winter.", "2020");
    }
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "bo "), "Bo Winter|Bo Vale|Bo Thorn");
}

static void a_name_counts_once_an_article(void **state)
{
    struct bench *b = *state;

    put(b, NULL, "T", "There was Ada Moss; later, by the harbour, Ada Moss again. And then, they say, Ada Moss.", "2020");
    put(b, NULL, "T", "Here came Ada Moss, once.", "2020");
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "ada m"), "Ada Moss");
    assert_int_equal(b->articles, 2);
    assert_string_equal(said(b, "harb"), "harbour");
    assert_int_equal(b->articles, 1);
    put(b, NULL, "T", "And now Ada Moss, in the delta.", "2020");
    test_archive_commit(&b->at, false);
    assert_string_equal(said(b, "ada m"), "Ada Moss");
    assert_int_equal(b->articles, 3);
}

static void what_only_begins_sentences_is_no_name(void **state)
{
    struct bench *b = *state;

    put(b, NULL, "T", "Sadly Ada Moss left. It was Ada Moss who left.", "2020");
    put(b, NULL, "T", "Sadly Ada Moss came. It was Ada Moss who came.", "2020");
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "sadly a"), "");
    assert_string_equal(said(b, "ada"), "Ada Moss");
}

static void a_slip_is_not_looked_for_where_enough_begins_so(void **state)
{
    struct bench *b = *state;

    put(b, NULL, "T", "the train, the trail, a traitor, one tariff", "2020");
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "trai"), "trail|train|traitor");
    assert_string_equal(said(b, "trait"), "traitor"); /* the last letter typed is in what is meant */
}

static void titles_say_how_words_go_on(void **state)
{
    struct bench *b = *state;

    put(b, NULL, "Vote on gun control fails", "Nothing.", "2019");
    put(b, NULL, "Gun control: the long road", "Nothing.", "2020");
    put(b, NULL, "The gun contest", "Nothing.", "2021");
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "gun con"), "gun control|#Gun control: the long road|#The gun contest|#Vote on gun control fails");
    assert_string_equal(said(b, "the gun "), "gun control|#The gun contest|#Gun control: the long road|#Vote on gun control fails");
    assert_string_equal(said(b, "gun conte"), "#The gun contest"); /* once is no habit */
}

/* Behind or before the same words it is one and the same, however often; but elsewhere it counts. */
static void what_recurs_word_for_word_is_counted_once(void **state)
{
    struct bench *b = *state;

    for (int i = 0; i < 400; i++) {
        char text[256];
        snprintf(text, sizeof text, "Note %d was filed.\n\nFollow the reporter Bo Boiler on our wire for more news.\n\n"
                 "Number %d was %d of Ivy Real, %d of them.\n\nNow see %d Less Real ... for more of the same.", i, i, i, i, i);
        put(b, NULL, "A note", text, "2020");
    }
    test_archive_commit(&b->at, true);
    assert_string_equal(said(b, "bo boi"), ""); /* a run of 400 articles wants two */
    assert_string_equal(said(b, "less re"), "");
    assert_string_equal(said(b, "ivy re"), "Ivy Real");
}

/* Else a reader would look for lists until they are there: endlessly, by a sign in place of a digit. */
static void lists_that_are_not_there_are_damage(void **state)
{
    struct bench *b = *state;
    struct generation g;
    struct error err = {0};
    char path[160];
    xap_writer *delta = NULL;
    xap_error xerr;

    for (int i = 0; i < 4; i++)
        put(b, NULL, "Moot", "They asked Ann Poe. Then Ann Poe went.", NULL);
    test_archive_commit(&b->at, false);
    writer_close(b->at.writer);
    b->at.writer = NULL;
    assert_int_equal(generation_read(b->at.dir, &g, &err), 0);
    snprintf(path, sizeof path, "%s/%s", b->at.dir, g.databases[g.database_count - 1]);
    assert_int_equal(xap_writer_open(path, XAP_OPEN, &delta, &xerr), XAP_OK);
    assert_int_equal(xap_writer_set_metadata(delta, (xap_text){DELTA_NAMES, strlen(DELTA_NAMES)}, (xap_text){"-5", 2}, &xerr),
                     XAP_OK);
    assert_int_equal(xap_writer_commit(delta, &xerr), XAP_OK);
    xap_writer_close(delta);

    alarm(20);
    test_archive_read(&b->at);
    snprintf(b->said, sizeof b->said, "ann");
    assert_int_equal(reader_ask(b->at.reader, ask, b, &err), -1);
    assert_int_equal(err.fault, FAULT_DAMAGED);
    alarm(0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_run_is_suggested_from, setup, teardown),
        cmocka_unit_test_setup_teardown(the_delta_is_suggested_from_in_the_same_way, setup, teardown),
        cmocka_unit_test_setup_teardown(commits_one_by_one_are_seen_by_a_reader_that_is_open, setup, teardown),
        cmocka_unit_test_setup_teardown(a_title_goes_with_its_article, setup, teardown),
        cmocka_unit_test_setup_teardown(more_articles_rank_above_and_younger_ones_too, setup, teardown),
        cmocka_unit_test_setup_teardown(a_name_counts_once_an_article, setup, teardown),
        cmocka_unit_test_setup_teardown(what_only_begins_sentences_is_no_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_slip_is_not_looked_for_where_enough_begins_so, setup, teardown),
        cmocka_unit_test_setup_teardown(titles_say_how_words_go_on, setup, teardown),
        cmocka_unit_test_setup_teardown(what_recurs_word_for_word_is_counted_once, setup, teardown),
        cmocka_unit_test_setup_teardown(lists_that_are_not_there_are_damage, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
