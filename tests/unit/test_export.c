/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_export.c - exports without a socket: pieces of bounded size, of one snapshot, whole; resumed; in each form. */
#include "tests/unit/test_archive.h"

#include <time.h>

#include "archive/json_put.h"
#include "searchd/export.h"
#include "searchd/parameters.h"
#include "searchd/route.h"

enum { ARTICLES = 1500, BODY_MAX = 64 << 20 };

struct scene {
    struct test_archive archive;
    struct service service;
    struct worker *worker;
    struct request request;
    struct response response;
    struct buffer body;
    size_t pieces, largest;
};

static void put(struct scene *s, unsigned number, const char *title)
{
    char id[16], text[600], date[16];

    snprintf(id, sizeof id, "a%u", number);
    snprintf(date, sizeof date, "20%02u-%02u-%02u", number % 20, 1 + number % 12, 1 + number % 28);
    snprintf(text, sizeof text, "The house of the Vale, note %u of %u: %0300u.", number, number * 7, number);
    test_archive_put(&s->archive, &(struct article){.id = id, .title = (char *)title, .text = text, .date = date});
}

static int setup(void **state)
{
    struct scene *s = calloc(1, sizeof *s);

    if (!s || test_archive_make(&s->archive))
        return -1;
    for (unsigned i = 0; i < ARTICLES; i++)
        put(s, i, i % 50 == 3 ? "=HYPERLINK(\"x\"), \"quoted\"" : "Note");
    test_archive_commit(&s->archive, true);
    s->service.archive = s->archive.dir;
    s->service.deadline_ms = 10000;
    s->worker = worker_open(&s->service);
    s->request = (struct request){.method = "GET", .path = "/v1/export", .rest = "", .query = "", .id = "r1",
                                  .service = &s->service, .takes = PARAMS_EXPORT};
    s->response = response_make();
    s->body = buffer_make(BODY_MAX);
    *state = s;
    return s->worker ? 0 : -1;
}

static int teardown(void **state)
{
    struct scene *s = *state;

    response_free(&s->response);
    buffer_free(&s->body);
    worker_close(s->worker);
    int rc = test_archive_drop(&s->archive);
    free(s);
    return rc;
}

static void begin(struct scene *s, const char *query)
{
    response_free(&s->response);
    buffer_clear(&s->body);
    s->request.query = query;
    s->request.query_len = strlen(query);
    s->pieces = s->largest = 0;
    get_export(&s->request, &s->response, s->worker);
    assert_false(response_failed(&s->response));
}

static enum stream_state step(struct scene *s)
{
    struct buffer piece = buffer_make(BODY_MAX);
    enum stream_state state = s->response.stream->next(s->response.stream, s->worker, &piece);

    buffer_append(&s->body, piece.data ? piece.data : "", piece.len);
    s->largest = piece.len > s->largest ? piece.len : s->largest;
    s->pieces++;
    buffer_free(&piece);
    return state;
}

static void export_all(struct scene *s, const char *query)
{
    enum stream_state state = STREAM_MORE;

    begin(s, query);
    if (!s->response.stream)
        fail_msg("%s: %s", query, s->response.body.data);
    while (state == STREAM_MORE)
        state = step(s);
    assert_int_equal(state, STREAM_END);
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;

    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

/* The n-th line of the body, copied. */
static char *line(const struct scene *s, size_t n)
{
    const char *at = s->body.data;

    while (n--)
        at = strchr(at, '\n') + 1;
    return strndup(at, strcspn(at, "\n"));
}

static cJSON *last_line(const struct scene *s)
{
    size_t lines = count_of(s->body.data, "\n");
    scoped(char_ptr) char *text = line(s, lines - 1);
    cJSON *json = cJSON_Parse(text);

    assert_non_null(json);
    cJSON *last = cJSON_DetachItemFromObject(json, "hustings");
    cJSON_Delete(json);
    assert_non_null(last);
    return last;
}

static void it_is_whole_and_made_of_pieces_of_a_bounded_size(void **state)
{
    struct scene *s = *state;

    export_all(s, "q=vale&collapse=none");
    assert_string_equal(response_get_header(&s->response, "X-Total-Count"), "1500");
    assert_int_equal(count_of(s->body.data, "\n"), ARTICLES + 1);
    assert_true(s->pieces > 2);
    assert_in_range(s->largest, EXPORT_PIECE, EXPORT_PIECE + 1000);
    scoped(json) cJSON *last = last_line(s);
    assert_true(cJSON_IsTrue(cJSON_GetObjectItem(last, "complete")));
    assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItem(last, "count")), ARTICLES);
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(last, "next_cursor")));
}

