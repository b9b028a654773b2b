/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text.c - decoding, cleaning and folding of UTF-8. */
#include "archive/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

enum {
    REPLACEMENT = 0xFFFD,
    FOLD_TURNS = 4,    /* casefold of a decomposition may decompose again; two turns settle all of Unicode 14 */
    DECOMPOSED_MAX = 24 /* the longest compatibility decomposition is 18 (U+FDFA) */
};

/* Folds that Unicode does not decompose, or to what is no letter: l with a middle dot, an apostrophe before n. */
static const struct letter_fold {
    int32_t from;
    char to[3];
} letter_folds[] = {
    {0x00DF, "ss"}, {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"},  {0x00FE, "th"},
    {0x0111, "d"},  {0x0131, "i"},  {0x013F, "l"}, {0x0140, "l"},  {0x0142, "l"},  {0x0149, "n"},
    {0x0153, "oe"}, {0x1E9E, "ss"},
};

int32_t text_next(const char **at, const char *end)
{
    const unsigned char *p = (const unsigned char *)*at;
    size_t left = (size_t)(end - *at);
    if (left == 0)
        return REPLACEMENT;
    *at += 1;
    if (p[0] < 0x80)
        return p[0];
    int32_t code, least;
    size_t more;
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        code = p[0] & 0x1F, more = 1, least = 0x80;
    } else if ((p[0] & 0xF0) == 0xE0) {
        code = p[0] & 0x0F, more = 2, least = 0x800;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        code = p[0] & 0x07, more = 3, least = 0x10000;
    } else {
        return REPLACEMENT;
    }
    if (left <= more)
        return REPLACEMENT;
    for (size_t i = 1; i <= more; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return REPLACEMENT;
        code = code << 6 | (p[i] & 0x3F);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        return REPLACEMENT;
    *at += more;
    return code;
}

static bool is_control(int32_t code)
{
    return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0);
}

/* Behind the bytes, eight by eight, that are printable ASCII: nearly all of a text in English. */
static const char *skip_printable(const char *at, const char *end)
{
    const uint64_t high = 0x8080808080808080, one = 0x0101010101010101;

    while (end - at >= 8) {
        uint64_t eight;
        memcpy(&eight, at, sizeof eight);
        /* Below a space a byte borrows, past '~' it carries, and others have their high bit set already. */
        if ((eight | (eight - 0x20 * one) | (eight + one)) & high)
            break;
        at += 8;
    }
    return at;
}

bool text_clean(const char *text, size_t len, struct buffer *out)
{
    const char *end = text + len, *at = text;
    while (at < end) {
        const char *from = at;
        int32_t code = 0;
        bool good = true;
        while (good && (at = skip_printable(at, end)) < end) { /* a run that is kept as it stands */
            const char *here = at;
            code = text_next(&at, end);
            good = !is_control(code) && !(code == REPLACEMENT && at - here == 1);
            if (!good) {
                buffer_append(out, from, (size_t)(here - from));
                from = at;
            }
        }
        if (good) {
            buffer_append(out, from, (size_t)(at - from));
        } else if (code == REPLACEMENT) {
            buffer_puts(out, "\xEF\xBF\xBD");
        } else if (code == '\r') {
            if (at == end || *at != '\n')
                buffer_putc(out, '\n');
        } else if (code == '\v' || code == '\f' || code == 0x85) {
            buffer_putc(out, '\n'); /* they part words, so they may not vanish */
        }
    }
    return !out->failed;
}

bool text_is_clean(const char *text, size_t len)
{
    const char *end = text + len;
    while ((text = skip_printable(text, end)) < end) {
        const char *here = text;
        int32_t code = text_next(&text, end);
        if (is_control(code) || (code == REPLACEMENT && text - here == 1))
            return false;
    }
    return true;
}

