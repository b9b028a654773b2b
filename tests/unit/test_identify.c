/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_identify.c - the same question has the same hash however it is written, and another one another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "archive/date.h"
#include "archive/search.h"
#include "searchd/parameters.h"
#include "searchd/params.h"

/* A line of query strings that ask the same; no two lines do. */
static const char *const lines[][6] = {
    {"", "q=", "q=%20", "sort=newest", "match=all&per_page=50&page=2", "highlight=none&fields=id"},
    {"q=tax+cuts", "q=Tax%20%20CUTS", "query=tax+AND+cuts", "q=(tax+cuts)&explain=1", "q=tax+cuts&facets=source"},
    {"q=%22tax+cuts%22", "q=%E2%80%9CTax+Cuts%E2%80%9D", "q=%22tax+cuts%22&snippet_length=300"},
    {"q=cuts+tax"},
    {"q=tax+cuts&match=any", "q=tax+OR+cuts&match=any"},
    {"q=tax+cuts&sort=oldest", "order-by=oldest&q=tax+cuts"},
    {"q=tax+cuts&in=title"},
    {"q=tax+cuts&collapse=none"},
    {"q=tax+cuts&recency=30"},
    {"q=tax&from=2016&to=2017", "q=tax&from=2016-01-01&to=2017-12-31", "to-date=2017-12&from-date=2016-01&q=tax"},
    {"q=tax&from=2016&to=2018"},
    {"q=tax&source=guardian,mail", "q=tax&source=mail,guardian", "q=tax&source=Mail,GUARDIAN,mail",
     "q=tax&source=mail,guardian&source=guardian,mail"},
    {"q=tax&source=guardian&source=mail", "q=tax&source=mail&source=guardian"},
    {"q=tax&source=guardian&tag=mail", "tag=mail&q=tax&source=guardian"},
    {"q=tax&source=-guardian"},
    {"q=tax&author=Jos%C3%A9+P%C3%A9rez", "q=tax&author=jose+perez"},
};
enum { LINES = sizeof lines / sizeof *lines, QUERIES = 6 };

static void identify(const char *query, char hash[9])
{
    struct arena arena = arena_make(1 << 22);
    struct search_params params;
    struct problem problem;
    struct error err;

    if (params_parse(query, strlen(query), PARAMS_SEARCH, &arena, &params, &problem) < 0)
        fail_msg("%s: %s", query, problem.code);
    if (search_identify(&params.search, &arena, hash, &err) < 0)
        fail_msg("%s: %s", query, err.text);
    arena_free(&arena);
}

static void a_question_has_one_hash(void **state)
{
    char first[LINES][9], hash[9];

    (void)state;
    for (size_t i = 0; i < LINES; i++) {
        identify(lines[i][0], first[i]);
        for (size_t k = 1; k < QUERIES && lines[i][k]; k++) {
            identify(lines[i][k], hash);
            if (strcmp(hash, first[i]) != 0)
                fail_msg("'%s' has another hash than '%s'", lines[i][k], lines[i][0]);
        }
        for (size_t k = 0; k < i; k++)
            if (strcmp(first[k], first[i]) == 0)
                fail_msg("'%s' has the hash of '%s'", lines[i][0], lines[k][0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_question_has_one_hash)};
    return cmocka_run_group_tests_name("identify", tests, NULL, NULL);
}
