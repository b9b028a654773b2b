/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_openapi.c - the document has every route and parameter of the tables, and none besides. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "searchd/openapi.h"
#include "searchd/params.h"
#include "searchd/shapes.h"

struct made {
    struct arena arena;
    cJSON *document;
};

static int setup(void **state)
{
    static struct made m;
    m.arena = arena_make(OPENAPI_ARENA_MAX);
    m.document = openapi_document(&m.arena);
    *state = &m;
    return m.document ? 0 : -1;
}

static int teardown(void **state)
{
    struct made *m = *state;
    cJSON_Delete(m->document);
    arena_free(&m->arena);
    return 0;
}

static const cJSON *at(const cJSON *o, const char *a, const char *b)
{
    o = cJSON_GetObjectItemCaseSensitive(o, a);
    return b ? cJSON_GetObjectItemCaseSensitive(o, b) : o;
}

static const char *text_at(const cJSON *o, const char *name)
{
    return cJSON_GetStringValue(at(o, name, NULL));
}

/* The path of a route's operation: the one that has its id. */
static const cJSON *operation_of(const cJSON *document, const struct route *route)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, at(document, "paths", NULL))
    {
        const cJSON *get = at(item, "get", NULL);
        if (strcmp(text_at(get, "operationId"), route->operation) == 0)
            return get;
    }
    return NULL;
}

/* Whether a list of references leads to the parameter. */
static bool refers_to(const struct made *m, const cJSON *list, const char *kind, const char *name)
{
    char wanted[80];
    const cJSON *one;
    snprintf(wanted, sizeof wanted, "#/components/parameters/%s", name);
    cJSON_ArrayForEach(one, list) if (strcmp(text_at(one, "$ref"), wanted) == 0)
    {
        const char *in = text_at(at(at(m->document, "components", "parameters"), name, NULL), "in");
        return in && strcmp(in, kind) == 0;
    }
    return false;
}

static void each_route_is_a_path_and_each_path_a_route(void **state)
{
    const struct made *m = *state;
    const struct route *route;
    int count = 0;
    for (; (route = route_at((size_t)count)); count++) {
        if (!operation_of(m->document, route))
            fail_msg("%s is not in the document", route->path);
        assert_non_null(route->media[0].type);
        assert_non_null(route->examples[0]);
    }
    assert_int_equal(count, cJSON_GetArraySize(at(m->document, "paths", NULL)));
    assert_non_null(at(m->document, "paths", "/v1/articles/{id}"));
    assert_non_null(at(m->document, "paths", "/v1/articles/{id}/similar"));
}

static void each_parameter_of_a_route_is_there_and_no_other(void **state)
{
    struct made *m = *state;
    const struct route *route;
    for (size_t i = 0; (route = route_at(i)); i++) {
        const cJSON *list = at(operation_of(m->document, route), "parameters", NULL);
        int count = 0;
        for (unsigned key = 0; key < PARAM_COUNT; key++) {
            if (!(route->takes & PARAM_BIT(key)))
                continue;
            count++;
            const char *name = openapi_parameter_name((enum param_key)key, &m->arena);
            if (!refers_to(m, list, "query", name))
                fail_msg("%s lacks %s", route->path, name);
        }
        if (route_has_id(route)) {
            count++;
            assert_true(refers_to(m, list, "path", "id"));
        }
        assert_int_equal(count, cJSON_GetArraySize(list));
    }
}

