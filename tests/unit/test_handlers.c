/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_handlers.c - the endpoints against requests without a socket and an archive made for them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#include "archive/store.h"
#include "searchd/encode.h"
#include "searchd/probe.h"
#include "searchd/route.h"
#include "searchd/worker.h"

struct scene {
    char dir[64];
    struct service service;
    struct worker *worker;
    struct request request;
    struct response response;
};

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s)
        return -1;
    snprintf(s->dir, sizeof s->dir, "/tmp/hustings-XXXXXX");
    if (!mkdtemp(s->dir))
        return -1;
    s->service.archive = s->dir;
    s->service.deadline_ms = 10000;
    s->worker = worker_open(&s->service);
    s->request =
        (struct request){.method = "GET", .path = "/", .rest = "", .query = "", .id = "r1", .takes = PARAMS_SEARCH,
                         .service = &s->service};
    s->response = response_make();
    *state = s;
    return s->worker ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    char command[128];
    worker_close(s->worker);
    response_free(&s->response);
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    int failed = system(command);
    free(s);
    return failed;
}

static void add(struct scene *s, const char *id, const char *title)
{
    struct writer *w = NULL;
    struct error err = {0};
    enum put_result result;
    struct article a = {
        .id = (char *)id, .title = (char *)title, .text = "The house of the Vale agreed.", .date = "2019-04-02"};
    int failed =
        writer_open(s->dir, "test", 1000, &w, &err) || writer_put(w, &a, &result, &err) || writer_commit(w, &err);
    writer_close(w);
    assert_int_equal(failed, 0);
}

static void ask(struct scene *s, route_handler *handler, const char *query)
{
    response_free(&s->response);
    s->request.query = query;
    s->request.query_len = strlen(query);
    s->request.started_ns = now_ns();
    handler(&s->request, &s->response, s->worker);
}

static void expect(struct scene *s, int status, const char *part)
{
    assert_false(response_failed(&s->response));
    assert_int_equal(s->response.status, status);
    assert_non_null(s->response.body.data);
    if (!strstr(s->response.body.data, part))
        fail_msg("no %s in %s", part, s->response.body.data);
}

static void a_search_finds_what_was_added_before_and_after_the_first_one(void **state)
{
    struct scene *s = *state;
    add(s, "a1", "Budget");
    ask(s, get_search, "q=budget");
    expect(s, 200, "\"total\":1,");
    expect(s, 200, "\"title_html\":\"<mark>Budget</mark>\"");
    add(s, "a2", "Another budget");
    ask(s, get_search, "q=budget");
    expect(s, 200, "\"total\":2,");
}

static void a_client_that_has_the_answer_gets_no_body_until_something_is_added(void **state)
{
    struct scene *s = *state;
    char etag[200];
    add(s, "a1", "Budget");
    ask(s, get_search, "q=budget");
    snprintf(etag, sizeof etag, "%s", response_get_header(&s->response, "ETag"));
    s->request.if_none_match = etag;
    ask(s, get_search, "q=budget");
    assert_int_equal(s->response.body.len, 0);
    encode_revalidate(&s->request, &s->response);
    assert_int_equal(s->response.status, 304);
    assert_string_equal(response_get_header(&s->response, "Cache-Control"), "no-cache");
    ask(s, get_search, "q=budget&page=2");
    expect(s, 200, "\"page\":2");
    ask(s, get_count, "q=budget");
    expect(s, 200, "\"total\":1,");
    add(s, "a2", "Another budget");
    ask(s, get_search, "q=budget");
    expect(s, 200, "\"total\":2,");
}

static void without_an_archive_it_is_503_and_served_as_soon_as_there_is_one(void **state)
{
    struct scene *s = *state;
    static route_handler *const handlers[] = {get_search, get_count, get_status, get_article};
    s->request.rest = "a1";
    s->request.rest_len = strlen(s->request.rest);
    for (size_t i = 0; i < sizeof handlers / sizeof handlers[0]; i++) {
        ask(s, handlers[i], "");
        expect(s, 503, "\"code\":\"archive_missing\"");
        assert_non_null(response_get_header(&s->response, "Retry-After"));
        assert_null(response_get_header(&s->response, "ETag"));
    }
    add(s, "a1", "Budget");
    for (size_t i = 0; i < sizeof handlers / sizeof handlers[0]; i++) {
        ask(s, handlers[i], "");
        assert_int_equal(s->response.status, 200);
    }
}

static void what_describes_the_api_needs_no_archive(void **state)
{
    struct scene *s = *state;
    s->request.host = "h";
    ask(s, get_openapi, "");
    expect(s, 200, "\"openapi\":\"3.1.0\"");
    assert_non_null(response_get_header(&s->response, "ETag"));
    ask(s, get_opensearch, "");
    expect(s, 200, "template=\"http://h/v1/search?q={searchTerms}");
    s->request.host = NULL;
    ask(s, get_opensearch, "");
    expect(s, 400, "\"code\":\"host_invalid\"");
}

static void a_broken_archive_is_a_problem_that_names_no_path_and_is_served_when_mended(void **state)
{
    struct scene *s = *state;
    char path[96], aside[96];
    add(s, "a1", "Budget");
    snprintf(path, sizeof path, "%s/XAPIANDB", s->dir);
    snprintf(aside, sizeof aside, "%s/aside", s->dir);
    assert_int_equal(rename(path, aside), 0);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("# hustings archive, format 5\nrubbish\n", f);
    fclose(f);
    ask(s, get_search, "q=budget");
    expect(s, 503, "\"code\":\"archive_damaged\"");
    assert_null(strstr(s->response.body.data, s->dir));
    assert_null(strstr(s->response.body.data, "XAPIAN"));
    assert_int_equal(rename(aside, path), 0);
    ask(s, get_search, "q=budget");
    expect(s, 200, "\"total\":1,");
}

