/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_quotations.c - what is quoted in tests/cases/quotations.cases, and looking places up. */
#include "archive/buffer.h"
#include "archive/quotations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_BYTES = 4096, LEAST = 60 };

/* \n becomes a new line. */
static size_t unescape(char *line)
{
    size_t len = 0;
    for (const char *at = line; *at; at++) {
        bool line_end = at[0] == '\\' && at[1] == 'n';
        line[len++] = line_end ? '\n' : *at;
        at += line_end;
    }
    line[len] = '\0';
    return len;
}

static void show(const struct quotations *q, const char *text, struct buffer *out)
{
    buffer_clear(out);
    buffer_puts(out, q->count ? "|" : "none");
    for (size_t i = 0; i < q->count; i++) {
        for (uint32_t at = q->at[i].start; at < q->at[i].end; at++)
            buffer_printf(out, text[at] == '\n' ? "\\n" : "%c", text[at]);
        buffer_puts(out, "|");
    }
}

static void every_case_gives_its_quotations(void **state)
{
    FILE *cases = fopen(CASES_DIR "/quotations.cases", "r");
    char line[LINE_BYTES], expected[LINE_BYTES];
    struct buffer shown = buffer_make(1 << 16);
    struct quotations q = {0};
    size_t count = 0, wrong = 0;

    (void)state;
    assert_non_null(cases);
    while (fgets(line, sizeof line, cases)) {
        line[strcspn(line, "\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        assert_non_null(fgets(expected, sizeof expected, cases));
        expected[strcspn(expected, "\n")] = '\0';
        size_t len = unescape(line);
        assert_true(quotations_find(&q, line, len));
        show(&q, line, &shown);
        if (strcmp(shown.data, expected) != 0) {
            print_error("%s\n  gives %s\n  not   %s\n", line, shown.data, expected);
            wrong++;
        }
        count++;
    }
    fclose(cases);
    quotations_free(&q);
    buffer_free(&shown);
    assert_int_equal(wrong, 0);
    assert_true(count >= LEAST);
}

static void a_byte_is_in_a_quotation_or_not(void **state)
{
    const char *text = "\"ab\" c \"de\"";
    const char *inside = " ab     de ";
    struct quotations q = {0};
    size_t cursor = 0;

    (void)state;
    assert_true(quotations_find(&q, text, strlen(text)));
    for (int times = 0; times < 2; times++) /* the second begins with a cursor at the end */
        for (uint32_t at = 0; at < strlen(text); at++)
            assert_int_equal(quotations_have(&q, at, &cursor), inside[at] != ' ');
    assert_true(quotations_find(&q, "", 0));
    assert_false(quotations_have(&q, 0, &cursor));
    quotations_free(&q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_gives_its_quotations),
        cmocka_unit_test(a_byte_is_in_a_quotation_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
