/* SPDX-License-Identifier: GPL-2.0-or-later */
/* page.c - what all pages have. */
#include "searchd/web/page.h"

#include <inttypes.h>
#include <stdio.h>
#include <xxhash.h>

#include "searchd/web/assets.h"
#include "searchd/web/html.h"
#include "searchd/web/page_url.h"

/* Nothing runs or is shown that is not served here; no other page may hold ours in a frame. */
static const char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                             "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static const char icon[] = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
                           "%3Crect width='32' height='32' rx='6' fill='%231d4e89'/%3E%3Cg fill='none' "
                           "stroke='%23fff' stroke-width='3'%3E%3Ccircle cx='14' cy='14' r='7'/%3E"
                           "%3Cpath d='m19 19 7 7'/%3E%3C/g%3E%3C/svg%3E";

static const char *site_name(const struct page *page)
{
    return page->request->service->site_name;
}

static void put_head(struct buffer *out, const struct page *page)
{
    html(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
              "<meta name=\"color-scheme\" content=\"light dark\">\n");
    html(out, "<title>%s%s%s</title>\n", page->title, page->title ? " – " : "", site_name(page));
    if (page->no_index)
        html(out, "<meta name=\"robots\" content=\"noindex\">\n");
    html(out, "<link rel=\"stylesheet\" href=\"%sstyle.css?v=%s\">\n", page->root, asset_at("/style.css")->version);
    html(out, "<script src=\"%spage.js?v=%s\" defer></script>\n", page->root, asset_at("/page.js")->version);
    html(out, "<link rel=\"icon\" href=\"%s\">\n", icon);
    html(out, "<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"%s\" "
              "href=\"%sopensearch.xml\">\n", site_name(page), page->root);
    if (page->canonical)
        html(out, "<link rel=\"canonical\" href=\"%s\">\n", page->canonical);
    if (page->feed)
        html(out, "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"%s\">\n", page->feed);
    html(out, "</head>\n");
}

static void put_hidden(void *ctx, const char *name, const char *value, size_t len)
{
    struct buffer *out = ctx;
    html(out, "<input type=\"hidden\" name=\"%s\" value=\"", name);
    html_text(out, value, len);
    html(out, "\">\n");
}

void page_hidden(struct buffer *out, const struct search_params *p, unsigned parts)
{
    page_url_each(p, parts, put_hidden, out);
}

static void put_form(struct buffer *out, const struct page *page)
{
    const struct search_params *p = page->params;
    html(out, "<hustings-search src=\"%s\" results=\"page\" articles=\"archive\">\n"
              "<form id=\"search\" class=\"search\" role=\"search\" action=\"%s\">\n"
              "<label for=\"q\">Search the archive</label>\n"
              "<input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" maxlength=\"2000\" value=\"",
         page->root, page->root);
    if (p && p->search.q)
        html_text(out, p->search.q, p->search.q_len);
    html(out, "\">\n<button>Search</button>\n");
    if (p)
        page_hidden(out, p, PAGE_KEEPS); /* of the old query's view */
    html(out, "</form>\n</hustings-search>\n");
}

void page_open(struct buffer *out, const struct page *page)
{
    put_head(out, page);
    html(out, "<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n"
              "<header class=\"top\">\n<a class=\"home\" href=\"%s\">%s</a>\n", page->root, site_name(page));
    put_form(out, page);
    html(out, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

void page_close(struct buffer *out, const struct page *page)
{
    html(out, "</main>\n<footer class=\"foot\"><p>Searched by Hustings. <a href=\"%sopenapi.json\">API</a> · "
              "<a href=\"%sv1/status\">Status</a></p></footer>\n</body>\n</html>\n", page->root, page->root);
}

void page_send(struct response *response, int status, struct buffer *out, bool kept)
{
    if (out->failed) {
        response->failed = true;
        return;
    }
    response->status = status;
    uint64_t hash = XXH3_64bits(out->data, out->len);
    response_body(response, out, "text/html; charset=utf-8");
    response_header(response, "Content-Security-Policy", policy);
    response_header(response, "Referrer-Policy", "same-origin"); /* what somebody searches for is theirs */
    response_header(response, "Cache-Control", kept ? "no-cache" : "no-store");
    if (kept) {
        char etag[32];
        snprintf(etag, sizeof etag, "page-%016" PRIx64, hash);
        response_etag(response, etag);
    }
}
