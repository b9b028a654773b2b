/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_cache.c - answers are given again, byte for byte, only while the archive is the same, and within the limit. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>
#include <pthread.h>

#include "archive/store.h"
#include "searchd/answer.h"
#include "searchd/worker.h"

enum { ROOM = 1 << 20, THREADS = 4, ROUNDS = 3000 };

struct scene {
    char dir[64];
    struct service service;
    struct worker *worker;
    struct request request;
    struct answer answer;
    struct edition edition;
};

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
    s->service.cache = cache_new(s->dir, ROOM);
    s->worker = worker_open(&s->service);
    s->answer = answer_make();
    *state = s;
    return s->worker && s->service.cache ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;
    char command[128];
    answer_free(&s->answer);
    worker_close(s->worker);
    cache_free(s->service.cache);
    snprintf(command, sizeof command, "rm -rf '%s'", s->dir);
    int failed = system(command);
    free(s);
    return failed;
}

static void settle(void)
{
    nanosleep(&(struct timespec){.tv_nsec = (EDITION_SETTLE_MS + 20) * 1000000L}, NULL);
}

static void add(struct scene *s, const char *id, const char *title)
{
    static char text[4000];
    struct writer *w = NULL;
    struct error err = {0};
    enum put_result result;
    memset(text, 0, sizeof text);
    for (size_t n = 0; n < sizeof text - 60;)
        n += (size_t)snprintf(text + n, 60, "The house of the Vale agreed item %zu. ", n);
    struct article a = {.id = (char *)id, .title = (char *)title, .text = text, .date = "2019-04-02"};
    int failed =
        writer_open(s->dir, "test", 1000, &w, &err) || writer_put(w, &a, &result, &err) || writer_commit(w, &err);
    writer_close(w);
    assert_int_equal(failed, 0);
}

/* ---- the cache itself ------------------------------------------------ */

static struct cached *make(const char *key, size_t body_len)
{
    struct response r = response_make();
    for (size_t i = 0; i < body_len; i++)
        buffer_putc(&r.body, (char)('a' + i % 26));
    response_header(&r, "ETag", "W/\"1\"");
    struct cached *made = cached_new(key, strlen(key), &r);
    response_free(&r);
    return made;
}

static bool keep(struct scene *s, const char *key, size_t body_len)
{
    struct cached *made = make(key, body_len);
    bool kept = cache_keep(s->service.cache, &s->edition, made);
    cached_release(made);
    return kept;
}

static bool finds(struct scene *s, const char *key)
{
    struct cached *found = cache_find(s->service.cache, key, strlen(key));
    bool is = found != NULL;
    cached_release(found);
    return is;
}

static struct cache_stats stats(struct scene *s)
{
    struct cache_stats now;
    cache_stats(s->service.cache, &now);
    return now;
}

static void begin(struct scene *s)
{
    add(s, "a1", "Budget");
    settle();
    assert_true(cache_begin(s->service.cache, &s->edition));
}

static void an_answer_is_found_by_its_whole_key_until_something_is_committed(void **state)
{
    struct scene *s = *state;
    begin(s);
    assert_true(keep(s, "/v1/search", 100));
    assert_true(finds(s, "/v1/search"));
    assert_false(finds(s, "/v1/searc"));
    assert_false(finds(s, "/v1/search?"));
    add(s, "a2", "Another");
    assert_false(finds(s, "/v1/search"));
    assert_false(keep(s, "/v1/late", 100)); /* it was made from what was there before */
    settle();
    assert_true(cache_begin(s->service.cache, &s->edition));
    assert_true(keep(s, "/v1/count", 100));
    assert_int_equal(stats(s).entries, 1);
    assert_int_equal(stats(s).dropped, 1);
}

