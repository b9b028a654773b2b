/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_rude_queries.c - tests/cases/rude.cases: whatever is asked is answered, soon. */
#include "test_samples.h"

#include "archive/search.h"

#include <time.h>

enum { LINE_BYTES = 1024, QUERY_ROOM = 16384, LEAST = 60, DEADLINE_MS = 1000 };

struct rude {
    char bytes[QUERY_ROOM];
    size_t len;
    bool too_long;
};

/* "too long: " and "N * " before a query, and escapes in it. */
static void read_rude(char *line, struct rude *out)
{
    static const char refused[] = "too long: ";
    out->too_long = strncmp(line, refused, sizeof refused - 1) == 0;
    if (out->too_long)
        line += sizeof refused - 1;
    char *star = NULL;
    unsigned long times = strtoul(line, &star, 10);
    bool many = star != line && strncmp(star, " * ", 3) == 0;
    if (many)
        line = star + 3;
    char once[LINE_BYTES];
    size_t len = samples_unescape(line, strlen(line), once);
    out->len = 0;
    for (unsigned long i = 0; i < (many ? times : 1); i++) {
        assert_true(out->len + len <= QUERY_ROOM);
        memcpy(out->bytes + out->len, once, len);
        out->len += len;
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void ask(struct samples *s, const char *line, const struct rude *rude, enum query_match match,
                enum query_field in)
{
    struct search_request request = {.q = rude->bytes, .q_len = rude->len, .match = match, .in = in, .count = 10,
                                     .facets = (1u << FACET_COUNT) - 1, .marks = true,
                                     .snippets = true, .deadline_ms = DEADLINE_MS};
    struct search_page page = {0};
    struct error err = {0};
    double start = now();

    int rc = search_run(s->reader, &request, &s->arena, &page, &err);
    double seconds = now() - start;
    if (rc && !(rude->too_long && err.fault == FAULT_INVALID))
        fail_msg("'%s': %s", line, err.text);
    if (!rc && rude->too_long)
        fail_msg("'%s' was taken, though it is too long", line);
    if (page.partial || seconds * 1000 > DEADLINE_MS)
        fail_msg("'%s' took %.1f s", line, seconds);
    for (size_t i = 0; i < page.count; i++) {
        const struct search_result *r = &page.results[i];
        assert_true(!r->title.text || marked_html(&r->title, &s->arena));
        assert_true(!r->snippet.text || marked_html(&r->snippet, &s->arena));
    }
    arena_free(&s->arena);
}

static void ask_every_rude_query(struct samples *s)
{
    char line[LINE_BYTES];
    struct rude rude;
    int count = 0;
    FILE *cases = fopen(CASES_DIR "/rude.cases", "r");

    assert_non_null(cases);
    s->arena = arena_make(SEARCH_ARENA_MAX);
    while (fgets(line, sizeof line, cases)) {
        line[strcspn(line, "\n")] = '\0';
        if (!*line || strncmp(line, "# ", 2) == 0)
            continue;
        read_rude(line, &rude);
        for (enum query_field in = FIELD_ANY; in <= FIELD_AUTHOR; in++) {
            ask(s, line, &rude, MATCH_ALL, in);
            ask(s, line, &rude, MATCH_ANY, in);
        }
        count++;
    }
    fclose(cases);
    assert_true(count >= LEAST);
}

static void every_rude_query_is_answered_within_a_second(void **state)
{
    ask_every_rude_query(*state);
}

static void every_rude_query_is_answered_as_soon_where_most_articles_are_hidden(void **state)
{
    ask_every_rude_query(*state);
}

int main(void)
{
    static const enum samples_layout both = SAMPLES_BOTH, replaced = SAMPLES_REPLACED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate_setup_teardown(every_rude_query_is_answered_within_a_second, samples_open,
                                                 samples_close, (void *)&both),
        cmocka_unit_test_prestate_setup_teardown(every_rude_query_is_answered_as_soon_where_most_articles_are_hidden,
                                                 samples_open, samples_close, (void *)&replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
