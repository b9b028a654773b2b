/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_document.c - an article made into a document is found by what it says, where it says it. */
#include "archive/document.h"
#include "archive/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

struct bench {
    char dir[64], db[80];
    xap_writer *writer;
    xap_document *doc;
    struct document_maker *maker;
};

enum { DOCID = 1 };

static int setup(void **state)
{
    static char *authors[] = {"Ana Marsh", "Tomas Reed"};
    static char *tags[] = {"Budget"};
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/document.XXXXXX", sizeof "/tmp/document.XXXXXX");
    if (!mkdtemp(b->dir))
        return -1;
    snprintf(b->db, sizeof b->db, "%s/db", b->dir);
    b->maker = document_maker_new();
    *state = b;
    if (xap_document_new(&b->doc, NULL) != XAP_OK || xap_writer_open(b->db, XAP_CREATE, &b->writer, NULL) != XAP_OK)
        return -1;

    struct article a = {
        .id = "vale-1",
        .title = "Premier Okoro's budget falls",
        .text = "The assembly of the Vale voted the plan down.\n\nMs Long-Bailey had asked the U.S. envoy to wait.",
        .source = "Vale Herald",
        .lang = "en-GB",
        .url = "https://www.Herald.vale/politics/plan-falls/#top",
        .summary = "Okoro loses narrowly",
        .authors = {authors, 2},
        .tags = {tags, 1},
    };
    struct date date;
    if (!date_parse_iso("2019-04", 7, &date, NULL) ||
        document_read(b->maker, &a, true, NULL) < 0 ||
        document_fill(b->maker, &a, &date, "record", 6, b->doc, NULL) < 0 ||
        xap_writer_put(b->writer, DOCID, b->doc, NULL) != XAP_OK || xap_writer_commit(b->writer, NULL) != XAP_OK)
        return -1;
    return 0;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    char command[128];
    xap_document_free(b->doc);
    xap_writer_close(b->writer);
    document_maker_free(b->maker);
    snprintf(command, sizeof command, "rm -rf %s", b->dir);
    int rc = system(command);
    free(b);
    return rc;
}

static void every_term_of_the_schema_is_there_and_no_other_field_s(void **state)
{
    static const struct {
        const char *term;
        uint32_t freq;
    } cases[] = {
        {"assembly", 1}, {"okoro", 1}, {"okoro's", 0}, {"marsh", 1}, {"longbailey", 1}, {"bailey", 1}, {"us", 1},
        {"Sokoro", 1}, {"Sassembly", 0}, {"Areed", 1}, {"Abudget", 0},
        {"XNokoro", 0}, {"XNfalls", 1}, {"XNmarsh", 1}, {"XNassembly", 0},
        {"XSvale herald", 1}, {"XAana marsh", 1}, {"XAtomas reed", 1}, {"XTbudget", 1}, {"XLen", 1}, {"XLen-gb", 1},
        {"Uherald.vale/politics/plan-falls", 1}, {"Uherald.vale", 1}, {"Ynone", 0},
        {"narrowly", 1}, {"XNnarrowly", 0},
        {"Y2019", 1}, {"M201904", 1}, {"D20190401", 0}, {"D20190400", 0},
    };
    struct bench *b = *state;
    xap_reader *r = xap_writer_reader(b->writer);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t freq = 9;
        assert_int_equal(xap_reader_term_freq(r, (xap_text){cases[i].term, strlen(cases[i].term)}, &freq, NULL), XAP_OK);
        if (freq != cases[i].freq)
            fail_msg("'%s': %u, want %u", cases[i].term, freq, cases[i].freq);
    }
}

static size_t positions_of(struct bench *b, const char *term, uint32_t positions[16])
{
    size_t count = 0;

    assert_int_equal(xap_reader_positions(xap_writer_reader(b->writer), 0, DOCID, (xap_text){term, strlen(term)},
                                          positions, 16, &count, NULL),
                     XAP_OK);
    return count;
}

/* Whether second stands right behind first. */
static bool phrase(struct bench *b, const char *first, const char *second)
{
    uint32_t before[16], behind[16];
    size_t firsts = positions_of(b, first, before), seconds = positions_of(b, second, behind);

    for (size_t i = 0; i < firsts; i++)
        for (size_t k = 0; k < seconds; k++)
            if (behind[k] == before[i] + 1)
                return true;
    return false;
}

static void phrases_hold_within_a_field_and_never_run_over_its_end(void **state)
{
    struct bench *b = *state;

    assert_true(phrase(b, "long", "bailey"));
    assert_true(phrase(b, "voted", "the"));
    assert_true(phrase(b, "Sbudget", "Sfalls"));
    assert_true(phrase(b, "Aana", "Amarsh"));
    assert_false(phrase(b, "Amarsh", "Atomas"));
    assert_false(phrase(b, "budget", "falls")); /* of the title: only S terms have positions there */
    assert_false(phrase(b, "falls", "the"));
    assert_true(phrase(b, "loses", "narrowly"));
    assert_false(phrase(b, "wait", "okoro")); /* the text's end and the summary's beginning */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_term_of_the_schema_is_there_and_no_other_field_s, setup, teardown),
        cmocka_unit_test_setup_teardown(phrases_hold_within_a_field_and_never_run_over_its_end, setup, teardown),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
