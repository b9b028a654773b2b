/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset_guess.c - uchardet's guess, kept where it can be trusted.
 *
 * On 5,268 English texts in Windows-1252 uchardet 0.0.7 alone misread 670, as what no newspaper uses and by a handful
 * of quotation marks; on texts in the charsets below it was right from 60 bytes on. */
#include "indexer/formats/charset_guess.h"

#include "archive/memory.h"
#include "shim/apart.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <uchardet/uchardet.h>

enum {
    LOOKED_AT = 64 << 10, /* bytes */
    TELLING_BYTES = 6,    /* that are no ASCII: a name or two in an English text are no evidence */
    UTF16_PEEK = 4096,
    UTF16_UNITS_MIN = 8
};

static const struct charset windows_1252 = {"WINDOWS-1252", "is not UTF-8, read as Windows-1252"};
static const struct charset latin_9 = {"ISO-8859-15", "is not UTF-8, read as ISO-8859-15"};
static const struct charset mac_roman = {"MACINTOSH", "is not UTF-8, read as Mac Roman"};

/* by uchardet; controls: what it is when it has bytes from 0x80 to 0x9F, which are no letters in ISO's; least: letters
 * that are no ASCII, of a hundred letters, in any text of such a language. */
static const struct guess {
    const char *name;
    struct charset plain, controls;
    unsigned least;
} guesses[] = {
#define READ_AS(name)                                                                                                  \
    {                                                                                                                  \
        name, "is not UTF-8, read as " name                                                                            \
    }
    {"ISO-8859-2", READ_AS("ISO-8859-2"), READ_AS("WINDOWS-1250"), 3},
    {"WINDOWS-1250", READ_AS("ISO-8859-2"), READ_AS("WINDOWS-1250"), 3}, /* s and z with marks are controls in it */
    {"ISO-8859-5", READ_AS("ISO-8859-5"), READ_AS("WINDOWS-1251"), 10},
    {"WINDOWS-1251", READ_AS("WINDOWS-1251"), READ_AS("WINDOWS-1251"), 10},
    {"KOI8-R", READ_AS("KOI8-R"), READ_AS("KOI8-R"), 10},
    {"ISO-8859-7", READ_AS("ISO-8859-7"), READ_AS("WINDOWS-1253"), 10},
    {"WINDOWS-1253", READ_AS("WINDOWS-1253"), READ_AS("WINDOWS-1253"), 10},
    {"ISO-8859-9", READ_AS("ISO-8859-9"), READ_AS("WINDOWS-1254"), 3},
    {"WINDOWS-1254", READ_AS("WINDOWS-1254"), READ_AS("WINDOWS-1254"), 3},
    {"WINDOWS-1255", READ_AS("WINDOWS-1255"), READ_AS("WINDOWS-1255"), 10},
    {"WINDOWS-1256", READ_AS("WINDOWS-1256"), READ_AS("WINDOWS-1256"), 10},
    {"SHIFT_JIS", READ_AS("CP932"), READ_AS("CP932"), 10},
    {"EUC-JP", READ_AS("EUC-JP"), READ_AS("EUC-JP"), 10},
    {"UHC", READ_AS("CP949"), READ_AS("CP949"), 10},
    {"EUC-KR", READ_AS("CP949"), READ_AS("CP949"), 10},
    {"BIG5", READ_AS("BIG5-HKSCS"), READ_AS("BIG5-HKSCS"), 10},
    {"GB18030", READ_AS("GB18030"), READ_AS("GB18030"), 10},
#undef READ_AS
};

