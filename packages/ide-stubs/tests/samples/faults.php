<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/* Faults that each tool must report, in the lines that say so. */

function faults(CotpRequest $cotp, CotpCallbackVerifier $callbacks, CotpForm $form): void
{
    $cotp->send('booking-4711');                                                // fault: not a form
    $cotp->sendMany(['a' => 'not a form']);                                     // fault: the values must be forms
    $cotp->retrieveMany([17]);                                                  // fault: the values must be ids
    new CotpForm(email: 'guest@example.com');                                   // fault: without a booker
    new CotpForm(bookerId: 'hotel-42', mail: 'guest@example.com');              // fault: no such argument
    new CotpRequest('key', wire: ['form.language' => 1]);                       // fault: the values must be names
    new CotpRequest('key', observer: static function (string $attempt): void {  // fault: an observer gets an attempt
    });
    $callbacks->verify('', '', static fn (string $reference): int => 1);        // fault: the id must be a string
    new CotpCallbackVerifier([]);                                               // fault: at least one key
    new CotpRetention(null, destinations: ['example.com']);                     // fault: destinations are objects
    echo strlen($cotp->retrieve('id')->cardUri);                                // fault: null until the card is stored
    echo CotpRequest::pool()['retries'];                                        // fault: no such key
    $form->email = 'other@example.com';                                         // fault: forms are readonly
    echo $cotp->retrieve('id')->status === 'CardStored' ? 1 : 0;                // fault: the status is an enum
}