static void a_parameter_is_told_with_its_limits_words_default_and_other_names(void **state)
{
    const struct made *m = *state;
    const cJSON *all = at(m->document, "components", "parameters");
    const cJSON *per_page = at(all, "per_page", NULL), *match = at(all, "match", "schema");
    assert_non_null(strstr(text_at(per_page, "description"), "Also called page-size, limit."));
    assert_int_equal(at(per_page, "schema", "minimum")->valueint, 1);
    assert_int_equal(at(per_page, "schema", "maximum")->valueint, SEARCH_COUNT_MAX);
    assert_int_equal(at(per_page, "schema", "default")->valueint, PARAMS_PER_PAGE);
    assert_int_equal(at(per_page, "example", NULL)->valueint, 5);
    assert_null(at(at(all, "page", "schema"), "maximum", NULL));
    assert_int_equal(at(at(all, "per_page_2", "schema"), "default", NULL)->valueint, PARAMS_FEED_PER_PAGE);
    assert_string_equal(text_at(match, "default"), "all");
    assert_null(at(at(all, "by", "schema"), "default", NULL));
    assert_null(at(at(all, "count", "schema"), "default", NULL));
    assert_int_equal(cJSON_GetArraySize(at(match, "enum", NULL)), 2);
    assert_int_equal(cJSON_GetArraySize(at(at(all, "fields", "schema"), "default", NULL)), RESULT_TEXT);
    assert_true(cJSON_IsFalse(at(all, "fields", "explode")));
    assert_true(cJSON_IsTrue(at(all, "source", "explode")));
    assert_string_equal(text_at(at(all, "cursor", NULL), "example"), "*");
}

static void answers_are_told_by_status_media_type_and_schema(void **state)
{
    const struct made *m = *state;
    const cJSON *paths = at(m->document, "paths", NULL);
    const cJSON *search = at(at(paths, "/v1/search", "get"), "responses", NULL);
    const cJSON *article = at(at(paths, "/v1/articles/{id}", "get"), "responses", NULL);
    const cJSON *health = at(at(paths, "/healthz", "get"), "responses", NULL);
    static const char *const both[] = {"200", "304", "405", "429", "503", "default"};
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
        assert_non_null(at(search, both[i], NULL));
        assert_non_null(at(article, both[i], NULL));
    }
    assert_non_null(at(search, "400", NULL));
    assert_null(at(search, "404", NULL));
    assert_non_null(at(article, "404", NULL));
    assert_non_null(at(article, "410", NULL));
    assert_null(at(health, "400", NULL));
    const cJSON *json = at(at(search, "200", "content"), "application/json", "schema");
    assert_string_equal(text_at(json, "$ref"), "#/components/schemas/search");
    assert_non_null(at(at(search, "200", "headers"), "ETag", NULL));
    assert_non_null(at(at(search, "200", "headers"), "Link", NULL));
    assert_null(at(at(article, "200", "headers"), "Link", NULL));
}

static void a_member_of_a_shape_is_told_with_what_it_may_be(void **state)
{
    const struct made *m = *state;
    const cJSON *all = at(m->document, "components", "schemas");
    const cJSON *result = at(all, "result", "properties"), *copy = at(all, "copy", "properties");
    const cJSON *facets = at(at(all, "search", "properties"), "facets", "additionalProperties");
    assert_int_equal(cJSON_GetArraySize(at(result, "title", "type")), 2);
    assert_string_equal(text_at(at(at(result, "title_offsets", "items"), "items", NULL), "type"), "integer");
    assert_string_equal(text_at(at(facets, "items", NULL), "$ref"), "#/components/schemas/facet_count");
    assert_int_equal(cJSON_GetArraySize(at(copy, "differs", "anyOf")), 2);
    assert_null(at(all, "result", "required")); /* fields decides */
    assert_true(cJSON_IsTrue(at(all, "article", "additionalProperties")));
    assert_int_equal(cJSON_GetArraySize(at(all, "opensearch_suggestions", "prefixItems")), 4);
}

static void out_of_memory_there_is_none(void **state)
{
    struct arena arena = arena_make(64);
    (void)state;
    assert_null(openapi_document(&arena));
    arena_free(&arena);
}

#define TEST(name) cmocka_unit_test(name)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_route_is_a_path_and_each_path_a_route),
        TEST(each_parameter_of_a_route_is_there_and_no_other),
        TEST(a_parameter_is_told_with_its_limits_words_default_and_other_names),
        TEST(answers_are_told_by_status_media_type_and_schema),
        TEST(a_member_of_a_shape_is_told_with_what_it_may_be),
        TEST(out_of_memory_there_is_none),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
