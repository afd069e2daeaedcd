/* SPDX-License-Identifier: BSD-3-Clause */
// Every page of desk and sandbox, against all rules of axe-core: wide and narrow, light and dark, from left to right and back.

import assert from 'node:assert/strict';
import { findings } from './lib/axe.js';
import { group, play, shows } from './lib/scene.js';

/** What a site can show to a guest, all at once. */
const FULL = {
    RecipientName: 'Ada Lovelace', BookerName: 'Hotel Miramar', Amount: 1120.5, Currency: 'EUR',
    HeaderText: 'Dear Ada,\nwe look forward to your stay.', FooterText: 'Free cancellation until 1 March.',
    CustomerSupportEmail: 'desk@hotel.example', CustomerSupportPhone: '+44 1632 960000',
    CustomerSupportLink: 'https://hotel.example/help', CustomerSupportLinkText: 'Help',
};
const WRONG = { number: '4111 1111 1111 1112', expiry: '12/39', code: '123' };

/** Checks what the page shows, by a name for the report. */
async function check(page, name) {
    assert.deepEqual(await findings(page, name), []);
}

function button(page, name) {
    return page.getByRole('button', { name });
}

group('accessibility', () => {
    play('planted faults are found', async ({ agent, site }) => {
        await agent.goto(`${site.url}/`);
        await agent.getByRole('main').evaluate((main) => (main.appendChild(document.createElement('input')).type = 'radio'));
        await agent.getByRole('heading', { level: 1 }).evaluate((heading) => (heading.style.color = 'light-dark(#000, #333)'));
        await agent.getByRole('main').evaluate((main) => (main.appendChild(document.createElement('hr')).style.inlineSize = '484px'));
        const found = (await findings(agent, 'planted')).map((finding) => finding.split(': ', 2).join(': '));
        const expected = ['ltr', 'rtl'].flatMap((direction) => [1280, 375].flatMap((width) => {
            const wide = width === 375 ? [`planted, 375 px, ${direction}: the page is 500 px wide`] : [];
            const [light, dark] = ['light', 'dark'].map((scheme) => `planted, ${width} px, ${scheme}, ${direction}`);
            return [...wide, `${light}: label`, `${dark}: color-contrast`, `${dark}: label`];
        }));
        assert.deepEqual(found, expected);
    });

    play('the desk without bookings', async ({ agent, site }) => {
        await agent.goto(`${site.url}/`);
        await check(agent, 'no bookings');
        await agent.getByRole('searchbox').fill('nobody');
        await agent.keyboard.press('Enter');
        await shows(agent, 'nobody');
        await check(agent, 'nothing found');
    }, { site: { demo: false } });

    play('the list of bookings, its search and its form', async (scene) => {
        const { agent, site } = scene;
        for (const guest of ['Ada Lovelace', 'عائشة التيمورية', 'A name that is far too long for the narrow column of a list on a telephone']) {
            await scene.book(guest);
        }
        await agent.goto(`${site.url}/`);
        await check(agent, 'bookings');
        await agent.getByText('New booking').click();
        await check(agent, 'new booking');
        await agent.getByRole('searchbox').fill('a');
        await agent.keyboard.press('Enter');
        await agent.getByRole('listitem').first().waitFor();
        await check(agent, 'search results');
    });

    play('the pages of a long list', async ({ agent, site }) => {
        await agent.goto(`${site.url}/`);
        const form = { csrf: await agent.locator('[name=csrf]').inputValue(), email: 'guest@example.com', language: 'EN', arrival: '2030-01-02', nights: '1', amount: '1', currency: 'EUR' };
        for (let number = 1; number <= 51; number++) {
            const response = await agent.request.post(`${site.url}/bookings`, { form: { ...form, guest: `Guest ${number}` }, maxRedirects: 0 });
            assert.equal(response.status(), 303);
        }
        await agent.goto(`${site.url}/?q=guest`);
        await check(agent, 'the first page');
        await agent.getByRole('link', { name: 'Older bookings' }).click();
        await agent.getByRole('link', { name: 'Newer bookings' }).waitFor();
        await check(agent, 'the last page');
    });

    play('a refused booking and a refused correction', async (scene) => {
        const { agent, site } = scene;
        await scene.enter({ Guest: 'Ada', Amount: '1.2.3' });
        await button(agent, 'Book').click();
        await agent.getByRole('alert').waitFor();
        await check(agent, 'refused booking');
        await scene.book('Ada Lovelace');
        await agent.getByText('Correct the e-mail').click();
        await check(agent, 'correction');
        await agent.getByLabel('Phone').fill('960077');
        await button(agent, 'Save').click();
        await agent.getByRole('alert').waitFor();
        await check(agent, 'refused correction');
    });

    play('a booking while the guest enters a card', async (scene) => {
        const { agent, guest } = scene;
        await scene.book('Ada Lovelace');
        await check(agent, 'booked');
        await scene.ask('SMS');
        await shows(agent, 'Message delivered');
        await agent.getByText('History').click();
        await check(agent, 'message delivered, history open');
        await scene.openLink();
        await shows(agent, 'Form opened');
        await check(agent, 'form opened');
        await scene.fill(WRONG.number);
        await shows(agent, 'Entry rejected');
        await check(agent, 'entry rejected');
        await check(guest, 'refused entry');
        await scene.fill();
        await shows(agent, 'Security code kept until');
        await check(agent, 'card stored');
        await check(guest, 'thank you');
        await scene.ask();
        await check(agent, 'security code asked for');
        await scene.openLink();
        await check(guest, 'security code form');
        await guest.locator('[autocomplete=cc-csc]').fill('1');
        await button(guest, 'Send').click();
        await guest.getByRole('alert').waitFor();
        await check(guest, 'refused security code');
        await guest.locator('[autocomplete=cc-csc]').fill('456');
        await button(guest, 'Send').click();
        await shows(agent, 'Security code stored');
        await check(agent, 'security code stored');
    });

    play('a booking whose link is canceled or expires', async (scene) => {
        const { agent, guest } = scene;
        await scene.book('Ada Lovelace');
        await scene.ask();
        await button(agent, 'Cancel the link').click();
        await shows(agent, 'Canceled');
        await check(agent, 'canceled');
        await scene.openLink();
        await check(guest, 'link expired');
        await scene.book('Grace Hopper', { 'E-mail': 'link-expired@example.com' });
        await agent.getByRole('button', { name: 'Ask for the card' }).click();
        await shows(agent, 'Link expired');
        await check(agent, 'link expired');
    });

    play('a booking whose message fails', async (scene) => {
        const { agent, site } = scene;
        await scene.book('Ada Lovelace', { 'Phone (with the country code)': '+44 1632 999999' });
        await scene.ask('SMS');
        await shows(agent, 'Message failed');
        await check(agent, 'message failed');
        await scene.openLink();
        await check(scene.guest, 'message not delivered');
        await scene.book('Grace Hopper');
        await site.orderFault({ kind: 'error', operation: 'send', code: -125 });
        await button(agent, 'Ask for the card').click();
        await shows(agent, 'Not sent');
        await check(agent, 'not sent');
        await scene.book('Anne Bronte');
        await site.orderFault({ kind: 'drop_before', operation: 'send' });
        await button(agent, 'Ask for the card').click();
        await shows(agent, 'Unknown');
        await check(agent, 'unknown');
        await agent.getByRole('link', { name: 'All bookings' }).click();
        await agent.getByRole('link', { name: /Anne Bronte.*Unknown/ }).waitFor();
        await check(agent, 'bookings in many states');
        await agent.getByRole('link', { name: /Anne Bronte/ }).click();
        await button(agent, /set aside/).click();
        await shows(agent, 'The request was set aside');
        await check(agent, 'set aside');
    });

    play('a booking while its message is being sent', async (scene) => {
        const { agent, guest, site } = scene;
        await scene.book('Ada Lovelace');
        const page = agent.url();
        await site.orderFault({ kind: 'delay', operation: 'send', seconds: 20 });
        await button(agent, 'Ask for the card').click({ noWaitAfter: true });
        await guest.goto(page);
        await shows(guest, 'Sending');
        await check(guest, 'sending');
    });

    play('the error pages of the desk', async (scene) => {
        const { agent, site } = scene;
        await agent.goto(`${site.url}/nowhere`);
        await check(agent, '404');
        await scene.book('Ada Lovelace');
        await agent.context().clearCookies();
        await button(agent, 'Ask for the card').click();
        await shows(agent, 'This form has expired');
        await check(agent, '403');
        scene.complaints.length = 0;        // of the status codes
    });

    for (const [status, password] of [[401, 'open sesame'], [500, '']]) {
        const environment = { PCIBOOKING_BASE_URI: 'https://service.pcibooking.net/api', DESK_PASSWORD: password };
        play(`the desk outside the sandbox, ${status}`, async (scene) => {
            // Chromium would ask for the password, and show no page.
            await scene.agent.route('**', async (route) => {
                const response = await route.fetch();
                const { 'www-authenticate': challenge, ...headers } = response.headers();
                await route.fulfill({ response, headers });
            });
            assert.equal((await scene.agent.goto(`${scene.site.url}/`)).status(), status);
            await check(scene.agent, String(status));
            scene.complaints.length = 0;
        }, { site: { environment } });
    }

    play('the pages of the sandbox', async (scene) => {
        const { guest, site } = scene;
        const { sandbox } = site.lab;
        for (const path of ['/', '/outbox', '/callbacks', '/nowhere', '/form/unknown']) {
            await guest.goto(sandbox + path);
            await check(guest, path);
        }
        scene.complaints.length = 0;
        for (const language of ['en', 'de', 'ar', 'he']) {
            await guest.goto(await site.send({ ...FULL, Language: language }));
            await check(guest, `form in ${language}`);
            await scene.fill(WRONG.number);
            await guest.getByRole('alert').waitFor();
            await check(guest, `refused form in ${language}`);
        }
        await guest.goto(`${sandbox}/outbox`);
        await check(guest, 'outbox in many languages');
        await guest.goto(`${sandbox}/callbacks`);
        await check(guest, 'callbacks');
    }, { isAlone: true });
});
