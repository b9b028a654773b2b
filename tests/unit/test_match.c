/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_match.c - what the matcher finds, weighs, orders and counts is what asking every document finds. */
#include "test_samples.h"

#include "archive/bm25.h"
#include "archive/match.h"
#include "archive/schema.h"

#include <math.h>
#include <unistd.h>

/* A run of three windows, and a delta. */
enum { ARTICLES = 5000, LATER = 300, WORDS = 60, TREES = 400, DEPTH = 3, PARTS = 4, LEAVES = 1024, SHARDS = SCHEMA_DATABASES_MAX };

struct weighed { /* a leaf, whose weight takes long to reckon */
    const struct tree *leaf;
    double weight;
};

struct scene {
    char dir[64];
    struct reader *reader;
    struct arena arena;
    uint32_t random;
    double average, documents;
    uint64_t sifted; /* windows */
    struct weighed weighed[LEAVES];
    size_t weighed_count; /* of the tree at hand */
};

static uint32_t next_random(struct scene *s)
{
    s->random = s->random * 1664525u + 1013904223u;
    return s->random >> 8;
}

/* Words of low numbers are common. */
static void article_of(struct scene *s, unsigned number, struct article *a)
{
    struct buffer text = buffer_make(4096);
    char word[32];
    static const char *const sources[] = {"Courier", "Herald", "Post"};

    memset(a, 0, sizeof *a);
    for (unsigned i = 0, count = 3 + next_random(s) % 40; i < count; i++) {
        unsigned w = next_random(s) % WORDS * (next_random(s) % WORDS) / WORDS;
        buffer_printf(&text, "zq%uzq ", w);
    }
    snprintf(word, sizeof word, "a%u", number);
    a->id = strdup(word);
    a->text = buffer_take(&text);
    a->source = strdup(sources[next_random(s) % 3]);
    snprintf(word, sizeof word, "%u-%02u-%02u", 2010 + next_random(s) % 9, 1 + next_random(s) % 12, 1 + next_random(s) % 28);
    if (number % 7) /* the others are undated */
        a->date = strdup(word);
}

static void put(struct scene *s, struct writer *w, unsigned first, unsigned count)
{
    struct article a;
    struct error err;
    enum put_result result;

    for (unsigned i = first; i < first + count; i++) {
        article_of(s, i, &a);
        if (writer_put(w, &a, &result, &err) < 0)
            fail_msg("%s", err.text);
        article_free(&a);
    }
    assert_int_equal(writer_commit(w, &err), 0);
}

/* A run of some windows, of which some documents are hidden, and a delta. */
static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    struct writer *w = NULL;
    struct error err;

    snprintf(s->dir, sizeof s->dir, "/tmp/hustings-match-XXXXXX");
    assert_non_null(mkdtemp(s->dir));
    assert_int_equal(writer_open(s->dir, "test", 0, &w, &err), 0);
    put(s, w, 0, ARTICLES);
    put(s, w, ARTICLES - LATER / 2, LATER);
    for (unsigned i = 0; i < 100; i++) {
        char id[16];
        snprintf(id, sizeof id, "a%u", i * 17);
        assert_int_equal(writer_delete(w, id, &err), 0);
    }
    assert_int_equal(writer_commit(w, &err), 0);
    writer_close(w);
    assert_int_equal(reader_open(s->dir, &s->reader, &err), 0);
    assert_int_equal(reader_shard_count(s->reader), 2);
    double total = 0;
    for (size_t i = 0; i < 2; i++) {
        const struct reader_shard *shard = reader_shard(s->reader, i);
        s->documents += (double)shard->documents;
        for (size_t d = 0; d < shard->documents; d++)
            total += shard->lengths[d];
    }
    assert_true(reader_shard(s->reader, 0)->hidden && reader_shard(s->reader, 0)->documents > 2 * 2048);
    assert_true(reader_shard(s->reader, 1)->documents > 100);
    s->average = total / s->documents;
    *state = s;
    return 0;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    char command[128];

    reader_close(s->reader);
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    free(s);
    return system(command);
}