static void what_came_from_files_that_were_damaged_goes_with_their_mend(void **state)
{
    struct scene *s = *state;
    begin(s);
    assert_true(keep(s, "/v1/search", 100));
    cache_renew(s->service.cache, 0);
    assert_true(finds(s, "/v1/search"));
    cache_renew(s->service.cache, 1);
    assert_false(finds(s, "/v1/search"));
    assert_true(keep(s, "/v1/search", 100));
    cache_renew(s->service.cache, 1);
    assert_true(finds(s, "/v1/search"));
}

static void what_was_committed_a_moment_ago_is_not_relied_on(void **state)
{
    struct scene *s = *state;
    add(s, "a1", "Budget");
    assert_true(cache_begin(s->service.cache, &s->edition));
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    s->edition.delta.changed_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    assert_false(edition_settled(&s->edition));
    settle();
    assert_true(edition_settled(&s->edition));
}

static void another_archive_at_the_same_place_is_another_edition(void **state)
{
    struct scene *s = *state;
    char command[400];
    begin(s);
    assert_true(keep(s, "k", 100));
    snprintf(command, sizeof command, "cp -r '%s' '%s.copy' && rm -r '%s' && mv '%s.copy' '%s'", s->dir, s->dir, s->dir,
             s->dir, s->dir);
    assert_int_equal(system(command), 0);
    assert_false(finds(s, "k"));
    snprintf(command, sizeof command, "rm -r '%s'", s->dir);
    assert_int_equal(system(command), 0);
    assert_false(finds(s, "k"));
    assert_false(cache_begin(s->service.cache, &s->edition));
    assert_int_equal(mkdir(s->dir, 0700), 0);
}

static void the_limit_holds_with_tables_and_compressed_forms_counted(void **state)
{
    struct scene *s = *state;
    char key[32];
    static char form[3000];
    begin(s);
    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key %d", i);
        struct cached *made = make(key, 5000);
        assert_true(cache_keep(s->service.cache, &s->edition, made));
        size_t before = stats(s).bytes;
        cache_add_form(s->service.cache, made, ENCODING_GZIP, form, sizeof form);
        cache_add_form(s->service.cache, made, ENCODING_GZIP, form, sizeof form); /* the first stands */
        cached_release(made);
        assert_true(stats(s).bytes <= ROOM);
        if (i < 10)
            assert_in_range(stats(s).bytes - before, sizeof form, sizeof form + 100);
    }
    struct cache_stats now = stats(s);
    assert_in_range(now.bytes, ROOM - 10000, ROOM);
    assert_in_range(now.bytes / now.entries, 8000, 9000);
    assert_int_equal(now.entries + now.evicted, 1000);
}

static void too_large_an_answer_is_not_kept(void **state)
{
    struct scene *s = *state;
    begin(s);
    assert_false(keep(s, "large", ROOM / CACHE_SHARE + 1));
    assert_false(finds(s, "large"));
    assert_int_equal(stats(s).entries, 0);
}

static void what_was_asked_again_outlives_what_was_asked_once(void **state)
{
    struct scene *s = *state;
    char key[32];
    begin(s);
    for (int i = 0; i < 10; i++) {
        snprintf(key, sizeof key, "early %d", i);
        assert_true(keep(s, key, 50000));
    }
    assert_true(finds(s, "early 2"));
    assert_true(finds(s, "early 5"));
    for (int i = 0; i < 18; i++) {
        snprintf(key, sizeof key, "late %d", i);
        assert_true(keep(s, key, 50000));
    }
    /* 20 fit: eight left, the oldest first but for the two. */
    assert_int_equal(stats(s).evicted, 8);
    for (int i = 0; i < 10; i++) {
        snprintf(key, sizeof key, "early %d", i);
        assert_int_equal(finds(s, key), i == 2 || i == 5);
    }
    assert_true(finds(s, "late 0"));
}

