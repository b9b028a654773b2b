/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_wire_credit.c - tests/cases/credits.cases: which agency an article credits. */
#include "archive/wire_credit.h"

#include <setjmp.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINES = 3, LINE_MAX_BYTES = 4096 };

static void unescape(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        bool end = at[0] == '\\' && at[1] == 'n';
        *to++ = end ? '\n' : *at;
        at += end;
    }
    *to = '\0';
}

static unsigned look(char lines[LINES][LINE_MAX_BYTES], unsigned number)
{
    const char *authors[] = {lines[1]};

    unescape(lines[2]);
    const char *found = wire_credit(lines[2], strlen(lines[2]), authors, strcmp(lines[1], "-") != 0);
    if (strcmp(found ? found : "-", lines[0]) == 0)
        return 0;
    print_error("credits.cases, before line %u: '%s', not '%s': %s\n", number, found ? found : "-", lines[0], lines[2]);
    return 1;
}

static void cases_are_credited_as_they_say(void **state)
{
    char lines[LINES][LINE_MAX_BYTES], line[LINE_MAX_BYTES];
    FILE *file = fopen(CASES_DIR "/credits.cases", "re");
    unsigned count = 0, number = 0, cases = 0, wrong = 0;

    (void)state;
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        number++;
        line[strcspn(line, "\n")] = '\0';
        if (*line == '#' || !*line)
            continue;
        memcpy(lines[count++], line, sizeof line);
        if (count < LINES)
            continue;
        wrong += look(lines, number + 1);
        cases++;
        count = 0;
    }
    fclose(file);
    assert_true(cases > 20);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases_are_credited_as_they_say)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
