// SPDX-License-Identifier: GPL-2.0-or-later
// page_typing.mjs - the search page while somebody types: results with each key, in order, and what goes wrong.
import { keys, keyToResults, median } from './support/gestures.mjs';
import { assert, run, test } from './support/harness.mjs';
import { lighthouses, places } from './support/lighthouses.mjs';

const q = (page) => new URL(page.url()).searchParams.get('q');
const total = (page, name) =>
    page.getByRole('heading', { level: 1, name, exact: typeof name === 'string' }).waitFor();
const box = (page) => page.getByRole('combobox');
const isPage = (url) => url.pathname === '/' && url.searchParams.has('q');
const trouble = (page, text) => page.locator('.trouble').filter({ hasText: text });

test('each key shows results, the address says of what, Enter asks for the word', async ({ page, searchd, shot }) => {
    await page.goto(searchd.origin);
    await page.evaluate(() => { window.unbroken = true; });
    await page.route(isPage, async (route) => { // the next key comes before the answer
        await new Promise((resolve) => setTimeout(resolve, 300));
        await route.continue().catch(() => {});
    });
    await box(page).pressSequentially('lighthous', { delay: 60 });
    await total(page, `${places} results for lighthous*`);
    assert.equal(q(page), 'lighthous*');
    assert.equal(await page.title(), 'lighthous* – Hustings');
    assert.ok(await page.locator('.result mark').count() > 9);
    await shot('typing');
    await box(page).pressSequentially('e lamp');
    await box(page).press('Enter');
    await total(page, `${places} results for lighthouse lamp`);
    assert.equal(q(page), 'lighthouse lamp');
    assert.equal(await box(page).inputValue(), 'lighthouse lamp');
    await page.goBack(); // all that was typed is one step
    await total(page, /articles, the newest first/);
    assert.equal(q(page), null);
    assert.equal(await box(page).inputValue(), '');
    await page.goForward();
    await total(page, `${places} results for lighthouse lamp`);
    assert.ok(await page.evaluate(() => window.unbroken));
});

test('Enter before the keys are answered takes nothing from the way back', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?q=lamp`);
    await page.route(isPage, async (route) => { // no key is answered in time
        if (new URL(route.request().url()).searchParams.get('q').endsWith('*'))
            await new Promise((resolve) => setTimeout(resolve, 2000));
        await route.continue().catch(() => {});
    });
    await box(page).fill('light');
    await page.waitForTimeout(60);
    await box(page).fill('lighthouse');
    await box(page).press('Enter');
    await total(page, `${places} results for lighthouse`);
    await page.goBack();
    await total(page, `${places} results for lamp`);
    assert.equal(await box(page).inputValue(), 'lamp');
});

test('keys that follow a link have an entry of history of their own', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?q=lamp`);
    await box(page).fill('lamp light');
    await total(page, /for lamp light\*$/);
    await page.locator('.facet').getByRole('link', { name: 'coast 12' }).click();
    await page.getByRole('link', { name: 'Remove Section: coast' }).waitFor();
    for (const text of ['lamp', 'skerry']) { // after the link another entry, of which all keys are one
        await box(page).fill(text);
        await total(page, new RegExp(`for ${text}\\*$`));
    }
    await page.goBack();
    await total(page, /for lamp light\*$/);
    await page.getByRole('link', { name: 'Remove Section: coast' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Remove Section: coast' }).waitFor({ state: 'detached' });
    await total(page, /for lamp light\*$/);
    await page.goBack();
    await total(page, /for lamp$/);
});

