/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_synonyms.c - the archivist's file: what of it holds, what it makes of queries, how much its names weigh, and that
 * a change of it is seen. */
#include "test_archive.h"

#include "archive/search.h"
#include "archive/synonyms.h"

#include <sys/stat.h>

enum { ARENA_MAX = 16 << 20, TEXT_MAX = 2 << 20 };

/* ---- the file -------------------------------------------------------------- */

static struct synonyms *read_text(const char *text, size_t len)
{
    struct synonyms *s = NULL;
    struct error err = {0};

    if (synonyms_parse(text, len, &s, &err) < 0)
        fail_msg("%s", err.text);
    return s;
}

static void a_line_that_cannot_be_used_is_told_and_the_others_hold(void **state)
{
    static const struct {
        const char *line, *problem;
    } cases[] = {
        {"pm", "no '=' or '=>'"},
        {"pm =", "a name is missing"},
        {"= pm", "a name is missing"},
        {"pm = = premier", "a name is missing"},
        {"pm => premier => x", "second '=>'"},
        {"pm = premier => x", "one name alone stands before '=>'"},
        {"pm = !!", "no word in '!!'"},
        {"pm = minist*", "'*' has no meaning"},
        {"the of = pm", "nearly every article"},
        {"pm = a b c d e f g h i j k", "more than 10 words"},
        {"a1=a2=a3=a4=a5=a6=a7=a8=a9=b1=b2=b3=b4=b5=b6=b7=b8", "at most 16 names"},
        {"labour = labor", "another form"},
        {"minister = ministers", "another form"},
        {"pm [soon] = premier", "'soon' is no date"},
        {"pm [2019..2016] = premier", "wrong order"},
        {"pm [] = premier", "is no date"},
        {"pm [2019] = premier [2020]", "dates twice"},
        {"pm [2019 = premier", "dates stand as"},
        {"pm 2019] = premier", "dates stand as"},
        {"[2019] pm = premier", "dates stand as"},
        {"pm = \xff", "UTF-8"},
    };
    char text[512];
    (void)state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(text, sizeof text, "tram = streetcar\n%s\r\n# pm\nwale => westland # why\n", cases[i].line);
        struct synonyms *s = read_text(text, strlen(text));
        if (s->problem_count != 1 || s->problems[0].line != 2 || !strstr(s->problems[0].text, cases[i].problem))
            fail_msg("'%s': %s", cases[i].line, s->problem_count ? s->problems[0].text : "no problem");
        assert_int_equal(s->group_count, 2);
        assert_int_equal(s->groups[1].line, 4);
        synonyms_free(s);
    }
}

static void a_file_has_its_bounds(void **state)
{
    struct buffer text = buffer_make(TEXT_MAX);
    (void)state;

    for (unsigned i = 0; i <= SYNONYMS_LINES_MAX; i++)
        buffer_printf(&text, "a%u=b%u\n", i, i);
    struct synonyms *s = read_text(text.data, text.len);
    assert_int_equal(s->group_count, SYNONYMS_LINES_MAX);
    assert_int_equal(s->problem_count, 1);
    assert_int_equal(s->problems[0].line, SYNONYMS_LINES_MAX + 1);
    synonyms_free(s);
    buffer_clear(&text);
    for (unsigned i = 0; i < SYNONYMS_PROBLEMS_MAX + 7; i++)
        buffer_puts(&text, "x\n");
    s = read_text(text.data, text.len);
    assert_int_equal(s->problem_count, SYNONYMS_PROBLEMS_MAX);
    assert_int_equal(s->problems_untold, 7);
    synonyms_free(s);
    buffer_free(&text);
}

/* ---- queries ------------------------------------------------------------------ */

static const char file[] = "\xEF\xBB\xBFpm = prime minister = premier\nprime minister [2019-07-24..2022-09-06] => boris johnson\n"
                           "prime => first\nunited nations = un\nun security council = unsc\ncovid-19 = coronavirus\n"
                           "labour party => labour\nAT&T => bell system\n";

static const char *understood(const struct synonyms *s, const char *text, enum query_match match, enum query_field in,
                              struct arena *arena, struct query *q)
{
    struct error err = {0};

    if (query_parse(text, strlen(text), match, arena, q, &err) < 0 || synonyms_apply(s, in, q, arena, &err) < 0)
        fail_msg("'%s': %s", text, err.text);
    return q->understood_as;
}

