<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** An amount of money, as a guest reads it: 70 of the currency EUR is 70.00 EUR. */
final class Amount
{
    /** What an amount must be, in words. */
    public const RULE = 'must be a number without a sign, with at most 15 digits before the decimal point and 4 after it.';

    /** The currencies whose number of decimals in ISO 4217 is not 2. Those that have none there, such as gold, are shown with 2. */
    private const DECIMALS = [
        'BIF' => 0, 'CLP' => 0, 'DJF' => 0, 'GNF' => 0, 'ISK' => 0, 'JPY' => 0, 'KMF' => 0, 'KRW' => 0, 'PYG' => 0, 'RWF' => 0, 'UGX' => 0, 'UYI' => 0,
        'VND' => 0, 'VUV' => 0, 'XAF' => 0, 'XOF' => 0, 'XPF' => 0,
        'BHD' => 3, 'IQD' => 3, 'JOD' => 3, 'KWD' => 3, 'LYD' => 3, 'OMR' => 3, 'TND' => 3,
        'CLF' => 4, 'UYW' => 4,
    ];

    /**
     * Returns a value of a JSON body as a plain decimal, a number as exactly as it was sent.
     * @return ?string null if it is not an amount
     */
    public static function decimal(mixed $value): ?string
    {
        $text = match (true) {
            is_float($value) => sprintf('%.*H', -1, $value),        // the shortest text that is this number; a cast has 14 digits
            is_int($value) => (string) $value,
            default => is_string($value) ? $value : '',
        };
        return preg_match('/^\d{1,15}(\.\d{1,4})?$/D', $text) ? $text : null;
    }

    /**
     * Returns the amount of a send request; '' if it has none. Digits that the site gave are never dropped.
     * @param array<string, mixed> $fields
     */
    public static function text(array $fields, Language $language): string
    {
        $amount = self::decimal($fields['Amount'] ?? null);
        if ($amount === null) {
            return '';
        }
        $currency = Json::text($fields['Currency'] ?? null);
        [$whole, $fraction] = explode('.', $amount) + [1 => ''];
        $fraction = str_pad(rtrim($fraction, '0'), $currency === '' ? 0 : self::DECIMALS[$currency] ?? 2, '0');
        return trim($whole . ($fraction === '' ? '' : $language->text('decimal_mark') . $fraction) . " $currency");
    }
}
