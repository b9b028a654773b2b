/* SPDX-License-Identifier: GPL-2.0-or-later */
/* html_phrases.c - what lines within an article say that are not its text, in several languages. */
#include "indexer/formats/html_phrases.h"

#include <string.h>
#include <strings.h>

enum { CALL_BYTES_MAX = 160 }; /* a longer one says something itself */

/* How lines begin that lead elsewhere. */
static const char *const leads[] = {"read more",
                                    "read also",
                                    "also read",
                                    "see also",
                                    "related",
                                    "more:",
                                    "watch:",
                                    "read:",
                                    "see more",
                                    "more from",
                                    "more on",
                                    "recommended",
                                    "don't miss",
                                    "also see",
                                    "watch now",
                                    "listen:",
                                    "read next",
                                    "click here",
                                    "continue reading",
                                    "full story",
                                    "read full",
                                    "lesen sie",
                                    "mehr zum thema",
                                    "siehe auch",
                                    "lire aussi",
                                    "\xC3\xA0 lire",
                                    "leggi anche",
                                    ("lee tambi\xC3\xA9"
                                     "n"),
                                    "leia tamb\xC3\xA9m",
                                    "leia mais",
                                    "lees ook",
                                    "baca juga",
                                    ("podr\xC3\xAD"
                                     "a interesarte"),
                                    "photos:",
                                    "video:",
                                    NULL};

/* How lines begin that ask the reader for something, or belong to the page. */
static const char *const calls[] = {"sign up",
                                    "subscribe to",
                                    "subscribe now",
                                    "follow us",
                                    "follow me",
                                    "share this",
                                    "click to share",
                                    "like this story",
                                    "join our",
                                    "don't miss",
                                    "like us on",
                                    "get the latest",
                                    "get our",
                                    "join our",
                                    "download our",
                                    "copyright \xC2\xA9",
                                    "\xC2\xA9",
                                    "all rights reserved",
                                    "story continues",
                                    "article continues",
                                    "continue reading",
                                    "photo:",
                                    "photo by",
                                    "photo credit",
                                    "image:",
                                    "image credit",
                                    "image source",
                                    "photograph:",
                                    "picture:",
                                    "posted by",
                                    "posted in",
                                    "posted on",
                                    "filed under",
                                    "tagged with",
                                    "tags:",
                                    "categories:",
                                    "category:",
                                    "leave a comment",
                                    "post a comment",
                                    "enter your email",
                                    "thank you for subscribing",
                                    "we use cookies",
                                    "this site uses cookies",
                                    "this website uses cookies",
                                    "scroll to continue",
                                    "skip ad",
                                    "follow @",
                                    "foto:",
                                    "click here to",
                                    "have a tip?",
                                    "abonnieren sie",
                                    "jetzt abonnieren",
                                    "wir verwenden cookies",
                                    "diese website verwendet",
                                    "abonnez-vous",
                                    "nous utilisons des cookies",
                                    "suscr\303\255bete",
                                    "utilizamos cookies",
                                    "iscriviti alla",
                                    NULL};

/* Lines that say no more than this. */
static const char *const labels[] = {"advertisement",
                                     "advertising",
                                     "comments",
                                     "loading",
                                     "loading...",
                                     "share",
                                     "tweet",
                                     "newsletter",
                                     "anzeige",
                                     "werbung",
                                     "publicidad",
                                     "publicidade",
                                     "pubblicit\xC3\xA0",
                                     "publicit\xC3\xA9",
                                     "teilen",
                                     "sponsored",
                                     "email",
                                     "print",
                                     "facebook",
                                     "twitter",
                                     "whatsapp",
                                     "linkedin",
                                     "pinterest",
                                     "reddit",
                                     "more",
                                     "read more",
                                     "related",
                                     "tags",
                                     "topics",
                                     "share this",
                                     "image",
                                     "ad",
                                     "next",
                                     "previous",
                                     "subscribe",
                                     "sign in",
                                     "log in",
                                     "photo",
                                     "video",
                                     "gallery",
                                     "menu",
                                     "reply",
                                     "close",
                                     "don't miss",
                                     "don\xE2\x80\x99t miss",
                                     "trending",
                                     "editor's picks",
                                     "search",
                                     "skip to main content",
                                     "caption",
                                     "back to gallery",
                                     "you may also like",
                                     "loading content ...",
                                     "see also",
                                     "read also",
                                     "also read",
                                     "most read",
                                     "recommended",
                                     "related articles",
                                     "related stories",
                                     "related topics",
                                     "lesen sie auch",
                                     "mehr zum thema",
                                     "kommentare",
                                     "lire aussi",
                                     "\xC3\xA0 lire aussi",
                                     "commentaires",
                                     "leggi anche",
                                     "lee tambi\xC3\xA9n",
                                     "comentarios",
                                     "leia tamb\xC3\xA9m",
                                     "leia mais",
                                     "lees ook",
                                     NULL};

static bool begins_with_one_of(const char *text, size_t len, const char *const *starts)
{
    for (; *starts; starts++) {
        size_t n = strlen(*starts);
        if (len >= n && strncasecmp(text, *starts, n) == 0)
            return true;
    }
    return false;
}

static bool holds_one_of(const char *text, size_t len, const char *const *words)
{
    for (; *words; words++) {
        size_t n = strlen(*words);
        for (size_t i = 0; i + n <= len; i++) {
            if (strncasecmp(text + i, *words, n) == 0)
                return true;
        }
    }
    return false;
}

static bool is_call(const char *text, size_t len)
{
    static const char *const anywhere[] = {"follow us on", "follow him on",  "follow her on",
                                           "follow me on", "follow them on", "on twitter @",
                                           "click here",   "clicking here",  NULL};
    bool image = len < 24 && strncasecmp(text, "image ", 6) == 0 && text[6] >= '0' && text[6] <= '9';
    return image || (len < CALL_BYTES_MAX && begins_with_one_of(text, len, calls)) ||
           (len < 2 * CALL_BYTES_MAX && holds_one_of(text, len, anywhere));
}

static bool is_label(const char *text, size_t len)
{
    while (len && (text[len - 1] == ':' || text[len - 1] == ' '))
        len--;
    for (const char *const *label = labels; *label; label++) {
        if (strlen(*label) == len && strncasecmp(text, *label, len) == 0)
            return true;
    }
    return false;
}

bool html_phrase_leads(const char *text, size_t len)
{
    return begins_with_one_of(text, len, leads);
}

bool html_phrase_calls(const char *text, size_t len)
{
    return is_label(text, len) || is_call(text, len);
}
