/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capture.c - one record of a web archive: a page is read, anything else counted and left out. */
#include "indexer/formats/capture.h"

#include "indexer/formats/capture_page.h"
#include "indexer/formats/http_body.h"
#include "indexer/formats/http_head.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    HEAD_BYTES_MAX = 64 << 10, /* longer heads are of no server */
    OK = 200,
    REDIRECTS = 300,
    ERRORS = 400
};

void capture_refuse(const struct captures *c, const char *uri, const char *reason, struct raw record)
{
    char where[WHERE_MAX];

    capture_where(c, uri, where);
    c->sink->problem(c->sink->ctx, where, reason, record);
}

static void warn(const struct captures *c, const char *uri, const char *reason)
{
    char where[WHERE_MAX];

    capture_where(c, uri, where);
    c->sink->warning(c->sink->ctx, where, reason);
}

/* A record's block, as much of it as was read. */
struct block {
    struct input *in;
    uint64_t left; /* bytes still to come */
    struct buffer bytes;
    bool cut;     /* the input ended within */
    int rc;       /* -1: it cannot be read on, err says why */
    struct error *err;
};

/* Reads on until the block, or what may be kept of it, is whole; keep false: to nowhere. */
static void read_on(struct block *b, size_t until, bool keep)
{
    const char *bytes;
    size_t len;

    while (!b->rc && !b->cut && b->left && (!keep || b->bytes.len < until)) {
        size_t want = keep ? until - b->bytes.len : SIZE_MAX;
        int more = input_take(b->in, want < b->left ? want : (size_t)b->left, &bytes, &len, b->err);
        if (more <= 0) {
            b->rc = more;
            b->cut = true;
            return;
        }
        b->left -= len;
        if (keep && !buffer_append(&b->bytes, bytes, len))
            b->rc = error_set(b->err, FAULT_MEMORY, "no memory for a page");
    }
}

static bool is_stopped(const struct block *b)
{
    return b->rc < 0 && b->err->fault == FAULT_NONE;
}

static int leave(struct captures *c, enum left_out why)
{
    c->left[why]++;
    return 0;
}

static int left_by_status(struct captures *c, int status)
{
    return leave(c, status >= ERRORS ? LEFT_ERRORS : status >= REDIRECTS ? LEFT_REDIRECTS : LEFT_STATUSES);
}

/* The body in the block behind its head, ready to be read as a page. */
static int read_body(struct captures *c, const struct capture *one, struct block *b, struct http_head *head)
{
    struct buffer body = buffer_make(DOCUMENT_BYTES_MAX);
    const char *reason = one->cut;
    bool cut = false;
    char *bytes = b->bytes.data ? b->bytes.data + head->len : NULL;
    size_t len = b->bytes.len - head->len;

    if (head->chunked && len)
        len = http_unchunk(bytes, len, &cut);
    if (!len)
        return leave(c, LEFT_EMPTY);
    enum http_decoded how = http_decode(head->coding, bytes, len, &body);
    if (b->cut)
        reason = "the file ends within it";
    else if ((cut || how == HTTP_CUT) && !reason)
        reason = "its end is missing or damaged";
    int rc = 0;
    if (how == HTTP_UNKNOWN) {
        leave(c, LEFT_CODINGS);
    } else if (how == HTTP_DAMAGED) {
        capture_refuse(c, one->uri, "is packed by HTTP and damaged", (struct raw){b->bytes.data, b->bytes.len});
    } else if (how == HTTP_TOO_LARGE) {
        capture_refuse(c, one->uri, "unpacks to over 64 MiB, which no page is", (struct raw){0});
    } else if (!body.len) {
        leave(c, LEFT_EMPTY);
    } else {
        if (reason) {
            char text[160];
            snprintf(text, sizeof text, "is cut off (%.100s), read as far as it goes", reason);
            warn(c, one->uri, text);
        }
        rc = capture_page(c, one, &body, head->charset, b->err);
    }
    buffer_free(&body);
    return rc;
}

static int read_block(struct captures *c, const struct capture *one, struct block *b)
{
    struct http_head head = {0};

    read_on(b, HEAD_BYTES_MAX, true);
    if (is_stopped(b))
        return -1;
    const char *bytes = b->bytes.data ? b->bytes.data : "";
    if (!one->type && http_head_read(bytes, b->bytes.len, &head)) {
        if (head.status != OK)
            return left_by_status(c, head.status);
    } else {
        const char *type = one->type ? one->type : "";
        http_type_read(type, strlen(type), &head);
    }
    if (!*head.type && format_detect(bytes + head.len, b->bytes.len - head.len, one->uri) == FORMAT_HTML)
        memcpy(head.type, "text/html", sizeof "text/html");
    if (!http_is_html(&head))
        return leave(c, LEFT_NOT_HTML);
    if (b->left > DOCUMENT_BYTES_MAX - b->bytes.len) {
        capture_refuse(c, one->uri, "is over 64 MiB, which no page is", (struct raw){0});
        return 0;
    }
    read_on(b, DOCUMENT_BYTES_MAX, true);
    return is_stopped(b) ? -1 : read_body(c, one, b, &head);
}

static void say_cut(const struct captures *c, const char *uri, const struct block *b)
{
    if (b->cut && !b->rc)
        warn(c, uri, "the file ends within this record");
}

int capture_read(struct captures *c, const struct capture *one, struct input *in, uint64_t len, struct error *err)
{
    struct error why = {0};
    struct block b = {.in = in, .left = len, .bytes = buffer_make(DOCUMENT_BYTES_MAX), .err = &why};

    int rc = read_block(c, one, &b);
    buffer_free(&b.bytes);
    if (rc == 0 && !b.cut) { /* what is cut was said of the page, if it is one */
        read_on(&b, 0, false);
        say_cut(c, one->uri, &b);
    }
    return rc < 0 || b.rc < 0 ? error_set(err, why.fault, "%s", why.text) : 0;
}

int capture_leave_out(struct captures *c, enum left_out why, struct input *in, uint64_t len, struct error *err)
{
    struct block b = {.in = in, .left = len, .err = err};

    leave(c, why);
    read_on(&b, 0, false);
    say_cut(c, "", &b);
    return b.rc;
}

void captures_end(const struct captures *c)
{
    static const char *const words[LEFT_KINDS] = {
        [LEFT_REDIRECTS] = "redirects", [LEFT_ERRORS] = "errors",
        [LEFT_STATUSES] = "of another status than 200", [LEFT_NOT_HTML] = "not HTML",
        [LEFT_EMPTY] = "empty", [LEFT_CODINGS] = "packed in an unknown way",
        [LEFT_REQUESTS] = "requests", [LEFT_REVISITS] = "revisits",
        [LEFT_METADATA] = "metadata", [LEFT_OTHERS] = "DNS and the like"};
    char text[512];
    uint64_t all = 0;
    int n = snprintf(text, sizeof text, "%" PRIu64 " pages read", c->pages);

    for (int i = 0; i < LEFT_KINDS; i++) {
        if (!c->left[i])
            continue;
        n += snprintf(text + n, sizeof text - (size_t)n, "%s %" PRIu64 " %s", all ? "," : "; left out:", c->left[i],
                      words[i]);
        all += c->left[i];
    }
    if (all && c->sink->note)
        c->sink->note(c->sink->ctx, c->name, text);
}
