/* SPDX-License-Identifier: GPL-2.0-or-later */
/* item.h - a stored article made into its Xapian document. One thread's tools. */
#ifndef HUSTINGS_ITEM_H
#define HUSTINGS_ITEM_H

#include "archive/build.h"
#include "archive/document.h"
#include "archive/forms.h"

struct item_maker;
struct item_maker *item_maker_new(const char *dir); /* dir is borrowed. NULL: out of memory */
void item_maker_free(struct item_maker *m);         /* accepts NULL */
/* Reads the article and makes its document (document_make), borrowed until the next call; lang is that of its forms. */
int item_maker_document(struct item_maker *m, const struct build_item *item, bool positions, const xap_document **doc,
                        char lang[FORMS_LANG_MAX], struct error *err);
/* The words of the document made last, for the table of forms. */
const struct document_maker *item_maker_words(const struct item_maker *m);

#endif