/* ---- trees ------------------------------------------------------------- */

static int leave_thirds(void *ctx, struct match_window *window, struct error *err)
{
    struct scene *s = ctx;

    (void)err;
    s->sifted++;
    for (uint32_t i = 0; i < MATCH_WINDOW; i++)
        if ((window->from + i + window->shard) % 3)
            window->bits[i / 64] &= ~(UINT64_C(1) << i % 64);
    return 0;
}

static struct tree *make(struct scene *s, enum tree_op op, size_t count)
{
    struct tree *t = arena_alloc(&s->arena, sizeof *t);

    t->op = op;
    t->parts = count ? arena_alloc(&s->arena, count * sizeof(struct tree *)) : NULL;
    t->count = count;
    return t;
}

static struct tree *make_term(struct scene *s)
{
    struct tree *t = make(s, TREE_TERM, 0);
    unsigned kind = next_random(s) % 10;
    char *word = kind == 0   ? arena_printf(&s->arena, "%s", "nowhere")
                 : kind == 1 ? arena_printf(&s->arena, "Y%u", 2010 + next_random(s) % 9)
                             : arena_printf(&s->arena, "zq%uzq", next_random(s) % WORDS);

    t->term = (xap_text){word, strlen(word)};
    return t;
}

static struct tree *make_tree(struct scene *s, unsigned depth)
{
    static const enum tree_op ops[] = {TREE_AND, TREE_OR, TREE_OR, TREE_AND_NOT, TREE_FILTER, TREE_SYNONYM, TREE_WEIGHTLESS,
                                       TREE_SIFT, TREE_ALL, TREE_NOTHING};
    enum tree_op op = ops[next_random(s) % (sizeof ops / sizeof *ops)];
    size_t count = op == TREE_ALL || op == TREE_NOTHING      ? 0
                   : op == TREE_SIFT || op == TREE_WEIGHTLESS ? 1
                                                               : 1 + next_random(s) % PARTS;

    if (!depth)
        return make_term(s);
    struct tree *t = make(s, op, count);
    t->sift = leave_thirds;
    t->sift_ctx = s;
    for (size_t i = 0; i < count; i++) {
        struct tree *part = op == TREE_SYNONYM && next_random(s) % 2 ? make_term(s) : make_tree(s, depth - 1);
        part->share = op == TREE_SYNONYM ? next_random(s) % (SHARE_FULL + 1) : 0;
        ((const struct tree **)t->parts)[i] = part;
    }
    return t;
}

/* ---- asking every document ----------------------------------------------- */

struct said {
    bool matches;
    double weight;
};

static uint32_t wdf_of(struct scene *s, size_t shard, uint32_t document, xap_text term)
{
    const struct reader_shard *of = reader_shard(s->reader, shard);
    static struct {
        char term[32];
        uint32_t *wdfs;
    } kept[SHARDS][2 * WORDS]; /* of each document: libxapian's lists, read once */
    size_t i = 0;

    for (; i < 2 * WORDS && kept[shard][i].wdfs && strcmp(kept[shard][i].term, term.data) != 0; i++)
        ;
    assert_true(i < 2 * WORDS);
    if (!kept[shard][i].wdfs) {
        xap_postings list;
        xap_error xerr;
        assert_int_equal(xap_shard_postings(reader_xapian(s->reader), shard, term, &list, &xerr), XAP_OK);
        snprintf(kept[shard][i].term, sizeof kept[shard][i].term, "%s", term.data);
        kept[shard][i].wdfs = malloc(of->documents * sizeof(uint32_t));
        for (size_t d = 0, k = 0; d < of->documents; d++) {
            bool here = k < list.count && list.at[k].docid == of->docids[d];
            kept[shard][i].wdfs[d] = here ? list.at[k++].wdf + 1 : 0; /* one more: a filter's is 0 */
        }
        xap_postings_free(&list);
    }
    return kept[shard][i].wdfs[document];
}

