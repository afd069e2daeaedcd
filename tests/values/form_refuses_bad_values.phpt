--TEST--
CotpForm refuses an invalid value with a ValueError that reports the argument and the rule, but not the value
--EXTENSIONS--
cotp
--FILE--
<?php
$good = ['bookerId' => 'hotel-42', 'email' => 'guest@example.com'];
$bad = [
    ['bookerId' => ''],
    ['bookerId' => "hotel\r\n42"],
    ['email' => null],
    ['phone' => '+41441234567'],
    ['email' => 'badvalue'],
    ['email' => null, 'phone' => 'badvalue'],
    ['email' => null, 'phone' => '600111222'],
    ['email' => null, 'phone' => '+44 (0)20 7946 0123'],
    ['callbackUrl' => 'ftp://badvalue.example/'],
    ['cardUri' => 'badvalue!'],
    ['recipientName' => "bad\0value"],
    ['bookerName' => "bad\x80value"],
    ['language' => 'badvalue'],
    ['css' => ''],
    ['amount' => 'badvalue', 'currency' => 'EUR'],
    ['amount' => -1, 'currency' => 'EUR'],
    ['amount' => '1'],
    ['currency' => 'EUR'],
    ['amount' => '1', 'currency' => 'badvalue'],
    ['supportLink' => 'badvalue'],
    ['supportLinkText' => '4111 1111 1111 1111'],
    ['supportEmail' => 'badvalue'],
    ['supportPhone' => 'badvalue'],
    ['merchantName' => str_repeat('badvalue', 20)],
    ['headerText' => 'the card is 4111-1111-1111-1111, thanks'],
    ['footerText' => '5500000000000004'],
    ['template' => "bad\x7fvalue"],
    ['extra' => ['Note' => 'card 4111111111111111']],
    ['extra' => ['Note' => ['deep' => ['deeper' => 4111111111111111]]]],
];
foreach ($bad as $changes) {
    try {
        new CotpForm(...$changes + $good);
        echo json_encode($changes), " was let through\n";
    } catch (ValueError $error) {
        echo $error->getMessage(), "\n";
    }
}
?>
--EXPECTF--
CotpForm::__construct(): Argument #1 ($bookerId) must not be empty
CotpForm::__construct(): Argument #1 ($bookerId) must %s
CotpForm::__construct(): Argument #2 ($email) must be set when $phone is null: the link is sent either by e-mail or by SMS
CotpForm::__construct(): Argument #2 ($email) must be null when $phone is set: the link is sent either by e-mail or by SMS
CotpForm::__construct(): Argument #2 ($email) must be a valid e-mail address, such as name@example.com
CotpForm::__construct(): Argument #3 ($phone) must be "+" or "00", the country code and the number, 7 to 15 digits, optionally with spaces, dots, hyphens, slashes or parentheses
CotpForm::__construct(): Argument #3 ($phone) must begin with "+" or "00" and the country code, because a national number may reach a stranger in another country
CotpForm::__construct(): Argument #3 ($phone) must not contain "(0)", which is not dialed after the country code
CotpForm::__construct(): Argument #4 ($callbackUrl) must%shttp%s
CotpForm::__construct(): Argument #5 ($cardUri) must be the URI or the token of a stored card%s
CotpForm::__construct(): Argument #6 ($recipientName) must not contain control characters
CotpForm::__construct(): Argument #7 ($bookerName) must be valid UTF-8
CotpForm::__construct(): Argument #8 ($language) must be a two-letter ISO 639-1 language code, optionally with a region, such as "en" or "pt_BR"
CotpForm::__construct(): Argument #9 ($css) must not be empty
CotpForm::__construct(): Argument #10 ($amount) must %s
CotpForm::__construct(): Argument #10 ($amount) must %s
CotpForm::__construct(): Argument #11 ($currency) must be set when $amount is set
CotpForm::__construct(): Argument #10 ($amount) must be set when $currency is set
CotpForm::__construct(): Argument #11 ($currency) must be a three-letter ISO 4217 currency code
CotpForm::__construct(): Argument #12 ($supportLink) must %s
CotpForm::__construct(): Argument #13 ($supportLinkText) must not contain a card number: the guest enters the card in PCI Booking's form
CotpForm::__construct(): Argument #14 ($supportEmail) must be a valid e-mail address, such as name@example.com
CotpForm::__construct(): Argument #15 ($supportPhone) must %s
CotpForm::__construct(): Argument #17 ($merchantName) must not be longer than 128 bytes
CotpForm::__construct(): Argument #18 ($headerText) must not contain a card number: the guest enters the card in PCI Booking's form
CotpForm::__construct(): Argument #19 ($footerText) must not contain a card number: the guest enters the card in PCI Booking's form
CotpForm::__construct(): Argument #20 ($template) must not contain control characters
CotpForm::__construct(): Argument #%d ($extra) must not contain a card number: the guest enters the card in PCI Booking's form
CotpForm::__construct(): Argument #%d ($extra) must not contain a card number: the guest enters the card in PCI Booking's form
