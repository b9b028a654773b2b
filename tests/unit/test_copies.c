/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_copies.c - whatever is put, changed, moved in time and deleted in whatever order: the groups of copies are those
 * that the articles there are give. COPIES_ROUNDS and COPIES_SEED in the environment make it longer, or another. */
#include "tests/unit/test_archive.h"
#include "tests/unit/test_dice.h"

#include "archive/copies.h"
#include "archive/rebuild.h"
#include "archive/schema.h"
#include "archive/story.h"

enum { IDS = 70, STORIES = 7, ROUNDS = 60, WORDS = 160, TEXT_MAX = 4096, FILLERS = 1200 };

struct model_article {
    bool there;
    char text[TEXT_MAX];
    char date[16]; /* "": none */
    char term[SCHEMA_TERM_MAX];
    uint32_t order;
    struct story story;
    struct sketch sketch;
    uint64_t group; /* as it should be */
};

struct model {
    struct test_archive archive;
    struct model_article articles[IDS];
};

/* A story whole, cut, begun otherwise, with something behind it, or with words changed. */
static void write_text(char text[TEXT_MAX], unsigned story)
{
    unsigned kind = pick(6), from = 0, end = WORDS, changed = 0;
    size_t len = 0;

    if (kind == 1)
        end = 25 + pick(WORDS - 25);
    if (kind == 2)
        from = pick(40);
    if (kind == 3)
        len += (size_t)snprintf(text + len, TEXT_MAX - len, "Another beginning %u of %u written by paper %u ", pick(9),
                                pick(9), pick(9));
    if (kind >= 4)
        changed = kind == 4 ? 5 : 9; /* of a hundred */
    for (unsigned i = from; i < end; i++)
        len += (size_t)(pick(100) < changed ? snprintf(text + len, TEXT_MAX - len, "other%u ", pick(1000))
                                            : snprintf(text + len, TEXT_MAX - len, "s%uw%u ", story, i));
    if (kind == 0)
        snprintf(text + len, TEXT_MAX - len, "with %u words added by desk %u at the end", pick(50), pick(50));
}

static void put(struct test_archive *t, unsigned id, const struct model_article *a)
{
    char name[16];
    const struct article article = {
        .id = name, .title = (char *)"A title", .text = (char *)a->text, .date = *a->date ? (char *)a->date : NULL};

    snprintf(name, sizeof name, "a%u", id);
    test_archive_put(t, &article);
}

static void change(struct model *m, unsigned id)
{
    struct model_article *a = &m->articles[id];
    struct date date = {0};
    char name[16];

    a->there = true;
    write_text(a->text, pick(STORIES));
    *a->date = '\0';
    if (pick(8))
        snprintf(a->date, sizeof a->date, "2020-01-%02u", 1 + pick(5));
    if (*a->date)
        assert_true(date_parse_iso(a->date, strlen(a->date), &date, NULL));
    a->order = copies_order(&date);
    snprintf(name, sizeof name, "a%u", id);
    schema_id_term(name, strlen(name), a->term);
    assert_true(story_read(&a->story, a->text, strlen(a->text)) && story_index(&a->story));
    story_sketch(&a->story, &a->sketch);
    put(&m->archive, id, a);
}

static bool shares_key(const struct model_article *a, const struct model_article *b)
{
    for (unsigned i = 0; i < SKETCH_KEYS && i < a->sketch.count; i++)
        for (unsigned k = 0; k < SKETCH_KEYS && k < b->sketch.count; k++)
            if (a->sketch.at[i] == b->sketch.at[k])
                return true;
    return false;
}

static int by_order(const void *left, const void *right)
{
    const struct model_article *a = *(struct model_article *const *)left, *b = *(struct model_article *const *)right;

    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return memcmp(a->term, b->term, 33);
}

/* Stars over all articles, each compared with all leaders before it. */
static void expect(struct model *m)
{
    struct model_article *all[IDS], *leaders[IDS];
    size_t count = 0, leader_count = 0;

    for (unsigned i = 0; i < IDS; i++)
        if (m->articles[i].there)
            all[count++] = &m->articles[i];
    qsort(all, count, sizeof *all, by_order);
    for (size_t i = 0; i < count; i++) {
        struct model_article *a = all[i];
        size_t k = 0;
        while (k < leader_count && !(shares_key(leaders[k], a) && sketch_may_be_near(&leaders[k]->sketch, &a->sketch) &&
                                     story_near(&leaders[k]->story, &a->story)))
            k++;
        a->group = 0;
        if (k == leader_count) {
            leaders[leader_count++] = a;
            continue;
        }
        a->group = copies_led_by(leaders[k]->term);
        leaders[k]->group = a->group | COPIES_LEADS;
    }
}

struct check {
    struct model *model;
    unsigned seen, grouped;
};

static int compare(void *ctx, const struct record *record, struct error *err)
{
    struct check *c = ctx;

    (void)err;
    if (record->id.data[0] != 'a')
        return 0;
    unsigned id = (unsigned)strtoul(record->id.data + 1, NULL, 10);
    if (record->group != c->model->articles[id].group)
        fail_msg("article a%u is in group %llx, not %llx", id, (unsigned long long)record->group,
                 (unsigned long long)c->model->articles[id].group);
    c->seen++;
    c->grouped += record->group != 0;
    return 0;
}

