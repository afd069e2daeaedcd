/* SPDX-License-Identifier: BSD-3-Clause */
// A person without a mouse.

import assert from 'node:assert/strict';

/** No page has as many stops. */
const MOST_STOPS = 150;

/** Runs in the page: why nobody could see what has the focus, or ''. */
function hiddenFocus() {
    const element = document.activeElement;
    if (element === document.body || element === document.documentElement) {
        return '';
    }
    const [style, box] = [getComputedStyle(element), element.getBoundingClientRect()];
    const isOutside = box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth;
    const isOutlined = element.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    const isPicker = element.type === 'date' && !element.matches(':focus-visible');         // its button, inside, which the browser outlines
    return (isOutlined || isPicker) && !isOutside && box.width > 0 ? '' : `${element.outerHTML.slice(0, 120)}: outline ${style.outline}, from ${box.top} to ${box.bottom}`;
}

/** Presses Tab until the element has the focus. Each stop must be visible. */
export async function tabTo(page, target, key = 'Tab') {
    await target.first().waitFor();
    const passed = [];
    for (let stop = 0; stop < MOST_STOPS; stop++) {
        await page.keyboard.press(key);
        assert.equal(await page.evaluate(hiddenFocus), '', 'the focus cannot be seen');
        if (await hasFocus(target)) {
            return;
        }
        passed.push(await page.evaluate(() => document.activeElement.outerHTML.slice(0, 60)));
    }
    assert.fail(`Tab never reaches ${target}, only ${[...new Set(passed)].join('\n')}`);
}

export async function hasFocus(target) {
    return target.first().evaluate((element) => element === document.activeElement, null, { timeout: 1000 }).catch(() => false);
}

/** Goes to a control and presses a key there. */
export async function press(page, target, key = 'Enter') {
    await tabTo(page, target);
    await page.keyboard.press(key);
}

/** Goes to a field and types, in place of what it contains. */
export async function type(page, target, text) {
    await tabTo(page, target);
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type(text);
}
