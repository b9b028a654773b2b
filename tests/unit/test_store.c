/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_store.c - what was reported committed is there, and nothing else is. */
#include "archive/generation.h"
#include "archive/reader.h"
#include "archive/record.h"
#include "archive/schema.h"
#include "archive/store.h"

#include "shim/xapian_c.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

struct bench {
    char dir[64];
    struct writer *writer;
    struct reader *reader;
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/store.XXXXXX", sizeof "/tmp/store.XXXXXX");
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
    free(b);
    return rc;
}

static void open_writer(struct bench *b)
{
    struct error err;
    if (writer_open(b->dir, "test", 0, &b->writer, &err) < 0)
        fail_msg("%s", err.text);
}

static enum put_result put(struct bench *b, char *id, char *date, char *text)
{
    struct article a = {.id = id, .title = "A title", .date = date, .text = text};
    enum put_result result;
    struct error err;
    if (writer_put(b->writer, &a, &result, &err) < 0)
        fail_msg("%s", err.text);
    return result;
}

/* The ids that have word, in docid order, as a new reader sees them. */
static void finds(struct bench *b, const char *word, const char *want)
{
    char got[256] = "";
    uint32_t docids[16];
    size_t count;
    struct error err;

    reader_close(b->reader);
    b->reader = NULL;
    if (reader_open(b->dir, &b->reader, &err) < 0)
        fail_msg("%s", err.text);
    xap_reader *xapian = reader_xapian(b->reader);
    assert_int_equal(xap_reader_postings(xapian, (xap_text){word, strlen(word)}, 1, docids, 16, &count, NULL), XAP_OK);
    for (size_t i = 0; i < count; i++) {
        xap_bytes data = {0};
        struct record r;
        assert_int_equal(xap_reader_data(xapian, docids[i], &data, NULL), XAP_OK);
        assert_true(record_read(data.data, data.len, &r));
        size_t len = strlen(got);
        snprintf(got + len, sizeof got - len, "%.*s ", (int)r.id.len, r.id.data);
        xap_bytes_free(&data);
    }
    assert_string_equal(got, want);
}

static void articles_are_added_updated_left_and_deleted(void **state)
{
    struct bench *b = *state;
    struct error err = {0};

    open_writer(b);
    assert_int_equal(put(b, "old", "1999", "The treaty was signed."), PUT_ADDED);
    assert_int_equal(put(b, "undated", NULL, "A treaty of no date."), PUT_ADDED);
    assert_int_equal(put(b, "new", "2020-02-03", "Another treaty."), PUT_ADDED);
    assert_int_equal(put(b, "old", "1999", "The treaty was signed."), PUT_UNCHANGED);
    assert_int_equal(writer_commit(b->writer, &err), 0);
    finds(b, "treaty", "new old undated "); /* newest first by docid alone */

    assert_int_equal(put(b, "old", "1999", "The accord was signed."), PUT_UPDATED);
    assert_int_equal(writer_delete(b->writer, "new", &err), 0);
    assert_int_equal(writer_delete(b->writer, "new", &err), -1);
    assert_int_equal(err.fault, FAULT_NOT_FOUND);
    assert_int_equal(writer_commit(b->writer, &err), 0);
    finds(b, "treaty", "undated ");
    finds(b, "accord", "old ");
}

static void what_was_not_committed_is_not_there_and_the_archive_goes_on(void **state)
{
    struct bench *b = *state;
    struct error err;

    open_writer(b);
    put(b, "kept", "2001", "One word.");
    assert_int_equal(writer_commit(b->writer, &err), 0);
    put(b, "dropped", "2002", "Another word.");
    writer_close(b->writer);
    b->writer = NULL;
    finds(b, "word", "kept ");
    open_writer(b);
    assert_int_equal(put(b, "kept", "2001", "One word."), PUT_UNCHANGED);
    assert_int_equal(put(b, "dropped", "2002", "Another word."), PUT_ADDED);
    assert_int_equal(writer_commit(b->writer, &err), 0);
    finds(b, "word", "dropped kept ");
}

