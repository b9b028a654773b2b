// SPDX-License-Identifier: GPL-2.0-or-later
// box.mjs - the search box while somebody types and chooses, with keys, mouse and input methods.
import { answer, found, plainForm, stopTime, suggested, testBox, watch } from './support/box.mjs';
import { keys } from './support/gestures.mjs';
import { assert, run } from './support/harness.mjs';

const active = (input) => input.evaluate((node) => {
    const id = node.getAttribute('aria-activedescendant');
    return id === null ? '' : node.getRootNode().getElementById(id).querySelector('[part=option-text]').textContent;
});
const expanded = (input) => input.getAttribute('aria-expanded');
const three = (route) => answer(route, suggested('alpha', 'beta', 'gamma'));
const nothing = (route) => answer(route, found([]));

testBox('a key is answered at once, a burst when it ends, and what is emptied asks nothing', async (
    { page, embed, input, options }) => {
    await embed();
    await stopTime(page);
    const asked = watch(page, 'suggest');
    await input.pressSequentially('kre');
    await page.clock.runFor(39);
    assert.deepEqual(asked, ['k']);
    await page.clock.runFor(1);
    await options.getByText('Tobias').waitFor();
    assert.deepEqual(await options.locator('[part=option-text]').allTextContents(), ['Krell', 'Tobias Krell']);
    assert.deepEqual(await options.locator('mark').allTextContents(), ['Krell', 'Krell']);
    await page.clock.runFor(599);
    assert.equal(await page.getByText('2 suggestions', { exact: true }).count(), 0);
    await page.clock.runFor(1);
    await page.getByText('2 suggestions', { exact: true }).waitFor();
    await input.fill('   ');
    assert.equal(await expanded(input), 'false');
    await page.clock.runFor(1000);
    assert.deepEqual(asked, ['k', 'kre']);
});

testBox('the arrow keys go through the list and back to the input', async (
    { page, searchd, embed, input, options }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, three);
    await embed();
    await input.fill('a');
    await options.first().waitFor();
    assert.equal(await active(input), '', 'nothing is chosen unasked');
    const seen = [];
    for (const way of ['Down', 'Down', 'Down', 'Down', 'Up', 'Up', 'Down', 'Down']) {
        await keys(page, `Arrow${way}`);
        seen.push(await active(input));
    }
    assert.deepEqual(seen, ['alpha', 'beta', 'gamma', '', 'gamma', 'beta', 'gamma', '']);
    await keys(page, 'ArrowUp');
    assert.deepEqual(await options.evaluateAll((all) => all.map((one) => one.getAttribute('aria-selected'))),
                     ['false', 'false', 'true']);
    assert.equal(await input.inputValue(), 'a', 'what was typed stays until something is chosen');
    assert.ok(await input.evaluate((node) => node.getRootNode().activeElement === node));
});

testBox('the option that the keys are at is in sight, and a new list begins at its top', async (
    { page, searchd, embed, input, options, list }) => {
    await page.setViewportSize({ width: 600, height: 300 });
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => answer(route, suggested(...'abcdefgh')));
    await embed();
    await input.fill('a');
    await options.first().waitFor();
    await keys(page, 'ArrowUp');
    await page.waitForFunction((node) => node.scrollTop > 0, await list.elementHandle());
    const [all, last] = [await list.boundingBox(), await options.last().boundingBox()];
    assert.ok(last.y + last.height <= all.y + all.height);
    await input.press('b');
    await page.waitForFunction((node) => node.scrollTop === 0, await list.elementHandle());
});

testBox('Home, End and the arrows to the sides belong to the text', async (
    { page, searchd, embed, input, options }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, three);
    await embed();
    await input.fill('abcd');
    await options.first().waitFor();
    for (const [key, caret] of [['Home', 0], ['ArrowRight', 1], ['End', 4], ['ArrowLeft', 3]]) {
        await keys(page, 'ArrowDown');
        assert.equal(await active(input), 'alpha');
        await keys(page, key);
        assert.equal(await active(input), '', key);
        assert.equal(await input.evaluate((node) => node.selectionStart), caret, key);
        assert.equal(await expanded(input), 'true', key);
    }
    await keys(page, 'ArrowDown');
    await page.keyboard.type('e');
    assert.equal(await active(input), '');
});

testBox('Escape closes the list, then empties the box, then is the page\'s', async (
    { page, embed, input, options }) => {
    await embed();
    await page.evaluate(() => {
        window.escapes = 0;
        document.addEventListener('keydown', (event) => { window.escapes += event.key === 'Escape'; });
    });
    await input.fill('kre');
    await options.first().waitFor();
    await keys(page, 'ArrowDown', 'Escape');
    assert.deepEqual([await expanded(input), await input.inputValue(), await active(input)], ['false', 'kre', '']);
    await keys(page, 'Escape');
    assert.equal(await input.inputValue(), '');
    assert.equal(await page.evaluate(() => window.escapes), 0);
    await keys(page, 'Escape');
    assert.equal(await page.evaluate(() => window.escapes), 1);
});

