/* SPDX-License-Identifier: GPL-2.0-or-later */
/* address.c - addresses of sockets as text. */
#include "searchd/address.h"

#include <arpa/inet.h>
#include <string.h>

int address_read(const char *text, unsigned short port, struct sockaddr_storage *out, struct error *err)
{
    struct sockaddr_in *four = (void *)out;
    struct sockaddr_in6 *six = (void *)out;
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, &four->sin_addr) == 1) {
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
    } else if (inet_pton(AF_INET6, text, &six->sin6_addr) == 1) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(port);
    } else {
        return error_set(err, FAULT_INVALID, "'%s' is no numeric address; give one such as 127.0.0.1 or ::1", text);
    }
    return 0;
}