static void what_is_added_and_deleted_between_pieces_does_not_show(void **state)
{
    struct scene *s = *state;
    struct buffer before = buffer_make(BODY_MAX);
    struct error err;

    export_all(s, "collapse=none");
    buffer_append(&before, s->body.data, s->body.len);
    begin(s, "collapse=none");
    for (unsigned i = 0; step(s) == STREAM_MORE; i++) {
        char id[16];
        snprintf(id, sizeof id, "a%u", 700 + i);
        put(s, ARTICLES + i, "Late note");
        put(s, 900 + i, "Changed note");
        if (writer_delete(s->archive.writer, id, &err) < 0)
            fail_msg("%s", err.text);
        test_archive_commit(&s->archive, i == 1);
    }
    /* One that was deleted is told by its id alone, so compare what the manifest is of. */
    cJSON *last = last_line(s);
    buffer_clear(&s->body);
    buffer_append(&s->body, before.data, before.len);
    cJSON *first = last_line(s);
    assert_true(cJSON_Compare(cJSON_GetObjectItem(cJSON_GetObjectItem(last, "manifest"), "sha256"),
                              cJSON_GetObjectItem(cJSON_GetObjectItem(first, "manifest"), "sha256"), true));
    assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItem(last, "count")), ARTICLES);
    cJSON_Delete(first);
    cJSON_Delete(last);
    buffer_free(&before);
}

/* Chunks by next_cursor, and by the last id, are the whole. */
static void it_goes_on_where_it_ended(void **state)
{
    struct scene *s = *state;
    struct buffer whole = buffer_make(BODY_MAX), chunks = buffer_make(BODY_MAX);
    char query[400] = "fields=id&sort=oldest&limit=400&cursor=*";

    for (unsigned by_id = 0; by_id < 2; by_id++) {
        export_all(s, "fields=id&sort=oldest");
        buffer_clear(&whole);
        buffer_clear(&chunks);
        buffer_append(&whole, s->body.data, (size_t)(strstr(s->body.data, "{\"hustings\"") - s->body.data));
        snprintf(query, sizeof query, "fields=id&sort=oldest&limit=400");
        for (bool more = true; more;) {
            export_all(s, query);
            size_t len = (size_t)(strstr(s->body.data, "{\"hustings\"") - s->body.data);
            buffer_append(&chunks, s->body.data, len);
            scoped(json) cJSON *last = last_line(s);
            const char *cursor = cJSON_GetStringValue(cJSON_GetObjectItem(last, "next_cursor"));
            more = cursor;
            scoped(char_ptr) char *end = line(s, count_of(s->body.data, "\n") - 2);
            scoped(json) cJSON *article = cJSON_Parse(end);
            snprintf(query, sizeof query, "fields=id&sort=oldest&limit=400&%s=%s", by_id ? "after" : "cursor",
                     by_id ? cJSON_GetStringValue(cJSON_GetObjectItem(article, "id")) : more ? cursor : "");
            /* What a chunk says of itself is of itself. */
            const cJSON *manifest = cJSON_GetObjectItem(last, "manifest");
            assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItem(manifest, "count")),
                             cJSON_GetNumberValue(cJSON_GetObjectItem(last, "count")));
            assert_non_null(strstr(cJSON_GetStringValue(cJSON_GetObjectItem(manifest, "parameters")), "limit=400"));
        }
        assert_string_equal(chunks.data, whole.data);
    }
    buffer_free(&whole);
    buffer_free(&chunks);
}