static void names_go_behind_the_words_they_stand_for(void **state)
{
    static const struct {
        const char *query, *understood;
    } cases[] = {
        {"PM", "pm[=prime minister, premier]"},
        {"tax", "tax"},
        {"the prime ministers' tax", "(prime AND ministers)[=pm, premier, boris johnson (2019-07-24..2022-09-06)] AND tax"},
        {"prime number", "prime[=first] AND number"},
        {"UN Security Council vote", "(un AND security AND council)[=unsc] AND vote"},
        {"UN council", "un[=united nations] AND council"},
        {"labor party OR unsc", "(labor AND party)[=labour] OR unsc[=un security council]"},
        {"labour", "labour"},
        {"COVID19 pm[=x]", "covid19[=coronavirus] AND pm[=x]"},
        {"coronavirus", "coronavirus[=covid-19]"},
        {"covid-19", "covid-19[=coronavirus]"},
        {"at&t t", "at-t[=bell system] AND t"},
        {"\"pm\" -pm NOT (pm OR un) prim* author:pm source:pm",
         "\"pm\" AND NOT pm AND NOT (pm OR un) AND prim* AND author:pm AND source:pm"},
        {"title:pm body:(prime minister)", "title:pm[=prime minister, premier] AND (body:prime AND body:minister)[=pm, premier, "
                                           "boris johnson (2019-07-24..2022-09-06)]"},
        {"prime title:minister", "prime[=first] AND title:minister"},
        {"date:2019", "date:2019"},
        {"\"near pm\"~3", "\"near pm\"~3"},
    };
    struct synonyms *s = read_text(file, strlen(file));
    struct arena arena = arena_make(ARENA_MAX);
    struct query q;
    (void)state;

    assert_int_equal(s->problem_count, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *got = understood(s, cases[i].query, MATCH_ALL, FIELD_ANY, &arena, &q);
        if (strcmp(got, cases[i].understood) != 0)
            fail_msg("'%s' is understood as '%s'", cases[i].query, got);
        assert_string_equal(understood(s, got, MATCH_ALL, FIELD_ANY, &arena, &q), got);
        assert_string_equal(understood(NULL, got, MATCH_ALL, FIELD_ANY, &arena, &q), got);
    }
    assert_string_equal(understood(s, "pm", MATCH_ALL, FIELD_AUTHOR, &arena, &q), "pm");
    assert_string_equal(understood(s, "un security council", MATCH_ANY, FIELD_TITLE, &arena, &q),
                        "(un OR security OR council)[=unsc]");
    assert_string_equal(understood(NULL, "pm", MATCH_ALL, FIELD_ANY, &arena, &q), "pm");
    assert_true(synonyms_know(s, "nations", 7) && synonyms_know(s, "unsc", 4) && synonyms_know(s, "johnsons", 8));
    assert_false(synonyms_know(s, "tax", 3) || synonyms_know(NULL, "pm", 2));
    arena_free(&arena);
    synonyms_free(s);
}

/* However many names there are, what is understood may be asked again. */
static void a_query_stays_within_its_bounds(void **state)
{
    struct buffer text = buffer_make(TEXT_MAX), query = buffer_make(TEXT_MAX);
    struct arena arena = arena_make(ARENA_MAX);
    struct query q;
    (void)state;

    for (unsigned i = 0; i < 40; i++) {
        buffer_printf(&text, "w%u = x%u a b c d e f = y%u\n", i, i, i);
        buffer_printf(&query, "%sw%u", i ? " " : "", i);
    }
    struct synonyms *s = read_text(text.data, text.len);
    const char *got = understood(s, query.data, MATCH_ALL, FIELD_ANY, &arena, &q);
    assert_int_equal(q.warning_count, 1);
    assert_non_null(strstr(q.warnings[0], "not all synonyms had room"));
    assert_string_equal(understood(NULL, got, MATCH_ALL, FIELD_ANY, &arena, &q), got);
    buffer_clear(&query);
    for (unsigned i = 0; i < QUERY_DEPTH_MAX; i++)
        buffer_puts(&query, "y (x OR ");
    buffer_puts(&query, "labour party"); /* at the deepest: brackets round both would be one too deep */
    synonyms_free(s);
    s = read_text(file, strlen(file));
    got = understood(s, query.data, MATCH_ALL, FIELD_ANY, &arena, &q);
    assert_string_equal(understood(NULL, got, MATCH_ALL, FIELD_ANY, &arena, &q), got);
    synonyms_free(s);
    arena_free(&arena);
    buffer_free(&text);
    buffer_free(&query);
}

/* ---- searches -------------------------------------------------------------------- */

struct scene {
    struct test_archive at;
};

static int open_scene(void **state)
{
    static const char *const texts[][2] = {{"pm", "Then the pm spoke of bread and of the price of bread."},
                                           {"premier", "Then the premier spoke of bread and of the price of bread."},
                                           {"prime", "Then the prime minister spoke of bread and the price of bread."},
                                           {"apart", "Then the minister spoke of prime bread and the price of bread."},
                                           {"both", "Twofold: the pm, the premier, spoke of bread and its price."},
                                           {"none", "Nobody spoke of bread."}};
    struct scene *s = *state = calloc(1, sizeof *s);

    if (!s || test_archive_make(&s->at) < 0)
        return -1;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const struct article a = {
            .id = (char *)texts[i][0], .title = "Note", .text = (char *)texts[i][1], .date = "2019-08"};
        test_archive_put(&s->at, &a);
    }
    test_archive_commit(&s->at, false);
    test_archive_read(&s->at);
    return 0;
}

static int close_scene(void **state)
{
    struct scene *s = *state;
    int rc = test_archive_drop(&s->at);

    free(s);
    return rc;
}

