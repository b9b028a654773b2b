/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xapian_c_alone.cc - the shim's header stands by itself in C++17. */
#include "shim/xapian_c.h"

extern "C" xap_status (*const xapian_c_alone_cc)(xap_document **, xap_error *) = xap_document_new;
