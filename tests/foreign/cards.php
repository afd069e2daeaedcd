<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * Published test numbers of cards, and numbers that are no cards: php tests/foreign/cards.php [FOLDER]
 * Each test number of 14 or more digits is refused in each layout and in each argument that is searched. Dates, ids, phone numbers, IBANs
 * and hashes are not refused, and of random numbers of 16 digits at most 6 %.
 */

require __DIR__ . '/lib/Tally.inc';

/** Prefixes and lengths of the brands, from their public specifications, where a number of this length counts as a card. */
const BRANDS = [
    'Visa' => ['~^4~', [16, 19]],    // 18 digits were announced and never issued; ids of 18 digits begin with a 4
    'Mastercard' => ['~^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)~', [16]],
    'American Express' => ['~^3[47]~', [15]],
    'Diners Club' => ['~^(?:30[0-59]|3[689])~', [14, 16]],
    'Discover' => ['~^(?:6011|64[4-9]|65)~', [16, 19]],
    'JCB' => ['~^35(?:2[89]|[3-8])~', [16, 19]],
    'UnionPay' => ['~^62~', [16, 19]],
    'Maestro' => ['~^(?:50|5[6-9]|6)~', [16, 19]],
    'Mir' => ['~^220[0-4]~', [16, 19]],
];
const OWN_PREFIXES = ['400000', '222300', '272099', '510000', '555555', '340000', '370000', '300000', '360000', '601100', '644000', '650000', '352800', '358900',
    '620000', '500000', '560000', '670000', '220000', '220400'];
const SEPARATORS = ['', ' ', '-', '  ', '.', "\u{A0}", "\u{2009}", "\u{202F}", "\u{200B}", "\u{2013}", "\u{2011}"];
const GROUPS = [14 => [[4, 6, 4]], 15 => [[4, 6, 5]], 16 => [[4, 4, 4, 4], [8, 8]], 17 => [[4, 4, 4, 4, 1]], 18 => [[4, 4, 4, 4, 2]], 19 => [[4, 4, 4, 4, 3]]];
const MOST_RANDOM_REFUSED = 0.06;
const RANDOM = 2000;

function isLuhn(string $digits): bool
{
    $sum = 0;
    foreach (array_reverse(str_split($digits)) as $index => $digit) {
        $value = (int) $digit * ($index % 2 + 1);
        $sum += $value > 9 ? $value - 9 : $value;
    }
    return $sum % 10 === 0;
}

function isOfBrand(string $digits): bool
{
    return array_filter(BRANDS, fn (array $brand): bool => preg_match($brand[0], $digits) && in_array(strlen($digits), $brand[1], true)) !== [];
}

/** @return list<string> one number for each prefix and length that a brand has */
function ownCards(): array
{
    $cards = [];
    foreach (OWN_PREFIXES as $prefix) {
        foreach (array_keys(GROUPS) as $length) {
            $candidates = array_map(fn (int $digit): string => substr("{$prefix}0123456789012", 0, $length - 1) . $digit, range(0, 9));
            array_push($cards, ...array_filter($candidates, fn (string $card): bool => isLuhn($card) && isOfBrand($card)));
        }
    }
    return $cards;
}

/** @return list<string> */
function publishedCards(string $folder): array
{
    $cards = [];
    foreach (filesBelow($folder, '~/(?:braintree|card-validator|payment|creditcards|jquery-creditcardvalidator)/.*\.(?:[jt]s|html|md|coffee)$~') as $file) {
        preg_match_all('~(?<![\w.])\d{14,19}(?![\w.])~', (string) file_get_contents($file), $numbers);
        array_push($cards, ...array_filter($numbers[0], fn (string $digits): bool => isLuhn($digits) && isOfBrand($digits)));
    }
    return array_values(array_unique($cards));
}

/**
 * @param list<int> $groups
 * @return list<string>
 */
function pieces(string $card, array $groups): array
{
    $pieces = [];
    foreach ($groups as $length) {
        $pieces[] = substr($card, array_sum(array_map(strlen(...), $pieces)), $length);
    }
    return $pieces;
}

/** @return array<string, string> by the name of the layout */
function layouts(string $card): array
{
    $layouts = [];
    foreach (GROUPS[strlen($card)] as $groups) {
        foreach (SEPARATORS as $separator) {
            $layouts[implode('-', $groups) . ' ' . visible($separator)] = implode($separator, pieces($card, $groups));
        }
    }
    $digits = fn (int $zero): string => implode('', array_map(fn (string $digit): string => mb_chr($zero + (int) $digit), str_split($card)));
    return $layouts + ['full-width' => $digits(0xFF10), 'Arabic' => $digits(0x0660), 'Persian' => $digits(0x06F0)];
}

function refuses(callable $make): bool
{
    try {
        $make();
        return false;
    } catch (ValueError $error) {
        return str_contains($error->getMessage(), 'card number');
    }
}

/** @return list<string> */
function faultsOfCard(string $card): array
{
    $faults = [];
    foreach (layouts($card) as $name => $text) {
        $tries = [
            'headerText' => fn () => new CotpForm('hotel-42', 'guest@example.com', headerText: "Your card $text, please"),
            'bookerId' => fn () => new CotpForm($text, 'guest@example.com'),
            'recipientName' => fn () => new CotpForm('hotel-42', 'guest@example.com', recipientName: $text),
            'extra' => fn () => new CotpForm('hotel-42', 'guest@example.com', extra: ['Note' => ['deep' => $text]]),
        ];
        array_push($faults, ...array_map(fn (string $try): string => "not refused: $name in $try", array_keys(array_filter($tries, fn (Closure $try): bool => !refuses($try)))));
    }
    $grouped = array_map(fn (array $groups): string => implode('_', pieces($card, $groups)), GROUPS[strlen($card)]);
    foreach ([$card, "tok_$card", ...$grouped] as $token) {
        $uri = "https://service.pcibooking.net/api/payments/paycard/$token";
        if (!refuses(fn () => new CotpForm('hotel-42', 'guest@example.com', cardUri: $uri))) {
            $faults[] = "not refused: $token as the token of a card";
        }
    }
    return $faults;
}