testBox('Alt and an arrow opens and closes, Down and Up open, Tab closes', async ({ page, embed, input, options }) => {
    await embed();
    await input.fill('kre');
    await options.first().waitFor();
    await keys(page, 'Alt+ArrowUp');
    assert.equal(await expanded(input), 'false');
    await keys(page, 'Alt+ArrowDown');
    await options.first().waitFor();
    assert.equal(await active(input), '');
    await keys(page, 'Escape', 'ArrowDown');
    await options.first().waitFor();
    assert.equal(await active(input), 'Krell');
    await keys(page, 'Escape', 'ArrowUp');
    await options.first().waitFor();
    assert.equal(await active(input), 'Tobias Krell');
    await keys(page, 'Tab');
    assert.equal(await expanded(input), 'false');
    assert.equal(await input.inputValue(), 'kre');
    assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent), 'Find');
});

testBox('a word that is chosen becomes the text and is searched', async ({ page, embed, input, options, status }) => {
    await embed();
    const asked = watch(page, 'search');
    await input.fill('tobias kr');
    await options.first().waitFor();
    await keys(page, 'ArrowDown', 'Enter');
    await status.getByText('2 results').waitFor();
    assert.equal(await input.inputValue(), 'Tobias Krell');
    assert.equal(await expanded(input), 'false');
    assert.deepEqual(asked, ['Tobias Krell']);
});

testBox('a phrase that was begun is one when its words are chosen', async ({ page, searchd, embed, input, options }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => answer(route, suggested('Supreme Court')));
    await page.route(`${searchd.origin}/v1/search*`, (route) => answer(route, found([])));
    for (const [typed, wanted] of [
        ['"supreme cou', '"Supreme Court"'], ['“supr', '"Supreme Court"'], ['title:"supr', 'title:"Supreme Court"'],
        ['-"supr', '-"Supreme Court"'], ['supreme "cou', 'supreme "Court"'], ['supr', 'Supreme Court'],
        ['"old" supr', 'Supreme Court'], ['other "supr', 'Supreme Court'],
    ]) {
        await embed();
        await input.fill(typed);
        await options.first().waitFor();
        await keys(page, 'ArrowDown', 'Enter');
        assert.equal(await input.inputValue(), wanted);
    }
});

testBox('the list is shorter above a page of results, and a field without words has none', async (
    { page, searchd, embed, input, options }) => {
    const asked = [];
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => {
        const { searchParams } = new URL(route.request().url());
        asked.push([searchParams.get('q'), searchParams.get('limit')]);
        return answer(route, suggested('alpha'));
    });
    for (const [attributes, limit] of [['', '8'], ['results="page"', '5']]) {
        await embed(attributes);
        asked.length = 0;
        await input.fill('titl');
        await options.first().waitFor();
        await input.fill('title:');
        await page.waitForTimeout(120);
        assert.equal(await options.count(), 0);
        await input.fill('title:a');
        await options.first().waitFor();
        assert.deepEqual(asked, [['titl', limit], ['title:a', limit]]);
    }
});

testBox('the mouse chooses and leaves the focus where it is', async ({ page, embed, input, options, status }) => {
    await embed();
    await input.fill('kre');
    const option = options.nth(1), box = await option.boundingBox();
    await page.mouse.move(box.x + 40, box.y + 10);
    assert.equal(await active(input), '', 'what the mouse is over is not chosen by Enter');
    await page.mouse.down();
    assert.ok(await input.evaluate((node) => node.getRootNode().activeElement === node));
    await page.mouse.up();
    await status.getByText('2 results').waitFor();
    assert.equal(await input.inputValue(), 'Tobias Krell');
    await page.locator('h1').click();
    assert.equal(await expanded(input), 'false');
});

const article = (site, url) => (route) => answer(route, { suggestions: [{ text: 'A title', html: 'A <mark>title</mark>',
    kind: 'title', articles: 1, id: 'vale/1', url: url && `${site.origin}${url}` }] });

testBox('a title that is chosen leads to its article', async ({ page, searchd, site, embed, input, options }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, article(site, '/story'));
    await page.route(`${searchd.origin}/a/*`, (route) => answer(route, {}));
    site.put('/story', { body: '<h1>Story</h1>' });
    const goes = async (attributes, address, form) => {
        await embed(attributes, form);
        await input.fill('titl');
        await options.first().waitFor();
        await keys(page, 'ArrowDown', 'Enter');
        await page.waitForURL(address);
    };
    await goes('', `${site.origin}/story`);
    await goes('articles="archive"', `${searchd.origin}/a/vale%2F1?q=titl`);
    await page.unroute(`${searchd.origin}/v1/suggest*`);
    await page.route(`${searchd.origin}/v1/suggest*`, article(site, null));
    await goes('', `${searchd.origin}/a/vale%2F1?q=titl`);
    await goes('match="any" source="x"', `${searchd.origin}/a/vale%2F1?q=titl&in=title&match=any`,
               plainForm(site, '<input type="hidden" name="in" value="title">')); // what the marks depend on
});

