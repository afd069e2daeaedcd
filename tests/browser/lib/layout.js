/* SPDX-License-Identifier: BSD-3-Clause */
// How a page fits its window.

/** @return what is wrong: a page that scrolls sideways, controls that are too low for a finger or outside of the window */
export async function misfits(page) {
    return page.evaluate(() => {
        const found = [];
        if (document.documentElement.scrollWidth > innerWidth) {
            found.push(`the page is ${document.documentElement.scrollWidth} wide`);
        }
        for (const element of document.querySelectorAll('button, input:not([type=hidden], [type=radio]), select, main li a')) {
            const box = element.getBoundingClientRect();
            if (box.width > 0 && (box.height < 40 || box.right > innerWidth || box.left < 0)) {
                found.push(`${element.tagName} ${element.name ?? ''}: ${box.height} high, from ${box.left} to ${box.right}`);
            }
        }
        return found;
    });
}
