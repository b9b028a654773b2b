// SPDX-License-Identifier: GPL-2.0-or-later
// served.mjs - what a browser finds before any page: the description of the search, and answers across origins.
import { assert, run, test } from './support/harness.mjs';

test('the description of the search is XML that a browser reads', async ({ page, searchd, site }) => {
    site.put('/plain', { head: '', body: '<p>No box.</p>' });
    await page.goto(`${site.origin}/plain`);
    const templates = await page.evaluate(async (url) => {
        const text = await fetch(url).then((answer) => answer.text());
        const read = new DOMParser().parseFromString(text, 'application/xml');
        return [...read.querySelectorAll('Url')].map((one) => one.getAttribute('template'));
    }, `${searchd.origin}/opensearch.xml`);
    assert.ok(templates.includes(`${searchd.origin}/v1/search?q={searchTerms}&page={startPage?}&per_page={count?}`),
              templates.join(' '));
});

test('a page of another site reads answers', async ({ page, searchd, site }) => {
    site.put('/plain', { head: '', body: '<p>No box.</p>' });
    await page.goto(`${site.origin}/plain`);
    const total = await page.evaluate((url) => fetch(url).then((answer) => answer.json()).then((body) => body.total),
                                      `${searchd.origin}/v1/search?q=budget`);
    assert.ok(total > 0);
});

await run();
