/* SPDX-License-Identifier: BSD-3-Clause */
// A site with an agent and a guest, each with a browser window.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Lab } from './lab.js';

/** Ends only a test that has failed. */
const LONGEST_WAIT = 60_000;
const ARGUMENTS = ['--disable-gpu', '--disable-quic', '--force-color-profile=srgb', '--lang=en'];
/** What an agent enters, by label. */
const BOOKING = { 'E-mail': 'guest@example.com', 'Phone (with the country code)': '+44 1632 960077', Amount: '120.00' };
const DESKTOP = { viewport: { width: 900, height: 860 } };
export const PHONE = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };
/** What a person must get: 410 for a closed link, 422 for a refused entry. */
const EXPECTED = /\/(form|bookings)\b.* 4(10|22)\b|\/favicon\.ico/;

let lab;
let browser;

function theLab() {
    return (lab ??= Lab.start());
}

async function newContext(options) {
    browser ??= chromium.launch({ executablePath: '/usr/bin/chromium', chromiumSandbox: false, args: ARGUMENTS });
    const context = await (await browser).newContext({ locale: 'en-US', timezoneId: 'UTC', ...options });
    context.setDefaultTimeout(LONGEST_WAIT);
    return context;
}

/** Groups the tests of a file, which share one sandbox and one browser. They mostly wait for updates, so several run at a time. */
export function group(name, define) {
    describe(name, { concurrency: 3 }, () => {
        after(async () => {
            await browser?.then((started) => started.close(), () => {});        // a failed start is reported by the tests
            await lab?.then((started) => started.stop(), () => {});
        });
        define();
    });
}

/**
 * A test on a site of its own. Nothing may go wrong in its pages unnoticed.
 * @param options site: of the site; isAlone: it needs a sandbox of its own; all others are of the windows
 */
export function play(name, body, options = {}) {
    test(name, async () => {
        const scene = new Scene();
        let failure;
        try {
            await scene.begin(options);
            await body(scene);
            assert.deepEqual(scene.complaints, [], 'complaints of the browser');
        } catch (error) {
            failure = error;
        }
        await scene.end().catch((error) => (failure ??= error));
        if (failure) {
            throw failure;
        }
    });
}

export class Scene {
    complaints = [];

    async begin({ site, isAlone = false, ...options }) {
        this.ownLab = isAlone ? await Lab.start() : null;
        this.site = await (this.ownLab ?? (await theLab())).site(site);
        this.agent = await this.#person({ ...DESKTOP, ...options });
        this.guest = await this.#person({ ...DESKTOP, ...options });
    }

    /** Also ends what could not begin. */
    async end() {
        await this.agent?.context().close();
        await this.guest?.context().close();
        await this.site?.stop();
        await this.ownLab?.stop();
    }

    /** The agent fills the form for a new booking in, but does not submit it. @param change other values, by label */
    async enter(change) {
        const { agent } = this;
        await agent.goto(`${this.site.url}/`);
        await agent.getByText('New booking').click();
        for (const [label, value] of Object.entries({ ...BOOKING, ...change })) {
            await agent.getByLabel(label, { exact: true }).fill(value);
        }
    }

    /** The agent books for a new guest. */
    async book(guest, change = {}) {
        await this.enter({ Guest: guest, ...change });
        await this.agent.getByRole('button', { name: 'Book', exact: true }).click();
        await shows(this.agent, 'Booked. You can now ask the guest for the card.');
    }

    /** Adds so many bookings, past the form. */
    async bookMany(count) {
        const { request } = this.agent;
        await this.agent.goto(`${this.site.url}/`);
        const csrf = await this.agent.locator('[name=csrf]').inputValue();
        for (let number = 1; number <= count; number++) {
            const form = { csrf, guest: `Guest ${number}`, email: 'guest@example.com', language: 'EN', arrival: '2030-01-02', nights: '1', amount: '1', currency: 'EUR' };
            const response = await request.post(`${this.site.url}/bookings`, { form, maxRedirects: 0 });
            assert.equal(response.status(), 303, await response.text());
        }
    }

    async ask(channel = 'E-mail') {
        await this.agent.getByRole('radio', { name: channel }).check();
        await this.agent.getByRole('button', { name: /^Ask for the/ }).click();
        await this.agent.getByRole('button', { name: 'Cancel the link' }).waitFor();
    }

    /** @return the link of the newest message, on the page of the sandbox's outbox */
    async newestLink() {
        const [{ link }] = await this.site.messages();
        return this.guest.getByRole('article').getByRole('link', { name: link });
    }

    /** The guest opens the newest message's link. */
    async openLink() {
        await this.guest.goto(`${this.site.lab.sandbox}/outbox`);
        await (await this.newestLink()).click();
        await this.guest.waitForURL(/\/form\//);
    }

    /** The form is in the guest's language, but each field says in the same way what it is for. */
    async fill(number = '4111 1111 1111 1111') {
        const { guest } = this;
        await guest.locator('[autocomplete=cc-number]').fill(number);
        await guest.locator('[autocomplete=cc-exp]').fill('12/39');
        await guest.locator('[autocomplete=cc-csc]').fill('123');
        await guest.getByRole('button').click();
    }

    async #person(options) {
        const page = await (await newContext(options)).newPage();
        page.on('pageerror', (error) => this.complaints.push(String(error)));
        page.on('console', (message) => {
            const complaint = `${message.location().url}: ${message.text()}`;
            ['error', 'warning'].includes(message.type()) && !EXPECTED.test(complaint) && this.complaints.push(complaint);
        });
        return page;
    }
}

/** Waits until the text is visible, without reloading. */
export async function shows(where, text) {
    await where.getByText(text).filter({ visible: true }).first().waitFor();
}

/** Waits until a condition, which may ask the server, is fulfilled. */
export async function eventually(condition, what) {
    const deadline = Date.now() + LONGEST_WAIT;
    while (!(await condition())) {
        assert(Date.now() < deadline, `not fulfilled: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/** Marks the page, so that isSamePage() tells whether it was loaded again. */
export async function mark(page) {
    await page.evaluate(() => (window.isMarked = true));
}

export async function isSamePage(page) {
    return page.evaluate(() => window.isMarked === true);
}
