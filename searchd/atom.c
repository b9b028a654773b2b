/* SPDX-License-Identifier: GPL-2.0-or-later */
/* atom.c - articles as an Atom feed.
 *
 * Nothing in it is the time of the request: the same snapshot gives the same bytes. */
#include "searchd/atom.h"

#include <string.h>
#include <strings.h>

#include "archive/article_history.h"
#include "archive/name_uuid.h"
#include "archive/one_line.h"
#include "archive/permalink.h"

/* Ours: what to give as since next time. */
#define SNAPSHOT_ELEMENT "h:snapshot"
#define SNAPSHOT_SPACE "urn:hustings"

enum { LINE_BYTES_MAX = 1 << 20, LANG_PART_MAX = 8 };

/* One document while it is written. */
struct writing {
    const struct atom_feed *feed;
    struct buffer *out;
    struct buffer line, name; /* what is written next */
    struct arena *arena;
    bool failed;
};

static void put_escaped(struct buffer *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (text[i]) {
        case '&':
            buffer_puts(out, "&amp;");
            break;
        case '<':
            buffer_puts(out, "&lt;");
            break;
        case '>':
            buffer_puts(out, "&gt;");
            break;
        case '"':
            buffer_puts(out, "&quot;");
            break;
        default:
            buffer_putc(out, text[i]);
        }
    }
}

/* text as one line, in w->line; false: nothing is left of it. */
static bool make_line(struct writing *w, struct record_text text)
{
    buffer_clear(&w->line);
    w->failed |= text.data && !one_line(text.data, text.len, &w->line);
    return w->line.len > 0;
}

/* <before>text<after>, unless text is blank. */
static bool put_text(struct writing *w, const char *before, struct record_text text, const char *after)
{
    if (!make_line(w, text))
        return false;
    buffer_puts(w->out, before);
    put_escaped(w->out, w->line.data, w->line.len);
    buffer_puts(w->out, after);
    return true;
}

static void put_id(struct writing *w, const char *kind, const char *name, size_t len)
{
    char uuid[NAME_UUID_BYTES];
    buffer_clear(&w->name);
    buffer_printf(&w->name, "%s ", kind);
    buffer_append(&w->name, name, len);
    w->failed |= w->name.failed || !name_uuid(w->feed->archive, w->name.data, w->name.len, uuid);
    if (!w->failed)
        buffer_printf(w->out, "<id>urn:uuid:%s</id>\n", uuid);
}

static void put_time(struct writing *w, const char *element, int64_t seconds)
{
    char text[HISTORY_TIME_MAX];
    history_time(seconds > 0 ? seconds : 1, text);
    buffer_printf(w->out, "<%s>%s</%s>\n", element, text, element);
}