test('a browser that takes no more addresses for now shows what is asked for', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?q=lamp`);
    await page.evaluate(() => {
        window.full = true;
        for (const change of ['pushState', 'replaceState']) {
            const own = history[change];
            history[change] = (...all) => {
                if (window.full)
                    throw new DOMException(`${change}() more than 100 times per 30 seconds`, 'SecurityError'); // Safari
                own.apply(history, all);
            };
        }
        window.dispatchEvent(new Event('pagehide')); // which remembers the place
    });
    await box(page).fill('light');
    await total(page, `${places} results for light*`);
    await page.locator('body > [role=status]').filter({ hasText: 'results for light*' }).waitFor();
    assert.equal(q(page), 'lamp');
    await page.evaluate(() => { window.full = false; });
    await box(page).fill('lighthouse');
    await total(page, `${places} results for lighthouse*`);
    assert.equal(q(page), 'lighthouse*');
    await page.goBack();
    await total(page, `${places} results for lamp`);
});

test('going back to what was half typed brings the text as it was typed', async ({ page, searchd }) => {
    await page.goto(searchd.origin);
    await box(page).pressSequentially('lighth', { delay: 20 });
    await total(page, /for lighth\*$/);
    await page.locator('.facet').getByRole('link', { name: 'coast 12' }).click();
    await page.getByRole('link', { name: 'Remove Section: coast' }).waitFor();
    assert.equal(q(page), 'lighth*');
    assert.equal(await box(page).inputValue(), 'lighth');
    await page.goBack();
    await total(page, `${places} results for lighth*`);
    assert.equal(await box(page).inputValue(), 'lighth');
});

test('what is asked for is what can be said of a query that is being typed', async ({ page, searchd }) => {
    const asked = [];
    page.on('request', (request) => isPage(new URL(request.url())) && asked.push(q({ url: () => request.url() })));
    for (const [typed, wanted] of [
        ['lig', 'lig*'], ['li', null], ['lamp li', 'lamp'], ['lamp ', 'lamp'], ['li ', 'li'],
        ['lamp (lit', 'lamp (lit*'], ['lamp (l', 'lamp'], ['lamp (', 'lamp'],
        ['"lamp', null], ['"lamp ', '"lamp"'], ['"lamp li', '"lamp"'], ['“lamp lit', '"lamp"'],
        ['lamp "lig', 'lamp'], ['lamp title:"lig', 'lamp'], ['"lamp lit"', '"lamp lit"'],
        ['title:', null], ['title:sk', null], ['lamp title:sk', 'lamp'], ['title:skerry', 'title:skerry*'],
        ['author:keep', 'author:keep*'], ['source:vale', 'source:vale'],
        ['skerr*', 'skerr*'], ['lamp -skerry', 'lamp -skerry'],
        ['lamp OR', 'lamp'], ['lamp AND ', 'lamp'], ['lamp AND NOT (s', 'lamp'], ['NOT', null], ['lamp or', 'lamp'],
        ['2013', '2013*'], ['Leuchttürm', 'Leuchttürm*'], ['маяк', 'маяк*'], ['国会', '国会'],
        ['o’neill', 'o’neill'], ['lamp?', 'lamp?'],
    ]) {
        await page.goto(searchd.origin);
        asked.length = 0;
        await box(page).fill(typed);
        await page.waitForTimeout(wanted === null ? 120 : 20);
        while (wanted !== null && !asked.length)
            await page.waitForTimeout(20);
        assert.deepEqual(asked, wanted === null ? [] : [wanted], typed);
    }
}, { seconds: 60 });

test('where the keys find nothing the list stands, until Enter or a pause says so', async ({ page, searchd }) => {
    await page.goto(searchd.origin);
    await box(page).fill('lamp');
    await total(page, `${places} results for lamp*`);
    const answer = () => page.waitForResponse((response) => /xq/.test(response.url()));
    for (const more of ['xq', 'z']) {
        const answered = answer();
        await box(page).press('End');
        await box(page).pressSequentially(more);
        await answered;
        await page.waitForTimeout(600);
        await total(page, `${places} results for lamp*`);
        assert.equal(q(page), 'lamp*');
    }
    await total(page, 'Nothing was found for lampxqz*'); // at the pause
    await box(page).fill('lamp');
    await total(page, `${places} results for lamp*`);
    const answered = answer();
    await box(page).fill('xqqqz');
    await answered;
    await page.waitForTimeout(100);
    await box(page).fill('lamp'); // which what was held back does not overtake
    await page.waitForTimeout(1200);
    await total(page, `${places} results for lamp*`);
    await box(page).fill('xqqqzz');
    await box(page).press('Enter');
    await total(page, 'Nothing was found for xqqqzz'); // at once: it is not as it was typed, with a star
});

test('what is searched for is said where the answer is long in coming', async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/?q=lamp`);
    let held = [];
    const searching = page.locator('main > .searching');
    const told = (text) => page.locator('body > [role=status]').filter({ hasText: text }).waitFor();
    await page.route(isPage, (route) => { held.push(route); });
    await box(page).fill('lighthouse');
    await box(page).press('Enter');
    await page.waitForTimeout(1000);
    assert.equal(await searching.count(), 0);
    await searching.getByText('Searching for lighthouse…').waitFor();
    await told('Searching for lighthouse…');
    assert.equal(await searching.evaluate((one) => getComputedStyle(one).opacity), '1');
    const { width } = await page.locator('.notes').boundingBox();
    assert.ok(width < 2, 'what is said of another search is not seen');
    await shot('searching');
    await held.at(-1).abort('connectionrefused');
    await trouble(page, 'The archive cannot be reached.').waitFor();
    assert.equal(await searching.count(), 0);
    assert.ok((await page.locator('.notes').boundingBox()).width > 100);
    held = [];
    await page.getByRole('button', { name: 'Try again' }).click();
    await searching.getByText('Searching for lighthouse…').waitFor();
    await held[0].continue();
    await total(page, `${places} results for lighthouse`);
    assert.equal(await searching.count(), 0);
}, { expects: [/ERR_CONNECTION_REFUSED/] });

