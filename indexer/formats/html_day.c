/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_day.c - a day named somewhere in a line of text, in the ways of several languages.
 *
 * The text is cut into numbers, words and marks; a window of the last ones moves over it. */
#include "indexer/formats/html_day.h"

#include "archive/date_names.h"


#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORD_MAX = 24, WINDOW = 8, YEAR_MIN = 1600, YEAR_MAX = 2099, CENTURY = 2000 };

enum kind { END, NUMBER, WORD, MARK };

struct piece {
    enum kind kind;
    int number;          /* of a NUMBER of up to 8 digits, else -1 */
    size_t digits;       /* of a NUMBER */
    char text[WORD_MAX]; /* a WORD in ASCII's lower case, cut; a MARK */
    size_t at;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static struct piece next_piece(const char *text, size_t len, size_t *at)
{
    while (*at < len && strchr(" \t\r\n", text[*at]))
        (*at)++;
    struct piece p = {.kind = MARK, .number = -1, .at = *at};
    size_t used = 0;
    if (*at >= len) {
        p.kind = END;
    } else if (is_digit(text[*at])) {
        p.kind = NUMBER;
        for (p.number = 0; *at < len && is_digit(text[*at]); (*at)++, p.digits++)
            p.number = p.digits < 8 ? p.number * 10 + (text[*at] - '0') : -1;
        if (p.digits > 8)
            p.number = -1;
    } else if (is_letter(text[*at])) {
        p.kind = WORD;
        for (; *at < len && is_letter(text[*at]); (*at)++) {
            char c = text[*at];
            if (used + 1 < WORD_MAX)
                p.text[used++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
    } else {
        p.text[0] = text[(*at)++];
    }
    return p;
}

static int month_of(const struct piece *p)
{
    return p->kind == WORD ? date_month_named(p->text) : 0;
}

static bool is_mark(const struct piece *p, char mark)
{
    return p->kind == MARK && p->text[0] == mark;
}

static bool is_word(const struct piece *p, const char *word)
{
    return p->kind == WORD && strcmp(p->text, word) == 0;
}

static bool is_year(const struct piece *p)
{
    return p->kind == NUMBER && p->digits == 4 && p->number >= YEAR_MIN && p->number <= YEAR_MAX;
}

static bool is_day_number(const struct piece *p)
{
    return p->kind == NUMBER && p->digits <= 2 && p->number >= 1 && p->number <= 31;
}

/* A day that exists. */
static bool make(int year, int month, int day, struct date *out)
{
    char iso[48];
    int n = snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
    return date_parse_iso(iso, (size_t)n, out, NULL);
}

/* 2019-12-16, 2019/12/16, 2019.12.16 and the Chinese and Japanese writing. */
static bool year_first(const struct piece *p, struct date *out)
{
    if (!is_year(&p[0]) || p[2].kind != NUMBER || p[2].digits > 2 || !is_day_number(&p[4]))
        return false;
    bool marks = p[1].kind == MARK && strchr("-/.", p[1].text[0]) && is_mark(&p[3], p[1].text[0]);
    bool signs = is_word(&p[1], "\xE5\xB9\xB4") && is_word(&p[3], "\xE6\x9C\x88");
    return (marks || signs) && make(p[0].number, p[2].number, p[4].number, out);
}

/* 16.12.2019, 16.12.19, 16/12/2019, 12-16-2019. */
static bool year_last(const struct piece *p, enum html_order order, struct date *out)
{
    if (!is_day_number(&p[0]) || p[1].kind != MARK || !strchr("./-", p[1].text[0]) || !is_day_number(&p[2]) ||
        !is_mark(&p[3], p[1].text[0]) || p[4].kind != NUMBER)
        return false;
    bool dots = p[1].text[0] == '.';
    bool short_year = dots && p[4].digits == 2 && p[0].digits + p[2].digits >= 3 && !is_mark(&p[5], '.');
    if (!is_year(&p[4]) && !short_year)
        return false;
    int year = short_year ? CENTURY + p[4].number : p[4].number, a = p[0].number, b = p[2].number;
    if (dots || a > 12 || order == HTML_ORDER_DAY_FIRST || a == b)
        return make(year, b, a, out);
    if (b > 12 || order == HTML_ORDER_MONTH_FIRST)
        return make(year, a, b, out);
    return false;
}

static size_t skip(const struct piece *p, size_t i)
{
    static const char *const words[] = {"de", "of", "del", "st", "nd", "rd", "th", "er", "\xC2\xBA", "ro"};
    bool more = true;
    while (i < WINDOW - 1 && more) {
        more = is_mark(&p[i], '.') || is_mark(&p[i], ',');
        for (size_t w = 0; !more && w < sizeof words / sizeof *words; w++)
            more = is_word(&p[i], words[w]);
        i += more;
    }
    return i;
}

/* 16. Dezember 2019; December 16th, 2019. */
static bool in_words(const struct piece *p, struct date *out)
{
    size_t i = skip(p, 1), j = i + 1 < WINDOW ? skip(p, i + 1) : i;
    if (!is_year(&p[j]) || j == i || j - i > 3)
        return false;
    if (is_day_number(&p[0]) && month_of(&p[i]))
        return make(p[j].number, month_of(&p[i]), p[0].number, out);
    if (month_of(&p[0]) && is_day_number(&p[i]))
        return make(p[j].number, month_of(&p[0]), p[i].number, out);
    return false;
}

bool html_day_find(const char *text, size_t len, enum html_order order, struct date *day, size_t *at)
{
    struct piece window[WINDOW];
    size_t next = 0;
    for (size_t i = 0; i < WINDOW; i++)
        window[i] = next_piece(text, len, &next);
    while (window[0].kind != END) {
        if (year_first(window, day) || year_last(window, order, day) || in_words(window, day)) {
            if (at)
                *at = window[0].at;
            return true;
        }
        memmove(window, window + 1, (WINDOW - 1) * sizeof *window);
        window[WINDOW - 1] = next_piece(text, len, &next);
    }
    return false;
}

enum html_order html_order_of(const char *lang)
{
    static const char *const first[] = {"de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "no", "fi", "pl", "cs",
                                        "ru", "uk", "tr", "el", "ro", "id", "ar", "he", "hr", "sr", "bg", "sk", "ca"};
    if (!lang || strlen(lang) < 2)
        return HTML_ORDER_UNKNOWN;
    if (strncasecmp(lang, "en", 2) == 0) {
        if (!lang[2])
            return HTML_ORDER_UNKNOWN;
        return strcasecmp(lang + 3, "us") == 0 ? HTML_ORDER_MONTH_FIRST : HTML_ORDER_DAY_FIRST;
    }
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        if (strncasecmp(lang, first[i], 2) == 0)
            return HTML_ORDER_DAY_FIRST;
    }
    return HTML_ORDER_UNKNOWN;
}
