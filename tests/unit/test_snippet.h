/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_snippet.h - what tests of snippets begin with: words to mark, and texts shown as HTML. */
#ifndef HUSTINGS_TEST_SNIPPET_H
#define HUSTINGS_TEST_SNIPPET_H

#include "archive/snippet.h"
#include "archive/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ANYWHERE = MARK_IN_TITLE | MARK_IN_BODY, ARENA_MAX = 64 << 20 };

struct fixture {
    struct snippet_maker *maker;
    struct arena arena;
    struct marks *marks;
    struct marked shown;
    char *big;
};

static inline int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    if (!f)
        return -1;
    f->maker = snippet_maker_new();
    f->arena = arena_make(ARENA_MAX);
    f->marks = marks_new(&f->arena);
    *state = f;
    return f->maker && f->marks ? 0 : -1;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;
    snippet_maker_free(f->maker);
    arena_free(&f->arena);
    free(f->big);
    free(f);
    return 0;
}

static inline void add(struct fixture *f, enum mark_kind kind, unsigned where, unsigned distance, const char *parts)
{
    int unit = marks_unit(f->marks, kind, where, distance);
    assert_true(unit >= 0);
    unsigned part = 0;
    while (*parts) { /* parts by space, the forms of a part by '|' */
        size_t len = strcspn(parts, " |");
        assert_true(marks_form(f->marks, unit, part, parts, len));
        part += parts[len] == ' ';
        parts += len + (parts[len] != '\0');
    }
}

static inline void word(struct fixture *f, const char *forms)
{
    add(f, MARK_WORD, ANYWHERE, 0, forms);
}

static inline const char *fragments_of(struct fixture *f, const char *text, const char *title, size_t length,
                                       unsigned fragments)
{
    const struct snippet_form form = {length, fragments};
    assert_true(
        snippet_passage(f->maker, f->marks, text, strlen(text), title, strlen(title), &form, &f->arena, &f->shown));
    const char *html = marked_html(&f->shown, &f->arena);
    assert_non_null(html);
    return html;
}

static inline const char *passage_of(struct fixture *f, const char *text, const char *title, size_t length)
{
    return fragments_of(f, text, title, length, 1);
}

static inline const char *passage(struct fixture *f, const char *text)
{
    return passage_of(f, text, "", SNIPPET_LENGTH);
}

static inline const char *title(struct fixture *f, const char *text)
{
    assert_true(snippet_title(f->maker, f->marks, text, strlen(text), &f->arena, &f->shown));
    return marked_html(&f->shown, &f->arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
