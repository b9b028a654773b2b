// SPDX-License-Identifier: GPL-2.0-or-later
// harness.mjs - tests of what searchd serves, in a real browser. A test file, which ctest runs as browser/NAME:
//
//     import { assert, run, test } from './support/harness.mjs';
//     test('what is typed is found', async ({ page, searchd, site, shot, shots }) => {
//         await page.goto(site.origin);             // or searchd.origin; all of playwright's page and context are here
//         assert.equal(await page.title(), 'The Vale Gazette');
//         await shot('found');                      // screenshots/NAME-found.png; shots(): desktop, phone and dark
//     }, { javaScriptEnabled: false });             // playwright's options of a context; seconds; expects, see below
//     await run({ articles: [{ id: 'x', title: 'More', text: 'Than tests/articles.' }] });
//
// Alone: node tests/browser/NAME.mjs build/bin ['words of a sentence']. A test fails too when a page throws, logs an
// error (a violation of its policy is one), opens a dialog, sets a cookie, crashes, or asks an origin other than
// searchd's and the site's. Complaints that belong to a test are named by its `expects: [/.../]`: each must meet one.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { startAnotherSite } from './another_site.mjs';
import { startSearchd } from './searchd.mjs';

export { assert };
export const desktop = { width: 1280, height: 900 }, phone = { width: 390, height: 844 };

const testSeconds = 30, totalSeconds = 150, stepMs = 10000;
const name = path.basename(process.argv[1], '.mjs'), bin = path.resolve(process.argv[2] ?? 'build/bin');
const only = process.argv[3] ?? '';
const screenshots = path.join(bin, '../browser/screenshots');
const tests = [];

// What tests/browser/install put into this build, or, for build/asan, into the one around it.
const packages = [path.join(bin, '../browser'), path.join(bin, '../../browser')]
    .find((folder) => existsSync(path.join(folder, 'node_modules')));
if (!packages) {
    console.log(`FAILED: no node_modules in ${path.join(bin, '../browser')}; run tests/browser/install on that folder`);
    process.exit(1);
}
export const need = createRequire(path.join(packages, 'package.json'));

export function test(sentence, body, options = {}) {
    tests.push({ sentence, body, options });
}

function within(seconds, promise) {
    let timer;
    const late = new Promise((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`not done after ${seconds} s`)), seconds * 1000);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Puts into complaints whatever a page of the context should not do.
function guard(context, origins, complaints) {
    const watch = (page) => {
        page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
        page.on('crash', () => complaints.push('the page crashed'));
    };
    context.on('page', watch);
    // What Chromium asks for by itself, of another site with a strict policy too, when it has the time.
    const byItself = /^Loading the image '[^']*\/favicon\.ico' violates/;
    context.on('console', (message) => {
        if (message.type() === 'error' && !byItself.test(message.text()))
            complaints.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        dialog.dismiss().catch(() => {}); // its page may be gone
    });
    context.on('request', (request) => {
        const url = new URL(request.url());
        if (!['data:', 'blob:', 'about:'].includes(url.protocol) && !origins.includes(url.origin))
            complaints.push(`third party: ${url}`);
    });
}

function judge(complaints, expects) {
    for (const pattern of expects)
        assert.ok(complaints.some((complaint) => pattern.test(complaint)), `no complaint like ${pattern}`);
    const others = complaints.filter((complaint) => !expects.some((pattern) => pattern.test(complaint)));
    assert.equal(others.join('\n'), '', 'the page did what it should not');
}

function cameras(page) {
    const shot = (what, options = {}) =>
        page.screenshot({ path: path.join(screenshots, `${name}-${what}.png`), ...options });
    const shots = async (what) => {
        await page.setViewportSize(phone);
        await shot(`${what}-phone`);
        await page.setViewportSize(desktop);
        await shot(`${what}-desktop`);
        await page.emulateMedia({ colorScheme: 'dark' });
        await shot(`${what}-desktop-dark`);
        await page.emulateMedia({ colorScheme: 'light' });
    };
    return { shot, shots };
}

// The next test need not wait until this one's pages are closed: closing gets what does.
async function runOne(browser, searchd, site, closing, { sentence, body, options }) {
    const { expects = [], seconds = testSeconds, ...rest } = options, complaints = [];
    const context = await browser.newContext({ viewport: desktop, locale: 'en-GB', timezoneId: 'UTC', ...rest });
    context.setDefaultTimeout(stepMs);
    guard(context, [searchd.origin, site.origin], complaints);
    const page = await context.newPage();
    const camera = cameras(page), begun = performance.now();
    try {
        await within(seconds, body({ page, context, browser, searchd, site, ...camera }));
        await page.waitForTimeout(50); // what it still logs
        complaints.push(...(await context.cookies()).map((cookie) => `cookie: ${cookie.name}`));
        judge(complaints, expects);
        console.log(`ok: ${sentence} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
        return true;
    } catch (error) {
        console.log(`FAILED: ${sentence}\n  ${(error.stack ?? String(error)).replaceAll('\n', '\n  ')}`);
        if (complaints.length)
            console.log(`  the page: ${complaints.join('\n  the page: ')}`);
        await camera.shot(`FAILED-${sentence.replace(/\W+/g, '-').slice(0, 60)}`).catch(() => {});
        return false;
    } finally {
        closing.push(context.close().catch(() => {})); // the browser may be gone
    }
}

// Nothing outside this machine is resolved. Chromium's own sandbox is off: root may not use it, and all pages are ours.
const flags = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

async function runAll(dir, opened, options) {
    const { chromium } = need('playwright-core');
    const [searchd, browser] = await Promise.all([startSearchd({ bin, dir, ...options }),
        chromium.launch({ executablePath: '/usr/bin/chromium', args: flags })]); // each ends with this process
    opened.push(searchd.kill, () => browser.close());
    const site = await startAnotherSite(searchd.origin);
    opened.push(site.stop);
    let failures = 0;
    const closing = [];
    for (const one of tests.filter(({ sentence }) => sentence.includes(only)))
        failures += await runOne(browser, searchd, site, closing, one) ? 0 : 1;
    await Promise.all(closing);
    await searchd.stop();
    return failures;
}

// options: articles, ready and args of startSearchd. Ends the process: with 0 when all is well.
export async function run(options = {}) {
    mkdirSync(screenshots, { recursive: true });
    for (const file of readdirSync(screenshots).filter((file) => file.startsWith(`${name}-`)))
        rmSync(path.join(screenshots, file)); // an earlier run's
    const dir = mkdtempSync(path.join(os.tmpdir(), 'hustings-browser-')), opened = [];
    let failures = 1;
    try {
        failures = await within(totalSeconds, runAll(dir, opened, options));
    } catch (error) {
        console.log(`FAILED: ${name}: ${error.stack}`);
    }
    for (const close of opened.reverse())
        await close();
    rmSync(dir, { recursive: true, force: true });
    process.exit(failures ? 1 : 0);
}
