/* SPDX-License-Identifier: GPL-2.0-or-later */
/* charset.c - text of another charset made into UTF-8, when it says or shows what it is. */
#include "indexer/formats/charset.h"

#include "indexer/formats/charset_guess.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

enum { CHUNK = 16 << 10 };

/* Where the ASCII from at on ends: most text is nothing else. */
static const char *past_ascii(const char *at, const char *end)
{
    for (uint64_t eight; end - at >= (ptrdiff_t)sizeof eight; at += sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (at < end && !(*at & 0x80))
        at++;
    return at;
}

struct census {
    size_t letters, broken; /* of what is not ASCII: code points of UTF-8, and bytes that are none */
};

static struct census count(const char *bytes, size_t len, size_t enough)
{
    struct census c = {0};
    const char *end = bytes + len;

    for (const char *at = past_ascii(bytes, end); at < end && c.broken < enough; at = past_ascii(at, end)) {
        utf8proc_int32_t point;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)at, end - at, &point);
        c.letters += n > 0;
        c.broken += n <= 0;
        at += n > 0 ? n : 1;
    }
    return c;
}

bool charset_is_utf8(const char *bytes, size_t len)
{
    return count(bytes, len, 1).broken == 0;
}

bool charset_is_broken(const char *bytes, size_t len)
{
    struct census c = count(bytes, len, SIZE_MAX);
    return c.broken > c.letters && !charset_mark(bytes, len);
}

/* UTF-16 or 32 by its mark, or by how XML's first letters lie in it. NULL: neither. */
static const char *wide(const char *bytes, size_t len, size_t *mark)
{
    static const struct {
        const char *first;
        size_t len, mark;
        const char *charset;
    } kinds[] = {{"\xFF\xFE\0\0", 4, 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, 4, "UTF-32BE"}, {"<\0\0\0", 4, 0, "UTF-32LE"},
                 {"\0\0\0<", 4, 0, "UTF-32BE"},      {"\xFF\xFE", 2, 2, "UTF-16LE"},     {"\xFE\xFF", 2, 2, "UTF-16BE"},
                 {"<\0?\0", 4, 0, "UTF-16LE"},       {"\0<\0?", 4, 0, "UTF-16BE"}};

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (len >= kinds[i].len && memcmp(bytes, kinds[i].first, kinds[i].len) == 0) {
            *mark = kinds[i].mark;
            return kinds[i].charset;
        }
    }
    return NULL;
}

bool charset_is_utf16(const char *bytes, size_t len)
{
    size_t mark;
    return wide(bytes, len, &mark) || charset_bare_utf16(bytes, len);
}

size_t charset_mark(const char *bytes, size_t len)
{
    return len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static int convert_all(iconv_t cd, const char *bytes, size_t len, struct buffer *out, struct error *err)
{
    char chunk[CHUNK], *from = (char *)bytes; /* iconv's type; it does not write there */

    while (len && !out->failed) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t rc = iconv(cd, &from, &len, &to, &room);
        buffer_append(out, chunk, sizeof chunk - room);
        if (rc != (size_t)-1 || errno == E2BIG)
            continue;
        buffer_puts(out, "\xEF\xBF\xBD"); /* U+FFFD for what the charset does not have, or that is cut off */
        from += len ? 1 : 0;
        len -= len ? 1 : 0;
    }
    return out->failed ? error_set(err, FAULT_MEMORY, "no memory to convert its text to UTF-8") : 0;
}

int charset_convert_from(const char *charset, const char *bytes, size_t len, struct buffer *out, struct error *err)
{
    iconv_t cd = iconv_open("UTF-8", charset);

    if (cd == (iconv_t)-1)
        return error_errno(err, errno, "this system cannot convert %s", charset);
    int rc = convert_all(cd, bytes, len, out, err);
    iconv_close(cd);
    return rc;
}

int charset_convert(const char *bytes, size_t len, struct buffer *out, const char **warning, struct error *err)
{
    *warning = NULL;
    size_t mark;
    const char *charset = wide(bytes, len, &mark);
    if (charset)
        return charset_convert_from(charset, bytes + mark, len - mark, out, err);
    const char *bare = charset_bare_utf16(bytes, len);
    if (bare) {
        *warning = "has no mark of its charset, read as UTF-16";
        return charset_convert_from(bare, bytes, len, out, err);
    }

    mark = charset_mark(bytes, len);
    struct census c = count(bytes + mark, len - mark, SIZE_MAX);
    if (c.broken > c.letters && !mark) {
        const struct charset *guess = charset_guess(bytes, len);
        *warning = guess->warning;
        return charset_convert_from(guess->name, bytes, len, out, err);
    }
    if (c.broken)
        *warning = "holds bytes that are not UTF-8, replaced";
    if (!buffer_append(out, bytes + mark, len - mark))
        return error_set(err, FAULT_MEMORY, "no memory to convert its text to UTF-8");
    return 0;
}
