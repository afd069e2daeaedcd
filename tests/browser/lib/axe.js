/* SPDX-License-Identifier: BSD-3-Clause */
// What axe-core finds in a page, in every way a person may see it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { misfits } from './layout.js';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** All rules except the stricter ones of level AAA and the obsolete ones. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice', 'experimental'];
const WIDTHS = [1280, 375];
const SCHEMES = ['light', 'dark'];

/** Runs in the page. What axe cannot decide counts too. A page that updates itself meanwhile is looked at again. */
async function run(tags) {
    for (;;) {
        const before = document.body.innerHTML;
        const { violations, incomplete } = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations', 'incomplete'] });
        if (document.body.innerHTML === before) {
            return [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}: ${node.failureSummary}`));
        }
    }
}

/** @return the findings at both widths, in light and dark, from left to right and from right to left; the window is then as it was */
export async function findings(page, name) {
    const found = [];
    await page.waitForLoadState();
    const [size, own] = [page.viewportSize(), await page.evaluate(() => document.documentElement.dir)];
    await page.evaluate(SOURCE);
    for (const direction of own === 'rtl' ? ['rtl'] : ['ltr', 'rtl']) {
        await page.evaluate((dir) => (document.documentElement.dir = dir), direction);
        for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 900 });
            found.push(...(await misfits(page)).map((misfit) => `${name}, ${width} px, ${direction}: ${misfit}`));
            for (const colorScheme of SCHEMES) {
                await page.emulateMedia({ colorScheme });
                found.push(...(await page.evaluate(run, TAGS)).map((finding) => `${name}, ${width} px, ${colorScheme}, ${direction}: ${finding}`));
            }
        }
    }
    await page.evaluate((dir) => (document.documentElement.dir = dir), own);
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize(size);
    return found;
}
