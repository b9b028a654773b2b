/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_json_stored.c - a text that is no JSON is told from memory that lacks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "archive/json_stored.h"
#include "tests/support/starved.h"

/* The fault of reading it, where that allocation fails; 0: none does. */
static enum fault read_at(const char *text, long at)
{
    struct error err = {0};

    atomic_store(&starved()->count, 0);
    atomic_store(&starved()->at, at);
    cJSON *json = json_stored(text, strlen(text), "a test", &err);
    atomic_store(&starved()->at, 0);
    assert_true(!json == (err.fault != FAULT_NONE));
    cJSON_Delete(json);
    return err.fault;
}

static void what_is_json_lacks_memory_at_most(void **state)
{
    static const char *const texts[] = {"{\"id\":\"a\",\"n\":[1,-2.5e3,true,false,null],\"o\":{\"x\":\"\\\"\\u00e9\"}}",
                                        " [ \"a\" , { } , [ ] ] ", "\"a\\\\\"", "{\"k\" : {\"k\":[[[]]]}}"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(read_at(texts[i], 0), FAULT_NONE);
        const long needed = atomic_load(&starved()->count);
        assert_true(needed > 0);
        for (long at = 1; at <= needed; at++)
            assert_int_equal(read_at(texts[i], at), FAULT_MEMORY);
    }
}

static void what_is_none_is_damaged(void **state)
{
    static const char *const texts[] = {"", "{", "[1,", "{\"a\"}", "{\"a\":}", "[1 2]", "\"a", "\"a\\\"", "nul", "{1:2}", "]",
                                        "\"\\x\"", "\"\\ud800\"", "[1-]", "-"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(read_at(texts[i], 0), FAULT_DAMAGED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_json_lacks_memory_at_most),
        cmocka_unit_test(what_is_none_is_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
