/* SPDX-License-Identifier: GPL-2.0-or-later */
/* json_stored.c - cJSON does not say why it gave up, but malloc does: errno(3). */
#include "archive/json_stored.h"

#include <errno.h>

cJSON *json_stored(const char *text, size_t len, const char *what, struct error *err)
{
    errno = 0;
    cJSON *json = cJSON_ParseWithLength(text, len);

    if (!json && errno == ENOMEM)
        error_set(err, FAULT_MEMORY, "no memory to read %s", what);
    else if (!json)
        error_set(err, FAULT_DAMAGED, "%s cannot be read", what);
    return json;
}
