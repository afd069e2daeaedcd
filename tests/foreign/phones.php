<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * libphonenumber's example numbers of all regions and types: php tests/foreign/phones.php [FOLDER]
 * An international number of 7 to 15 digits is accepted as the guest's phone and as the support phone, in each international format,
 * and is not taken for a card number in a text. Without a country code, or with "(0)", it is not accepted as the guest's phone.
 */

require __DIR__ . '/lib/Tally.inc';

/** @return array<string, list<string>> the formats of each number */
function ownNumbers(): array
{
    // From the ranges that numbering plans reserve for fiction, and a number of each length.
    return [
        'US' => ['+12025550143', '+1 202-555-0143', '+1 (202) 555-0143'],
        'GB' => ['+442079460123', '+44 20 7946 0123'],
        'AU' => ['+61491570156', '+61 491 570 156'],
        'CH' => ['+41441234567', '+41 44 123 45 67', '0041441234567'],
        'BR, 13 digits' => ['+5511961234567', '+55 11 96123-4567'],
        'AR, 13 digits' => ['+5491123456789', '+54 9 11 2345-6789'],
        'ID, 13 digits' => ['+6281234567890', '+62 812-3456-7890'],
        'DE, 13 digits' => ['+4915123456789', '+49 1512 3456789'],
        'SH, short' => ['+29022158', '+290 22158'],
        '15 digits' => ['+123456789012345'],
        '7 digits' => ['+6834000', '+683 4000'],
    ];
}

/** @return array<string, list<string>> */
function exampleNumbers(string $folder): array
{
    require_once "$folder/vendor/autoload.php";
    $library = libphonenumber\PhoneNumberUtil::getInstance();
    $international = [libphonenumber\PhoneNumberFormat::E164, libphonenumber\PhoneNumberFormat::INTERNATIONAL];
    $numbers = [];
    foreach ($library->getSupportedRegions() as $region) {
        foreach ($library->getSupportedTypesForRegion($region) as $type) {
            $number = $library->getExampleNumberForType($region, $type);
            if ($number !== null) {
                $formats = array_map(fn (mixed $format): string => $library->format($number, $format), $international);
                // With 00 in front, the two digits may count as digits of the number.
                $numbers["$region $formats[0]"] = strlen($formats[0]) > 14 ? $formats : [...$formats, '00' . substr($formats[0], 1)];
            }
        }
    }
    return $numbers;
}

function refusal(callable $make): ?string
{
    try {
        $make();
        return null;
    } catch (ValueError $error) {
        return $error->getMessage();
    }
}

/** @return list<string> */
function faultsOf(string $number): array
{
    $tries = [
        'phone' => fn (): CotpForm => new CotpForm('hotel-42', phone: $number),
        'supportPhone' => fn (): CotpForm => new CotpForm('hotel-42', 'guest@example.com', supportPhone: $number),
        'headerText' => fn (): CotpForm => new CotpForm('hotel-42', 'guest@example.com', headerText: "Call us: $number or $number."),
        'extra' => fn (): CotpForm => new CotpForm('hotel-42', 'guest@example.com', extra: ['Fax' => $number]),
    ];
    $refusals = array_filter(array_map(refusal(...), $tries));
    return array_values(array_map(fn (string $why): string => "$number: $why", $refusals));
}

/** National numbers, and others whose country code is not clear. */
const REFUSED = ['600111222', '020 7946 0123', '(030) 1234567', '202-555-0143', '011 44 20 7946 0123', '44 20 7946 0123',
    '+44 (0)20 7946 0123', '0044 (0) 20 7946 0123', '+0 600111222'];

$tally = new Tally();
$tooShort = 0;
foreach (REFUSED as $number) {
    $refusal = refusal(fn (): CotpForm => new CotpForm('hotel-42', phone: $number));
    $tally->add($number, str_contains((string) $refusal, 'country code') ? [] : ["$number: " . ($refusal ?? 'accepted')]);
}
foreach (ownNumbers() + (materialFolder() === null ? [] : exampleNumbers(materialFolder())) as $name => $formats) {
    if (strlen((string) preg_replace('~\D~', '', $formats[0])) < 7) {
        $tooShort++;
        $tally->add($name, refusal(fn (): CotpForm => new CotpForm('hotel-42', phone: $formats[0])) === null ? ['accepted with fewer than 7 digits'] : []);
        continue;
    }
    $tally->add($name, array_merge(...array_map(faultsOf(...), $formats)));
}
$tally->note("$tooShort numbers have fewer than 7 digits and are refused");
$tally->finish();