static void a_search_that_meets_its_deadline_says_so_and_is_not_kept(void **state)
{
    struct scene *s = *state;
    struct writer *w = NULL;
    struct error err = {0};
    enum put_result result;
    char id[16];
    struct article a = {.id = id, .title = "Budget", .text = "The house of the Vale agreed.", .source = "Courier"};
    int failed = writer_open(s->dir, "test", 1000, &w, &err);
    for (int i = 0; !failed && i < 20000; i++) {
        snprintf(id, sizeof id, "a%d", i);
        failed = writer_put(w, &a, &result, &err);
    }
    failed = failed || writer_commit(w, &err);
    writer_close(w);
    assert_int_equal(failed, 0);
    ask(s, get_search, "q=budget"); /* opens the archive */
    expect(s, 200, "\"partial\":false");
    s->service.deadline_ms = 2; /* a busy machine may wait out that, too: then again */
    for (int i = 0; i < 100 && (i == 0 || s->response.status == 503); i++) /* each group is looked for article by article */
        ask(s, get_search, "q=%22vale+agreed+house%22~3+OR+%22vale+agreed+house%22~4+OR+%22vale+agreed+house%22~5+OR+"
                           "%22vale+agreed+house%22~6+OR+%22vale+agreed+house%22~7+OR+%22vale+agreed+house%22~8");
    expect(s, 200, "\"partial\":true,\"warnings\":[\"the time limit was met");
    assert_null(response_get_header(&s->response, "ETag"));
    assert_string_equal(response_get_header(&s->response, "Cache-Control"), "no-store");
}

static void a_search_that_waited_out_its_deadline_is_not_begun(void **state)
{
    struct scene *s = *state;
    add(s, "a1", "Budget");
    s->request.started_ns = now_ns() - (int64_t)11 * 1000000000;
    get_search(&s->request, &s->response, s->worker);
    expect(s, 503, "\"code\":\"busy\"");
    assert_string_equal(response_get_header(&s->response, "Retry-After"), "1");
}

static void a_worker_that_had_no_memory_answers_503(void **state)
{
    struct scene *s = *state;
    s->request.started_ns = now_ns();
    get_search(&s->request, &s->response, NULL);
    expect(s, 503, "\"code\":\"out_of_memory\"");
}

static void strict_refuses_what_would_be_repaired(void **state)
{
    struct scene *s = *state;
    add(s, "a1", "Budget");
    ask(s, get_search, "q=budget+AND");
    expect(s, 200, "'AND' had nothing to join");
    ask(s, get_search, "q=budget+AND&strict=1");
    expect(s, 400, "\"code\":\"query_repaired\"");
}

static void an_article_is_found_by_its_decoded_id(void **state)
{
    struct scene *s = *state;
    add(s, "x/ä", "Budget");
    s->request.rest = "x%2F%C3%A4";
    s->request.rest_len = strlen(s->request.rest);
    ask(s, get_article, "");
    expect(s, 200, "\"id\":\"x/ä\"");
    expect(s, 200, "\"content_hash\":\"");
    const char *etag = response_get_header(&s->response, "ETag");
    assert_int_equal(strlen(etag), 4 + 2 * SEGMENT_HASH);
    assert_non_null(strstr(s->response.body.data, "The house of the Vale agreed."));
}

static void an_article_that_is_not_there_is_404(void **state)
{
    static const char *const ids[] = {"nobody", "a1%00", "a1/", "a1%2", "%ff"};
    struct scene *s = *state;
    add(s, "a1", "Budget");
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        s->request.rest = ids[i];
        s->request.rest_len = strlen(s->request.rest);
        ask(s, get_article, "");
        expect(s, 404, "\"code\":\"article_not_found\"");
        assert_null(response_get_header(&s->response, "ETag"));
    }
}

static void the_status_tells_what_the_archive_holds(void **state)
{
    struct scene *s = *state;
    add(s, "a1", "Budget");
    ask(s, get_status, "");
    expect(s, 200, "\"articles\":1,\"sources\":[],\"first_date\":\"2019-04-02\",\"last_date\":\"2019-04-02\"");
    expect(s, 200, "\"libxapian\":\"");
}

static void readiness_follows_the_archive_and_ends_with_draining(void **state)
{
    struct scene *s = *state;
    ask(s, get_readyz, "");
    expect(s, 503, "\"code\":\"not_ready\"");
    add(s, "a1", "Budget");
    s->service.probe = probe_start(s->dir);
    assert_non_null(s->service.probe);
    ask(s, get_readyz, "");
    int ready = s->response.status;
    atomic_store(&s->service.draining, true);
    ask(s, get_readyz, "");
    int draining = s->response.status;
    probe_stop(s->service.probe);
    assert_int_equal(ready, 200);
    assert_int_equal(draining, 503);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_search_finds_what_was_added_before_and_after_the_first_one),
        TEST(a_client_that_has_the_answer_gets_no_body_until_something_is_added),
        TEST(without_an_archive_it_is_503_and_served_as_soon_as_there_is_one),
        TEST(what_describes_the_api_needs_no_archive),
        TEST(a_broken_archive_is_a_problem_that_names_no_path_and_is_served_when_mended),
        TEST(a_search_that_meets_its_deadline_says_so_and_is_not_kept),
        TEST(a_search_that_waited_out_its_deadline_is_not_begun),
        TEST(a_worker_that_had_no_memory_answers_503),
        TEST(strict_refuses_what_would_be_repaired),
        TEST(an_article_is_found_by_its_decoded_id),
        TEST(an_article_that_is_not_there_is_404),
        TEST(the_status_tells_what_the_archive_holds),
        TEST(readiness_follows_the_archive_and_ends_with_draining),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
