/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_change.c - two texts of an article, or of two copies, as one in which is marked what differs. */
#include <string.h>

#include "searchd/web/article_view.h"
#include "searchd/web/html_date.h"
#include "searchd/web/html_paragraphs.h"

static enum html_piece kind_of(const cJSON *piece)
{
    const char *change = api_text(piece, "change");
    return !change || strcmp(change, "same") == 0 ? PIECE_PLAIN
           : strcmp(change, "removed") == 0       ? PIECE_DEL
                                                  : PIECE_INS;
}

/* Without the white space at its end. */
static size_t words_of(const char *text)
{
    size_t len = strlen(text);
    while (len && strchr(" \t\n", text[len - 1]))
        len--;
    return len;
}

static bool ends_line(const cJSON *piece)
{
    const char *text = api_text(piece, "text");
    return text && strchr(text + words_of(text), '\n');
}

/* Pieces are whole words: white space is between them, also where their texts have none, and is no change. What was
 * removed and what took its place are one change, and where both end a line that ends once. */
static unsigned put_pieces(struct html_paragraphs *p, const cJSON *pieces, unsigned changes)
{
    const cJSON *one;
    enum html_piece before = PIECE_PLAIN;
    cJSON_ArrayForEach(one, pieces) {
        const char *text = api_text(one, "text") ? api_text(one, "text") : "", *space = text + words_of(text);
        enum html_piece kind = kind_of(one);
        bool begins = before == PIECE_PLAIN && kind != PIECE_PLAIN;
        bool replaced = kind == PIECE_DEL && one->next && kind_of(one->next) == PIECE_INS;
        changes += begins;
        html_paragraphs_put(p, kind, begins ? changes : 0, text, (size_t)(space - text));
        if (!*space || (replaced && ends_line(one) && ends_line(one->next)))
            space = one->next ? " " : "";
        html_paragraphs_put(p, PIECE_PLAIN, 0, space, strlen(space));
        before = kind;
    }
    return changes;
}

static bool has_changed(const cJSON *pieces)
{
    const cJSON *one;
    cJSON_ArrayForEach(one, pieces)
        if (kind_of(one) != PIECE_PLAIN)
            return true;
    return false;
}

static void put_version(struct buffer *out, const cJSON *version)
{
    html(out, "version %.0f", api_number(version, "version"));
    if (api_text(version, "stored")) {
        html(out, " (stored ");
        html_moment(out, api_text(version, "stored"));
        html(out, ")");
    }
}

/* What is compared with what; the object that holds the pieces. */
static const cJSON *put_heading(struct article_view *v)
{
    const cJSON *copy = cJSON_GetArrayItem(api_member(v->change.json, "copies"), 0);
    html(&v->out, "<h2 id=\"change-title\">");
    if (copy) {
        html(&v->out, "What differs in the copy of ");
        article_put_origin(v, copy);
        html(&v->out, "</h2>\n<p>The copy: ");
        article_title_link(v, copy);
        html(&v->out, "</p>\n");
        return api_member(copy, "differs");
    }
    html(&v->out, "What changed from ");
    put_version(&v->out, api_member(v->change.json, "a"));
    html(&v->out, " to ");
    put_version(&v->out, api_member(v->change.json, "b"));
    html(&v->out, "</h2>\n");
    return v->change.json;
}

static void put_legend(struct article_view *v, const cJSON *pieces)
{
    const cJSON *copy = cJSON_GetArrayItem(api_member(v->change.json, "copies"), 0);
    bool differs = has_changed(api_member(pieces, "title")) || has_changed(api_member(pieces, "text"));
    html(&v->out, "<p class=\"legend\">");
    if (!differs)
        html(&v->out, copy ? "Both say the same, word for word." : "Title and text are the same in both.");
    else
        html(&v->out, copy ? "<ins>Only in the copy</ins>, <del>only here</del>. "
                           : "<ins>Added</ins>, <del>removed</del>. ");
    if (differs)
        html(&v->out, "<a href=\"#change-1\">Go to the first change</a>");
    html(&v->out, "</p>\n");
    if (cJSON_IsFalse(api_member(pieces, "shortest")))
        html(&v->out, "<p class=\"note\">So much differs that all between the first and the last difference is shown "
                      "as one.</p>\n");
}

void article_put_change(struct article_view *v)
{
    const char *lang = api_text(v->article.json, "lang");
    struct buffer address = article_address(v, v->id);
    html(&v->out, "<section class=\"change\" aria-labelledby=\"change-title\">\n");
    const cJSON *pieces = put_heading(v), *title = api_member(pieces, "title");
    put_legend(v, pieces);
    html(&v->out, lang ? "<div class=\"text\" lang=\"%s\">\n" : "<div class=\"text\">\n", lang);
    struct html_paragraphs p = html_paragraphs_make(&v->out);
    unsigned changes = 0;
    if (has_changed(title)) {
        html(&v->out, "<div class=\"changed-title\">");
        changes = put_pieces(&p, title, changes);
        html_paragraphs_end(&p);
        html(&v->out, "</div>\n");
    }
    p.ends = 0;
    put_pieces(&p, api_member(pieces, "text"), changes);
    html_paragraphs_end(&p);
    html(&v->out, "</div>\n");
    if (p.cut)
        html(&v->out, "<p class=\"note\">The texts go on, and are too long to be shown whole.</p>\n");
    html(&v->out, "<p>");
    article_link(v, &address, "");
    html(&v->out, "Back to the text</a></p>\n</section>\n");
}
