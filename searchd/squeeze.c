/* SPDX-License-Identifier: GPL-2.0-or-later */
/* squeeze.c - bytes compressed with state that is kept for the next. */
#include "searchd/squeeze.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum {
    GZIP_SMALL = 64 << 10, /* bytes; above, a network is what takes long */
    GZIP_LEVEL_SMALL = 1,
    GZIP_LEVEL = 4,
    GZIP_WINDOW = 15 + 16, /* zlib's way of saying: gzip framing */
    GZIP_MEMORY = 8,       /* zlib's default */
    ZSTD_LEVEL = 3
};

struct encoder {
    z_stream gzip;
    bool has_gzip;
    ZSTD_CCtx *zstd;
};

struct encoder *encoder_new(void)
{
    return calloc(1, sizeof(struct encoder));
}

void encoder_free(struct encoder *e)
{
    if (!e)
        return;
    if (e->has_gzip)
        deflateEnd(&e->gzip);
    ZSTD_freeCCtx(e->zstd);
    free(e);
}

/* Room for less than len bytes, so that what is no smaller does not fit. */
static bool make_room(struct buffer *out, size_t len)
{
    return len > 1 && buffer_reserve(out, len - 1);
}

static bool begin_gzip(struct encoder *e, int level)
{
    if (!e->has_gzip)
        e->has_gzip = deflateInit2(&e->gzip, level, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) == Z_OK;
    return e->has_gzip && deflateReset(&e->gzip) == Z_OK &&
           deflateParams(&e->gzip, level, Z_DEFAULT_STRATEGY) == Z_OK;
}

bool squeeze_gzip(struct encoder *e, const char *bytes, size_t len, struct buffer *out)
{
    if (!begin_gzip(e, len <= GZIP_SMALL ? GZIP_LEVEL_SMALL : GZIP_LEVEL) || !make_room(out, len))
        return false;
    z_stream *z = &e->gzip;
    z->next_in = (Bytef *)bytes;
    z->avail_in = (uInt)len; /* at most RESPONSE_BODY_MAX */
    z->next_out = (Bytef *)(out->data + out->len);
    z->avail_out = (uInt)(len - 1);
    if (deflate(z, Z_FINISH) != Z_STREAM_END)
        return false;
    out->len += z->total_out;
    return true;
}

bool squeeze_zstd(struct encoder *e, const char *bytes, size_t len, struct buffer *out)
{
    if (!e->zstd)
        e->zstd = ZSTD_createCCtx();
    if (!e->zstd || !make_room(out, len))
        return false;
    size_t got = ZSTD_compressCCtx(e->zstd, out->data + out->len, len - 1, bytes, len, ZSTD_LEVEL);
    if (ZSTD_isError(got))
        return false;
    out->len += got;
    return true;
}
