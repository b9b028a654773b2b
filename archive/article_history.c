/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_history.c - what an export says of an article beside its facts. */
#include "archive/article_history.h"

#include "archive/buffer.h"
#include "archive/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    REASON_BYTES_MAX = 64 << 10,
    VERSION_MAX = 1 << 30 /* room to count on */
};

static int64_t read_time(const char *text)
{
    struct tm t = {0};
    const char *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%SZ", &t) : NULL;
    time_t seconds = end && !*end ? timegm(&t) : 0;

    return seconds > 0 ? seconds : 0;
}

/* Clean, as all text of an article; *out stays NULL where there is none. */
static int read_reason(const char *text, char **out)
{
    struct buffer b = buffer_make(REASON_BYTES_MAX);
    bool fits = strlen(text) <= REASON_BYTES_MAX / 4;

    if (!fits || !*text)
        return 0;
    if (text_clean(text, strlen(text), &b) && b.len)
        *out = buffer_take(&b);
    int rc = b.failed ? -1 : 0;
    buffer_free(&b);
    return rc;
}

int article_history_read(const cJSON *object, struct article *a)
{
    const cJSON *history = cJSON_GetObjectItemCaseSensitive(object, HISTORY_KEY);
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(history, "version");
    const char *reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(history, "retracted"));

    if (cJSON_IsNumber(version) && version->valuedouble >= 1 && version->valuedouble <= VERSION_MAX)
        a->version = (uint32_t)version->valuedouble;
    a->stored = read_time(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(history, "stored")));
    return reason ? read_reason(reason, &a->retracted) : 0;
}

bool article_history_put(cJSON *object, uint32_t version, int64_t stored, const char *retracted)
{
    cJSON *history = cJSON_AddObjectToObject(object, HISTORY_KEY);
    char text[HISTORY_TIME_MAX];

    history_time(stored, text);
    return history && cJSON_AddNumberToObject(history, "version", version) &&
           (!*text || cJSON_AddStringToObject(history, "stored", text)) &&
           (!retracted || cJSON_AddStringToObject(history, "retracted", retracted));
}

void history_time(int64_t seconds, char out[HISTORY_TIME_MAX])
{
    time_t t = seconds;
    struct tm parts;

    *out = '\0';
    if (seconds > 0 && gmtime_r(&t, &parts))
        strftime(out, HISTORY_TIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &parts);
}