static void put_link(struct writing *w, const char *rel, const char *type, const char *base, const char *target)
{
    if (!target)
        return;
    buffer_printf(w->out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    put_escaped(w->out, base, strlen(base));
    put_escaped(w->out, target, strlen(target));
    buffer_puts(w->out, "\"/>\n");
}

/* ---- an article ------------------------------------------------------ */

static int64_t updated_of(const struct atom_feed *feed, const struct search_result *r)
{
    return r->stored > 0 ? r->stored : feed->snapshot_time;
}

/* The article's own address, if it is one that a reader may follow; what no IRI has in it is escaped. */
static bool put_own_link(struct writing *w, struct record_text url)
{
    if (!make_line(w, url) ||
        (strncasecmp(w->line.data, "http://", 7) != 0 && strncasecmp(w->line.data, "https://", 8) != 0))
        return false;
    buffer_puts(w->out, "<link rel=\"alternate\" type=\"text/html\" href=\"");
    for (size_t i = 0; i < w->line.len; i++) {
        if (strchr(" \"<>\\^`{|}[]", w->line.data[i]))
            buffer_printf(w->out, "%%%02X", (unsigned)(unsigned char)w->line.data[i]);
        else
            put_escaped(w->out, &w->line.data[i], 1);
    }
    buffer_puts(w->out, "\"/>\n");
    return true;
}

static void put_links(struct writing *w, const struct record *r)
{
    bool own = put_own_link(w, r->url);
    buffer_clear(&w->name);
    w->failed |= !permalink_put(r->id, r->withdrawn ? NULL : r->hash, &w->name);
    if (w->failed)
        return;
    put_link(w, own ? "via" : "alternate", "application/json", w->feed->base, w->name.data);
}

/* Who wrote it, else who printed it: an entry has an author. */
static void put_authors(struct writing *w, const struct record *r)
{
    static const char before[] = "<author><name>", after[] = "</name></author>\n";
    bool any = false;
    for (size_t i = 0; i < r->author_count; i++)
        any |= put_text(w, before, r->authors[i], after);
    if (!any && !put_text(w, before, r->source, after))
        buffer_printf(w->out, "%sunknown%s", before, after);
}

/* RFC 3339 wants a time of day: a day is told by its beginning. A month or a year is no moment, and left out. */
static void put_published(struct writing *w, struct record_text date)
{
    struct date d;
    char text[32];
    if (!date.data || !date_parse_iso(date.data, date.len, &d, NULL) || d.precision < DATE_DAY)
        return;
    d.precision = DATE_TIME;
    date_format(&d, text);
    buffer_printf(w->out, "<published>%s</published>\n", text);
}

/* As xml:lang has it: "en", "en-GB". */
static bool is_language(struct record_text lang)
{
    size_t part = 0;
    bool first = true;
    for (size_t i = 0; i < lang.len; i++) {
        char c = lang.data[i], small = (char)(c | 0x20);
        if (c == '-') {
            if (!part)
                return false;
            part = 0;
            first = false;
        } else if (!((small >= 'a' && small <= 'z') || (!first && c >= '0' && c <= '9')) || ++part > LANG_PART_MAX) {
            return false;
        }
    }
    return part > 0;
}

static void put_summary(struct writing *w, const struct marked *snippet)
{
    if (!snippet->text || !snippet->len)
        return;
    const char *html = marked_html(snippet, w->arena);
    w->failed |= !html;
    if (html)
        put_text(w, "<summary type=\"html\">", (struct record_text){html, strlen(html)}, "</summary>\n");
}

static void put_entry(struct writing *w, const struct search_result *result)
{
    const struct record *r = &result->record;
    buffer_puts(w->out, "<entry");
    if (is_language(r->lang))
        buffer_printf(w->out, " xml:lang=\"%.*s\"", (int)r->lang.len, r->lang.data);
    buffer_puts(w->out, ">\n");
    put_id(w, "article", r->id.data, r->id.len);
    /* Without a title the id: readers show nothing to click on otherwise. */
    if (!put_text(w, "<title type=\"text\">", r->title, "</title>\n") &&
        !put_text(w, "<title type=\"text\">", r->id, "</title>\n"))
        buffer_puts(w->out, "<title type=\"text\"/>\n");
    put_links(w, r);
    put_authors(w, r);
    put_published(w, r->date);
    put_time(w, "updated", updated_of(w->feed, result));
    put_text(w, "<category term=\"", r->section, "\"/>\n");
    for (size_t i = 0; i < r->tag_count; i++)
        put_text(w, "<category term=\"", r->tags[i], "\"/>\n");
    put_summary(w, &result->snippet);
    buffer_puts(w->out, "</entry>\n");
}

/* ---- the whole ------------------------------------------------------- */

int64_t atom_updated(const struct atom_feed *feed, const struct newest *page)
{
    int64_t latest = 0;
    for (size_t i = 0; i < page->count; i++)
        if (updated_of(feed, &page->results[i]) > latest)
            latest = updated_of(feed, &page->results[i]);
    return latest ? latest : feed->snapshot_time;
}

bool atom_put(const struct atom_feed *feed, const struct newest *page, struct arena *arena, struct buffer *out)
{
    static const char atom[] = "application/atom+xml";
    struct writing w = {.feed = feed, .out = out, .arena = arena, .line = buffer_make(LINE_BYTES_MAX),
                        .name = buffer_make(LINE_BYTES_MAX)};
    buffer_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    put_id(&w, "feed", page->hash, strlen(page->hash));
    if (!put_text(&w, "<title type=\"text\">", (struct record_text){feed->title, feed->title_len}, "</title>\n"))
        buffer_puts(out, "<title type=\"text\">All articles</title>\n");
    put_time(&w, "updated", atom_updated(feed, page));
    buffer_puts(out, "<generator version=\"" HUSTINGS_VERSION "\">Hustings</generator>\n");
    put_text(&w, "<" SNAPSHOT_ELEMENT " xmlns:h=\"" SNAPSHOT_SPACE "\">",
             (struct record_text){feed->snapshot, strlen(feed->snapshot)}, "</" SNAPSHOT_ELEMENT ">\n");
    put_link(&w, "self", atom, feed->base, feed->self);
    put_link(&w, "alternate", "text/html", feed->base, feed->page);
    put_link(&w, "alternate", "application/json", feed->base, feed->search);
    put_link(&w, "previous", atom, feed->base, feed->previous);
    put_link(&w, "next", atom, feed->base, feed->next);
    for (size_t i = 0; i < page->count; i++)
        put_entry(&w, &page->results[i]);
    buffer_puts(out, "</feed>\n");
    w.failed |= w.line.failed || w.name.failed;
    buffer_free(&w.line);
    buffer_free(&w.name);
    return !w.failed && !out->failed;
}