static void lay(struct scene *s, const char *text)
{
    char path[128];
    struct error err;

    snprintf(path, sizeof path, "%s/" SYNONYMS_FILE, s->at.dir);
    if (text) {
        FILE *f = fopen(path, "w"); /* in place */
        assert_true(f && fputs(text, f) >= 0 && fclose(f) == 0);
    } else {
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(reader_refresh(s->at.reader, NULL, &err), 0);
}

/* The ids found, best first, a space behind each. */
static const char *found(struct scene *s, const char *query)
{
    const struct search_request request = {.q = query, .q_len = strlen(query), .count = 10};
    struct search_page page;
    struct error err;
    const char *ids = "";

    if (search_run(s->at.reader, &request, &s->at.arena, &page, &err) < 0)
        fail_msg("%s", err.text);
    for (size_t i = 0; i < page.count; i++) {
        struct record_text id = page.results[i].record.id;
        ids = arena_printf(&s->at.arena, "%s%.*s ", ids, (int)id.len, id.data);
    }
    return ids;
}

static void the_word_typed_weighs_more_than_its_synonyms(void **state)
{
    struct scene *s = *state;

    lay(s, "pm = premier\n");
    assert_string_equal(found(s, "pm bread"), "both pm premier ");
    assert_string_equal(found(s, "premier bread"), "both premier pm ");
    lay(s, "premier = prime minister\npm = prime minister");
    assert_string_equal(found(s, "title:note prime minister bread -twofold"), "prime apart pm premier ");
    assert_string_equal(found(s, "premier bread -twofold"), "premier prime ");
    lay(s, "premier [2019] = pm\n");
    assert_string_equal(found(s, "premier bread -twofold"), "premier pm ");
    lay(s, "premier [2018] = pm\n");
    assert_string_equal(found(s, "premier bread -twofold"), "premier ");
    lay(s, NULL);
    assert_string_equal(found(s, "premier -twofold"), "premier ");
}

static void a_change_of_the_file_is_seen_by_the_next_question(void **state)
{
    struct scene *s = *state;
    struct error err;
    struct snapshot before = *reader_snapshot(s->at.reader), with;
    bool changed;

    lay(s, "tram = pm\n");
    assert_string_equal(found(s, "tram -twofold"), "pm ");
    with = *reader_snapshot(s->at.reader);
    assert_string_not_equal(with.id, before.id);
    assert_int_equal(strncmp(with.id, before.id, strlen(before.id)), 0);
    for (unsigned i = 0; i < 50; i++) { /* of the same size, within a tick of the file system's clock */
        lay(s, "tram = qq\n");
        assert_string_not_equal(reader_snapshot(s->at.reader)->id, with.id);
        lay(s, "tram = pm\n");
        assert_string_equal(reader_snapshot(s->at.reader)->id, with.id);
    }
    usleep(50000);
    assert_int_equal(reader_refresh(s->at.reader, &changed, &err), 0);
    assert_int_equal(reader_refresh(s->at.reader, &changed, &err), 0);
    assert_false(changed);
    lay(s, "tram = pm\n \n");
    assert_string_not_equal(reader_snapshot(s->at.reader)->id, with.id);
    lay(s, NULL);
    assert_string_equal(reader_snapshot(s->at.reader)->id, before.id);
    assert_string_equal(found(s, "tram"), "");
}

static void a_file_that_cannot_be_read_is_a_problem_and_no_failure(void **state)
{
    struct scene *s = *state;
    char path[128];
    struct buffer large = buffer_make(TEXT_MAX);
    struct error err;

    snprintf(path, sizeof path, "%s/" SYNONYMS_FILE, s->at.dir);
    assert_int_equal(mkdir(path, 0755), 0);
    assert_int_equal(reader_refresh(s->at.reader, NULL, &err), 0);
    assert_string_equal(found(s, "premier -twofold"), "premier ");
    assert_int_equal(reader_synonyms(s->at.reader)->problem_count, 1);
    assert_int_equal(reader_synonyms(s->at.reader)->problems[0].line, 0);
    assert_int_equal(rmdir(path), 0);
    while (large.len <= SYNONYMS_BYTES_MAX)
        buffer_puts(&large, "pm = premier\n");
    lay(s, large.data);
    assert_string_equal(found(s, "premier -twofold"), "premier ");
    assert_non_null(strstr(reader_synonyms(s->at.reader)->problems[0].text, "over 1048576 bytes"));
    lay(s, NULL);
    assert_null(reader_synonyms(s->at.reader));
    buffer_free(&large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_cannot_be_used_is_told_and_the_others_hold),
        cmocka_unit_test(a_file_has_its_bounds),
        cmocka_unit_test(names_go_behind_the_words_they_stand_for),
        cmocka_unit_test(a_query_stays_within_its_bounds),
        cmocka_unit_test_setup_teardown(the_word_typed_weighs_more_than_its_synonyms, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_change_of_the_file_is_seen_by_the_next_question, open_scene, close_scene),
        cmocka_unit_test_setup_teardown(a_file_that_cannot_be_read_is_a_problem_and_no_failure, open_scene, close_scene),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
