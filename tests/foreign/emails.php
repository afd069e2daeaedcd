<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

/*
 * The addresses in the tests of egulias/email-validator: php tests/foreign/emails.php [FOLDER]
 * Ordinary valid addresses are accepted. Addresses with an invisible character, a control or a space are refused, and so is each ordinary
 * address into which such a character was inserted.
 */

require __DIR__ . '/lib/Tally.inc';

const INVISIBLE = '~[\x{0}-\x{20}\x{7F}-\x{A0}\x{AD}\x{34F}\x{61C}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\p{Cf}\p{Z}\p{Cs}\x{3164}\x{FE00}-\x{FE0F}\x{FFA0}\x{E0000}-\x{E0FFF}]~u';
const ORDINARY = '~^(?=[^@]{1,64}@)[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,}$~';
const INSERTED = [0x20, 0x09, 0x0A, 0x0D, 0x00, 0x7F, 0x85, 0xA0, 0xAD, 0x034F, 0x061C, 0x180E, 0x1680, 0x2000, 0x2009, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
    0x2028, 0x2029, 0x202A, 0x202E, 0x202F, 0x205F, 0x2060, 0x2066, 0x2069, 0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0001, 0xE0041];

/** @return array<string, list<string>> 'valid' and 'invalid' addresses */
function ownAddresses(): array
{
    return [
        'valid' => ['guest@example.com', 'first.last+tag@sub.example.org', 'o_o@x-y.example.net', '1234567890@example.com', 'a@b.cd'],
        'invalid' => ['', '@', 'guest', 'guest@', '@example.com', 'guest@@example.com', 'guest@example.com,other@example.com', 'Guest <guest@example.com>',
            'mailto:guest@example.com', "guest@example.com\nBcc: other@example.com", 'guest @example.com', 'guest@exa mple.com', "guest@example.com\0"],
    ];
}

/** @return array<string, list<string>> the texts that the tests of the library list as valid and as invalid */
function addressesOf(string $folder): array
{
    $addresses = ['valid' => [], 'invalid' => []];
    foreach (filesBelow($folder, '~/tests/.*Validation[^/]*\.php$~') as $file) {
        $tokens = array_values(array_filter(PhpToken::tokenize((string) file_get_contents($file)), fn (PhpToken $token): bool => !$token->isIgnorable()));
        $kind = null;
        foreach ($tokens as $index => $token) {
            if ($token->is(T_FUNCTION)) {
                $kind = match (true) {
                    (bool) preg_match('~^get\w*Invalid~', $tokens[$index + 1]->text) => 'invalid',
                    (bool) preg_match('~^get\w*Valid~', $tokens[$index + 1]->text) => 'valid',
                    default => null,
                };
            } elseif ($token->is(T_CONSTANT_ENCAPSED_STRING) && $kind !== null && str_contains($token->text, '@')) {
                $addresses[$kind][] = textOf($token->text);
            }
        }
    }
    return $addresses;
}

/** Returns the value of a PHP string literal. */
function textOf(string $literal): string
{
    $inside = substr($literal, 1, -1);
    return $literal[0] === "'" ? strtr($inside, ['\\\\' => '\\', "\\'" => "'"]) : stripcslashes($inside);
}

function isAccepted(string $address): bool
{
    try {
        new CotpForm('hotel-42', $address, supportEmail: $address);
        return true;
    } catch (ValueError) {
        return false;
    }
}

/** @return list<string> */
function withInserted(string $address): array
{
    $at = (int) strpos($address, '@');
    $texts = [];
    foreach (INSERTED as $code) {
        $character = mb_chr($code);
        foreach ([0, 1, $at, $at + 1, strlen($address) - 2, strlen($address)] as $position) {
            $texts[] = substr_replace($address, $character, $position, 0);
        }
    }
    return $texts;
}

$tally = new Tally();
$addresses = array_merge_recursive(ownAddresses(), materialFolder() === null ? [] : addressesOf(materialFolder()));
$accepted = ['valid' => 0, 'invalid' => 0];
foreach ($addresses as $kind => $texts) {
    foreach (array_unique($texts) as $address) {
        $isAccepted = isAccepted($address);
        $accepted[$kind] += (int) $isAccepted;
        $tally->add("$kind " . visible($address), array_keys(array_filter([
            'an ordinary address is refused' => $kind === 'valid' && !$isAccepted && preg_match(ORDINARY, $address),
            'accepted with an invisible character' => $isAccepted && preg_match(INVISIBLE, $address) !== 0,
            'accepted though it has not exactly one @' => $isAccepted && substr_count($address, '@') !== 1,
        ])));
    }
}
foreach (preg_grep(ORDINARY, array_unique($addresses['valid'])) as $address) {
    $bad = array_values(array_filter(withInserted($address), isAccepted(...)));
    $tally->add("inserted into $address", $bad === [] ? [] : [count($bad) . ' accepted, the first: ' . visible($bad[0])]);
}
$tally->note("accepted: $accepted[valid] of " . count(array_unique($addresses['valid'])) . " that the library accepts, $accepted[invalid] of "
    . count(array_unique($addresses['invalid'])) . ' that it refuses');
$tally->finish();
