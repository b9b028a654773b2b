// SPDX-License-Identifier: GPL-2.0-or-later
// another_site.mjs - a newspaper's site on another origin, under a strict policy, that embeds the search box.
import { createServer } from 'node:http';

const css = `
body { margin: 2rem auto; max-width: 40rem; padding: 0 1rem; font: 1rem/1.5 sans-serif; color: #222; background: #fff }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #181818 } a { color: #9cf } }
`;

const embedded = (searchd) => `<h1>The Vale Gazette</h1>
<hustings-search src="${searchd}">
<form action="${searchd}/" role="search">
<label>Search <input type="search" name="q"></label> <button>Search</button></form>
</hustings-search>
<p>News of the Vale, every morning.</p>`;

// Gives origin, stop(), asked (the paths so far) and put(path, {body, head, lang, dir, csp}): a page at that path. By
// default its head loads searchd's /search-box.js and its body has the box around a plain form, as "/" does.
export async function startAnotherSite(searchd) {
    const strict = `default-src 'none'; script-src ${searchd}; connect-src ${searchd}; style-src 'self'`;
    const pages = new Map(), asked = [];
    const put = (at, page = {}) => pages.set(at, {
        head: `<script src="${searchd}/search-box.js" defer></script>`,
        body: embedded(searchd), lang: 'en', dir: 'ltr', csp: strict, ...page,
    });
    put('/');
    const server = createServer((request, response) => {
        const at = new URL(request.url, 'http://site').pathname;
        const page = pages.get(at);
        asked.push(at);
        if (at === '/site.css')
            response.writeHead(200, { 'Content-Type': 'text/css' }).end(css);
        else if (at === '/favicon.ico')
            response.writeHead(204).end();
        else if (!page)
            response.writeHead(404).end();
        else
            response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': page.csp })
                .end(`<!doctype html>
<html lang="${page.lang}" dir="${page.dir}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The Vale Gazette</title>
<link rel="stylesheet" href="/site.css">${page.head}</head>
<body><main>${page.body}</main></body>
</html>`);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const stop = () => { server.closeAllConnections(); server.close(); };
    return { origin: `http://127.0.0.1:${server.address().port}`, put, asked, stop };
}
