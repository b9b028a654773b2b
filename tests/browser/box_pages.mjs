// SPDX-License-Identifier: GPL-2.0-or-later
// box_pages.mjs - the search box in pages: strict ones, hostile answers, its plain form, its events.
import { answer, element, found, plainForm, suggested, testBox, watch } from './support/box.mjs';
import { keys } from './support/gestures.mjs';
import { assert, run } from './support/harness.mjs';

const strictest = (searchd) => `default-src 'none'; script-src ${searchd.origin}; connect-src ${searchd.origin}; ` +
    `style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
const focused = (input) => input.evaluate((node) => node.getRootNode().activeElement === node);

testBox('a page of another origin with the strictest policy has all of it', async (
    { context, page, searchd, embed, input, options, status }) => {
    const asked = [];
    page.on('request', (request) => request.url().includes('/v1/') && asked.push(request));
    await embed('', undefined, { csp: strictest(searchd) });
    await input.fill('kre');
    await options.first().waitFor();
    await keys(page, 'ArrowDown', 'Enter');
    await status.getByText('3 results').waitFor();
    assert.equal(await page.locator('hustings-search [part=button]').evaluate(
        (button) => getComputedStyle(button).backgroundColor), 'rgb(11, 92, 173)', 'it has its style');
    assert.ok(asked.length >= 2);
    for (const request of asked) {
        const headers = await request.allHeaders();
        assert.equal(headers.referer, undefined);
        assert.equal(headers.cookie, undefined);
    }
    assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length]), [0, 0]);
});

const hostile = '<img src=x onerror="alert(1)"><script>alert(2)</script>' +
    '<mark onclick=alert(3)>x</mark> &amp;lt; <b>&#39;';

testBox('hostile titles, snippets and addresses stay text', async (
    { page, searchd, embed, input, options, status }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => answer(route, { suggestions: [
        { text: hostile, html: `${hostile}<mark>m</mark></mark></mark><mark>n`, kind: 'name', articles: 1 },
        { text: 't', html: 't', kind: 'title', articles: 1, id: '../v1/x', url: 'javascript:alert(4)' }] }));
    await page.route(`${searchd.origin}/v1/search*`, (route) => answer(route, found(
        ['javascript:alert(5)', 'data:text/html,x', 'https://[', '//vale.example/x', 'http://vale.example/"onclick="x']
            .map((url) => ({ id: '"><script>', url, title_html: hostile, snippet: hostile, source: hostile,
                             date: hostile, date_precision: 'day', copies: 1 })), { did_you_mean: hostile })));
    await embed();
    await input.fill('x');
    await options.first().waitFor();
    assert.equal(await options.first().locator('[part=option-text]').textContent(), '<img src=x onerror="alert(1)">' +
        "<script>alert(2)</script><mark onclick=alert(3)>x &lt; <b>'mn");
    assert.deepEqual(await options.first().locator('mark').allTextContents(), ['m', 'n']);
    await keys(page, 'Escape', 'Enter');
    await status.getByText('5 results').waitFor();
    const made = await page.locator('hustings-search').evaluate((box) => [...new Set([...box.shadowRoot
        .querySelectorAll('[part=panel] *')].map((node) => node.localName))].sort());
    assert.deepEqual(made, ['a', 'bdi', 'button', 'div', 'li', 'ol', 'p', 'section', 'span', 'time'].sort());
    const archived = `${searchd.origin}/a/%22%3E%3Cscript%3E?q=x`;
    const links = await page.locator('hustings-search [part=title]').evaluateAll((all) => all.map((one) => one.href));
    assert.deepEqual(links, [archived, archived, archived, archived, 'http://vale.example/%22onclick=%22x']);
    await input.fill('xy');
    await options.nth(1).waitFor();
    await page.route(`${searchd.origin}/a/**`, (route) => answer(route, {}));
    await options.nth(1).click();
    await page.waitForURL(`${searchd.origin}/a/..%2Fv1%2Fx?q=xy`);
});

testBox('without JavaScript the plain form searches', async ({ page, site, embed }) => {
    site.put('/found', { body: '<h1>Found</h1>' });
    await embed('', plainForm(site, '<input type="hidden" name="source" value="The Lantern">'),
                { csp: "default-src 'none'; style-src 'self'; form-action 'self'" });
    await page.getByLabel('Search the archive').fill('budget');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.waitForURL(`${site.origin}/found?q=budget&source=The+Lantern`);
}, { javaScriptEnabled: false });

testBox('results="page" goes where the form leads, with what it holds', async (
    { page, site, embed, input, status }) => {
    site.put('/found', { body: '<h1>Found</h1>' });
    const form = plainForm(site, '<input type="hidden" name="sort" value="newest">');
    await embed('results="page" section="politics"', form);
    await input.fill(' budget ');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.waitForURL(`${site.origin}/found?q=budget&sort=newest&section=politics`);
});

testBox('what was typed before the script came stays, with the caret and the focus', async (
    { page, context, searchd, site, embed, input, options }) => {
    let script;
    await context.route(`${searchd.origin}/search-box.js`, (route) => { script = route; });
    await embed('', undefined, { head: `<script src="${searchd.origin}/search-box.js" async></script>` });
    await page.getByLabel('Search the archive').pressSequentially('krell');
    await keys(page, 'ArrowLeft');
    await script.continue();
    await input.waitFor();
    assert.equal(await input.inputValue(), 'krell');
    assert.ok(await focused(input));
    assert.equal(await input.evaluate((node) => node.selectionStart), 4);
    assert.equal(await input.getAttribute('placeholder'), 'Words, names');
    assert.equal(await page.getByRole('search').getAttribute('aria-label'), 'Search the archive');
    await keys(page, 'Backspace');
    await options.first().waitFor();
    assert.equal(await input.inputValue(), 'krel');
});

testBox('the script may stand anywhere, twice, and says where the archive is', async (
    { page, context, searchd, embed, input, options }) => {
    const tag = (how) => `<script src="${searchd.origin}/search-box.js"${how}></script>`;
    await context.route(`${searchd.origin}/below/**`, async (route) => // as a proxy has it below a path
        route.fulfill({ response: await route.fetch({ url: route.request().url().replace('/below', '') }) }));
    const bare = '<hustings-search></hustings-search>';
    const ways = [[tag(''), bare], [tag(' async') + tag(' defer'), bare], ['', bare + tag('') + tag('')]];
    for (const [head, body] of ways) {
        await embed('', '', { head, body: `<h1>Vale</h1>${body}` });
        await input.fill('kre');
        await options.first().waitFor();
        assert.equal(await input.count(), 1);
        assert.equal(await page.getByRole('search').getAttribute('aria-label'), 'Search');
    }
    const asked = page.waitForRequest(`${searchd.origin}/below/v1/suggest?q=kre&limit=8`);
    await embed('', '', { head: tag(' defer').replace('/search', '/below/search'), body: `<h1>Vale</h1>${bare}` });
    await input.fill('kre');
    await asked;
    await options.first().waitFor();
});

testBox('a form that comes after the box began is the box\'s too', async ({ page, site, embed, input }) => {
    await embed('', '');
    await page.locator('hustings-search').evaluate((box) => {
        const form = document.createElement('form'), field = document.createElement('input');
        field.name = 'q';
        field.value = 'given';
        field.setAttribute('aria-label', 'Archive');
        form.append(field);
        box.append(form);
    });
    await page.getByRole('combobox', { name: 'Archive' }).waitFor();
    assert.equal(await input.inputValue(), 'given');
});

testBox('a form whose q is hidden is the box\'s too', async ({ page, embed, input }) => {
    await embed('', '<form action="/found"><input type="hidden" name="q" value="given"><button>Look</button></form>');
    await page.getByRole('button', { name: 'Look' }).waitFor();
    assert.equal(await input.inputValue(), 'given');
});

testBox('a page changes its form while somebody types', async ({ page, site, embed, input, options }) => {
    await embed('results="page"');
    site.put('/found', { body: '<h1>Found</h1>' });
    await input.fill('kre');
    await options.first().waitFor();
    await page.locator('hustings-search > form').evaluate((form) => {
        const hidden = document.createElement('input');
        Object.assign(hidden, { type: 'hidden', name: 'sort', value: 'oldest' });
        form.append(hidden);
    });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    assert.ok(await focused(input));
    assert.equal(await options.count(), 2);
    assert.equal(await input.inputValue(), 'kre');
    await keys(page, 'Enter');
    await page.waitForURL(`${site.origin}/found?q=kre&sort=oldest`);
});

testBox('a page hears what is typed, searched and chosen, and may do it itself', async (
    { page, searchd, site, embed, input, options }) => {
    await embed('results="page" source="The Lantern"');
    await page.evaluate(() => {
        window.heard = [];
        for (const name of ['hustings-input', 'hustings-search', 'hustings-choose'])
            document.addEventListener(name, (event) => {
                window.heard.push([name, event.detail]);
                event.preventDefault();
            });
    });
    const heard = () => page.evaluate(() => window.heard.splice(0));
    await input.pressSequentially('kre', { delay: 5 });
    await page.waitForFunction(() => window.heard.some(([, detail]) => detail.q === 'kre'));
    assert.deepEqual((await heard()).pop(), ['hustings-input', { q: 'kre' }]);
    await keys(page, 'Enter');
    assert.deepEqual(await heard(), [['hustings-search',
        { q: 'kre', url: `${site.origin}/found?q=kre&source=The+Lantern` }]]);
    await keys(page, 'ArrowDown');
    await options.first().waitFor();
    await keys(page, 'Enter');
    assert.deepEqual(await heard(),
                     [['hustings-choose', { q: 'kre', text: 'Krell', kind: 'name', id: null, url: null }]]);
    assert.equal(await input.inputValue(), 'kre', 'it was the page\'s to do');
    await page.locator('hustings-search').evaluate((box) => { box.value = 'set'; });
    assert.equal(await input.inputValue(), 'set');
    await page.waitForTimeout(150);
    assert.deepEqual(await heard(), [], 'what the page sets it need not hear');
    assert.equal(await page.locator('hustings-search').evaluate((box) => { box.focus(); return box.value; }), 'set');
    assert.ok(await focused(input));
});

testBox('a box in another component\'s shadow tree is a whole one', async (
    { page, searchd, embed, input, options }) => {
    await embed('', '', { body: '<div role="search" id="outer" lang="fr"><h1>Vale</h1></div>' });
    await page.evaluate((src) => {
        const box = document.createElement('hustings-search');
        box.setAttribute('src', src);
        box.value = 'set';
        document.querySelector('#outer').attachShadow({ mode: 'open' }).append(box);
    }, searchd.origin);
    assert.equal(await page.getByRole('button', { name: 'Rechercher' }).textContent(), 'Rechercher');
    assert.equal(await page.getByRole('search').count(), 1, 'what is a search already is not said to be one');
    assert.equal(await input.inputValue(), 'set');
    await input.fill('kre');
    await options.first().waitFor();
});

testBox('a value that was set before the script came is the box\'s', async (
    { page, context, searchd, embed, input }) => {
    let script;
    await context.route(`${searchd.origin}/search-box.js`, (route) => { script = route; });
    await embed('', undefined, { head: `<script src="${searchd.origin}/search-box.js" async></script>` });
    await page.locator('hustings-search').evaluate((box) => { box.value = 'early'; });
    await script.continue();
    await input.waitFor();
    assert.equal(await input.inputValue(), 'early');
    await page.locator('hustings-search').evaluate((box) => { box.value = 'later'; });
    assert.equal(await input.inputValue(), 'later');
});

testBox('two boxes of a page keep to themselves', async ({ page, searchd, site, embed }) => {
    const two = element(searchd, 'label="News" id="news"') + element(searchd, 'label="Sport" id="sport" lang="de"');
    await embed('', '', { body: `<h1>Vale</h1>${two}` });
    const news = page.locator('#news'), sport = page.locator('#sport');
    await news.getByRole('combobox').fill('kre');
    await news.getByRole('option').first().waitFor();
    assert.equal(await sport.getByRole('option').count(), 0);
    const ids = await page.evaluate(() => ['#news', '#sport'].map((id) =>
        document.querySelector(id).shadowRoot.querySelector('[role=combobox]').getAttribute('aria-controls')));
    assert.notEqual(ids[0], ids[1]);
    await sport.getByRole('combobox').fill('budget');
    await sport.getByRole('combobox').press('Enter');
    await sport.locator('[part=total]').getByText('8 Ergebnisse').waitFor();
    assert.equal(await news.getByRole('option').count(), 0, 'it closes when the focus goes');
    assert.equal(await news.locator('[part=title]').count(), 0);
});

testBox('a box whose src is no address of the web leaves its place to the form', async ({ page, embed, input }) => {
    await embed('', undefined, { body: '<hustings-search src="javascript:alert(1)"><form action="/found">' +
        '<label>Search <input name="q"></label></form></hustings-search>' });
    await page.getByLabel('Search').waitFor();
    assert.equal(await input.count(), 0);
    await page.locator('hustings-search').evaluate((box) => box.removeAttribute('src'));
    await input.waitFor();
}, { expects: [/src="javascript:alert\(1\)" is not an http or https address/] });

testBox('a box that is moved goes on, and one that is gone asks nothing', async (
    { page, searchd, embed, input, options }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => answer(route, suggested('alpha')));
    await embed();
    const asked = watch(page, 'suggest');
    await input.fill('a');
    await options.first().waitFor();
    await page.locator('hustings-search').evaluate((box) => document.querySelector('main').prepend(box));
    assert.equal(await input.inputValue(), 'a');
    await input.fill('al');
    await options.first().waitFor();
    await input.evaluate((node) => {
        for (node.value of ['go', 'gone'])
            node.dispatchEvent(new Event('input'));
        node.getRootNode().host.remove();
    });
    await page.waitForTimeout(150);
    assert.deepEqual(asked.filter((q) => q !== 'go'), ['a', 'al'], 'what was to be asked when the burst ended');
});

testBox('attributes that change on a box that is out of the page count when it is back', async (
    { page, searchd, embed, input, options, status }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => answer(route, suggested('alpha')));
    await page.route(`${searchd.origin}/below/v1/suggest*`, (route) => answer(route, suggested('beta')));
    await page.route(`${searchd.origin}/below/v1/search*`, (route) => answer(route, found([{ id: 'a', title: 'T' }])));
    await embed();
    const asked = watch(page, 'search');
    await input.fill('budget');
    await options.getByText('alpha').waitFor();
    await keys(page, 'Enter');
    await status.getByText('8 results').waitFor();
    await page.evaluate(() => { // out before the search that a changed attribute makes
        window.box = document.querySelector('hustings-search');
        window.box.setAttribute('source', 'The Lantern');
        window.box.remove();
    });
    await page.waitForTimeout(100);
    assert.deepEqual(asked, ['budget']);
    await page.evaluate((below) => {
        window.box.setAttribute('src', below);
        document.querySelector('main').prepend(window.box);
    }, `${searchd.origin}/below`);
    await status.getByText('1 result', { exact: true }).waitFor();
    await input.focus();
    await keys(page, 'ArrowDown');
    await options.getByText('beta').waitFor();
});

await run();
