/* SPDX-License-Identifier: GPL-2.0-or-later */
/* article_history.c - what an export says of an article beside its facts. */
#include "archive/article_history.h"

#include "archive/stored.h"
#include "archive/text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { VERSION_MAX = 1 << 30 /* room to count on */ };

static int64_t read_time(const char *text)
{
    struct tm t = {0};
    const char *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%SZ", &t) : NULL;
    time_t seconds = end && !*end ? timegm(&t) : 0;

    return seconds > 0 ? seconds : 0;
}

/* *out stays NULL where it is none that we wrote. */
static int read_reason(const char *text, char **out)
{
    size_t len = strlen(text);

    if (!len || len > RETRACTION_REASON_MAX || !text_is_clean(text, len))
        return 0;
    *out = strdup(text);
    return *out ? 0 : -1;
}

int article_history_read(const cJSON *object, struct article *a)
{
    const cJSON *history = cJSON_GetObjectItemCaseSensitive(object, HISTORY_KEY);
    const cJSON *version = cJSON_GetObjectItemCaseSensitive(history, "version");
    const char *line = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(history, HISTORY_LINE));
    const char *reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(history, "retracted"));

    if (cJSON_IsNumber(version) && version->valuedouble >= 1 && version->valuedouble <= VERSION_MAX)
        a->version = (uint32_t)version->valuedouble;
    a->stored = read_time(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(history, "stored")));
    if (line && !boilerplate_state_named(line, &a->line))
        a->line = 0;
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
