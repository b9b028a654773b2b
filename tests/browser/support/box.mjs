// SPDX-License-Identifier: GPL-2.0-or-later
// box.mjs - the search box in a test: pages that embed it, and answers that the daemon would not give, or not now.
import { test } from './harness.mjs';

// As test(), of a box. what holds besides: embed(attributes, form, page) goes to a page of another site that has
// it; input, list, options and status are its parts.
export function testBox(sentence, body, options) {
    test(sentence, async (what) => {
        const { page, searchd, site } = what;
        const embed = async (attributes = '', form = plainForm(site), more = {}) => {
            const body = `<h1>The Vale Gazette</h1>${element(searchd, attributes, form)}<p>News.</p>`;
            site.put('/box', { body, ...more });
            await page.goto(`${site.origin}/box`, { waitUntil: 'commit' }); // a test may hold the script
        };
        const status = page.locator('hustings-search [part=status]');
        await body({ ...what, embed, status, input: page.getByRole('combobox'), list: page.getByRole('listbox'),
                     options: page.getByRole('option') });
    }, options);
}

export const element = (searchd, attributes, form = '') =>
    `<hustings-search src="${searchd.origin}" ${attributes}>${form}</hustings-search>`;
export const plainForm = (site, more = '') => `<form action="${site.origin}/found" role="search">
    <label>Search the archive <input name="q" placeholder="Words, names"></label>${more} <button>Find</button></form>`;

// Answers a request that page.route holds, as another origin may read it.
export const answer = (route, body, status = 200, headers = {}) => route.fulfill({
    status, contentType: 'application/json', body: JSON.stringify(body),
    headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After', ...headers } });
export const suggested = (...texts) => ({ suggestions: texts.map((text) =>
    ({ text, html: `<mark>${text}</mark>`, kind: 'word', articles: 3, id: null, url: null })) });
export const found = (results, more = {}) =>
    ({ total: results.length, relaxed: false, partial: false, did_you_mean: null, corrected: false, results, ...more });

// The page's time stands still from now on; page.clock.runFor(ms) lets it pass.
export async function stopTime(page) {
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60000);
}

// The parameter q of all requests of a route of the API from now on, as they are made.
export function watch(page, route) {
    const asked = [];
    page.on('request', (request) => {
        const url = new URL(request.url());
        if (url.pathname === `/v1/${route}` && request.method() === 'GET')
            asked.push(url.searchParams.get('q'));
    });
    return asked;
}