testBox('with Ctrl an article opens in another tab', async (
    { context, page, searchd, site, embed, input, options }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, article(site, '/story'));
    site.put('/story', { body: '<h1>Story</h1>' });
    await embed();
    const ways = [() => keys(page, 'ArrowDown', 'Control+Enter'), () => options.click({ modifiers: ['Control'] })];
    for (const choose of ways) {
        await input.fill('');
        await input.fill('titl');
        await options.first().waitFor();
        const opened = context.waitForEvent('page');
        await choose();
        await (await opened).waitForURL(`${site.origin}/story`);
        assert.equal(page.url(), `${site.origin}/box`);
        await page.bringToFront();
    }
});

testBox('an older answer never comes over a newer one', async ({ page, searchd, embed, input, options }) => {
    const late = [];
    await page.route(`${searchd.origin}/v1/suggest*`, async (route) => {
        const q = new URL(route.request().url()).searchParams.get('q');
        if (q === 'b')
            late.push(route);
        else
            await answer(route, suggested(`answer to ${q}`));
    });
    await embed();
    const stopped = page.waitForEvent('requestfailed'), asked = page.waitForRequest(/q=b&/);
    await input.press('b');
    await asked;
    await input.press('u');
    await options.getByText('answer to bu').waitFor();
    assert.match((await stopped).url(), /q=b&/, 'and it is stopped');
    await Promise.all(late.map((route) => answer(route, suggested('answer to b')).catch(() => {})));
    await page.waitForTimeout(120);
    assert.deepEqual(await options.locator('[part=option-text]').allTextContents(), ['answer to bu']);
});

testBox('answers that cannot be stopped are told apart by their number', async (
    { page, searchd, embed, input, options }) => {
    await page.route(`${searchd.origin}/v1/suggest*`, three);
    await embed();
    await page.evaluate(() => { // a browser in which stopping comes too late
        const fetched = window.fetch, order = window.order = [];
        window.fetch = async (url) => {
            const response = await fetched(url);
            await new Promise((resolve) => { order.push(resolve); });
            return new URL(url).searchParams.get('q') === 'ol'
                ? new Response('{"suggestions": [{"text": "old", "html": "old", "kind": "word", "articles": 1}]}')
                : response;
        };
        window.answerLastFirst = () => { while (order.length) order.pop()(); };
    });
    await input.fill('ol');
    await page.waitForFunction(() => window.order.length === 1);
    await input.fill('new');
    await page.waitForFunction(() => window.order.length === 2);
    await page.evaluate(() => window.answerLastFirst());
    await options.getByText('alpha').waitFor();
    await page.waitForTimeout(100);
    assert.equal(await options.getByText('old').count(), 0);
});

testBox('an answer that comes after Enter does not open the list', async ({ page, searchd, embed, input, status }) => {
    let late;
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => { late = route; });
    await page.route(`${searchd.origin}/v1/search*`, nothing);
    await embed();
    const asked = page.waitForRequest(/suggest/);
    await input.fill('budget');
    await asked;
    await keys(page, 'Enter');
    await status.getByText('Nothing was found').waitFor();
    await three(late).catch(() => {});
    await page.waitForTimeout(100);
    assert.equal(await expanded(input), 'false');
});

testBox('an answer that comes when the focus has gone does not open the list', async (
    { page, searchd, embed, input }) => {
    let late;
    await page.route(`${searchd.origin}/v1/suggest*`, (route) => { late = route; });
    await embed();
    const asked = page.waitForRequest(/suggest/);
    await input.fill('budget');
    await asked;
    await keys(page, 'Tab');
    await three(late);
    await page.waitForTimeout(100);
    assert.equal(await expanded(input), 'false');
});

testBox('Backspace shows what was known before, at once', async ({ page, embed, input, options }) => {
    await embed();
    await input.fill('kre');
    await options.nth(1).waitFor();
    const answered = page.waitForResponse(/q=krel&/);
    await input.press('l');
    await answered;
    const asked = watch(page, 'suggest');
    await keys(page, 'Backspace');
    assert.equal(await options.count(), 2);
    await page.waitForTimeout(150);
    assert.deepEqual(asked, []);
});

testBox('an input method composes in peace', async ({ context, page, embed, input, options }) => {
    await embed();
    const suggests = watch(page, 'suggest'), searches = watch(page, 'search');
    const debug = await context.newCDPSession(page);
    await input.focus();
    await debug.send('Input.imeSetComposition', { text: 'kr', selectionStart: 2, selectionEnd: 2 });
    assert.equal(await input.inputValue(), 'kr');
    await page.waitForTimeout(150);
    assert.deepEqual(suggests, []);
    await debug.send('Input.insertText', { text: 'krell' });
    await options.first().waitFor();
    assert.deepEqual(suggests, ['krell']);
    await keys(page, 'ArrowDown');
    for (const composing of [{ isComposing: true }, { keyCode: 229 }])
        await input.evaluate((node, composing) => node.dispatchEvent(new KeyboardEvent('keydown',
            { key: 'Enter', bubbles: true, cancelable: true, ...composing })), composing);
    assert.equal(await active(input), 'Krell', 'that Enter was for the input method');
    assert.deepEqual(searches, []);
});

await run();
