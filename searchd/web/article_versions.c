/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_versions.c - the texts that the archive has had of an article. */
#include <stdio.h>
#include <string.h>

#include "archive/permalink.h"
#include "searchd/web/article_view.h"
#include "searchd/web/html_date.h"
#include "searchd/web/page_url.h"

enum { NUMBER_MAX = 16 };

static bool is_shown(const struct article_view *v, const cJSON *version)
{
    return !v->change.json && api_number(v->article.json, "version") == api_number(version, "version");
}

/* The text's own address; of the newest the article's. */
static void put_text_link(struct article_view *v, const cJSON *version, bool newest)
{
    const char *hash = api_text(version, "content_hash");
    struct buffer address = article_address(v, v->id);
    if (!newest && hash)
        page_url_add(&address, "hash", hash, strnlen(hash, PERMALINK_DIGITS));
    article_link(v, &address, is_shown(v, version) ? " aria-current=\"page\"" : "");
    html(&v->out, "Version %.0f</a>", api_number(version, "version"));
}

static void put_change_link(struct article_view *v, const cJSON *before, const cJSON *version)
{
    struct buffer address = article_address(v, v->id);
    char text[NUMBER_MAX];
    page_url_add(&address, "a", text, (size_t)snprintf(text, sizeof text, "%.0f", api_number(before, "version")));
    page_url_add(&address, "b", text, (size_t)snprintf(text, sizeof text, "%.0f", api_number(version, "version")));
    html(&v->out, " ");
    article_link(v, &address, " rel=\"nofollow\"");
    html(&v->out, "What changed since version %.0f</a>", api_number(before, "version"));
}

static void put_stored(struct buffer *out, const char *before, const char *stored)
{
    if (!stored)
        return;
    html(out, "%s", before);
    html_moment(out, stored);
}

/* before: the last one before it that is not retracted; NULL: there is none. */
static void put_version(struct article_view *v, const cJSON *version, const cJSON *before, bool newest)
{
    const cJSON *retracted = api_member(version, "retracted");
    const char *title = api_text(version, "title"), *current = api_text(api_member(v->versions.json, "current"), "title");
    html(&v->out, "<li>");
    if (cJSON_IsObject(retracted)) {
        html(&v->out, "Version %.0f", api_number(version, "version"));
        put_stored(&v->out, ", stored ", api_text(version, "stored"));
        put_stored(&v->out, ", retracted ", api_text(retracted, "stored"));
        html(&v->out, ": <q dir=\"auto\">%s</q></li>\n", api_text(retracted, "reason"));
        return;
    }
    put_text_link(v, version, newest);
    put_stored(&v->out, ", stored ", api_text(version, "stored"));
    html(&v->out, newest ? " (the newest)" : "");
    if (title && current && strcmp(title, current) != 0)
        html(&v->out, ", then called <q dir=\"auto\">%s</q>", title);
    if (before)
        put_change_link(v, before, version);
    html(&v->out, "</li>\n");
}

/* From one on, the first that was not retracted. */
static const cJSON *that_stands(const cJSON *version)
{
    while (version && cJSON_IsObject(api_member(version, "retracted")))
        version = version->next;
    return version;
}

void article_put_versions(struct article_view *v)
{
    const cJSON *current = api_member(v->versions.json, "current"), *earlier = api_member(v->versions.json, "versions");
    const cJSON *version, *warning;
    if (!current)
        return;
    html(&v->out, "<section id=\"versions\" class=\"versions\" aria-labelledby=\"versions-title\">\n"
                  "<h2 id=\"versions-title\">Versions</h2>\n");
    if (!cJSON_GetArraySize(earlier)) {
        html(&v->out, "<p>The archive has one text of this article");
        put_stored(&v->out, ", stored ", api_text(current, "stored"));
        html(&v->out, ".</p>\n</section>\n");
        return;
    }
    html(&v->out, "<ul>\n");
    put_version(v, current, that_stands(earlier->child), true);
    cJSON_ArrayForEach(version, earlier)
        put_version(v, version, that_stands(version->next), false);
    html(&v->out, "</ul>\n");
    cJSON_ArrayForEach(warning, api_member(v->versions.json, "warnings"))
        html(&v->out, "<p class=\"note\">%s</p>\n", cJSON_GetStringValue(warning));
    html(&v->out, "</section>\n");
}
