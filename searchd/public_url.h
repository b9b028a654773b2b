/* SPDX-License-Identifier: GPL-2.0-or-later */
/* public_url.h - the address by which others reach this daemon, for links that leave it. */
#ifndef HUSTINGS_PUBLIC_URL_H
#define HUSTINGS_PUBLIC_URL_H

#include "searchd/response.h"

enum { PUBLIC_URL_MAX = 512 };

/* The operator's: http:// or https://, a plain host, maybe a port and a path, into out without a slash at its end.
 * False: it is none such. */
bool public_url_read(const char *text, char out[PUBLIC_URL_MAX]);
/* The operator's, else "http://" and the request's Host where that is a plain host, else "". What is made from a Host
 * is for who sent it alone: response is marked so. */
void public_url_of(const struct request *request, struct response *response, char out[PUBLIC_URL_MAX]);

#endif
