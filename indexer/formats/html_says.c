/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_says.c - what a page's author says an element is, by its attributes.
 *
 * class and id are cut into words at marks, digits and capitals ("relatedLinks" is "links"). Words that sites
 * have in common are looked up, alone and as neighbours; no name of a site is. */
#include "indexer/formats/html_says.h"

#include "indexer/formats/html_names.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { WORD_MAX = 24, WORDS_MAX = 48 };

/* Each alone says that the element leads to other articles. */
static const char *const others[] = {
    "related",  "recommended", "recommendation", "recommendations", "recirc",  "recirculation",
    "popular",  "trending",    "relatedposts",   "relatedarticles", "seealso", "alsoread",
    "upnext",   "readmore",    "morelinks",      "teaser",          "teasers", "crosslinks",
    "outbrain", "taboola",     "linkbox",        "playlist",        NULL};
static const char *const others_pairs[] = {"read more",
                                           "see also",
                                           "most read",
                                           "most viewed",
                                           "most popular",
                                           "more stories",
                                           "more from",
                                           "more on",
                                           "more news",
                                           "up next",
                                           "read next",
                                           "next up",
                                           "also like",
                                           "also read",
                                           "top stories",
                                           "latest news",
                                           "latest stories",
                                           "keep reading",
                                           "editors picks",
                                           "story links",
                                           "article links",
                                           "suggested articles",
                                           "link list",
                                           "link box",
                                           "links list",
                                           "inline links",
                                           "post navigation",
                                           "post nav",
                                           NULL};

/* Each alone says that the element is not the text. */
static const char *const beside[] = {"nav",           "navigation",   "navbar",     "breadcrumb",
                                     "breadcrumbs",   "sidebar",      "footer",     "related",
                                     "share",         "sharing",      "shares",     "sharebar",
                                     "sharethis",     "sharedaddy",   "social",     "socials",
                                     "addtoany",      "addthis",      "newsletter", "newsletters",
                                     "subscribe",     "subscription", "signup",     "promo",
                                     "promos",        "promotion",    "advert",     "adverts",
                                     "advertisement", "advertising",  "ad",         "ads",
                                     "adsbygoogle",   "sponsor",      "sponsored",  "cookie",
                                     "cookies",       "consent",      "gdpr",       "caption",
                                     "captions",      "credit",       "credits",    "bio",
                                     "biography",     "tags",         "taglist",    "tagcloud",
                                     "pagination",    "pager",        "modal",      "popup",
                                     "login",         "rating",       "ratings",    "toolbar",
                                     "copyright",     "infobox",      "toc",        "jumplink",
                                     "masthead",      "imprint",      "authorbox",  "authorbio",
                                     "jetpack",       "sociable",     "topics",     "slideshow",
                                     "thumbnail",     "thumbnails",   "banner",     "bottombar",
                                     "topbar",        "noprint",      "donate",     "donation",
                                     "fineprint",     "tooltip",      "follow",     "feedback",
                                     "popover",       "hovercard",    "disclosure", "disclaimer",
                                     "navbox",        "dropdown",     "flyout",     "offcanvas",
                                     "kicker",        "eyebrow",      "subnav",     "correction-log",
                                     "polls",         "poll",         "survey",     NULL};

/* Two neighbours that say it together. */
static const char *const beside_pairs[] = {"sign up",           "post tags",    "skip link",
                                           "screen reader",     "sr only",      "visually hidden",
                                           "photo credit",      "image credit", "media credit",
                                           "image description", "wp caption",   "table contents",
                                           "contents table",    "pull quote",   "key points",
                                           "call action",       "user profile", "article tools",
                                           "story tools",       "print only",   "tag list",
                                           "tags list",         "news letter",  "mailing list",
                                           "back top",          "image info",   "photo info",
                                           "media info",        "bread crumb",  "bread crumbs",
                                           "contributor info",  "writer bio",   NULL};

/* Who wrote the article, and when. */
static const char *const credit[] = {"byline",    "bylines", "timestamp",    "dateline", "meta",     "infoline",
                                     "datetime",  "pubdate", "postmetadata", "datum",    "postmeta", "entrymeta",
                                     "published", NULL};
static const char *const credit_pairs[] = {"about author",       "author box",       "author info",
                                           "author bio",         "author card",      "author profile",
                                           "author description", "author meta",      "author details",
                                           "post author",        "entry meta",       "post meta",
                                           "article meta",       "meta data",        "post info",
                                           "entry footer",       "post footer",      "article footer",
                                           "story meta",         "article info",     "entry date",
                                           "post date",          "article date",     "publish date",
                                           "pub date",           "publication date", "date published",
                                           "date time",          "date author",      "author date",
                                           "article author",     "story date",       NULL};

static const char *const comments[] = {"comment",  "comments",  "commentlist", "disqus",     "livefyre",    "respond",
                                       "replies",  "viafoura",  "commenting",  "kommentare", "comentarios", "reactions",
                                       "pingback", "trackback", "discussion",  NULL};

static const char *const body_pairs[] = {
    "article body", "story body", "post body",    "entry content", "post content", "article content", "story content",
    "article text", "story text", "body content", "body copy",     "news content", "main text",       "content body",
    "news body",    "post text",  "entry body",   "news text",     "body text",    "text body",       "article copy",
    "story copy",   NULL};
static const char *const body_words[] = {"articlebody",  "storybody",   "postbody",
                                         "entrycontent", "bodytext",    "articletext",
                                         "storytext",    "postcontent", NULL};

