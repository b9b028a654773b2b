/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_select.c - the set of a request's articles is what its pages show, in their order, from any place on. */
#include "tests/unit/test_stories.h"

#include "archive/docid_article.h"
#include "archive/select.h"

enum { STORIES = 60, ARTICLES = 900, LATER = 150, WORDS = 12 };

/* A third tell one of a few stories; a ninth has no date. */
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
    struct test_archive *t = stories_begin(state, 11, ARTICLES, put);

    if (!t)
        return -1;
    test_archive_commit(t, true);
    return stories_end(t, ARTICLES - LATER / 2, LATER, 20, put);
}

static void select_all(struct test_archive *t, const struct search_request *request, struct selection *out)
{
    struct error err;

    if (select_run(t->reader, request, &t->arena, out, &err) < 0)
        fail_msg("%s", err.text);
}

/* Word by word and for everything, collapsed and not, both ways. */
static void a_walk_gives_what_pages_show(void **state)
{
    struct test_archive *t = *state;
    struct error err;

    for (unsigned i = 0; i < 4 * (WORDS + 1); i++) {
        char q[16];
        unsigned word = i / 4;
        int len = snprintf(q, sizeof q, "zq%u", word);
        struct search_request request = {.q = word < WORDS ? q : NULL, .q_len = (size_t)len,
                                         .sort = i & 1 ? SORT_OLDEST : SORT_NEWEST,
                                         .collapse = i & 2 ? COLLAPSE_GROUP : COLLAPSE_NONE, .count = SEARCH_WINDOW};
        struct selection s;
        struct selection_walk walk;
        struct search_page page;
        uint32_t docid, last = 0;

        select_all(t, &request, &s);
        if (search_run(t->reader, &request, &t->arena, &page, &err) < 0)
            fail_msg("%s", err.text);
        assert_true(s.total > 0);
        assert_int_equal(s.total, page.total);
        assert_string_equal(s.hash, page.hash);
        selection_walk_start(&walk, &s, request.sort == SORT_OLDEST, 0);
        for (size_t k = 0; k < page.count; k++) {
            struct record record;
            uint32_t over_all = selection_walk_next(&walk, &docid);
            assert_int_not_equal(over_all, 0);
            if (docid_record(t->reader, over_all, &t->arena, &record, &err) < 0)
                fail_msg("%s", err.text);
            if (record.place.offset != page.results[k].record.place.offset)
                fail_msg("query %u: at %zu the walk has another article than the page", i, k);
            /* What is left from there on is what a walk begun there gives. */
            if (k % 97 == 5 && docid != last) {
                struct selection_walk again;
                uint64_t left = 0;
                selection_walk_start(&again, &s, request.sort == SORT_OLDEST, docid);
                while (selection_walk_next(&again, NULL))
                    left++;
                if (left > page.count - k - 1 || left + reader_shard_count(t->reader) <= page.count - k - 1)
                    fail_msg("query %u: behind place %zu stand %zu articles, not %zu", i, k, page.count - k - 1,
                             (size_t)left);
            }
            last = docid;
        }
        assert_int_equal(selection_walk_next(&walk, NULL), 0);
        arena_free(&t->arena);
    }
}

static void documents_are_counted_between_any_two(void **state)
{
    struct test_archive *t = *state;
    const struct search_request request = {.q = "zq1", .q_len = 3};
    struct selection s;

    select_all(t, &request, &s);
    for (size_t shard = 0; shard < s.shards; shard++) {
        size_t documents = reader_shard(t->reader, shard)->documents;
        for (unsigned i = 0; i < 200 && documents; i++) {
            size_t from = pick((unsigned)documents + 1), end = from + pick((unsigned)(documents - from) + 1), count = 0;
            for (size_t d = from; d < end; d++)
                count += s.bits[shard][d / 64] >> d % 64 & 1;
            assert_int_equal(selection_count(&s, shard, from, end), count);
        }
    }
    arena_free(&t->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_walk_gives_what_pages_show),
        cmocka_unit_test(documents_are_counted_between_any_two),
    };
    return cmocka_run_group_tests(tests, setup, stories_teardown);
}
