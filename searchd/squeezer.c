/* SPDX-License-Identifier: GPL-2.0-or-later */
/* squeezer.c - one long body compressed as its pieces come. */
#include "searchd/squeezer.h"

#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

enum {
    GZIP_LEVEL = 4,
    GZIP_WINDOW = 15 + 16, /* zlib's way of saying: gzip framing */
    GZIP_MEMORY = 8,       /* zlib's default */
    ZSTD_LEVEL = 3,
    STEP = 64 << 10 /* room that is made for output at a time */
};

struct squeezer {
    z_stream gzip;
    bool has_gzip;
    ZSTD_CCtx *zstd;
};

struct squeezer *squeezer_new(enum encoding encoding)
{
    struct squeezer *s = encoding == ENCODING_PLAIN ? NULL : calloc(1, sizeof *s);
    if (!s)
        return NULL;
    if (encoding == ENCODING_GZIP)
        s->has_gzip = deflateInit2(&s->gzip, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                                   Z_DEFAULT_STRATEGY) == Z_OK;
    else if ((s->zstd = ZSTD_createCCtx()))
        ZSTD_CCtx_setParameter(s->zstd, ZSTD_c_compressionLevel, ZSTD_LEVEL);
    if (s->has_gzip || s->zstd)
        return s;
    free(s);
    return NULL;
}

void squeezer_free(struct squeezer *s)
{
    if (!s)
        return;
    if (s->has_gzip)
        deflateEnd(&s->gzip);
    ZSTD_freeCCtx(s->zstd);
    free(s);
}

/* Once more into out's free room; *done: there is nothing left to put. */
static bool gzip_step(z_stream *z, bool last, struct buffer *out, bool *done)
{
    z->next_out = (Bytef *)(out->data + out->len);
    z->avail_out = STEP;
    int rc = deflate(z, last ? Z_FINISH : Z_NO_FLUSH);
    out->len += STEP - z->avail_out;
    *done = last ? rc == Z_STREAM_END : z->avail_in == 0 && z->avail_out > 0;
    return rc == Z_OK || rc == Z_STREAM_END || rc == Z_BUF_ERROR;
}

static bool zstd_step(ZSTD_CCtx *c, ZSTD_inBuffer *in, bool last, struct buffer *out, bool *done)
{
    ZSTD_outBuffer to = {out->data + out->len, STEP, 0};
    size_t left = ZSTD_compressStream2(c, &to, in, last ? ZSTD_e_end : ZSTD_e_continue);
    out->len += to.pos;
    *done = last ? left == 0 : in->pos == in->size;
    return !ZSTD_isError(left);
}

bool squeezer_put(struct squeezer *s, const char *bytes, size_t len, bool last, struct buffer *out)
{
    ZSTD_inBuffer in = {bytes, len, 0};
    bool done = false;
    s->gzip.next_in = (Bytef *)bytes;
    s->gzip.avail_in = (uInt)len; /* at most RESPONSE_BODY_MAX */
    while (!done) {
        if (!buffer_reserve(out, STEP) ||
            !(s->has_gzip ? gzip_step(&s->gzip, last, out, &done) : zstd_step(s->zstd, &in, last, out, &done)))
            return false;
    }
    return true;
}
