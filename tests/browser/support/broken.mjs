// SPDX-License-Identifier: GPL-2.0-or-later
// broken.mjs - tests that must fail, each by another guard of the harness; run by guards.mjs.
import { run, test } from './harness.mjs';

const policy = "default-src 'none'; script-src 'unsafe-inline'; connect-src *; img-src *";
const opens = (page) => async (t) => {
    t.site.put('/broken', { head: '', csp: policy, ...page(t) });
    await t.page.goto(`${t.site.origin}/broken`);
};

test('an assertion', async () => { throw new Error('as said'); });
test('an inline script', async ({ page, site }) => {
    site.put('/broken', { head: '<script>document.title = "run";</script>' }); // under the site's own policy
    await page.goto(`${site.origin}/broken`);
});
test('a style attribute', async ({ page, site }) => {
    site.put('/broken', { head: '', body: '<p style="color: red">Red.</p>' });
    await page.goto(`${site.origin}/broken`);
});
test('an uncaught error', opens(() => ({ body: '<script>setTimeout(() => nothing());</script>' })));
test('a rejection', opens(() => ({ body: '<script>Promise.reject(new Error("unheard"));</script>' })));
test('an error logged', opens(() => ({ body: '<script>console.error("bad");</script>' })));
test('a dialog', opens(() => ({ body: '<script>alert(1);</script>' })));
test('a third party', opens(() => ({ body: '<img alt="" src="http://127.0.0.1:9/pixel.gif">' })));
test('a cookie', opens(() => ({ body: '<script>document.cookie = "reader=1";</script>' })));
test('a missing file', opens(({ site }) => ({ body: `<img alt="" src="${site.origin}/none.gif">` })));
test('a complaint that does not come', async () => {}, { expects: [/never/] });
test('a step without end', async ({ page }) => page.waitForSelector('#never', { timeout: 500 }));
test('a test without end', () => new Promise(() => {}), { seconds: 1 });

await run();
