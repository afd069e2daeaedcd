<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpBrowserTests;

use function BookingSite\Tests\await;

return [
    'a card comes in, and the desk shows it by itself' => static function (Scene $scene): void {
        $agent = $scene->book('Mary Shelley');
        $scene->picture('desk-booking');
        $agent = $scene->ask();
        $agent->awaitText('Message queued');
        contains('SANDBOX', $agent->text('.banner'), 'banner of the desk');
        $agent->run('window.isTheSamePage = true');

        $guest = $scene->openLink();
        contains('SANDBOX', $guest->text('.banner'), 'banner of the form');
        $scene->picture('guest-form');
        $agent = $scene->asAgent();
        $agent->awaitText('Form opened');
        $scene->picture('desk-asked');

        $guest = $scene->fill();
        $guest->awaitText('Thank you');
        $agent = $scene->asAgent();
        $agent->awaitText('Card stored');
        $agent->awaitText('Security code kept until');
        $agent->awaitText(gmdate('j F Y', time() + 7 * 86400));
        same(true, $agent->run('return window.isTheSamePage'), 'nobody reloaded the page');
        $scene->picture('desk-card-stored');

        $token = basename($scene->site->database->row('SELECT card_uri FROM booking WHERE card_uri IS NOT NULL')['card_uri']);
        lacks($token, $agent->run('return document.documentElement.outerHTML'), 'the page');
        $agent->open("{$scene->site->url}/");
        contains('Card stored', $agent->text('.bookings li:first-child'), 'list');
        $scene->picture('desk-bookings');
    },

    'the list of bookings follows by itself' => static function (Scene $scene): void {
        $agent = $scene->asAgent();
        $agent->open("{$scene->site->url}/");
        $agent->click('.bookings a');
        $scene->ask();
        $agent->click('header a');
        $agent->awaitText('Message queued', '.bookings li:first-child');
        $agent->run('window.isTheSamePage = true');
        $scene->openLink();
        $scene->fill();
        $agent = $scene->asAgent();
        $agent->awaitText('Card stored', '.bookings li:first-child');
        same(true, $agent->run('return window.isTheSamePage'), 'nobody reloaded the page');
    },

    'a canceled link is expired for the guest' => static function (Scene $scene): void {
        $scene->book('Jane Austen');
        $agent = $scene->ask('sms');
        $agent->awaitText('Message delivered');
        $agent->click('form[action$="/cancel"] button');
        $agent->awaitText('Canceled');
        $guest = $scene->openLink();
        $guest->awaitText('Link Expired');
        $scene->picture('guest-link-expired');
        $agent = $scene->asAgent();
        $agent->awaitText('Ask for the card');
    },

    'a wrong card number is refused, and can be corrected' => static function (Scene $scene): void {
        $scene->book('Emily Dickinson');
        $scene->ask();
        $scene->openLink();
        $guest = $scene->fill('4111 1111 1111 1112');
        $guest->awaitText('This is not a valid card number. Please check the digits.');
        $scene->picture('guest-form-refused');
        $scene->asAgent()->awaitText('Entry rejected');
        $scene->fill();
        $scene->asAgent()->awaitText('Card stored');
    },

    'a security code is asked for, and the original card is deleted' => static function (Scene $scene): void {
        $scene->book('Virginia Woolf');
        $scene->ask();
        $scene->openLink();
        $scene->fill();
        $scene->asAgent()->awaitText('Ask for the security code');
        $scene->ask('sms');
        $guest = $scene->openLink();
        $guest->type('[name=security_code]', '456');
        $guest->click('button');
        $agent = $scene->asAgent();
        $agent->awaitText('Security code stored');
        $site = $scene->site;
        $cards = static fn (): array => array_column($site->sandbox->listing('/sandbox/cards.json', $site->key), 'token');
        $token = basename($site->database->row('SELECT card_uri FROM booking WHERE guest = :guest', ['guest' => 'Virginia Woolf'])['card_uri']);
        await(static fn (): bool => $cards() === [$token], 'the original card is deleted');
        $scene->picture('desk-security-code');
    },

    'a double click sends once' => static function (Scene $scene): void {
        $agent = $scene->book('Charlotte Bronte');
        $agent->doubleClick('form[action$="/ask"] button');
        $agent->awaitText('Message queued');
        same(1, $scene->site->sandbox->count($scene->site->key, 'send')['received'], 'sends');
        $page = $agent->run('return location.href');
        $agent->run('history.back()');
        await(fn (): bool => $agent->run('return location.href') !== $page, 'the page before');
        $agent->awaitText('Cancel the link');
        same(0, $agent->run('return document.querySelectorAll(\'form[action$="/ask"]\').length'), 'forms to ask again after going back');
    },

    'a response that got lost is shown as unknown until the callback comes' => static function (Scene $scene): void {
        $agent = $scene->book('Anne Bronte');
        $scene->site->sandbox->orderFault($scene->site->key, ['kind' => 'drop_after', 'operation' => 'send']);
        $agent->click('form[action$="/ask"] button');
        $agent->awaitText('Message queued');
        $agent->awaitText('Cancel the link');
        same(1, $scene->site->sandbox->count($scene->site->key, 'send')['received'], 'sends');
    },

    'it all fits a phone' => static function (Scene $scene): void {
        $scene->takePhones();
        $agent = $scene->asAgent();
        $agent->open("{$scene->site->url}/");
        same([], $scene->misfits(), 'list');
        $scene->picture('phone-bookings');
        $scene->book('Mary Wollstonecraft Shelley of Bournemouth', '1120.00');
        same([], $scene->misfits(), 'booking');
        $scene->ask('sms')->awaitText('Message delivered');
        same([], $scene->misfits(), 'asked');
        $guest = $scene->openLink();
        $guest->awaitText('Enter your card');
        same([], $scene->misfits(), 'form');
        $scene->picture('phone-form');
        $scene->fill()->awaitText('Thank you');
        $agent = $scene->asAgent();
        $agent->awaitText(gmdate('j F Y', time() + 7 * 86400));
        same([], $scene->misfits(), 'stored');
        $scene->picture('phone-card-stored');
    },
];