struct tally {
    size_t letters, high, controls; /* of ASCII; from 0xA1 on; from 0x80 to 0x9F */
    size_t mac, western;            /* within words: letters of Mac Roman that no western charset has there; theirs */
    bool euro;                      /* 0xA4, which only ISO-8859-15 has a use for */
    bool lines;                     /* ended by CR alone, as a Macintosh's */
};

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static struct tally count(const char *bytes, size_t len)
{
    struct tally t = {0};

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)bytes[i];
        t.letters += (c | 32) >= 'a' && (c | 32) <= 'z';
        t.high += c > 0xA0;
        t.controls += c >= 0x80 && c < 0xA0;
        t.euro = t.euro || c == 0xA4;
        if (c < 0x80 || !i || i + 1 == len || !is_small(bytes[i - 1]) || !is_small(bytes[i + 1]))
            continue;
        t.mac += strchr("\x87\x88\x8E\x8F\x90\x98\x99", c) != NULL; /* a, e and o with marks */
        t.western += c >= 0xE0;
    }
    t.lines = memchr(bytes, '\r', len) && !memchr(bytes, '\n', len);
    return t;
}

/* Charsets of two bytes a letter are guessed too readily: what they do not have is none of theirs. */
static bool fits(const char *charset, const char *bytes, size_t len)
{
    char chunk[4096], *from = (char *)bytes; /* iconv's type; it does not write there */
    iconv_t cd = iconv_open("UTF-8", charset);
    bool good = cd != (iconv_t)-1;

    if (!good && errno == ENOMEM)
        memory_note();
    while (good && len) {
        char *to = chunk;
        size_t room = sizeof chunk;
        if (iconv(cd, &from, &len, &to, &room) == (size_t)-1 && errno != E2BIG) {
            good = errno == EINVAL; /* cut within a letter */
            break;
        }
    }
    if (cd != (iconv_t)-1)
        iconv_close(cd);
    return good;
}

struct asking {
    const char *bytes;
    size_t len;
    char name[32]; /* what it is taken for; "" if it is for nothing */
};

/* uchardet is C++. */
static void ask(void *ctx)
{
    struct asking *a = ctx;
    uchardet_t detector = uchardet_new();

    if (detector && uchardet_handle_data(detector, a->bytes, a->len) == 0) {
        uchardet_data_end(detector);
        snprintf(a->name, sizeof a->name, "%s", uchardet_get_charset(detector));
    } else {
        memory_note();
    }
    if (detector)
        uchardet_delete(detector);
}

const struct charset *charset_guess(const char *bytes, size_t len)
{
    len = len < LOOKED_AT ? len : LOOKED_AT;
    struct tally t = count(bytes, len);
    bool mac = t.mac >= (t.lines ? 1 : 3) && t.mac > t.western;
    const struct charset *western = mac                     ? &mac_roman
                                    : t.euro && !t.controls ? &latin_9
                                                            : &windows_1252,
                         *best = western;
    struct asking a = {.bytes = bytes, .len = len};

    if (t.high + t.controls < TELLING_BYTES || mac)
        return western;
    if (!apart_call(ask, &a))
        memory_note();
    for (size_t i = 0; i < sizeof guesses / sizeof *guesses; i++) {
        const struct guess *g = &guesses[i];
        const struct charset *charset = t.controls ? &g->controls : &g->plain;
        bool dense = t.high * 100 >= (t.letters + t.high) * g->least;
        if (strcasecmp(a.name, g->name) == 0 && dense && fits(charset->name, bytes, len))
            best = charset;
    }
    return best;
}

static bool is_printable(unsigned c)
{
    return c >= ' ' ? c < 0x7F || c > 0x9F : c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Text has a NUL in each unit that is ASCII, a space at least, and nearly always at the same side; machine code has
 * them at both, and twice over. */
const char *charset_bare_utf16(const char *bytes, size_t len)
{
    size_t little = 0, big = 0, odd = 0;

    len = (len < UTF16_PEEK ? len : UTF16_PEEK) & ~(size_t)1;
    for (size_t i = 0; i < len; i += 2) {
        unsigned char first = (unsigned char)bytes[i], second = (unsigned char)bytes[i + 1];
        if (!first && !second)
            return NULL;
        little += !second && is_printable(first);
        big += !first && is_printable(second);
        odd += (!second && !is_printable(first)) || (!first && !is_printable(second));
    }
    size_t units = len / 2, most = little > big ? little : big, least = little + big - most;
    if (units < UTF16_UNITS_MIN || most * 20 < units || (least + odd) * 20 > most)
        return NULL;
    return little > big ? "UTF-16LE" : "UTF-16BE";
}