static void a_table_has_a_row_an_article_and_no_formula(void **state)
{
    struct scene *s = *state;

    export_all(s, "format=csv&fields=title,date&bom=1&collapse=none");
    assert_memory_equal(s->body.data, "\xEF\xBB\xBFid,title,date\r\n", 18);
    assert_int_equal(count_of(s->body.data, "\r\n"), ARTICLES + 1);
    assert_int_equal(count_of(s->body.data, ",\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\"\","), ARTICLES / 50);
    assert_null(strstr(s->body.data, ",="));
    export_all(s, "format=csv&limit=1");
    assert_memory_equal(s->body.data, "id,url,title,", 13);
}

static void bibliographies_have_an_entry_an_article(void **state)
{
    struct scene *s = *state;

    export_all(s, "format=bibtex&q=%22house%20of%22%20%7Bvale&collapse=none");
    assert_int_equal(count_of(s->body.data, "\n@") + (s->body.data[0] == '@'), ARTICLES + 1);
    const char *comment = strstr(s->body.data, "@comment{");
    assert_non_null(comment);
    int depth = 0;
    for (const char *c = comment; *c; c++)
        depth += *c == '{' ? 1 : *c == '}' ? -1 : 0;
    assert_int_equal(depth, 0);
    assert_non_null(strstr(comment, "\\u007bvale"));
    scoped(json) cJSON *manifest = cJSON_Parse(comment + strlen("@comment"));
    assert_non_null(cJSON_GetObjectItem(manifest, "sha256"));
    export_all(s, "format=ris&collapse=none");
    assert_int_equal(count_of(s->body.data, "ER  - "), ARTICLES);
    export_all(s, "format=csl&collapse=none");
    scoped(json) cJSON *list = cJSON_Parse(s->body.data);
    assert_int_equal(cJSON_GetArraySize(list), ARTICLES);
    export_all(s, "format=csl&q=nothingofthekind");
    scoped(json) cJSON *none = cJSON_Parse(s->body.data);
    assert_true(cJSON_IsArray(none) && cJSON_GetArraySize(none) == 0);
}

static void a_manifest_alone_is_that_of_the_lines(void **state)
{
    struct scene *s = *state;

    export_all(s, "q=note&sort=oldest&collapse=none");
    scoped(json) cJSON *last = last_line(s);
    cJSON *manifest = cJSON_GetObjectItem(last, "manifest");
    export_all(s, "q=note&sort=oldest&format=manifest&collapse=none");
    scoped(json) cJSON *alone = cJSON_Parse(s->body.data);
    cJSON_DeleteItemFromObject(manifest, "made");
    cJSON_DeleteItemFromObject(alone, "made");
    assert_true(cJSON_Compare(manifest, alone, true));
}

static void refuses(struct scene *s, const char *query, int status, const char *part)
{
    begin(s, query);
    assert_null(s->response.stream);
    assert_int_equal(s->response.status, status);
    if (!strstr(s->response.body.data, part))
        fail_msg("%s: %s", query, s->response.body.data);
}

static void what_makes_no_sense_is_refused_before_the_first_byte(void **state)
{
    struct scene *s = *state;

    refuses(s, "sort=relevance", 400, "relevance changes with the archive");
    refuses(s, "format=xml", 400, "\"param\":\"format\"");
    refuses(s, "limit=0", 400, "\"param\":\"limit\"");
    refuses(s, "cursor=abc", 400, "\"code\":\"cursor_invalid\"");
    refuses(s, "after=nobody", 400, "\"code\":\"after_unknown\"");
    refuses(s, "after=a1&cursor=*", 400, "\"code\":\"parameter_conflict\"");
    refuses(s, "strict=1&page=2", 400, "\"param\":\"page\"");
    export_all(s, "q=note&limit=1");
    scoped(json) cJSON *last = last_line(s);
    char query[400];
    snprintf(query, sizeof query, "q=vale&limit=1&cursor=%s",
             cJSON_GetStringValue(cJSON_GetObjectItem(last, "next_cursor")));
    refuses(s, query, 400, "\"code\":\"cursor_invalid\"");
}

