// SPDX-License-Identifier: GPL-2.0-or-later
// chart.mjs - the share of coverage in time, a line for each source, as Chart.js and its like take it; a gap is null.
// node chart.mjs PARAMETERS [URL], or in a page: import { chart } from './chart.mjs';
export async function chart(url, parameters) {
    const response = await fetch(`${url}/v1/timeline?${parameters}&by=source&strict=1`);
    if (!response.ok) {
        const said = await response.text();
        const known = response.headers.get('content-type') === 'application/problem+json';
        const { title, param, value, detail, hint } = known ? JSON.parse(said) : { title: said };
        throw new Error([title, param, value, detail, hint].filter(Boolean).join(' - '));
    }
    const answer = await response.json();
    return {
        labels: answer.intervals.map(one => one.start),
        datasets: answer.series.map(one => ({ label: one.value, data: one.intervals.map(interval => interval.share) })),
        source: `snapshot ${answer.snapshot.id}, query ${answer.query.hash}`,
        warnings: answer.warnings,
    };
}

if (globalThis.process?.argv[1]?.endsWith('chart.mjs')) {
    const [parameters, url = process.env.HUSTINGS_URL ?? 'http://127.0.0.1:8080'] = process.argv.slice(2);
    try {
        console.log(JSON.stringify(await chart(url, parameters), null, 1));
    } catch (error) {
        console.error(`${url}: ${error.cause?.message || error.message}`);
        process.exitCode = 1;
    }
}