static void *use(void *arg)
{
    struct scene *s = arg;
    char key[32];
    long wrong = 0;
    uint32_t random = (uint32_t)(uintptr_t)&key;
    for (int i = 0; i < ROUNDS; i++) {
        random = random * 1664525 + 1013904223;
        snprintf(key, sizeof key, "%u", random >> 24);
        struct cached *found = cache_find(s->service.cache, key, strlen(key));
        if (!found) {
            found = make(key, 2000 + random % 20000);
            cache_keep(s->service.cache, &s->edition, found);
        } else if (!cached_form(found, ENCODING_ZSTD)) {
            cache_add_form(s->service.cache, found, ENCODING_ZSTD, key, strlen(key));
        } else {
            wrong += memcmp(cached_form(found, ENCODING_ZSTD)->data, key, strlen(key)) != 0;
        }
        wrong += found->key_len != strlen(key) || memcmp(found->key, key, found->key_len) != 0 || found->body[0] != 'a';
        cached_release(found);
    }
    return (void *)wrong;
}

static void many_threads_find_keep_and_evict_at_once(void **state)
{
    struct scene *s = *state;
    pthread_t threads[THREADS];
    begin(s);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, use, s), 0);
    for (int i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    struct cache_stats now = stats(s);
    assert_int_equal(now.hits + now.misses, THREADS * ROUNDS);
    assert_true(now.hits > 0 && now.evicted > 0 && now.bytes <= ROOM);
}

/* ---- as requests see it ---------------------------------------------- */

static struct sending ask(struct scene *s, char *target, const char *accept, const char *etag, bool *again)
{
    char copy[200];
    static char kept_target[200];
    bool encode;
    snprintf(copy, sizeof copy, "%s", target);
    memcpy(kept_target, copy, sizeof copy);
    answer_free(&s->answer);
    s->answer = answer_make();
    s->request = (struct request){.method = "GET", .id = "r1", .accept_encoding = accept, .if_none_match = etag,
                                  .service = &s->service};
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    s->request.started_ns = (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
    request_set_target(&s->request, kept_target, strlen(copy));
    const struct route *route = route_find(&s->request, &s->answer.response);
    *again = answer_again(&s->answer, &s->request, route, &encode);
    if (!*again || encode)
        answer_work(&s->answer, &s->request, route, s->worker, worker_encoder(s->worker));
    struct sending out;
    answer_sending(&s->answer, &out);
    return out;
}

static const char *header_of(const struct sending *out, const char *name)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return NULL;
}

static char *print(const struct sending *out)
{
    struct buffer b = buffer_make(1 << 20);
    buffer_printf(&b, "%d\n", out->status);
    for (size_t i = 0; i < out->header_count; i++)
        buffer_printf(&b, "%s: %s\n", out->headers[i].name, out->headers[i].value);
    if (out->encoding)
        buffer_printf(&b, "Content-Encoding: %s\n", out->encoding);
    buffer_append(&b, out->body, out->len);
    buffer_append(&b, "", 1);
    return buffer_take(&b);
}

static void a_hit_is_the_same_to_the_byte_plain_and_compressed(void **state)
{
    static char *targets[] = {"/v1/search?q=budget&per_page=1", "/v1/count?q=vale", "/v1/articles/a1", "/v1/status"};
    static const char *const accepted[] = {NULL, "gzip", "zstd"};
    struct scene *s = *state;
    add(s, "a1", "Budget");
    add(s, "a2", "Budget again");
    settle();
    for (size_t t = 0; t < 4; t++) {
        for (size_t e = 0; e < 3; e++) {
            bool again;
            struct sending out = ask(s, targets[t], accepted[e], NULL, &again);
            char *first = print(&out);
            assert_int_equal(again, e > 0); /* another encoding is no other answer */
            assert_int_equal(out.status, 200);
            out = ask(s, targets[t], accepted[e], NULL, &again);
            char *second = print(&out);
            assert_true(again);
            assert_string_equal(first, second);
            free(first);
            free(second);
        }
    }
    assert_int_equal(stats(s).misses, 4);
}

