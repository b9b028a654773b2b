// SPDX-License-Identifier: GPL-2.0-or-later
// page_looks.mjs - the search page as it is seen: on desktop and phone, in the dark, on paper, by axe, and with an
// article whose every field is markup.
import { allForms, axe } from './support/axe.mjs';
import { assert, phone, run, test } from './support/harness.mjs';
import { hostile, lighthouses } from './support/lighthouses.mjs';

const total = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const style = (locator, name) => locator.evaluate((one, name) => getComputedStyle(one)[name], name);

for (const [what, query, expects] of [
    ['home', ''], ['results', '?q=lighthouse&source=Vale+Herald&from=2011&to=2013'],
    ['empty', '?q=xqzzy&source=Vale+Herald'],
    ['error', '?from=2016-13&q=lamp', [/status of 400/]],
])
    test(`${what}: axe finds nothing`, async ({ page, searchd, shots }) => {
        await page.goto(`${searchd.origin}/${query}`);
        await page.getByRole('combobox').waitFor();
        await shots(what);
        assert.equal(await axe(page, what === 'results' ? allForms : undefined), '');
    }, { expects, seconds: 60 });

test('what went wrong, and filters on a phone: axe finds nothing', async ({ page, searchd, shot }) => {
    await page.setViewportSize(phone);
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    await page.getByRole('link', { name: 'Filters' }).click();
    await shot('filters-phone');
    await page.route((url) => url.pathname === '/', (route) => route.abort('connectionrefused'));
    await page.locator('.facet').getByRole('link', { name: /^coast/ }).click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    assert.equal(await axe(page), '');
}, { expects: [/ERR_CONNECTION_REFUSED/], seconds: 60 });

const marks = async (page) => {
    const main = page.locator('main');
    assert.equal(await main.locator('script, img, textarea').count(), 0);
    assert.equal(await main.locator('[onclick], [onerror], [href^="javascript" i]').count(), 0);
    assert.equal(await page.evaluate(() => document.querySelectorAll('body style, main b b, main b i').length), 0);
    assert.match(await page.title(), /^[a-z*]* ?–? ?Hustings$/);
};

test('what an article says never becomes markup', async ({ page, searchd, shot }) => {
    for (const query of ['?q=smuggler', '?q=smug*']) {
        await page.goto(`${searchd.origin}/${query}`);
        await total(page, /^1 result/);
        assert.equal(await page.locator('.result h2').textContent(), hostile.title);
        assert.equal(await page.locator('.result .source').textContent(), hostile.source);
        assert.equal(await page.locator('.result .author').textContent(), hostile.author[0]);
        assert.equal(await page.locator('.result .section').textContent(), hostile.section);
        assert.match(await page.locator('.snippet').textContent(), /<script>document\.title="text"<\/script>/);
        assert.equal(await page.locator('.result .original').count(), 0, 'javascript: is no address');
        await marks(page);
    }
    await shot('hostile', { fullPage: true });
    const said = { source: hostile.source, section: hostile.section, author: hostile.author[0] };
    for (const [field, value] of Object.entries(said)) {
        const link = page.locator(`[data-key="facet:${field}"] a`).filter({ hasText: '<script>' });
        assert.equal(await link.locator('.value').textContent(), value);
        await link.click(); // swapped in by the script
        const name = field[0].toUpperCase() + field.slice(1);
        const chip = page.locator('.chosen a').filter({ hasText: `${name}: ` });
        await chip.waitFor();
        assert.equal(await chip.locator('b').textContent(), value);
        await total(page, /^1 result/);
        await marks(page);
    }
    await page.reload(); // made by the daemon
    assert.equal(await page.locator('.chosen b').count(), 3);
    await marks(page);
    await shot('hostile-chosen');
    await page.getByRole('combobox').fill('"><img src=x onerror="document.title=1"><script>document.title=2</script>');
    await page.getByRole('combobox').press('Enter');
    await total(page, /for "><img/);
    assert.equal(await page.locator('main').locator('img, script').count(), 0);
    assert.ok((await page.title()).startsWith('"><img'));
});

test('on a phone filters and list take turns, and choices do not close the filters', async ({ page, searchd }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    const filters = page.locator('#filters'), list = page.locator('.results');
    assert.ok(!await filters.isVisible());
    await page.getByRole('link', { name: 'Filters' }).click();
    assert.ok(await filters.isVisible() && !await list.isVisible());
    await filters.getByRole('link', { name: /^coast/ }).click();
    await page.getByRole('link', { name: 'Show 12 results' }).waitFor();
    await page.getByRole('link', { name: 'Show 12 results' }).click();
    assert.ok(!await filters.isVisible() && await list.isVisible());
    assert.equal(await page.evaluate(() => scrollY), 0);
}, { viewport: phone, hasTouch: true });

test('and without JavaScript they do', async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    const filters = page.locator('#filters'), list = page.locator('.results');
    assert.ok(!await filters.isVisible());
    await page.getByRole('link', { name: 'Filters' }).click();
    assert.ok(await filters.isVisible() && !await list.isVisible());
    await shot('no-script-filters-phone');
    await page.getByRole('link', { name: 'Show 24 results' }).click();
    assert.ok(!await filters.isVisible() && await list.isVisible());
    await page.getByRole('link', { name: 'Filters' }).click();
    await filters.getByRole('link', { name: /^coast/ }).click();
    await total(page, '12 results for lighthouse');
    assert.ok(await list.isVisible());
}, { viewport: phone, javaScriptEnabled: false });