test('filters stay while somebody types, and an emptied box shows all that they leave', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?source=Hallowmere+Courier&section=coast`);
    await box(page).pressSequentially('lamp', { delay: 20 });
    await total(page, '4 results for lamp*');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForFunction(() => !new URL(location).searchParams.has('q'));
    await total(page, /^4 articles/);
    assert.equal(new URL(page.url()).searchParams.get('section'), 'coast');
});

test('an older answer never comes after a newer one', async ({ page, searchd }) => {
    await page.goto(searchd.origin);
    const held = [];
    await page.route(isPage, async (route) => {
        if (new URL(route.request().url()).searchParams.get('q') === 'lam*')
            held.push(route);
        else
            await route.continue();
    });
    await box(page).fill('lam');
    while (!held.length)
        await page.waitForTimeout(20);
    await box(page).fill('lighthouse');
    await total(page, /for lighthouse\*$/);
    // The browser has given the older one up; a browser that had not would get it now.
    await held[0].continue().catch(() => {});
    await page.waitForTimeout(300);
    await total(page, /for lighthouse\*$/);
    assert.equal(q(page), 'lighthouse*');
    assert.equal(await page.locator('main').getAttribute('aria-busy'), null);
});

test('a letter taken back shows what was there, without asking', async ({ page, searchd }) => {
    await page.goto(searchd.origin);
    await box(page).fill('lam');
    await total(page, /for lam\*$/);
    await box(page).fill('lamp');
    await total(page, /for lamp\*$/);
    let asked = 0;
    await page.route(isPage, (route) => { asked++; return route.continue(); });
    await keys(page, 'Backspace');
    await total(page, /for lam\*$/);
    assert.equal(asked, 0);
});

test('a page that is long in coming is waited for, the old one dimmed', async ({ page, searchd }) => {
    await page.goto(searchd.origin);
    let go;
    await page.route(isPage, (route) => new Promise((resolve) => { go = () => resolve(route.continue()); }));
    await page.locator('hustings-search').evaluate((one) => { // also one that overtakes another is waited for
        for (const q of ['lam', 'lamp'])
            one.dispatchEvent(new CustomEvent('hustings-input', { bubbles: true, detail: { q } }));
    });
    await page.locator('main[aria-busy=true]').waitFor();
    await page.waitForFunction(() => getComputedStyle(document.querySelector('.columns')).opacity < 1); // by and by
    await go();
    await total(page, /for lamp\*$/);
    assert.equal(await page.locator('main').getAttribute('aria-busy'), null);
});

test('a daemon that is gone is told, the old results stay, and it is tried again', async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    await page.route((url) => url.origin === searchd.origin, (route) => route.abort('connectionrefused'));
    await box(page).press('End');
    await box(page).pressSequentially(' lamp', { delay: 60 });
    await trouble(page, 'The archive cannot be reached.').waitFor();
    const status = page.locator('body > [role=status]');
    await status.filter({ hasText: 'The archive cannot be reached.' }).waitFor();
    const said = status.evaluateHandle((one) => { // what is the same would not be read out again
        const texts = [];
        new MutationObserver(() => texts.push(one.textContent)).observe(one, { childList: true });
        return texts;
    });
    await said;
    await box(page).press('Enter');
    await page.waitForTimeout(600);
    assert.deepEqual(await (await said).jsonValue(), ['', 'The archive cannot be reached.']);
    assert.equal(await page.locator('.result').count(), 10, 'the old results are still there');
    assert.equal(await page.locator('.trouble').count(), 1);
    assert.equal(q(page), 'lighthouse', 'the address is of what is shown');
    await shot('gone');
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await total(page, `${places} results for lighthouse lamp`);
    assert.equal(await page.locator('.trouble').count(), 0);
}, { expects: [/ERR_CONNECTION_REFUSED/] });

test('a busy daemon, and a proxy that answers for it, are told', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    let answer = { status: 429, headers: { 'Retry-After': '3' }, contentType: 'text/html',
                   body: '<main id="main">no</main>' };
    await page.route(isPage, (route) => route.fulfill(answer));
    await page.getByRole('link', { name: 'Next' }).click();
    await trouble(page, 'asked too much at the moment. Please try again in 3 s.').waitFor();
    answer = { status: 503, headers: { 'Retry-After': '4' }, contentType: 'text/html', body: '<h1>Busy</h1>' };
    await page.getByRole('button', { name: 'Try again' }).click();
    await trouble(page, 'asked too much at the moment. Please try again in 4 s.').waitFor();
    answer = { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' };
    await page.getByRole('button', { name: 'Try again' }).click();
    await trouble(page, 'The archive cannot answer (502).').waitFor();
    answer = { status: 200, contentType: 'application/json', body: '{}' };
    await page.getByRole('button', { name: 'Try again' }).click();
    await trouble(page, 'The archive cannot answer (200).').waitFor();
    answer = { status: 200, contentType: 'text/html', body: '<h1>Log in</h1>' };
    await page.getByRole('button', { name: 'Try again' }).click();
    await trouble(page, 'The archive cannot answer (200).').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await total(page, /page 2/);
}, { expects: [/status of 429/, /status of 503/, /status of 502/] });

test('of a 503 that the daemon says by a page, that page is shown', async ({ page, searchd }) => {
    const own = (await (await page.request.get(`${searchd.origin}/?q=lamp`)).text())
        .replace(/(<main id="main"[^>]*>)[^]*(<\/main>)/, '$1<section class="problem"><h1>No archive yet</h1></section>$2');
    await page.goto(searchd.origin);
    await page.route(isPage, (route) => route.fulfill({ status: 503, headers: { 'Retry-After': '5' }, body: own,
                                                        contentType: 'text/html; charset=utf-8' }));
    await box(page).fill('lamp');
    await box(page).press('Enter');
    await total(page, 'No archive yet');
    await page.locator('body > [role=status]').filter({ hasText: 'No archive yet' }).waitFor();
    assert.equal(await page.locator('.trouble').count(), 0);
    await page.unrouteAll();
    await box(page).fill('lighthouse'); // no list stands that the keys would keep
    await total(page, `${places} results for lighthouse*`);
}, { expects: [/status of 503/] });

test('"/" leads to the box, except where it is written', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    await keys(page, '/');
    assert.ok(await box(page).evaluate((input) => input.getRootNode().activeElement === input));
    assert.equal(await box(page).inputValue(), 'lighthouse');
    await box(page).press('End');
    await keys(page, '/');
    assert.equal(await box(page).inputValue(), 'lighthouse/');
    await page.getByLabel('From').focus();
    await keys(page, '/');
    assert.equal(await page.getByLabel('From').inputValue(), '/');
});

test('a date that is being typed survives an answer to the box', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?q=lighthous`);
    let go;
    await page.route(isPage, (route) => new Promise((resolve) => { go = () => resolve(route.continue()); }));
    await box(page).press('End');
    await box(page).pressSequentially('e');
    while (!go)
        await page.waitForTimeout(20);
    await page.getByLabel('From').fill('201');
    await go();
    await total(page, `${places} results for lighthouse*`);
    await page.keyboard.type('3');
    assert.equal(await page.getByLabel('From').inputValue(), '2013');
});

test('results come soon after the key', async ({ page, searchd }) => {
    await page.goto(searchd.origin);
    await box(page).fill('li'); // which asks nothing yet
    const letters = 'ghthouse';
    const ms = await median(letters.length, async (i) => {
        await page.waitForTimeout(120);
        return keyToResults(page, letters[i], page.locator('main'), 'h1');
    });
    console.log(`  from key to results drawn: ${ms.toFixed(0)} ms (median of ${letters.length} keys)`);
    assert.ok(ms < 1000, 'no more than a guard against disaster: the budget is 100 ms, on a machine that is idle');
});

await run({ articles: lighthouses });
