// SPDX-License-Identifier: GPL-2.0-or-later
// searchd.mjs - the real searchd on a free port, over an archive of tests/articles and of articles that a test gives.
import { execFile, spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const samples = fileURLToPath(new URL('../../articles', import.meta.url));
const startMs = 20000, stopMs = 30000;

// The line "listening on ADDR:PORT", or why there is none.
function listening(child, said) {
    return new Promise((resolve, reject) => {
        let out = '';
        const fail = (why) => reject(new Error(`searchd ${why}: ${said()}`));
        const late = setTimeout(() => fail(`does not listen after ${startMs} ms`), startMs);
        child.on('error', (error) => fail(`cannot be run: ${error.message}`));
        child.on('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
        child.stdout.on('data', (bytes) => {
            out += bytes;
            const at = /^listening on (\S+)$/m.exec(out);
            if (!at)
                return;
            clearTimeout(late);
            resolve(at[1]);
        });
    });
}

// bin, dir: where the programs are, and a folder to write in; articles: objects as docs/schema.md has them, added to
// the samples; ready: an archive to serve instead, as it is; args: of searchd. Gives origin, add(articles), kill() and
// stop(), which throws unless it ends with 0.
export async function startSearchd({ bin, dir, articles = [], ready, args = [] }) {
    const archive = ready ?? path.join(dir, 'archive');
    let added = 0;
    const index = (file) => promisify(execFile)(path.join(bin, 'indexer'), ['--archive', archive, 'add', file]);
    const add = async (more) => {
        if (ready)
            throw new Error(`${ready} is served as it is; nothing is added to it`);
        const file = path.join(dir, `articles-${added++}.jsonl`);
        await writeFile(file, more.map((article) => JSON.stringify(article) + '\n').join(''));
        await index(file);
    };
    if (!ready)
        await index(samples);
    if (articles.length)
        await add(articles);

    const child = spawn(path.join(bin, 'searchd'), ['--archive', archive, '--listen', '127.0.0.1:0', ...args],
                        { stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    child.stderr.on('data', (bytes) => { log += bytes; });
    // What is no line of the access log: a sanitizer's report above all.
    const said = () => log.split('\n').filter((line) => !/^20\d\d-/.test(line)).slice(0, 60).join('\n');
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? signal)));
    const kill = () => child.kill('SIGKILL');
    process.on('exit', kill); // whatever happens to the test, no daemon is left
    const stop = async () => {
        const late = setTimeout(kill, stopMs);
        child.kill('SIGTERM');
        const code = await ended;
        clearTimeout(late);
        if (code !== 0)
            throw new Error(`searchd ended with ${code} on SIGTERM: ${said()}`);
    };
    return { origin: `http://${await listening(child, said)}`, add, stop, kill };
}