/* The most documents that t may match, by what its terms have. */
static double at_most(struct scene *s, const struct tree *t, size_t shard)
{
    double documents = (double)reader_shard(s->reader, shard)->documents, have = 0;

    if (t->op == TREE_TERM) {
        for (uint32_t d = 0; d < documents; d++)
            have += wdf_of(s, shard, d, t->term) > 0;
        return have;
    }
    if (t->op == TREE_ALL)
        return documents;
    for (size_t i = 0; i < t->count; i++) {
        double part = at_most(s, t->parts[i], shard);
        bool any = t->op == TREE_OR || t->op == TREE_SYNONYM, all = t->op == TREE_AND || t->op == TREE_FILTER;
        have = i == 0 ? part : any ? have + part : all && part < have ? part : have;
    }
    return have < documents ? have : documents;
}

static double weight_of(struct scene *s, const struct tree *t)
{
    double freq = 0;

    for (size_t shard = 0; shard < reader_shard_count(s->reader); shard++) {
        double documents = (double)reader_shard(s->reader, shard)->documents, without = 1;
        for (size_t i = 0; i < (t->op == TREE_TERM ? 1 : t->count); i++)
            without *= 1 - at_most(s, t->op == TREE_TERM ? t : t->parts[i], shard) / documents;
        freq += documents * (1 - without);
    }
    return bm25_weight(freq, s->documents);
}

static double kept_weight(struct scene *s, const struct tree *t)
{
    for (size_t i = 0; i < s->weighed_count; i++)
        if (s->weighed[i].leaf == t)
            return s->weighed[i].weight;
    assert_true(s->weighed_count < LEAVES);
    s->weighed[s->weighed_count] = (struct weighed){t, weight_of(s, t)};
    return s->weighed[s->weighed_count++].weight;
}

static struct said ask(struct scene *s, const struct tree *t, size_t shard, uint32_t document, bool weighs)
{
    struct said said = {.matches = t->op == TREE_ALL || (t->op == TREE_AND && t->count) || t->op == TREE_FILTER};
    double wdf = 0;

    if (t->op == TREE_TERM || t->op == TREE_SYNONYM) {
        for (size_t i = 0; i < (t->op == TREE_TERM ? 1 : t->count); i++) {
            const struct tree *part = t->op == TREE_TERM ? t : t->parts[i];
            double share = part->share ? part->share : SHARE_FULL;
            uint32_t one = part->op == TREE_TERM ? wdf_of(s, shard, document, part->term)
                                                 : 2 * ask(s, part, shard, document, false).matches;
            said.matches |= one > 0;
            wdf += one ? (one - 1) * share / SHARE_FULL : 0;
        }
        if (said.matches && weighs)
            said.weight = kept_weight(s, t) * bm25_part(wdf, bm25_norm(reader_shard(s->reader, shard)->lengths[document],
                                                                       s->average));
        return said;
    }
    for (size_t i = 0; i < t->count; i++) {
        bool part_weighs = weighs && t->op != TREE_WEIGHTLESS && (i == 0 || (t->op != TREE_AND_NOT && t->op != TREE_FILTER));
        struct said part = ask(s, t->parts[i], shard, document, part_weighs);
        if (t->op == TREE_OR || ((t->op == TREE_WEIGHTLESS || t->op == TREE_SIFT || t->op == TREE_AND_NOT) && i == 0))
            said.matches |= part.matches;
        else
            said.matches &= t->op == TREE_AND_NOT ? !part.matches : part.matches;
        if (part.matches && (t->op != TREE_AND_NOT || i == 0))
            said.weight += part.weight;
    }
    if (t->op == TREE_SIFT)
        said.matches &= (document + shard) % 3 == 0;
    return said;
}

struct found {
    uint32_t docid;
    double key;
};

static int by_key(const void *left, const void *right)
{
    const struct found *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? 1 : -1;
    return (a->docid > b->docid) - (a->docid < b->docid);
}

