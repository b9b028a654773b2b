/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_key_map.c - a source's own names of keys, and files that say them wrongly. */
#include "indexer/formats/key_map.h"
#include "tests/unit/test_given.h"

#include <unistd.h>

static struct key_map *map_of(const char *text, struct error *err)
{
    char path[] = "/tmp/key_map_XXXXXX";
    struct key_map *m = NULL;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
    int rc = key_map_read(path, &m, err);
    unlink(path);
    assert_true((rc == 0) == (m != NULL));
    return m;
}

static void keys_of_json_are_renamed(void **state)
{
    struct reading *r = *state;
    struct key_map *m =
        map_of("\xEF\xBB\xBF# theirs\n kop = title\r\n\nmeta.when = published\nlead=text\nbody_old = text\n", NULL);
    r->sink.keys = m;
    read_string(r, "a.jsonl",
                "{\"kop\":\"One\",\"title\":\"not this\",\"meta\":{\"when\":\"2019\",\"x\":1},\"lead\":\" "
                "\",\"body_old\":\"b\"}\n");
    assert_string_equal(r->a.title, "One");
    assert_string_equal(r->a.date, "2019");
    assert_string_equal(r->a.text, "b");
    assert_int_equal(cJSON_GetObjectItem(cJSON_GetObjectItem(r->a.extra, "meta"), "x")->valueint, 1);
    assert_null(cJSON_GetObjectItem(r->a.extra, "kop"));
    read_string(r, "a.json", "[{\"lead\":\"first\",\"body_old\":\"second\",\"meta\":7}]");
    assert_string_equal(r->a.text, "first");
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(r->a.extra, "body_old")), "second");
    key_map_free(m);
}

static void columns_of_a_table_are_renamed(void **state)
{
    struct reading *r = *state;
    struct key_map *m = map_of("Kop = title\nWie = authors\n", NULL);
    r->sink.keys = m;
    read_string(r, "a.csv", "Title;Kop;Wie\nnot this;One;Ann Poe|Bo Roe\n");
    assert_int_equal(r->problems, 0);
    assert_string_equal(r->a.title, "One");
    assert_int_equal(r->a.authors.count, 2);
    key_map_free(m);
}

static void a_wrong_line_is_named(void **state)
{
    struct error err = {0};
    (void)state;
    assert_null(map_of("kop = title\n\nwie = schrijver\n", &err));
    assert_non_null(strstr(err.text, ": line 3: 'schrijver' is no key of ours: id, title, text, "));
    assert_null(map_of("kop\n", &err));
    assert_non_null(strstr(err.text, ": line 1 is not 'their_key = our_key'"));
    assert_null(map_of("= title\n", &err));
    assert_null(map_of("# nothing\n", &err));
    assert_non_null(strstr(err.text, "names no key"));
    struct key_map *m = NULL;
    assert_int_equal(key_map_read("/nowhere/at/all", &m, &err), -1);
    assert_non_null(strstr(err.text, "/nowhere/at/all: cannot be opened"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(keys_of_json_are_renamed),
        reading_test(columns_of_a_table_are_renamed),
        cmocka_unit_test(a_wrong_line_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