static bool is_space(int32_t code)
{
    if (code < 0x80)
        return code == ' ' || (code >= '\t' && code <= '\r');
    utf8proc_category_t category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

static bool is_mark(int32_t code)
{
    utf8proc_category_t category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

/* Scripts whose marks do not tell words apart for a searcher. In Indic and
 * South-East Asian scripts marks are vowels, in kana they make another sound.
 * U+1680 is a space and may be trimmed: a mark behind it would then stand first. */
static bool loses_marks(int32_t base)
{
    return base < 0x0780 || base == 0x1680 || (base >= 0x1C80 && base < 0x1C90) || (base >= 0x1D00 && base < 0x2C00) ||
           (base >= 0x2C60 && base < 0x2C80) || (base >= 0x2DE0 && base < 0x2E00) ||
           (base >= 0xA640 && base < 0xA6A0) || (base >= 0xA720 && base < 0xA800) ||
           (base >= 0xAB30 && base < 0xAB70) || (base >= 0xFB00 && base < 0xFE00) || (base >= 0xFE70 && base < 0xFEFF);
}

static int32_t straight(int32_t code)
{
    switch (code) {
    case 0x2018: case 0x2019: case 0x201A: case 0x201B: case 0x2032: case 0x02BC: case 0x02B9: case 0xFF07:
        return '\'';
    case 0x201C: case 0x201D: case 0x201E: case 0x201F: case 0x2033: case 0x00AB: case 0x00BB: case 0xFF02:
        return '"';
    case 0x2010: case 0x2011: case 0xFF0D:
        return '-';
    default:
        return code;
    }
}

static const char *letter_fold(int32_t code)
{
    for (size_t i = 0; i < sizeof letter_folds / sizeof *letter_folds; i++)
        if (letter_folds[i].from == code)
            return letter_folds[i].to;
    return NULL;
}

struct code_points {
    int32_t *codes;
    size_t len;
};

/* One turn: decompose, casefold, straighten, strip. NULL codes when out of memory. */
static struct code_points fold_turn(const int32_t *in, size_t len)
{
    struct code_points out = {malloc((len * DECOMPOSED_MAX + 1) * sizeof(int32_t)), 0};
    if (!out.codes)
        return out;
    int32_t base = 'a'; /* marks at the very start go too */
    for (size_t i = 0; i < len; i++) {
        int32_t pieces[DECOMPOSED_MAX];
        int last = 0;
        int32_t code = straight(in[i]);
        utf8proc_ssize_t count = 1;
        if (letter_fold(code))
            pieces[0] = code;
        else
            count = utf8proc_decompose_char(
                code, pieces, DECOMPOSED_MAX,
                UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &last);
        for (utf8proc_ssize_t k = 0; k < count && k < DECOMPOSED_MAX; k++) {
            int32_t piece = straight(pieces[k]);
            const char *folded = letter_fold(piece);
            if (folded) {
                for (; *folded; folded++)
                    out.codes[out.len++] = base = (unsigned char)*folded;
            } else if (!is_mark(piece)) {
                out.codes[out.len++] = base = piece;
            } else if (!loses_marks(base)) {
                out.codes[out.len++] = piece;
            }
        }
    }
    utf8proc_ssize_t composed =
        utf8proc_normalize_utf32(out.codes, (utf8proc_ssize_t)out.len, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (composed >= 0)
        out.len = (size_t)composed;
    return out;
}

static bool fold_wide(const char *text, size_t len, struct buffer *out)
{
    if (len > SIZE_MAX / sizeof(int32_t) / DECOMPOSED_MAX - 1) {
        out->failed = true;
        return false;
    }
    struct code_points now = {malloc((len + 1) * sizeof(int32_t)), 0};
    for (const char *at = text, *end = text + len; now.codes && at < end;)
        now.codes[now.len++] = text_next(&at, end);
    for (int turn = 0; now.codes && turn < FOLD_TURNS; turn++) {
        struct code_points next = fold_turn(now.codes, now.len);
        bool same = next.codes && next.len == now.len && memcmp(next.codes, now.codes, now.len * sizeof(int32_t)) == 0;
        free(now.codes);
        now = next;
        if (same)
            break;
    }
    if (!now.codes) {
        out->failed = true;
        return false;
    }
    bool gap = false, begun = false;
    for (size_t i = 0; i < now.len; i++) {
        if (is_space(now.codes[i])) {
            gap = begun;
            continue;
        }
        if (gap)
            buffer_putc(out, ' ');
        gap = false;
        begun = true;
        utf8proc_uint8_t bytes[4];
        buffer_append(out, bytes, (size_t)utf8proc_encode_char(now.codes[i], bytes));
    }
    free(now.codes);
    return !out->failed;
}

bool text_fold(const char *text, size_t len, struct buffer *out)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] >= 0x80)
            return fold_wide(text, len, out);
    if (!buffer_reserve(out, len))
        return false;
    char *to = out->data + out->len;
    bool gap = false, begun = false;
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (is_space(c)) {
            gap = begun;
            continue;
        }
        if (gap)
            *to++ = ' ';
        gap = false;
        begun = true;
        *to++ = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    out->len = (size_t)(to - out->data);
    *to = '\0';
    return true;
}