/* All matches in order; weights into keys[] by docid order of the result. */
static size_t ask_all(struct scene *s, const struct tree *t, enum match_order order, struct found *found)
{
    size_t count = 0, shards = reader_shard_count(s->reader);

    for (size_t shard = 0; shard < shards; shard++) {
        const struct reader_shard *of = reader_shard(s->reader, shard);
        for (uint32_t d = 0; d < of->documents; d++) {
            struct said said = ask(s, t, shard, d, true);
            if (!said.matches || (of->hidden && of->hidden[d / 64] >> d % 64 & 1))
                continue;
            uint32_t docid = (of->docids[d] - 1) * (uint32_t)shards + (uint32_t)shard + 1;
            bool dated = of->docids[d] < SCHEMA_DOCID_UNDATED;
            found[count++] = (struct found){docid, order == MATCH_BY_WEIGHT              ? said.weight
                                                   : order == MATCH_OLDEST && dated ? of->docids[d]
                                                                                    : -(double)of->docids[d]};
        }
    }
    qsort(found, count, sizeof *found, by_key);
    return count;
}

static void what_is_found_is_what_asking_every_document_finds(void **state)
{
    struct scene *s = *state;
    struct found *found = malloc((ARTICLES + LATER) * sizeof *found);
    struct error err;
    size_t some = 0;

    for (unsigned i = 0; i < TREES; i++) {
        s->arena = arena_make(64 << 20);
        s->weighed_count = 0;
        const struct tree *t = make_tree(s, i % (DEPTH + 1));
        struct match_options o = {.order = (enum match_order)(next_random(s) % 3), .first = next_random(s) % 3 * 7,
                                  .count = 1 + next_random(s) % 50};
        struct match_page page;
        if (match_run(s->reader, t, &o, &s->arena, &page, &err) < 0)
            fail_msg("%s", err.text);
        size_t count = ask_all(s, t, o.order, found);
        assert_int_equal(page.total, count);
        size_t left = count > o.first ? count - o.first : 0;
        assert_int_equal(page.count, left < o.count ? left : o.count);
        some += page.count > 0;
        for (size_t k = 0; k < page.count; k++) {
            const struct found *f = &found[o.first + k];
            if (o.order != MATCH_BY_WEIGHT) {
                assert_int_equal(page.hits[k].docid, f->docid);
                continue;
            }
            /* Sums of the same weights in another order may change places. */
            if (fabs(page.hits[k].weight - f->key) > 1e-9 * (1 + f->key))
                fail_msg("tree %u: hit %zu weighs %.12f, not %.12f", i, k, page.hits[k].weight, f->key);
        }
        arena_free(&s->arena);
    }
    assert_true(some > TREES / 2);
    assert_true(s->sifted > 0);
    free(found);
}

static int fails(void *ctx, struct match_window *window, struct error *err)
{
    (void)ctx, (void)window;
    return error_set(err, FAULT_DAMAGED, "no such words");
}

static int dawdles(void *ctx, struct match_window *window, struct error *err)
{
    (void)ctx, (void)err;
    for (size_t w = 0; w < MATCH_WINDOW / 64; w++) {
        usleep(3000);
        if (window->late(window->late_ctx))
            window->bits[w] = 0;
    }
    return 0;
}

static void a_sift_that_fails_ends_the_match_and_one_that_dawdles_is_cut_short(void **state)
{
    struct scene *s = *state;
    struct error err;
    struct match_page page;
    const struct match_options o = {.count = 10, .deadline_ms = 20};

    s->arena = arena_make(64 << 20);
    struct tree *t = make(s, TREE_SIFT, 1);
    ((const struct tree **)t->parts)[0] = make(s, TREE_ALL, 0);
    t->sift = fails;
    assert_int_equal(match_run(s->reader, t, &o, &s->arena, &page, &err), -1);
    assert_int_equal(err.fault, FAULT_DAMAGED);
    t->sift = dawdles;
    assert_int_equal(match_run(s->reader, t, &o, &s->arena, &page, &err), 0);
    assert_true(page.expired);
    assert_int_equal(page.count, 10);
    arena_free(&s->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_what_asking_every_document_finds),
        cmocka_unit_test(a_sift_that_fails_ends_the_match_and_one_that_dawdles_is_cut_short),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
