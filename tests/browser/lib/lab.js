/* SPDX-License-Identifier: BSD-3-Clause */
// The programs behind the pages: one sandbox, and sites. lab.php starts them, and they end with it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../lab.php', import.meta.url));

export class Lab {
    #process = spawn('php', [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
    #lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    #last = Promise.resolve();

    static async start() {
        const lab = new Lab();
        lab.sandbox = (await lab.#read()).sandbox;
        return lab;
    }

    /** Starts a site with a worker, an empty database or the bookings of the demo, and an account of its own. */
    async site({ environment = {}, demo = true } = {}) {
        return new Site(this, await this.tell({ start: environment, demo }));
    }

    /** Sends a command; one at a time. */
    tell(command) {
        this.#last = this.#last.then(() => {
            this.#process.stdin.write(`${JSON.stringify(command)}\n`);
            return this.#read();
        });
        return this.#last;
    }

    async stop() {
        const end = once(this.#process, 'exit');
        this.#process.stdin.end();
        assert.deepEqual(await end, [0, null], 'the end of the lab');
    }

    async #read() {
        const { value, done } = await this.#lines.next();
        assert(!done, 'the lab ended');
        return JSON.parse(value);
    }
}

class Site {
    constructor(lab, { id, url, key }) {
        Object.assign(this, { lab, id, url, key });
    }

    stop() {
        return this.lab.tell({ stop: this.id });
    }

    /** @return the token of the card of that guest's booking, as the site has it, or null */
    async cardOf(guest) {
        return (await this.lab.tell({ card: guest, of: this.id })).token;
    }

    /** @return the tokens of the cards of this site's account */
    async cards() {
        return (await this.#sandbox('/sandbox/cards.json')).map((card) => card.token);
    }

    /** @return how often the site has called an operation */
    async calls(operation) {
        return (await this.#sandbox('/sandbox/stats.json'))[operation]?.received ?? 0;
    }

    /** @return the messages to the guests of this site, the newest first */
    messages() {
        return this.#sandbox('/outbox.json');
    }

    /** Sends a form to a guest past the site, with any fields. @return the link */
    async send(fields) {
        const request = { BookerId: 'front-desk', DeliveryMethod: 'Email', RecipientEmail: 'guest@example.com', ...fields };
        await this.#sandbox('/api/cardrequest', request);
        return (await this.messages())[0].link;
    }

    orderFault(fault) {
        return this.#sandbox('/sandbox/faults', fault);
    }

    async #sandbox(path, body) {
        const response = await fetch(this.lab.sandbox + path, {
            method: body ? 'POST' : 'GET',
            headers: { Authorization: `APIKEY ${this.key}`, 'Content-Type': 'application/json' },
            body: body && JSON.stringify(body),
        });
        assert(response.ok, `${path}: ${response.status}`);
        const text = await response.text();
        return text === '' ? null : JSON.parse(text);
    }
}
