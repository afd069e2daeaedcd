/* SPDX-License-Identifier: BSD-3-Clause */
// How a page fits its window.

/** @return what is wrong: a page that scrolls sideways, controls that are too low for a finger or outside of the window, squeezed texts */
export async function misfits(page) {
    return page.evaluate(() => {
        const found = [];
        const { scrollWidth } = document.documentElement;
        scrollWidth > innerWidth && found.push(`the page is ${scrollWidth} px wide`);
        for (const element of document.querySelectorAll('button, input:not([type=hidden], [type=radio]), select, main li > a')) {
            const box = element.getBoundingClientRect();
            if (box.width > 0 && (box.height < 40 || box.right > innerWidth || box.left < 0)) {
                found.push(`${element.outerHTML.slice(0, 80)}: ${box.height} px high, from ${box.left} to ${box.right}`);
            }
        }
        for (const element of document.querySelectorAll('main *')) {
            const box = element.getBoundingClientRect();
            const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 9);
            if (hasText && box.width > 1 && box.width < 60 && box.height > 60) {
                found.push(`${element.outerHTML.slice(0, 80)}: squeezed to ${box.width} px`);
            }
        }
        return found;
    });
}
