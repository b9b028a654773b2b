// SPDX-License-Identifier: GPL-2.0-or-later
// search.mjs - a search while somebody types: titles, facets, did you mean; a new one ends the one before.
// node search.mjs PARAMETERS [URL], or in a page: import { search } from './search.mjs';
let running = new AbortController();

export async function search(url, parameters) { // rejects with an AbortError when another is begun
    running.abort();
    running = new AbortController();
    const target = `/v1/search?${parameters}&facets=source,year&facet_limit=3&fields=title,date&strict=1`;
    const response = await fetch(url + target, { signal: running.signal });
    if (response.ok) return response.json();
    const said = await response.text();
    const known = response.headers.get('content-type') === 'application/problem+json';
    const { title, param, value, detail, hint } = known ? JSON.parse(said) : { title: said };
    throw new Error([title, param, value, detail, hint].filter(Boolean).join(' - '));
}

if (globalThis.process?.argv[1]?.endsWith('search.mjs')) {
    const [parameters, url = process.env.HUSTINGS_URL ?? 'http://127.0.0.1:8080'] = process.argv.slice(2);
    try {
        const answer = await search(url, parameters);
        if (answer.did_you_mean) console.log(`did you mean: ${answer.did_you_mean}`);
        for (const warning of answer.warnings) console.log(warning);
        for (const { date, title } of answer.results) console.log(date, title);
        for (const [field, values] of Object.entries(answer.facets))
            console.log(`${field}: ${values.map(({ value, count }) => `${value} ${count}`).join(', ') || 'none'}`);
        console.log(`${answer.total} in all, snapshot ${answer.snapshot.id}, query ${answer.query.hash}`);
    } catch (error) {
        console.error(`${url}: ${error.cause?.message || error.message}`);
        process.exitCode = 1;
    }
}
