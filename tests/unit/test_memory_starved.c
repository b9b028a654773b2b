/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_memory_starved.c - what is another for want of memory is noted, whoever it was that got along without. */
#include <setjmp.h>
#include <stdatomic.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive/memory.h"
#include "archive/stem.h"
#include "archive/words.h"
#include "indexer/formats/html_parse.h"
#include "indexer/memory_watch.h"
#include "searchd/every.h"
#include "tests/support/starved.h"

enum { LONG = 2000 };

/* Stems or words of text, one behind the other; what there was no memory for is left out. */
typedef void make(const char *text, char out[LONG]);

static void put(char out[LONG], const char *bytes, size_t len)
{
    size_t used = strlen(out);

    assert_true(used + len + 2 < LONG);
    memcpy(out + used, bytes, len);
    memcpy(out + used + len, " ", 2);
}

static void stems_of(const char *lang, const char *text, char out[LONG])
{
    struct stemmer *s = stemmer_new(lang);

    for (const char *at = text; s && *at; at += strspn(at, " ")) {
        size_t len = strcspn(at, " "), stem_len;
        const char *stem = stemmer_stem(s, at, len, &stem_len);
        put(out, stem, stem_len);
        at += len;
    }
    if (!s) /* which is told */
        memory_note();
    stemmer_free(s);
}

static void english(const char *text, char out[LONG])
{
    stems_of("en", text, out);
}

static void german(const char *text, char out[LONG])
{
    stems_of("de", text, out);
}

static void words(const char *text, char out[LONG])
{
    struct words *w = words_new();
    struct word word;

    if (!w)
        return;
    words_start(w, text, strlen(text));
    while (words_next(w, &word))
        put(out, word.term, word.len);
    words_free(w);
}

static void none_is_another_unnoted(make *of, const char *text)
{
    char right[LONG] = "";

    atomic_store(&starved()->count, 0);
    atomic_store(&starved()->at, 0);
    memory_forget();
    of(text, right);
    assert_false(memory_ended());
    const long needed = atomic_load(&starved()->count);
    assert_true(needed > 0 && *right);
    for (long at = 1; at <= needed; at++) {
        char now[LONG] = "";
        memory_forget();
        atomic_store(&starved()->count, 0);
        atomic_store(&starved()->at, at);
        of(text, now);
        atomic_store(&starved()->at, 0);
        if (strcmp(now, right) != 0)
            assert_true(memory_ended());
    }
}

static void stems(void **state)
{
    (void)state;
    none_is_another_unnoted(english, "ministers governing nationalisation unconstitutionally mps labour");
    none_is_another_unnoted(german, "ministerinnen verfassungen regierungen haushalte");
}

static void words_of_a_text(void **state)
{
    (void)state;
    none_is_another_unnoted(words, "R\xc3\xa9" "alta's Bürgermeister, U.S. 24.11.2016; well-known \xef\xac\x81 tax");
}

/* libxml2 may report an error for ever that comes of what it did not get. */
static void a_page_has_an_end(void **state)
{
    static const char page[] = "<html><head><title>Ferry</title><link rel=canonical href='/ferry'></head>"
                               "<body><p>The ferry sails.</p></body></html>";

    (void)state;
    atomic_store(&starved()->count, 0);
    memory_forget();
    xmlDoc *whole = html_parse(page, sizeof page - 1, "UTF-8");
    assert_non_null(whole);
    xmlFreeDoc(whole);
    const long needed = atomic_load(&starved()->count);
    for (long at = 1; at <= needed; at++) {
        memory_forget();
        atomic_store(&starved()->count, 0);
        atomic_store(&starved()->onwards, 1);
        atomic_store(&starved()->at, at);
        alarm(20);
        xmlDoc *doc = html_parse(page, sizeof page - 1, "UTF-8");
        alarm(0);
        atomic_store(&starved()->at, 0);
        atomic_store(&starved()->onwards, 0);
        assert_true(doc || memory_ended());
        xmlFreeDoc(doc);
    }
}

/* Turns of a thread, and whether each began as if memory had never ended for it. */
struct turns {
    atomic_int count, starved;
};

static void take_turn(void *ctx, const atomic_bool *stopping)
{
    struct turns *t = ctx;

    (void)stopping;
    atomic_fetch_add(&t->starved, memory_ended());
    atomic_fetch_add(&t->count, 1);
    memory_note();
}

/* Whoever looks at the archive again and again would look at nothing more. */
static void a_turn_is_not_starved_by_the_one_before(void **state)
{
    struct turns t = {0};

    (void)state;
    struct every *e = every_start(1, false, take_turn, &t);
    assert_non_null(e);
    while (atomic_load(&t.count) < 3)
        usleep(1000);
    every_stop(e);
    assert_int_equal(atomic_load(&t.starved), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(stems), cmocka_unit_test(words_of_a_text),
                                       cmocka_unit_test(a_page_has_an_end),
                                       cmocka_unit_test(a_turn_is_not_starved_by_the_one_before)};
    if (!memory_watch())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