test('the number of results is in sight wherever the filters are scrolled to', async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    await page.getByRole('link', { name: 'Filters' }).click();
    const show = page.getByRole('link', { name: 'Show 24 results' });
    const onTop = () => show.evaluate((link) => {
        const { left, top, width, height } = link.getBoundingClientRect();
        return top > 0 && link.contains(document.elementFromPoint(left + width / 2, top + height - 1));
    });
    for (const part of [0, .3, 1]) {
        await page.evaluate((part) => scrollTo(0, part * document.documentElement.scrollHeight), part);
        assert.ok(await onTop(), part);
    }
    await page.evaluate(() => scrollTo(0, 0));
    await shot('filters-count');
    for (const link of (await page.locator('.facet a').all()).slice(0, 12)) {
        await link.focus();
        const { y, height } = await link.boundingBox();
        assert.ok(y + height <= (await show.boundingBox()).y, 'what has the focus is above it');
    }
}, { viewport: phone });

test('on a phone the first result begins on the first screen', async ({ page, searchd, shot }) => {
    for (const [width, height, query, most] of [
        [390, 760, '?q=lighthouse', 430], [320, 640, '?q=lighthouse&source=Vale+Herald', 540]]) {
        await page.setViewportSize({ width, height });
        await page.goto(`${searchd.origin}/${query}`);
        await page.locator('.charts-live').waitFor();
        const { y } = await page.locator('.result').first().boundingBox();
        assert.ok(y <= most, `${width} x ${height}: ${y}`);
        await shot(`first-screen-${width}`);
    }
    assert.ok((await page.locator('.chart-drawing').boundingBox()).height <= 73);
    const { width } = await page.locator('.chart-words').boundingBox();
    assert.equal(width, 1, 'it is not seen');
    assert.ok(await page.locator('.chart-words').isVisible(), 'but it is there');
    assert.ok(!await page.locator('.chart-readout').isVisible());
    const bars = await page.locator('.chart-bars').boundingBox();
    await page.mouse.move(bars.x + 20, bars.y + 20);
    await page.mouse.down();
    await page.mouse.move(bars.x + 120, bars.y + 20, { steps: 3 });
    await page.locator('.chart-readout').getByText(' – ').waitFor();
    assert.ok(await page.locator('.chart-readout').isVisible(), 'what is being drawn');
    assert.equal((await page.locator('.chart-bars').boundingBox()).y, bars.y);
}, { hasTouch: true, isMobile: true });

test('fingers meet what they aim at, and nothing is wider than the phone', async ({ page, searchd }) => {
    for (const query of ['?q=lighthouse&source=Vale+Herald', '?q=smuggler', '']) {
        await page.goto(`${searchd.origin}/${query}`);
        const small = () => page.evaluate(() => [...document.querySelectorAll(
            '.chosen a, .sorts a, .paging a, .exports a, .to-filters, .from-filters, .facet a, summary, ' +
            '.dates input, button')]
            .filter((one) => one.checkVisibility() && one.closest('.chart') === null)
            .filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.outerHTML));
        assert.deepEqual(await small(), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width, query);
        await page.getByRole('link', { name: 'Filters' }).click();
        assert.deepEqual(await small(), []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= phone.width, query);
    }
}, { viewport: phone, hasTouch: true, isMobile: true });

test('on paper there are the results, black on white, and no controls', async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse&source=Vale+Herald`);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const control of ['hustings-search', '.tools', '.filters', '.paging', '.exports', '.foot', '.skip'])
        assert.ok(!await page.locator(control).isVisible(), control);
    assert.equal(await style(page.locator('body'), 'backgroundColor'), 'rgb(255, 255, 255)');
    assert.equal(await style(page.locator('.snippet').first(), 'color'), 'rgb(0, 0, 0)');
    assert.match(await style(page.locator('mark').first(), 'textDecorationLine'), /underline/);
    assert.ok(await page.getByText('Source: Vale Herald').isVisible());
    assert.ok(!await page.locator('.original').first().isVisible());
    await page.setViewportSize({ width: 700, height: 990 });
    await shot('print');
    assert.ok((await page.pdf({ format: 'A4' })).length > 5000);
    await page.goto(`${searchd.origin}/a/light-3`);
    const original = page.locator('.article .original');
    assert.ok(await original.isVisible());
    assert.equal(await original.evaluate((link) => getComputedStyle(link, '::after').content),
                 '": http://valeherald.example/skerry-3"');
    await shot('print-article');
});

test('marks are seen in any colours', async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse&source=Vale+Herald`);
    const mark = page.locator('.result mark').first(), body = page.locator('body');
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        assert.notEqual(await style(mark, 'backgroundColor'), await style(body, 'backgroundColor'));
    }
    await page.emulateMedia({ forcedColors: 'active' });
    assert.match(await style(mark, 'textDecorationLine'), /underline/);
    await shot('forced-colors');
});

test('a page of a language that runs from right to left is laid out so', async ({ page, searchd, shot }) => {
    await page.goto(`${searchd.origin}/?q=lighthouse`);
    await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
    const at = (selector) => page.locator(selector).first().boundingBox();
    assert.ok((await at('.filters')).x < (await at('.results')).x);
    assert.ok((await at('.count')).x < (await at('.value')).x);
    await shot('right-to-left');
});

await run({ articles: [...lighthouses, hostile] });
