/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_search_walk.c - pages that begin behind an article, and listings, are the pages by number, none left out. */
#include "tests/unit/test_stories.h"

#include "archive/listing.h"

enum { STORIES = 30, ARTICLES = 500, LATER = 80, WORDS = 6, PAGE = 7 };

/* A third tell one of a few stories; a ninth have no date. */
static void put(struct test_archive *t, unsigned number)
{
    char id[16], text[1024], date[16];
    unsigned story = pick(3) ? 1000 + number : pick(STORIES);

    story_text(text, sizeof text, story, WORDS);
    snprintf(id, sizeof id, "a%u", number);
    snprintf(date, sizeof date, "2020-%02u-%02u", 1 + pick(2), 1 + pick(28));
    test_archive_put(t, &(struct article){.id = id, .text = text, .date = pick(9) ? date : NULL});
}

static int setup(void **state)
{
    struct test_archive *t = stories_begin(state, 12, ARTICLES, put);

    if (!t)
        return -1;
    test_archive_commit(t, true);
    return stories_end(t, ARTICLES - LATER / 4, LATER, 0, put);
}

static void search(struct test_archive *t, const struct search_request *request, struct search_page *page)
{
    struct error err;

    if (search_run(t->reader, request, &t->arena, page, &err) < 0)
        fail_msg("%s", err.text);
}

/* Word by word and for everything, collapsed and not, both ways. */
static struct search_request request_of(unsigned i, char q[16])
{
    unsigned word = i / 4;
    int len = snprintf(q, 16, "zq%u", word);

    return (struct search_request){.q = word < WORDS ? q : NULL, .q_len = (size_t)len,
                                   .sort = i & 1 ? SORT_OLDEST : SORT_NEWEST,
                                   .collapse = i & 2 ? COLLAPSE_GROUP : COLLAPSE_NONE, .count = SEARCH_WINDOW};
}
enum { REQUESTS = 4 * (WORDS + 1) };

static void pages_behind_an_article_follow_each_other(void **state)
{
    struct test_archive *t = *state;

    for (unsigned i = 0; i < REQUESTS; i++) {
        char q[16];
        struct search_request request = request_of(i, q);
        struct search_page all, page;

        search(t, &request, &all);
        assert_false(all.more);
        assert_true(all.count > PAGE);
        request.count = PAGE;
        request.walk = true;
        for (size_t k = 0; k < all.count; k += page.count) {
            search(t, &request, &page);
            assert_int_equal(page.total, all.total);
            assert_int_equal(page.count, all.count - k < PAGE ? all.count - k : PAGE);
            assert_int_equal(page.more, k + PAGE < all.count);
            for (size_t n = 0; n < page.count; n++)
                assert_int_equal(page.results[n].record.place.offset, all.results[k + n].record.place.offset);
            assert_int_not_equal(page.last, 0);
            request.after = page.last;
        }
        request.first = 0;
        request.walk = false;
        search(t, &request, &page);
        assert_true(page.more);
        request.walk = true;
        request.after = page.last;
        search(t, &request, &page);
        assert_int_equal(page.results[0].record.place.offset, all.results[PAGE].record.place.offset);
        arena_free(&t->arena);
    }
}

/* Broken off behind every PAGE articles and begun anew. */
static void a_listing_goes_on_where_it_was_broken_off(void **state)
{
    struct test_archive *t = *state;
    struct error err;

    for (unsigned i = 0; i < REQUESTS; i++) {
        char q[16];
        struct search_request request = request_of(i, q);
        struct listing_place place = {.snapshot = reader_snapshot(t->reader)->id};
        struct search_page all;
        struct listing l;
        size_t k = 0;
        int got = 1;

        search(t, &request, &all);
        while (got == 1) {
            if (listing_begin(t->reader, &request, &place, &t->arena, &l, &err) < 0)
                fail_msg("%s", err.text);
            assert_int_equal(l.set.total, all.total);
            for (unsigned n = 0; n < PAGE; n++) {
                struct search_result result;
                struct record_text id;
                got = k % 2 ? listing_next(&l, &result, &place.after, &err)
                            : listing_next_id(&l, &id, &place.after, &err);
                if (got < 1)
                    break;
                id = k % 2 ? result.record.id : id;
                assert_true(k < all.count);
                assert_int_equal(id.len, all.results[k].record.id.len);
                assert_memory_equal(id.data, all.results[k].record.id.data, id.len);
                k++;
            }
            listing_end(&l);
        }
        assert_int_equal(got, 0);
        assert_int_equal(k, all.count);
        arena_free(&t->arena);
    }
}