static unsigned groups_are_right(struct model *m, struct test_archive *t)
{
    struct check c = {.model = m};
    unsigned there = 0;
    struct error err;

    expect(m);
    test_archive_read(t);
    if (reader_walk(t->reader, compare, &c, &err) < 0)
        fail_msg("%s", err.text);
    for (unsigned i = 0; i < IDS; i++)
        there += m->articles[i].there;
    assert_int_equal(c.seen, there);
    return c.grouped;
}

static void put_fillers(struct test_archive *t)
{
    for (unsigned i = 0; i < FILLERS; i++) {
        char name[16], text[512];
        size_t len = 0;
        for (unsigned k = 0; k < 30; k++)
            len += (size_t)snprintf(text + len, sizeof text - len, "f%uw%u ", i, k);
        snprintf(name, sizeof name, "f%u", i);
        test_archive_put(t, &(struct article){.id = name, .text = text, .date = (char *)"2020-01-03"});
    }
}

static int setup(void **state)
{
    struct model *m = calloc(1, sizeof *m);

    *state = m;
    return m ? test_archive_make(&m->archive) : -1;
}

static int teardown(void **state)
{
    struct model *m = *state;
    int rc = test_archive_drop(&m->archive);

    for (unsigned i = 0; i < IDS; i++)
        story_free(&m->articles[i].story);
    free(m);
    return rc;
}

static unsigned from_environment(const char *name, unsigned otherwise)
{
    const char *value = getenv(name);

    return value ? (unsigned)strtoul(value, NULL, 10) : otherwise;
}

static void drop(struct model *m, unsigned id)
{
    char name[16];
    struct error err;

    snprintf(name, sizeof name, "a%u", id);
    if (writer_delete(m->archive.writer, name, &err) < 0)
        fail_msg("%s", err.text);
    m->articles[id].there = false;
}

static void groups_follow_what_is_put_changed_and_deleted(void **state)
{
    struct model *m = *state;
    unsigned rounds = from_environment("COPIES_ROUNDS", ROUNDS), grouped = 0;

    dice_seed(from_environment("COPIES_SEED", 1));
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned i = 1 + pick(12); i > 0; i--) {
            unsigned id = pick(IDS);
            if (m->articles[id].there && pick(3) == 0)
                drop(m, id);
            else
                change(m, id);
        }
        if (round == rounds / 3)
            put_fillers(&m->archive); /* a run of its own */
        test_archive_commit(&m->archive, pick(9) == 0);
        grouped += groups_are_right(m, &m->archive);
    }
    assert_true(grouped > rounds * 10);
}

static void read_on(void *ctx, uint64_t bytes, uint64_t all, uint64_t records)
{
    (void)ctx, (void)bytes, (void)all, (void)records;
}

static void damaged(void *ctx, const char *wrong)
{
    (void)ctx;
    fail_msg("%s", wrong);
}

static void any_order_and_a_rebuild_give_the_same_groups(void **state)
{
    struct model *m = *state;
    struct test_archive other;
    unsigned order[IDS];
    struct error err;

    for (unsigned i = 0; i < IDS; i++) {
        change(m, i);
        order[i] = i;
    }
    test_archive_commit(&m->archive, false); /* all at once */
    assert_true(groups_are_right(m, &m->archive) > IDS / 2);

    assert_int_equal(test_archive_make(&other), 0);
    for (unsigned i = IDS; i > 0; i--) {
        unsigned k = pick(i), id = order[k];
        order[k] = order[i - 1];
        put(&other, id, &m->articles[id]);
        test_archive_commit(&other, false); /* one by one */
    }
    groups_are_right(m, &other);
    writer_close(other.writer);
    other.writer = NULL;

    const struct rebuild_options options = {.reading = read_on, .damage = damaged};
    struct rebuilt made;
    if (archive_rebuild(other.dir, 0, &options, &made, &err) < 0)
        fail_msg("%s", err.text);
    groups_are_right(m, &other);
    test_archive_drop(&other);
}

static void a_copy_is_counted_once_it_is_committed(void **state)
{
    struct model *m = *state;

    for (unsigned i = 0; i < 3; i++) {
        struct model_article *a = &m->articles[i];
        change(m, i);
        if (i)
            memcpy(a->text, m->articles[0].text, TEXT_MAX);
        snprintf(a->date, sizeof a->date, "2020-01-0%u", i + 1);
        put(&m->archive, i, a);
    }
    assert_int_equal(writer_copies(m->archive.writer), 0);
    test_archive_commit(&m->archive, false);
    assert_int_equal(writer_copies(m->archive.writer), 2);
    test_archive_commit(&m->archive, true);
    assert_int_equal(writer_copies(m->archive.writer), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(groups_follow_what_is_put_changed_and_deleted, setup, teardown),
        cmocka_unit_test_setup_teardown(any_order_and_a_rebuild_give_the_same_groups, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_is_counted_once_it_is_committed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
