/* SPDX-License-Identifier: GPL-2.0-or-later */
/* item.h - a stored article made into its Xapian document. One thread's tools. */
#ifndef HUSTINGS_ITEM_H
#define HUSTINGS_ITEM_H

#include "archive/boilerplate.h"
#include "archive/build.h"
#include "archive/document.h"
#include "archive/forms.h"

struct item_maker;
/* dir is borrowed, and so is boilerplate, whose lines are left out of all articles. NULL: out of memory. */
struct item_maker *item_maker_new(const char *dir, const struct boilerplate *boilerplate);
void item_maker_free(struct item_maker *m);         /* accepts NULL */
/* Reads the article and its words (document_read); lang is that of its forms. */
int item_maker_read(struct item_maker *m, const struct build_item *item, bool positions, char lang[FORMS_LANG_MAX],
                    struct error *err);
/* The document of the article read last, borrowed until the next call. */
int item_maker_document(struct item_maker *m, const xap_document **doc, struct error *err);
/* The same, but for its data, into sink. */
int item_maker_give(struct item_maker *m, const struct document_sink *sink, struct error *err);
const struct buffer *item_maker_record(const struct item_maker *m); /* its data */
const struct story_keys *item_maker_keys(const struct item_maker *m); /* of its text, to find copies by */
struct document_maker *item_maker_words(const struct item_maker *m);

#endif
