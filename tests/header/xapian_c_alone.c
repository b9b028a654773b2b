/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian_c_alone.c - the shim's header stands by itself in strict C11. */
#include "shim/xapian_c.h"

xap_status (*const xapian_c_alone)(xap_document **, xap_error *) = xap_document_new;
