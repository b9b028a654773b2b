/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_search_cases.c - tests/cases/search.cases asked of tests/articles. */
#include "test_samples.h"

#include "archive/search.h"
#include "archive/synonyms.h"
#include "searchd/parameters.h"
#include "searchd/params.h"

#include <unistd.h>

enum { LINE_BYTES = 8192, BLOCK_LINES_MAX = 16, LEAST = 170, DEADLINE_MS = 1000 };

/* One block of the file, asked. */
struct asked {
    struct samples *samples;
    char lines[BLOCK_LINES_MAX][LINE_BYTES]; /* the query, then parameters and expectations */
    size_t line_count;
    size_t number; /* of the query's line */
    struct search_request request;
    struct search_page page;
    bool relaxed_told;
    size_t failures;
};

static void complain(struct asked *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void complain(struct asked *a, const char *format, ...)
{
    char text[LINE_BYTES];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    print_error("search.cases:%zu: %s %s: %s\n", a->number, a->lines[0],
                a->line_count > 1 && a->lines[1][0] == '&' ? a->lines[1] : "", text);
    a->failures++;
}

static const char *name_of(const struct asked *a, const struct search_result *r)
{
    const struct samples *s = a->samples;
    for (size_t i = 0; i < s->count; i++)
        if (strlen(s->ids[i]) == r->record.id.len && memcmp(s->ids[i], r->record.id.data, r->record.id.len) == 0)
            return s->names[i];
    return "(unknown)";
}

static bool names(const char *list, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at += len)
        if ((at == list || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

static char *got_names(const struct asked *a)
{
    struct buffer list = buffer_make(1 << 16);
    buffer_puts(&list, "");
    for (size_t i = 0; i < a->page.count; i++)
        buffer_printf(&list, "%s%s", i ? " " : "", name_of(a, &a->page.results[i]));
    return buffer_take(&list);
}

static void check_found(struct asked *a, const char *want)
{
    struct buffer wrong = buffer_make(1 << 16);
    char *got = got_names(a);
    for (size_t i = 0; i < a->page.count; i++)
        if (!names(want, name_of(a, &a->page.results[i])))
            buffer_printf(&wrong, " +%s", name_of(a, &a->page.results[i]));
    for (const char *at = want; *at;) {
        char one[256];
        size_t len = strcspn(at, " ");
        snprintf(one, sizeof one, "%.*s", (int)len, at);
        if (!got || !names(got, one))
            buffer_printf(&wrong, " -%s", one);
        at += len + strspn(at + len, " ");
    }
    if (wrong.len)
        complain(a, "surplus (+) and missing (-):%s", wrong.data);
    free(got);
    buffer_free(&wrong);
}

static void check_order(struct asked *a, const char *want)
{
    char *got = got_names(a);
    if (!got || strcmp(got, want) != 0)
        complain(a, "got '%s', want '%s'", got ? got : "", want);
    free(got);
}

static void check_first(struct asked *a, const char *want)
{
    const char *got = a->page.count ? name_of(a, &a->page.results[0]) : "nothing";
    if (strcmp(got, want) != 0)
        complain(a, "'%s' is first, not '%s'", got, want);
}

static void check_total(struct asked *a, const char *want)
{
    if (a->page.total != strtoull(want, NULL, 10))
        complain(a, "the total is %llu, not %s", (unsigned long long)a->page.total, want);
}

static void check_understood(struct asked *a, const char *want)
{
    if (strcmp(a->page.understood_as, want) != 0)
        complain(a, "understood as '%s', not '%s'", a->page.understood_as, want);
}

static void check_relaxed(struct asked *a, const char *want)
{
    a->relaxed_told = true;
    if (a->page.relaxed != (strcmp(want, "yes") == 0))
        complain(a, "relaxed is not '%s'", want);
}

static void check_warning(struct asked *a, const char *want)
{
    for (size_t i = 0; i < a->page.warning_count; i++)
        if (strstr(a->page.warnings[i], want))
            return;
    complain(a, "no warning says '%s'; the first is '%s'", want, a->page.warning_count ? a->page.warnings[0] : "");
}

static const char *html_of(struct asked *a, const struct marked *m)
{
    const char *html = m->text ? marked_html(m, &a->samples->arena) : NULL;
    return html ? html : "";
}

static bool shows(struct asked *a, const char *fragment)
{
    for (size_t i = 0; i < a->page.count; i++)
        if (strstr(html_of(a, &a->page.results[i].title), fragment) ||
            strstr(html_of(a, &a->page.results[i].snippet), fragment))
            return true;
    return false;
}

static void check_marked(struct asked *a, const char *want)
{
    if (!shows(a, want))
        complain(a, "'%s' is not shown; the first is '%s' / '%s'", want,
                 a->page.count ? html_of(a, &a->page.results[0].title) : "",
                 a->page.count ? html_of(a, &a->page.results[0].snippet) : "");
}

static void check_unmarked(struct asked *a, const char *want)
{
    if (shows(a, want))
        complain(a, "'%s' is shown", want);
}

/* "source Vale Herald = 3" */
static void check_facet(struct asked *a, const char *want)
{
    char value[256] = "";
    size_t name_len = strcspn(want, " ");
    const char *equals = strstr(want, " = ");
    uint32_t got = 0;

    assert_non_null(equals);
    snprintf(value, sizeof value, "%.*s", (int)(equals - want - (ptrdiff_t)name_len - 1), want + name_len + 1);
    for (size_t i = 0; i < a->page.facet_count; i++) {
        const struct search_facet_counts *facet = &a->page.facets[i];
        const char *name = search_facet_name(facet->facet);
        if (strlen(name) != name_len || memcmp(name, want, name_len) != 0)
            continue;
        for (size_t k = 0; k < facet->count; k++)
            if (strcmp(facet->values[k].value, value) == 0)
                got = facet->values[k].count;
    }
    if (got != strtoul(equals + 3, NULL, 10))
        complain(a, "facet '%s': got %u", want, got);
}

static void check_meant(struct asked *a, const char *wanted)
{
    const char *meant = a->page.did_you_mean ? a->page.did_you_mean : "";
    if (strcmp(meant, wanted) != 0)
        complain(a, "did you mean '%s'", meant);
}

static void check_nothing(struct asked *a, const char *want)
{
    (void)a, (void)want;
}

static const struct expectation {
    const char *key;
    void (*check)(struct asked *a, const char *want);
} expectations[] = {
    {"found:", check_found},       {"order:", check_order},     {"first:", check_first},
    {"total:", check_total},       {"relaxed:", check_relaxed}, {"understood:", check_understood},
    {"warning:", check_warning},   {"marked:", check_marked},   {"unmarked:", check_unmarked},
    {"facet:", check_facet},       {"meant:", check_meant},     {"synonyms:", check_nothing},
};

static void check_line(struct asked *a, const char *line)
{
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        size_t len = strlen(expectations[i].key);
        if (strncmp(line, expectations[i].key, len) == 0) {
            expectations[i].check(a, line + len + (line[len] == ' '));
            return;
        }
    }
    complain(a, "the case has a line of no known kind: '%s'", line);
}

static void check_marks(struct asked *a, const struct marked *m)
{
    uint32_t end = 0;
    for (size_t i = 0; i < m->span_count; i++) {
        if (m->spans[i].start < end || m->spans[i].end <= m->spans[i].start || m->spans[i].end > m->len) {
            complain(a, "the marks of '%s' overlap or leave it", m->text);
            return;
        }
        end = m->spans[i].end;
    }
    size_t tags = 0;
    for (const char *c = html_of(a, m); *c; c++)
        tags += *c == '<';
    if (tags != 2 * m->span_count)
        complain(a, "'%s' has %zu tags for %zu marks", html_of(a, m), tags, m->span_count);
}

/* What holds of every answer, whatever was asked. */
static void check_answer(struct asked *a)
{
    const struct search_page *page = &a->page;
    bool ranked = a->request.sort == SORT_RELEVANCE && a->request.q;
    char hash[9] = "";
    struct error err = {0};

    if (!page->total_exact || page->total != page->count || page->partial)
        complain(a, "total %llu, results %zu", (unsigned long long)page->total, page->count);
    if (!a->relaxed_told && page->count && page->relaxed)
        complain(a, "was relaxed");
    if (search_identify(&a->request, &a->samples->arena, hash, &err) || strcmp(hash, page->hash) != 0)
        complain(a, "its hash is '%s', and without searching '%s'", page->hash, hash);
    for (size_t i = 0; i < page->count; i++) {
        const struct search_result *r = &page->results[i];
        for (size_t k = 0; k < i; k++)
            if (strcmp(name_of(a, r), name_of(a, &page->results[k])) == 0)
                complain(a, "'%s' is there twice", name_of(a, r));
        if (!ranked && r->score != 0)
            complain(a, "'%s' has a score", name_of(a, r));
        if (ranked && i && r->score > page->results[i - 1].score)
            complain(a, "'%s' scores more than what is before it", name_of(a, r));
        check_marks(a, &r->title);
        check_marks(a, &r->snippet);
        if (r->title.text && r->snippet.text && strncmp(r->snippet.text, r->title.text, r->title.len) == 0)
            complain(a, "the snippet of '%s' begins with its title", name_of(a, r));
    }
}

/* The block's parameters with its query among them, as a client sends them. */
static bool read_request(struct asked *a, bool has_params)
{
    struct buffer target = buffer_make(4 * LINE_BYTES);
    struct search_params params = {0};
    struct problem problem = {0};
    char query[LINE_BYTES];
    size_t len = samples_unescape(a->lines[0], strlen(a->lines[0]), query);

    buffer_puts(&target, len ? "q=" : "");
    for (size_t i = 0; i < len; i++)
        buffer_printf(&target, "%%%02X", (unsigned char)query[i]);
    if (has_params)
        buffer_printf(&target, "&%s", a->lines[1] + 2);
    if (!has_params || !strstr(a->lines[1], "collapse=")) /* what is found, one by one */
        buffer_puts(&target, "&collapse=none");
    bool good = !target.failed && params_parse(target.data ? target.data : "", target.len, PARAMS_SEARCH,
                                               &a->samples->arena, &params, &problem) == 0;
    buffer_free(&target);
    if (good)
        a->request = params.search;
    return good;
}

/* The block's lines of the archivist's file, if any, for as long as it is asked. */
static void lay_synonyms(struct asked *a)
{
    static const char key[] = "synonyms: ";
    struct buffer text = buffer_make(BLOCK_LINES_MAX * LINE_BYTES);
    char path[128];
    struct error err;

    for (size_t i = 1; i < a->line_count; i++)
        if (strncmp(a->lines[i], key, strlen(key)) == 0)
            buffer_printf(&text, "%s\n", a->lines[i] + strlen(key));
    snprintf(path, sizeof path, "%s/" SYNONYMS_FILE, a->samples->dir);
    unlink(path);
    if (text.len) {
        FILE *file = fopen(path, "w");
        assert_true(file && fwrite(text.data, 1, text.len, file) == text.len && fclose(file) == 0);
    }
    buffer_free(&text);
    assert_int_equal(reader_refresh(a->samples->reader, NULL, &err), 0);
}

static void run_block(struct asked *a)
{
    struct error err = {0};
    bool has_params = a->line_count > 1 && strncmp(a->lines[1], "& ", 2) == 0;

    a->samples->arena = arena_make(SEARCH_ARENA_MAX);
    a->page = (struct search_page){0};
    a->relaxed_told = false;
    if (!read_request(a, has_params)) {
        complain(a, "the parameters are refused");
        return;
    }
    a->request.count = SEARCH_COUNT_MAX;
    a->request.facets = (1u << FACET_COUNT) - 1;
    a->request.marks = a->request.snippets = true;
    a->request.deadline_ms = DEADLINE_MS;
    lay_synonyms(a);
    if (search_run(a->samples->reader, &a->request, &a->samples->arena, &a->page, &err)) {
        complain(a, "%s", err.text);
    } else {
        for (size_t i = has_params ? 2 : 1; i < a->line_count; i++)
            check_line(a, a->lines[i]);
        check_answer(a);
    }
    arena_free(&a->samples->arena);
}

static void every_case_is_answered(struct samples *samples)
{
    char line[LINE_BYTES];
    size_t count = 0, number = 0;
    struct asked *a = calloc(1, sizeof *a);
    FILE *cases = fopen(CASES_DIR "/search.cases", "r");

    assert_true(a && cases);
    a->samples = samples;
    for (bool more = true; more;) {
        more = fgets(line, sizeof line, cases) != NULL;
        number++;
        line[more ? strcspn(line, "\n") : 0] = '\0';
        if (!*line && a->line_count) {
            run_block(a);
            count++;
            a->line_count = 0;
        }
        if (!*line || (!a->line_count && strncmp(line, "# ", 2) == 0))
            continue;
        if (!a->line_count)
            a->number = number;
        assert_true(a->line_count < BLOCK_LINES_MAX);
        snprintf(a->lines[a->line_count++], LINE_BYTES, "%s", line);
    }
    fclose(cases);
    size_t failures = a->failures;
    free(a);
    if (failures)
        fail_msg("%zu complaints about %zu cases", failures, count);
    assert_true(count >= LEAST);
}

static void every_case_is_answered_from_a_delta(void **state)
{
    every_case_is_answered(*state);
}

static void every_case_is_answered_from_a_run(void **state)
{
    every_case_is_answered(*state);
}

static void every_case_is_answered_from_a_run_and_a_delta(void **state)
{
    every_case_is_answered(*state);
}

static void every_case_is_answered_without_the_drafts_that_were_replaced(void **state)
{
    every_case_is_answered(*state);
}

#define SAMPLES_TEST(f, layout) \
    cmocka_unit_test_prestate_setup_teardown(f, samples_open, samples_close, (void *)&layouts[layout])

int main(void)
{
    static const enum samples_layout layouts[] = {SAMPLES_DELTA, SAMPLES_RUN, SAMPLES_BOTH, SAMPLES_REPLACED};
    const struct CMUnitTest tests[] = {
        SAMPLES_TEST(every_case_is_answered_from_a_delta, SAMPLES_DELTA),
        SAMPLES_TEST(every_case_is_answered_from_a_run, SAMPLES_RUN),
        SAMPLES_TEST(every_case_is_answered_from_a_run_and_a_delta, SAMPLES_BOTH),
        SAMPLES_TEST(every_case_is_answered_without_the_drafts_that_were_replaced, SAMPLES_REPLACED),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