function digits(int $count): string
{
    return implode('', array_map(fn (): string => (string) mt_rand(0, 9), array_fill(0, $count, 0)));
}

/** @return array<string, Closure(int): string> generators of values that are no cards */
function harmless(): array
{
    $day = fn (int $index): int => 1_735_689_600 + $index * 86_400;
    $hex = fn (int $bytes): string => bin2hex(implode('', array_map(fn (): string => chr(mt_rand(0, 255)), array_fill(0, $bytes, 0))));
    return [
        'a time as YmdHis' => fn (int $index): string => gmdate('YmdHis', $day($index) + mt_rand(0, 86_399)),
        'a time with microseconds' => fn (int $index): string => gmdate('YmdHis', $day($index)) . sprintf('%06d', mt_rand(0, 999_999)),
        'two dates' => fn (int $index): string => 'Stay ' . gmdate('Y-m-d', $day($index)) . ' ' . gmdate('Y-m-d', $day($index + 3)),
        'a booking with a date' => fn (int $index): string => gmdate('Ymd', $day($index)) . '-' . sprintf('%06d', $index),
        'a UUID' => fn (int $index): string => preg_replace('~^(.{8})(.{4})(.{4})(.{4})(.{12})$~', '$1-$2-4$3-$4-$5', $hex(16)),
        'an MD5' => fn (int $index): string => md5("x$index"),
        'a SHA-1' => fn (int $index): string => sha1("x$index"),
        'a SHA-256' => fn (int $index): string => hash('sha256', "x$index"),
        'a snowflake' => fn (int $index): string => (string) (($day($index) * 1000 - 1_288_834_974_657 << 22) + mt_rand(0, 4_194_303)),
        'a Brazilian mobile' => fn (int $index): string => '+55 11 9' . digits(4) . '-' . digits(4),
        'a German mobile' => fn (int $index): string => '+4915' . digits(9),
        'an Argentine mobile' => fn (int $index): string => '+54 9 11 ' . digits(4) . '-' . digits(4),
        'an Indonesian mobile' => fn (int $index): string => '+628' . digits(10),
        'two phone numbers' => fn (int $index): string => '+1 202 555 01' . digits(2) . ', +44 20 7946 0' . digits(3),
        'an ISBN' => fn (int $index): string => '978' . digits(10),
        'an IMEI' => fn (int $index): string => '86' . digits(13),
    ];
}

/** @return list<string> */
function faultsOfHarmless(string $text): array
{
    $tries = [
        'bookerId' => fn () => new CotpForm($text, 'guest@example.com'),
        'headerText' => fn () => new CotpForm('hotel-42', 'guest@example.com', headerText: $text),
        'extra' => fn () => new CotpForm('hotel-42', 'guest@example.com', extra: ['Id' => $text]),
    ];
    return array_values(array_map(fn (string $argument): string => "refused in $argument", array_keys(array_filter($tries, refuses(...)))));
}

/** @return list<string> the examples of the IBAN registry, and their printed form */
function ibans(?string $folder): array
{
    $ibans = ['DE89370400440532013000', 'GB29NWBK60161331926819', 'MT84MALT011000012345MTLCAST001S', 'FR1420041010050500013M02606', 'PL61109010140000071219812874'];
    foreach ($folder === null ? [] : filesBelow($folder, '~/iban/.*/iban\.js$~') as $file) {
        preg_match_all('~"([A-Z]{2}\d{2}[A-Z0-9]{11,30})"~', (string) file_get_contents($file), $found);
        array_push($ibans, ...$found[1]);
    }
    $ibans = array_values(array_unique($ibans));
    return [...$ibans, ...array_map(fn (string $iban): string => rtrim(chunk_split($iban, 4, ' ')), $ibans)];
}

mt_srand(17);
$tally = new Tally();
$folder = materialFolder();
foreach (array_unique([...ownCards(), ...($folder === null ? [] : publishedCards($folder))]) as $card) {
    $faults = faultsOfCard($card);
    $tally->add("card $card", $faults === [] ? [] : [count($faults) . ' layouts, the first: ' . $faults[0]]);
}
foreach (ibans($folder) as $iban) {
    $tally->add("IBAN $iban", faultsOfHarmless($iban));
}
foreach (harmless() as $what => $make) {
    $refused = array_filter(array_map($make, range(1, 300)), fn (string $text): bool => faultsOfHarmless($text) !== []);
    $tally->add($what, $refused === [] ? [] : [count($refused) . ' of 300 refused, the first: ' . reset($refused)]);
}
$refused = count(array_filter(range(1, RANDOM), fn (): bool => faultsOfHarmless('Number ' . digits(16)) !== []));
$tally->add('random numbers of 16 digits', $refused > RANDOM * MOST_RANDOM_REFUSED ? ["$refused of " . RANDOM . ' refused'] : []);
$tally->note("$refused of " . RANDOM . ' random numbers of 16 digits are refused');
$tally->finish();
