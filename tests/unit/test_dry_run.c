/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_dry_run.c - a plan is what then happens: random articles, versions, tombstones over an archive that has some.
 * DRY_ROUNDS and DRY_SEED in the environment make it longer, or another. */
#include "indexer/dry_run.h"

#include "indexer/changes.h"
#include "tests/unit/test_dice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

enum { IDS = 8, RUN = 40, ROUNDS = 60 };

/* What an article is made of: which of a few values each field has. */
struct make {
    bool there;
    unsigned title, text, section, desk;
};

struct given {
    unsigned id;
    struct make make;
    const char *reason; /* a tombstone */
    uint32_t version;
};

struct bench {
    char dir[64];
    struct packer *packer;
    struct make now[IDS];
};

static int setup(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    memcpy(b->dir, "/tmp/dry.XXXXXX", sizeof "/tmp/dry.XXXXXX");
    b->packer = packer_new();
    *state = b;
    return mkdtemp(b->dir) && b->packer ? 0 : -1;
}

static int teardown(void **state)
{
    struct bench *b = *state;
    char command[96];
    packer_free(b->packer);
    snprintf(command, sizeof command, "rm -rf %s", b->dir);
    int rc = system(command);
    free(b);
    return rc;
}

static struct given any_given(void)
{
    static const char *const reasons[] = {"It was not so.", "It was withdrawn."};
    struct given g = {.id = pick(IDS), .version = pick(3) ? 0 : 1 + pick(5)};

    if (pick(6) == 0)
        g.reason = reasons[pick(2)];
    g.make = (struct make){true, pick(2), pick(3), pick(2), pick(3)};
    return g;
}

static void pack(struct bench *b, const struct given *g, struct packed *out)
{
    static char *const titles[] = {"Moot adjourns", "Moot meets"};
    static char *const texts[] = {"It rained.", "It rained again.", NULL};
    static char *const sections[] = {NULL, "News"};
    char id[8];
    struct error err = {0};
    struct article a = {.id = id, .version = g->version, .retracted = (char *)g->reason};

    snprintf(id, sizeof id, "n%u", g->id);
    if (!g->reason) {
        a.title = titles[g->make.title];
        a.text = texts[g->make.text];
        a.section = sections[g->make.section];
        a.extra = cJSON_CreateObject();
        cJSON_AddNumberToObject(a.extra, g->make.desk == 2 ? "ward" : "desk", g->make.desk);
    }
    *out = (struct packed){0};
    if (packer_pack(b->packer, &a, NULL, out, &err) < 0)
        fail_msg("%s", err.text);
    cJSON_Delete(a.extra);
}

static unsigned field(const char *name)
{
    for (unsigned i = 0; i < FIELDS; i++) {
        if (strcmp(changes_name(i), name) == 0)
            return 1u << i;
    }
    return 0;
}

static unsigned expected_changes(const struct make *a, const struct make *b)
{
    return (a->title != b->title ? field("title") : 0) | (a->text != b->text ? field("text") : 0) |
           (a->section != b->section ? field("section") : 0) | (a->desk != b->desk ? field("other") : 0);
}

struct outcome {
    int rc;
    enum put_result result;
    unsigned changed;
};

static void plan(struct bench *b, const struct given *run, struct outcome *out)
{
    struct dry_run *dry;
    struct error err = {0};

    if (dry_run_open(b->dir, &dry, &err) < 0)
        fail_msg("%s", err.text);
    for (int i = 0; i < RUN; i++) {
        struct packed packed;
        pack(b, &run[i], &packed);
        out[i].rc = dry_run_put(dry, &packed, &out[i].result, &out[i].changed, &err);
        packed_free(&packed);
    }
    dry_run_close(dry);
}

static void put(struct bench *b, struct writer *w, const struct given *g, const struct outcome *planned)
{
    struct packed packed;
    struct error err = {0};
    enum put_result result = PUT_UNCHANGED;
    struct make *now = &b->now[g->id];

    pack(b, g, &packed);
    int rc = writer_put_packed(w, &packed, &result, &err);
    packed_free(&packed);
    assert_int_equal(rc, planned->rc);
    if (rc < 0) {
        assert_int_equal(err.fault, FAULT_INVALID);
        return;
    }
    assert_int_equal(result, planned->result);
    unsigned changed = result == PUT_UPDATED && now->there && !g->reason ? expected_changes(now, &g->make) : 0;
    assert_int_equal(planned->changed, changed);
    if (result != PUT_UNCHANGED)
        *now = g->reason ? (struct make){0} : g->make;
}

/* What happens to an archive between two runs. */
static void meddle(struct bench *b, struct writer *w)
{
    char id[8];
    unsigned n = pick(IDS);
    struct error err;
    enum put_result result;

    snprintf(id, sizeof id, "n%u", n);
    int rc = pick(2) ? writer_delete(w, id, &err) : writer_retract(w, id, "It was withdrawn.", &result, &err);
    if (rc == 0)
        b->now[n] = (struct make){0};
}

static void a_plan_is_what_then_happens(void **state)
{
    struct bench *b = *state;
    const char *rounds = getenv("DRY_ROUNDS"), *seed = getenv("DRY_SEED");

    dice_seed(seed ? (unsigned)atoi(seed) : 20261125);
    for (int round = rounds ? atoi(rounds) : ROUNDS; round > 0; round--) {
        struct given run[RUN];
        struct outcome planned[RUN];
        struct writer *w;
        struct error err = {0};
        for (int i = 0; i < RUN; i++)
            run[i] = any_given();
        plan(b, run, planned);
        if (writer_open(b->dir, "test", 0, &w, &err) < 0)
            fail_msg("%s", err.text);
        for (int i = 0; i < RUN; i++)
            put(b, w, &run[i], &planned[i]);
        if (pick(2))
            meddle(b, w);
        if (writer_commit(w, &err) < 0)
            fail_msg("%s", err.text);
        writer_close(w);
    }
}

static void fields_are_named(void **state)
{
    char text[CHANGES_TEXT_MAX];
    struct fields a, b;

    (void)state;
    static const char head[] = "{\"id\":\"x\",\"title\":\"A\",\"tags\":[\"t\"],\"k\":1,\"l\":2}";
    static const char other[] = "{\"id\":\"y\",\"title\":\"A\",\"tags\":[\"u\"],\"l\":2,\"k\":1}";
    assert_true(fields_of(head, strlen(head), "One", 3, &a));
    assert_true(fields_of(other, strlen(other), "Two", 3, &b));
    assert_string_equal(changes_text(changes_between(&a, &b), text), "text, tags");
    assert_string_equal(changes_text((1u << FIELDS) - 1, text),
                        "title, text, date, updated, source, section, url, lang, summary, authors, tags, other");
    assert_false(fields_of("{", 1, "", 0, &a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_named),
        cmocka_unit_test_setup_teardown(a_plan_is_what_then_happens, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
