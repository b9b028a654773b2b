/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_collapse.c - with copies shown once, a search counts, orders and shows what follows from all its matches. */
#include "tests/unit/test_archive.h"
#include "tests/unit/test_dice.h"

#include "archive/copies.h"
#include "archive/docid_article.h"
#include "archive/match.h"
#include "archive/schema.h"

enum { STORIES = 90, ARTICLES = 1500, LATER = 200, QUERIES = 240, WORDS = 40, KNOWN = 8192 };

struct known_group {
    uint32_t docid;
    uint64_t group;
};

struct scene {
    struct test_archive archive;
    struct known_group known[KNOWN];
};

/* A third tell one of a few stories, with other words behind; the others their own. */
static void put(struct test_archive *t, unsigned number)
{
    char id[16], text[1024], date[16];
    unsigned story = pick(3) ? 1000 + number : pick(STORIES);
    size_t len = 0;

    for (unsigned i = 0; i < 34; i++)
        len += (size_t)(i % 3 ? snprintf(text + len, sizeof text - len, "s%uw%u ", story, i)
                              : snprintf(text + len, sizeof text - len, "zq%u ", (story + i * i) % WORDS));
    for (unsigned i = pick(6); i > 0; i--)
        len += (size_t)snprintf(text + len, sizeof text - len, "zq%u ", pick(WORDS));
    snprintf(id, sizeof id, "a%u", number);
    snprintf(date, sizeof date, "2020-%02u-%02u", 1 + pick(2), 1 + pick(4));
    test_archive_put(t, &(struct article){.id = id, .text = text, .date = pick(9) ? date : NULL});
}

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    struct error err;
    char id[16];

    dice_seed(7);
    if (test_archive_make(&s->archive))
        return -1;
    for (unsigned i = 0; i < ARTICLES; i++)
        put(&s->archive, i);
    test_archive_commit(&s->archive, true);
    for (unsigned i = 0; i < LATER; i++) /* some in place of others, which are hidden from then on */
        put(&s->archive, ARTICLES - LATER / 2 + i);
    for (unsigned i = 0; i < 40; i++) {
        snprintf(id, sizeof id, "a%u", i * 19);
        if (writer_delete(s->archive.writer, id, &err) < 0)
            return -1;
    }
    test_archive_commit(&s->archive, false);
    test_archive_read(&s->archive);
    *state = s;
    return reader_shard_count(s->archive.reader) > 1 ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    int rc = test_archive_drop(&s->archive);

    free(s);
    return rc;
}

/* By docid over all shards, read once: what is asked of it is asked of pairs. */
static uint64_t group_of(struct scene *s, uint32_t docid)
{
    struct arena arena = arena_make(TEST_ARENA_MAX);
    struct record record;
    struct error err;
    size_t at = docid % KNOWN;

    while (s->known[at].docid && s->known[at].docid != docid)
        at = (at + 1) % KNOWN;
    if (!s->known[at].docid) {
        if (docid_record(s->archive.reader, docid, &arena, &record, &err) < 0)
            fail_msg("%s", err.text);
        s->known[at] = (struct known_group){docid, record.group};
        arena_free(&arena);
    }
    return s->known[at].group;
}

static bool published_before(struct scene *s, uint32_t a, uint32_t b)
{
    uint32_t shards = (uint32_t)reader_shard_count(s->archive.reader);
    uint32_t x = (a - 1) / shards + 1, y = (b - 1) / shards + 1;
    bool x_leads = group_of(s, a) & COPIES_LEADS, y_leads = group_of(s, b) & COPIES_LEADS;

    if (x_leads != y_leads)
        return x_leads;
    if ((x < SCHEMA_DOCID_UNDATED) != (y < SCHEMA_DOCID_UNDATED))
        return x < SCHEMA_DOCID_UNDATED;
    if (x == y) /* of two databases */
        return a < b;
    return x < SCHEMA_DOCID_UNDATED ? x > y : x < y;
}

static void match(struct scene *s, const struct tree *t, const struct match_options *o, struct match_page *page)
{
    struct error err;

    if (match_run(s->archive.reader, t, o, &s->archive.arena, page, &err) < 0)
        fail_msg("%s", err.text);
}

/* all, in order, as they are once each group stands once: by weight where its best is, by date where the first published
 * is. */
static size_t collapse(struct scene *s, const struct match_page *all, bool by_weight, struct match_hit *out)
{
    size_t kept = 0;

    for (size_t i = 0; i < all->count; i++) {
        uint64_t group = copies_group(group_of(s, all->hits[i].docid));
        struct match_hit one = all->hits[i];
        bool stands = true;
        for (size_t k = 0; group && k < all->count; k++) {
            uint32_t other = all->hits[k].docid;
            if (copies_group(group_of(s, other)) != group)
                continue;
            stands = stands && (by_weight ? k >= i : !published_before(s, other, all->hits[i].docid));
            if (published_before(s, other, one.shown))
                one.shown = other;
        }
        if (stands)
            out[kept++] = one;
    }
    return kept;
}

static void what_is_shown_follows_from_all_matches(void **state)
{
    struct scene *s = *state;
    size_t folded = 0;

    for (unsigned q = 0; q < QUERIES; q++) {
        char words[2][16];
        struct tree terms[2] = {{.op = TREE_TERM}, {.op = TREE_TERM}};
        const struct tree *parts[2] = {&terms[0], &terms[1]};
        const struct tree tree = {.op = q % 2 ? TREE_OR : TREE_AND, .parts = parts, .count = 2};
        for (unsigned i = 0; i < 2; i++)
            terms[i].term = (xap_text){words[i], (size_t)snprintf(words[i], sizeof words[i], "zq%u", pick(WORDS))};
        enum match_order order = (enum match_order)(q % 3);
        const struct match_options all = {.order = order, .count = 10000};
        struct match_page each, once;
        match(s, &tree, &all, &each);
        struct match_hit *hits = malloc((each.count + 1) * sizeof *hits);
        size_t count = collapse(s, &each, order == MATCH_BY_WEIGHT, hits);
        assert_int_equal(each.total, each.count);
        folded += each.count - count;
        struct match_options some = {.order = order, .first = pick(3) * 5, .count = pick(3) ? 1 + pick(20) : 10000,
                                     .collapse = true};
        match(s, &tree, &some, &once);
        assert_int_equal(once.total, count);
        size_t left = count > some.first ? count - some.first : 0;
        assert_int_equal(once.count, left < some.count ? left : some.count);
        for (size_t i = 0; i < once.count; i++) {
            const struct match_hit *hit = &hits[some.first + i];
            assert_int_equal(once.hits[i].docid, order == MATCH_BY_WEIGHT ? hit->docid : hit->shown);
            assert_int_equal(once.hits[i].shown, hit->shown);
        }
        free(hits);
        arena_free(&s->archive.arena);
    }
    assert_true(folded > QUERIES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_follows_from_all_matches),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