static void an_article_is_found_by_its_place_and_its_place_by_it(void **state)
{
    struct test_archive *t = *state;
    const char *id;
    uint32_t docid;
    struct error err;

    for (unsigned i = 0; i < ARTICLES + LATER / 2; i += 11) {
        char text[16];
        snprintf(text, sizeof text, "a%u", i);
        struct search_request request = {.sort = SORT_NEWEST, .count = SEARCH_WINDOW};
        struct search_page all, behind;
        if (listing_docid(t->reader, text, &docid, &err) < 0)
            fail_msg("%s", err.text);
        search(t, &request, &all);
        request.walk = true;
        request.after = docid;
        search(t, &request, &behind);
        size_t at = all.count - behind.count - 1;
        assert_int_equal(all.results[at].record.id.len, strlen(text));
        assert_memory_equal(all.results[at].record.id.data, text, strlen(text));
    }
    assert_int_equal(listing_docid(t->reader, "none", &docid, &err), -1);
    assert_int_equal(err.fault, FAULT_NOT_FOUND);
    assert_int_equal(listing_id(t->reader, 7, &t->arena, &id, &err), -1);
    assert_int_equal(err.fault, FAULT_NOT_FOUND);
    if (listing_docid(t->reader, "a1", &docid, &err) < 0 || listing_id(t->reader, docid, &t->arena, &id, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(id, "a1");

    /* What was deleted has its docid as long as an older snapshot shows it. */
    const struct snapshot before = *reader_snapshot(t->reader);
    assert_int_equal(writer_delete(t->writer, "a1", &err), 0);
    test_archive_commit(t, false);
    test_archive_read(t);
    assert_int_equal(listing_id(t->reader, docid, &t->arena, &id, &err), -1);
    assert_int_equal(err.fault, FAULT_NOT_FOUND);
    if (reader_show(t->reader, before.id, strlen(before.id), &err) < 0 ||
        listing_id(t->reader, docid, &t->arena, &id, &err) < 0)
        fail_msg("%s", err.text);
    assert_string_equal(id, "a1");
    if (reader_refresh(t->reader, NULL, &err) < 0)
        fail_msg("%s", err.text);
}

static void ids_of(struct test_archive *t, const char *snapshot, struct buffer *out)
{
    const struct search_request request = {.sort = SORT_OLDEST};
    struct listing_place place = {.snapshot = snapshot};
    struct record_text id;
    struct listing l;
    struct error err;
    int got = 1;

    while (got == 1) {
        test_archive_read(t); /* as a worker that comes back to it */
        if (listing_begin(t->reader, &request, &place, &t->arena, &l, &err) < 0)
            fail_msg("%s", err.text);
        for (unsigned n = 0; n < PAGE && (got = listing_next_id(&l, &id, &place.after, &err)) == 1; n++) {
            buffer_append(out, id.data, id.len);
            buffer_putc(out, '\n');
        }
        listing_end(&l);
    }
    assert_int_equal(got, 0);
    arena_free(&t->arena);
}

static void a_snapshot_lists_the_same_whatever_came_and_went(void **state)
{
    struct test_archive *t = *state;
    struct buffer before = buffer_make(1 << 20), after = buffer_make(1 << 20);
    struct error err;
    char snapshot[SNAPSHOT_MAX], id[16];

    snprintf(snapshot, sizeof snapshot, "%s", reader_snapshot(t->reader)->id);
    ids_of(t, snapshot, &before);
    for (unsigned i = 0; i < 50; i++)
        put(t, ARTICLES - 25 + i);
    for (unsigned i = 0; i < 30; i++) {
        snprintf(id, sizeof id, "a%u", i * 13);
        if (writer_delete(t->writer, id, &err) < 0)
            fail_msg("%s", err.text);
    }
    test_archive_commit(t, false);
    ids_of(t, snapshot, &after);
    assert_string_equal(before.data, after.data);
    test_archive_commit(t, true);
    buffer_clear(&after);
    ids_of(t, snapshot, &after);
    assert_string_equal(before.data, after.data);
    test_archive_read(t);
    buffer_clear(&after);
    ids_of(t, NULL, &after);
    assert_string_not_equal(before.data, after.data);
    buffer_free(&before);
    buffer_free(&after);
}

static void a_snapshot_that_never_was_is_said(void **state)
{
    struct test_archive *t = *state;
    const struct search_request request = {.sort = SORT_NEWEST};
    const struct listing_place place = {.snapshot = "00000000-1"};
    struct listing l;
    struct error err;

    assert_int_equal(listing_begin(t->reader, &request, &place, &t->arena, &l, &err), -1);
    assert_int_equal(err.fault, FAULT_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_behind_an_article_follow_each_other),
        cmocka_unit_test(a_listing_goes_on_where_it_was_broken_off),
        cmocka_unit_test(an_article_is_found_by_its_place_and_its_place_by_it),
        cmocka_unit_test(a_snapshot_lists_the_same_whatever_came_and_went),
        cmocka_unit_test(a_snapshot_that_never_was_is_said),
    };
    return cmocka_run_group_tests(tests, setup, stories_teardown);
}
