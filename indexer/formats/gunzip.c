/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gunzip.c - gzip unpacked as it comes; anything else is passed on as it is. */
#include "indexer/formats/gunzip.h"

#include <stdlib.h>
#include <zlib.h>

enum { OUT_BYTES = 64 << 10, MAGIC = 3, GZIP_WINDOW = 15 + 16 };

static const char magic[MAGIC] = {'\x1f', '\x8b', '\x08'}; /* each byte another, so that a search goes on from any */

enum state { OPENING, PLAIN, WITHIN, BETWEEN };

struct gunzip {
    input_source *source;
    void *source_ctx;
    const char *in; /* of the source, not used up */
    size_t in_len;
    bool ended;     /* the source has no more */
    enum state state;
    size_t matched; /* bytes of magic before in */
    bool junk;      /* behind the last member stood something else */
    bool damaged;
    z_stream z;
    unsigned char out[OUT_BYTES];
};

struct gunzip *gunzip_new(input_source *source, void *ctx)
{
    struct gunzip *g = calloc(1, sizeof *g);

    if (!g || inflateInit2(&g->z, GZIP_WINDOW) != Z_OK) {
        free(g);
        return NULL;
    }
    g->source = source;
    g->source_ctx = ctx;
    return g;
}

void gunzip_free(struct gunzip *g)
{
    if (!g)
        return;
    inflateEnd(&g->z);
    free(g);
}

/* Unpacks from `from`; what came out is in g->out, its length returned. */
static size_t unpack(struct gunzip *g, const char **from, size_t *len)
{
    g->z.next_in = (Bytef *)*from;
    g->z.avail_in = (uInt)(*len < UINT32_MAX ? *len : UINT32_MAX);
    g->z.next_out = g->out;
    g->z.avail_out = OUT_BYTES;
    int rc = inflate(&g->z, Z_NO_FLUSH);
    *len -= (size_t)((const char *)g->z.next_in - *from);
    *from = (const char *)g->z.next_in;
    if (rc != Z_OK && rc != Z_BUF_ERROR) {
        g->damaged = g->damaged || rc != Z_STREAM_END;
        g->state = BETWEEN;
        g->matched = 0;
        g->junk = false;
    }
    return OUT_BYTES - g->z.avail_out;
}

static void begin_member(struct gunzip *g)
{
    const char *from = magic;
    size_t len = MAGIC;

    inflateReset(&g->z);
    g->state = WITHIN;
    unpack(g, &from, &len); /* nothing can come out yet */
}

/* The first bytes. 1: they are not gzip, and *bytes those that were taken to tell. */
static int open_stream(struct gunzip *g, const char **bytes, size_t *len)
{
    while (g->in_len && g->matched < MAGIC && *g->in == magic[g->matched]) {
        g->in++;
        g->in_len--;
        g->matched++;
    }
    if (g->matched == MAGIC) {
        begin_member(g);
        return 0;
    }
    if (!g->in_len && !g->ended)
        return 0;
    g->state = PLAIN;
    *bytes = magic;
    *len = g->matched;
    return g->matched > 0;
}

static void find_member(struct gunzip *g)
{
    while (g->in_len && g->matched < MAGIC) {
        char c = *g->in++;
        g->in_len--;
        g->junk = g->junk || c != magic[g->matched];
        g->matched = c == magic[g->matched] ? g->matched + 1 : c == magic[0];
    }
    if (g->matched == MAGIC) {
        g->damaged = g->damaged || g->junk; /* it stood where a member ought to */
        begin_member(g);
    }
}

static int end(const struct gunzip *g, struct error *err)
{
    if (g->state == WITHIN)
        return error_set(err, FAULT_IO, "cannot be read to its end: its gzip data is cut off");
    if (g->damaged)
        return error_set(err, FAULT_IO, "cannot be read in places: its gzip data is damaged");
    return 0;
}

static int refill(struct gunzip *g, struct error *err)
{
    int more = g->in_len || g->ended ? 1 : g->source(g->source_ctx, &g->in, &g->in_len, err);

    if (more <= 0)
        g->in_len = 0;
    g->ended = g->ended || more == 0;
    return more < 0 ? -1 : 0;
}

int gunzip_take(void *ctx, const char **bytes, size_t *len, struct error *err)
{
    struct gunzip *g = ctx;

    for (;;) {
        if (refill(g, err))
            return -1;
        switch (g->state) {
        case OPENING:
            if (open_stream(g, bytes, len))
                return 1;
            break;
        case PLAIN:
            *bytes = g->in;
            *len = g->in_len;
            g->in_len = 0;
            return *len > 0;
        case WITHIN:
            *len = unpack(g, &g->in, &g->in_len);
            *bytes = (const char *)g->out;
            if (*len)
                return 1;
            break;
        case BETWEEN:
            find_member(g);
            break;
        }
        if (g->ended && !g->in_len && g->state != PLAIN)
            return end(g, err);
    }
}