static void a_miss_made_for_a_compressing_client_serves_a_plain_one(void **state)
{
    struct scene *s = *state;
    bool again;
    add(s, "a1", "Budget");
    settle();
    struct sending out = ask(s, "/v1/articles/a1", "gzip", NULL, &again);
    assert_string_equal(header_of(&out, "Content-Encoding"), "gzip");
    out = ask(s, "/v1/articles/a1", NULL, NULL, &again);
    assert_true(again);
    assert_null(out.encoding);
    assert_memory_equal(out.body, "{\"id\":\"a1\"", 9);
    assert_string_equal(header_of(&out, "Vary"), "Accept-Encoding");
}

static void a_client_that_has_the_answer_is_told_so_from_the_cache(void **state)
{
    struct scene *s = *state;
    bool again;
    char etag[200];
    add(s, "a1", "Budget");
    settle();
    struct sending out = ask(s, "/v1/search?q=budget", NULL, NULL, &again);
    snprintf(etag, sizeof etag, "%s", header_of(&out, "ETag"));
    out = ask(s, "/v1/search?q=budget", "gzip", etag, &again);
    assert_true(again);
    assert_int_equal(out.status, 304);
    assert_int_equal(out.len, 0);
    assert_null(out.encoding);
    assert_string_equal(header_of(&out, "ETag"), etag);
    add(s, "a2", "Another budget");
    out = ask(s, "/v1/search?q=budget", NULL, etag, &again);
    assert_false(again);
    assert_int_equal(out.status, 200);
}

static void a_304_is_not_kept_for_those_who_lack_the_answer(void **state)
{
    struct scene *s = *state;
    bool again;
    char etag[200];
    add(s, "a1", "Budget");
    settle();
    struct sending out = ask(s, "/v1/search?q=budget", NULL, NULL, &again);
    snprintf(etag, sizeof etag, "%s", header_of(&out, "ETag"));
    cache_free(s->service.cache);
    s->service.cache = cache_new(s->dir, ROOM);
    assert_non_null(s->service.cache);
    out = ask(s, "/v1/search?q=budget", NULL, etag, &again);
    assert_int_equal(out.status, 304);
    out = ask(s, "/v1/search?q=budget", NULL, NULL, &again);
    assert_false(again);
    assert_true(out.len > 0);
}

static void problems_are_not_kept_nor_is_anything_without_a_cache(void **state)
{
    struct scene *s = *state;
    bool again;
    add(s, "a1", "Budget");
    settle();
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ask(s, "/v1/search?page=x", NULL, NULL, &again).status, 400);
        assert_false(again);
        assert_int_equal(ask(s, "/v1/articles/nobody", NULL, NULL, &again).status, 404);
        assert_false(again);
    }
    cache_free(s->service.cache);
    s->service.cache = NULL;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ask(s, "/v1/search?q=budget", NULL, NULL, &again).status, 200);
        assert_false(again);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_answer_is_found_by_its_whole_key_until_something_is_committed),
        TEST(what_came_from_files_that_were_damaged_goes_with_their_mend),
        TEST(what_was_committed_a_moment_ago_is_not_relied_on),
        TEST(another_archive_at_the_same_place_is_another_edition),
        TEST(the_limit_holds_with_tables_and_compressed_forms_counted),
        TEST(too_large_an_answer_is_not_kept),
        TEST(what_was_asked_again_outlives_what_was_asked_once),
        TEST(many_threads_find_keep_and_evict_at_once),
        TEST(a_hit_is_the_same_to_the_byte_plain_and_compressed),
        TEST(a_miss_made_for_a_compressing_client_serves_a_plain_one),
        TEST(a_client_that_has_the_answer_is_told_so_from_the_cache),
        TEST(a_304_is_not_kept_for_those_who_lack_the_answer),
        TEST(problems_are_not_kept_nor_is_anything_without_a_cache)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