/* Files may not grow past this: what a full disk does. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_commit_that_failed_is_not_tried_again_by_the_same_writer(void **state)
{
    struct bench *b = *state;
    struct error err;

    signal(SIGXFSZ, SIG_IGN);
    open_writer(b);
    put(b, "kept", "2001", "One word.");
    assert_int_equal(writer_commit(b->writer, &err), 0);
    put(b, "late", "2002", "Another word.");
    limit_files(2048);
    int rc = writer_commit(b->writer, &err);
    limit_files(RLIM_INFINITY);
    assert_int_equal(rc, -1);
    assert_non_null(strstr(err.text, b->dir));
    assert_int_equal(writer_commit(b->writer, &err), -1);
    assert_non_null(strstr(err.text, "open it again"));
    writer_close(b->writer);
    b->writer = NULL;
    finds(b, "word", "kept ");
    open_writer(b);
    put(b, "late", "2002", "Another word.");
    assert_int_equal(writer_commit(b->writer, &err), 0);
    finds(b, "word", "late kept ");
}

static void a_new_archive_that_was_never_finished_is_begun_again(void **state)
{
    struct bench *b = *state;
    struct error err;
    char command[256];

    open_writer(b);
    writer_close(b->writer);
    b->writer = NULL;
    /* As a crash leaves it that came while the first delta was made. */
    snprintf(command, sizeof command, "cd %s && rm XAPIANDB delta-000001/iamglass && touch XAPIANDB.new", b->dir);
    assert_int_equal(system(command), 0);
    open_writer(b);
    put(b, "first", "2001", "One word.");
    assert_int_equal(writer_commit(b->writer, &err), 0);
    finds(b, "word", "first ");
}

static void what_was_reported_committed_survives_kill_9(void **state)
{
    struct bench *b = *state;
    int report[2];

    assert_int_equal(pipe(report), 0);
    pid_t child = fork();
    if (child == 0) {
        struct writer *w;
        if (writer_open(b->dir, "test", 0, &w, NULL) < 0)
            _exit(1);
        for (int i = 0;; i++) {
            char id[16];
            enum put_result result;
            snprintf(id, sizeof id, "n%d", i);
            struct article a = {.id = id, .title = "T", .text = "survivor"};
            if (writer_put(w, &a, &result, NULL) < 0 || writer_commit(w, NULL) < 0 || write(report[1], "c", 1) != 1)
                _exit(1);
        }
    }
    char c;
    int reported = 0;
    while (reported < 12 && read(report[0], &c, 1) == 1)
        reported++;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(report[1]);
    while (read(report[0], &c, 1) == 1)
        reported++;
    close(report[0]);
    assert_true(reported >= 12);

    open_writer(b);
    for (int i = 0; i < reported; i++) {
        char id[16];
        snprintf(id, sizeof id, "n%d", i);
        struct article a = {.id = id, .title = "T", .text = "survivor"};
        enum put_result result;
        assert_int_equal(writer_put(b->writer, &a, &result, NULL), 0);
        assert_int_equal(result, PUT_UNCHANGED);
    }
}

static void the_forms_of_a_stem_are_known_once_committed(void **state)
{
    struct bench *b = *state;
    struct error err;
    xap_terms forms = {0};

    open_writer(b);
    put(b, "a", "2001", "The ministers resigned; labour protested.");
    put(b, "b", "2002", "A minister resigns. American labor did too.");
    assert_int_equal(writer_commit(b->writer, &err), 0);
    finds(b, "minister", "b ");
    assert_int_equal(xap_reader_synonyms(reader_xapian(b->reader), (xap_text){"en:minist", 9}, &forms, NULL), XAP_OK);
    assert_int_equal(forms.count, 2);
    xap_terms_free(&forms);
    assert_int_equal(xap_reader_synonyms(reader_xapian(b->reader), (xap_text){"en:labor", 8}, &forms, NULL), XAP_OK);
    assert_int_equal(forms.count, 1); /* labor is its own stem, and so always tried */
    xap_terms_free(&forms);
}

static void a_second_writer_is_refused(void **state)
{
    struct bench *b = *state;
    struct writer *second;
    struct error err;

    open_writer(b);
    assert_int_equal(writer_open(b->dir, "other", 0, &second, &err), -1);
    assert_int_equal(err.fault, FAULT_LOCKED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(articles_are_added_updated_left_and_deleted, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_not_committed_is_not_there_and_the_archive_goes_on, setup, teardown),
        cmocka_unit_test_setup_teardown(a_commit_that_failed_is_not_tried_again_by_the_same_writer, setup, teardown),
        cmocka_unit_test_setup_teardown(a_new_archive_that_was_never_finished_is_begun_again, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_reported_committed_survives_kill_9, setup, teardown),
        cmocka_unit_test_setup_teardown(the_forms_of_a_stem_are_known_once_committed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_second_writer_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
