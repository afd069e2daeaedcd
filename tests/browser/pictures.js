/* SPDX-License-Identifier: BSD-3-Clause */
// Makes the pictures of the pages in docs/images: tests/browser/run --screenshots

import { fileURLToPath } from 'node:url';
import { PHONE, group, play, shows } from './lib/scene.js';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const SHARP = { ...PHONE, deviceScaleFactor: 2 };
const HOTEL = { BookerName: 'Hotel Miramar', CustomerSupportEmail: 'desk@miramar.example', CustomerSupportPhone: '+44 1632 960000' };

/** Saves what the window shows, without the empty rest below. */
async function picture(page, name) {
    await page.mouse.move(0, 0);        // away from what it clicked
    const { width, height } = page.viewportSize();
    const used = await page.evaluate(() => Math.ceil(document.querySelector('main').getBoundingClientRect().bottom));
    await page.screenshot({ path: `${FOLDER}${name}.png`, clip: { x: 0, y: 0, width, height: Math.min(height, used) } });
}

async function book(scene, guest, change = {}) {
    const name = guest.split(' ').pop().toLowerCase();
    await scene.book(guest, { 'E-mail': `${/^[a-z]+$/.test(name) ? name : 'guest'}@example.com`, ...change });
}

/** Books for a guest and asks for the card. */
async function ask(scene, guest, change = {}, channel = 'E-mail') {
    await book(scene, guest, change);
    await scene.ask(channel);
}

async function fillABusyDesk(scene) {
    const { agent, site } = scene;
    await ask(scene, 'Mary Shelley', { Amount: '340' });
    await scene.openLink();
    await scene.fill();
    await shows(agent, 'Card stored');
    await ask(scene, 'عائشة التيمورية', { 'E-mail': 'aisha@example.com', Amount: '1120,50' }, 'SMS');
    await shows(agent, 'Message delivered');
    await ask(scene, 'Jane Austen', { 'Phone (with the country code)': '+44 1632 999999' }, 'SMS');
    await shows(agent, 'Message failed');
    await book(scene, 'Anne Brontë', { 'E-mail': 'anne@example.com' });
    await site.orderFault({ kind: 'drop_before', operation: 'send' });
    await agent.getByRole('button', { name: 'Ask for the card' }).click();
    await shows(agent, 'Unknown');
    await ask(scene, 'Emily Dickinson', { Amount: '95' });
    await scene.openLink();
    await scene.fill('4111 1111 1111 1112');
    await shows(agent, 'Entry rejected');
    await book(scene, 'Selma Lagerlöf', { 'E-mail': 'selma@example.com' });
}

group('pictures', () => {
    play('desk and form', async (scene) => {
        const { agent, guest, site } = scene;
        await fillABusyDesk(scene);
        await picture(guest, 'guest-form-refused');
        await agent.goto(`${site.url}/`);
        await picture(agent, 'desk-bookings');
        await ask(scene, 'Virginia Woolf', { Amount: '260.00' });
        await scene.openLink();
        await shows(agent, 'Form opened');
        await picture(agent, 'desk-asked');
        await picture(guest, 'guest-form');
        await scene.fill();
        await shows(agent, 'Security code kept until');
        await picture(agent, 'desk-card-stored');
        await guest.goto(`${site.lab.sandbox}/outbox`);
        await picture(guest, 'outbox');
    }, { isAlone: true });

    play('phones', async (scene) => {
        const { agent, guest, site } = scene;
        await fillABusyDesk(scene);
        await agent.goto(`${site.url}/`);
        await picture(agent, 'phone-bookings');
        await guest.goto(await site.send({ ...HOTEL, RecipientName: 'Jane Austen', Amount: 340, Currency: 'GBP' }));
        await picture(guest, 'phone-form');
        await guest.goto(await site.send({ ...HOTEL, RecipientName: 'عائشة', Language: 'ar', Amount: 1120.5, Currency: 'EUR' }));
        await scene.fill('4111 1111 1111 1112');
        await guest.getByRole('alert').waitFor();
        await picture(guest, 'phone-form-arabic');
    }, { ...SHARP, isAlone: true });

    play('a phone in the dark', async (scene) => {
        await ask(scene, 'Mary Shelley', { Amount: '340' });
        await scene.openLink();
        await scene.fill();
        await shows(scene.agent, 'Security code kept until');
        await picture(scene.agent, 'phone-card-stored');
    }, { ...SHARP, isAlone: true, colorScheme: 'dark' });
});
