/* SPDX-License-Identifier: GPL-2.0-or-later */
/* box_ask.js - how the search box asks the daemon. */
const ANSWER_MS = 10000; /* after that the daemon cannot be reached */

/* Seconds to wait, from a number or a date. */
function retryAfter(header) {
    const seconds = /^\d+$/.test(header || '') ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
    return seconds > 0 ? Math.ceil(seconds) : 5;
}

/* Asks one question at a time. A newer one ends the older; where that comes too late, by its number its answer is
 * known as an older one's, and not given. */
class Asker {
    constructor() {
        this.turn = 0;
        this.controller = null;
    }

    stop() {
        this.turn++;
        if (this.controller)
            this.controller.abort();
        this.controller = null;
    }

    /* {status, answer, wait}, status 0 if it cannot be reached; null if it was overtaken. */
    async ask(url) {
        this.stop();
        const turn = this.turn;
        const controller = this.controller = new AbortController();
        const timer = setTimeout(() => controller.abort(), ANSWER_MS);
        let got = { status: 0 };
        try {
            const response = await fetch(url,
                { signal: controller.signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
            got = { status: response.status };
            if (got.status === 429 || got.status === 503)
                got.wait = retryAfter(response.headers.get('Retry-After'));
            got.answer = await response.json();
        } catch (e) {
            /* not reached, ended, or a proxy's page that is no JSON: the status says what is known */
        }
        clearTimeout(timer);
        return turn === this.turn ? got : null;
    }
}