static void what_a_search_warns_of_is_in_the_last_line(void **state)
{
    struct scene *s = *state;

    export_all(s, "q=%22vale&collapse=none&colour=red");
    scoped(json) cJSON *last = last_line(s);
    const cJSON *warnings = cJSON_GetObjectItem(last, "warnings");
    assert_int_equal(cJSON_GetArraySize(warnings), 2);
    assert_non_null(strstr(cJSON_GetStringValue(cJSON_GetArrayItem(warnings, 0)), "colour"));
    assert_non_null(strstr(cJSON_GetStringValue(cJSON_GetArrayItem(warnings, 1)), "quot"));
}

/* A cursor is no secret: one whose place is moved, with its sum made anew. */
static void a_cursor_to_no_article_of_its_snapshot_is_refused(void **state)
{
    struct scene *s = *state;
    struct cursor c;
    struct error err;
    char text[CURSOR_TEXT], query[400];

    export_all(s, "collapse=none&limit=1");
    scoped(json) cJSON *last = last_line(s);
    scoped(char_ptr) char *text_of_first = line(s, 0);
    scoped(json) cJSON *first = cJSON_Parse(text_of_first);
    assert_true(cursor_read(cJSON_GetStringValue(cJSON_GetObjectItem(last, "next_cursor")), &c));
    const uint64_t behind_first = c.place;
    c.place = 7000000;
    cursor_print(&c, text);
    snprintf(query, sizeof query, "collapse=none&limit=1&cursor=%s", text);
    refuses(s, query, 400, "\"code\":\"cursor_invalid\",\"param\":\"cursor\"");

    if (writer_delete(s->archive.writer, cJSON_GetStringValue(cJSON_GetObjectItem(first, "id")), &err) < 0)
        fail_msg("%s", err.text);
    test_archive_commit(&s->archive, false);
    export_all(s, "collapse=none&limit=1");
    scoped(json) cJSON *later = last_line(s);
    assert_true(cursor_read(cJSON_GetStringValue(cJSON_GetObjectItem(later, "next_cursor")), &c));
    c.place = behind_first;
    cursor_print(&c, text);
    snprintf(query, sizeof query, "collapse=none&limit=1&cursor=%s", text);
    refuses(s, query, 400, "\"code\":\"cursor_invalid\"");
}

static void an_archive_that_went_away_breaks_it(void **state)
{
    struct scene *s = *state;
    char from[128], to[128];

    begin(s, "collapse=none");
    assert_int_equal(step(s), STREAM_MORE);
    size_t len = s->body.len;
    snprintf(from, sizeof from, "%s/XAPIANDB", s->archive.dir);
    snprintf(to, sizeof to, "%s/away", s->archive.dir);
    assert_int_equal(rename(from, to), 0);
    enum stream_state end = step(s);
    assert_int_equal(rename(to, from), 0);
    assert_int_equal(end, STREAM_BROKEN);
    assert_true(s->body.len >= len);
    assert_null(strstr(s->body.data, "\"hustings\""));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_whole_and_made_of_pieces_of_a_bounded_size),
        TEST(what_is_added_and_deleted_between_pieces_does_not_show), TEST(it_goes_on_where_it_ended),
        TEST(a_table_has_a_row_an_article_and_no_formula), TEST(bibliographies_have_an_entry_an_article),
        TEST(a_manifest_alone_is_that_of_the_lines), TEST(what_makes_no_sense_is_refused_before_the_first_byte),
        TEST(what_a_search_warns_of_is_in_the_last_line),
        TEST(a_cursor_to_no_article_of_its_snapshot_is_refused), TEST(an_archive_that_went_away_breaks_it)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