/* "has-sidebar" is about the page, "category-ads" about the article's subject. */
static const char *const of_another[] = {"has",      "with",     "no",      "without", "show", "hide",
                                         "is",       "wrap",     "wrapper", "layout",  "open", "enabled",
                                         "disabled", "category", "tag",     "tax",     NULL};

struct words {
    char at[WORDS_MAX][WORD_MAX];
    bool starts[WORDS_MAX]; /* a class or id of its own begins here */
    size_t count;
};

static void add_words(const char *text, struct words *w)
{
    bool fresh = true, within = false;
    size_t used = 0;
    for (const char *c = text; c && *c; c++) {
        bool space = isspace((unsigned char)*c);
        bool letter = isalpha((unsigned char)*c) || (unsigned char)*c >= 0x80;
        bool turn = within && isupper((unsigned char)*c) && islower((unsigned char)c[-1]);
        if (within && (!letter || turn)) {
            w->count++;
            within = false;
        }
        if (space)
            fresh = true;
        if (!letter)
            continue;
        if (!within) {
            if (w->count == WORDS_MAX)
                return;
            used = 0;
            w->starts[w->count] = fresh;
            fresh = false;
            within = true;
        }
        if (used + 1 < WORD_MAX)
            w->at[w->count][used++] = (char)tolower((unsigned char)*c);
        w->at[w->count][used] = '\0';
    }
    w->count += within;
}

static bool pair_is_one_of(const struct words *w, size_t i, const char *const *pairs)
{
    char both[2 * WORD_MAX + 1];
    if (i + 1 >= w->count || w->starts[i + 1])
        return false;
    snprintf(both, sizeof both, "%s %s", w->at[i], w->at[i + 1]);
    return html_word_is_one_of(both, pairs);
}

/* The word i is about something else: behind "has", before "wrapper". */
static bool is_of_another(const struct words *w, size_t i)
{
    for (size_t j = i; j > 0 && !w->starts[j]; j--) {
        if (html_word_is_one_of(w->at[j - 1], of_another))
            return true;
    }
    return i + 1 < w->count && !w->starts[i + 1] &&
           (strcmp(w->at[i + 1], "wrap") == 0 || strcmp(w->at[i + 1], "wrapper") == 0 ||
            strcmp(w->at[i + 1], "enabled") == 0);
}

static enum html_says words_say(const struct words *w)
{
    enum html_says says = HTML_SAYS_NOTHING;
    for (size_t i = 0; i < w->count; i++) {
        if (html_word_is_one_of(w->at[i], comments) && !is_of_another(w, i) &&
            (w->starts[i] || strcmp(w->at[i], "comment") != 0)) /* a "headerComment" is an opinion */
            return HTML_SAYS_COMMENTS;
        if (pair_is_one_of(w, i, others_pairs) || (html_word_is_one_of(w->at[i], others) && !is_of_another(w, i)))
            return HTML_SAYS_OTHERS;
        if (pair_is_one_of(w, i, beside_pairs) || (html_word_is_one_of(w->at[i], beside) && !is_of_another(w, i)))
            return HTML_SAYS_BESIDE;
        if (pair_is_one_of(w, i, credit_pairs) || (html_word_is_one_of(w->at[i], credit) && !is_of_another(w, i)))
            says = HTML_SAYS_CREDIT;
        else if (says == HTML_SAYS_NOTHING &&
                 (pair_is_one_of(w, i, body_pairs) || html_word_is_one_of(w->at[i], body_words)))
            says = HTML_SAYS_BODY;
    }
    return says;
}

static enum html_says role_says(const xmlNode *node)
{
    static const char *const roles[] = {"navigation", "complementary", "banner",  "contentinfo", "search",
                                        "dialog",     "menu",          "menubar", "alert",       "toolbar",
                                        "tooltip",    "alertdialog",   NULL};
    char *role = html_attribute(node, "role");
    enum html_says says = role && html_word_is_one_of(role, roles) ? HTML_SAYS_BESIDE : HTML_SAYS_NOTHING;
    xmlFree(role);
    return says;
}

static bool is_hidden(const xmlNode *node)
{
    char *style = html_attribute(node, "style");
    bool hidden =
        xmlHasProp((xmlNode *)node, (const xmlChar *)"hidden") || html_attribute_is(node, "aria-hidden", "true");
    if (style) {
        const char *display = strcasestr(style, "display");
        hidden = hidden || (display && strncasecmp(display + 7 + strspn(display + 7, " :"), "none", 4) == 0);
    }
    xmlFree(style);
    return hidden;
}

enum html_says html_says(const xmlNode *node)
{
    static const char *const facts[] = {"author",    "caption", "comment", "datePublished", "dateModified", "headline",
                                        "publisher", "image",   NULL};
    if (!node->properties)
        return HTML_SAYS_NOTHING;
    char *item = html_attribute(node, "itemprop");
    enum html_says says = !item                              ? HTML_SAYS_NOTHING
                          : strcasestr(item, "articleBody")  ? HTML_SAYS_BODY
                          : html_word_is_one_of(item, facts) ? HTML_SAYS_BESIDE
                                                             : HTML_SAYS_NOTHING;
    xmlFree(item);
    if (says == HTML_SAYS_NOTHING && is_hidden(node))
        says = HTML_SAYS_HIDDEN;
    if (says == HTML_SAYS_NOTHING)
        says = role_says(node);
    if (says != HTML_SAYS_NOTHING)
        return says;
    struct words w;
    w.count = 0;
    char *class = html_attribute(node, "class"), *id = html_attribute(node, "id");
    add_words(class, &w);
    add_words(id, &w);
    xmlFree(class);
    xmlFree(id);
    return words_say(&w);
}
