<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** An amount of money, as a guest reads it: 70 of the currency EUR is 70.00 EUR. */
final class Amount
{
    /** The currencies of ISO 4217 that are not divided into 100 parts. */
    private const DECIMALS = [
        'BIF' => 0, 'CLP' => 0, 'DJF' => 0, 'GNF' => 0, 'ISK' => 0, 'JPY' => 0, 'KMF' => 0, 'KRW' => 0, 'PYG' => 0, 'RWF' => 0, 'UGX' => 0, 'UYI' => 0,
        'VND' => 0, 'VUV' => 0, 'XAF' => 0, 'XOF' => 0, 'XPF' => 0,
        'BHD' => 3, 'IQD' => 3, 'JOD' => 3, 'KWD' => 3, 'LYD' => 3, 'OMR' => 3, 'TND' => 3,
    ];

    /**
     * Returns the amount of a send request; '' if it has none. Digits that the site gave are never dropped.
     * @param array<string, mixed> $fields
     */
    public static function text(array $fields, Language $language): string
    {
        $amount = Json::text($fields['Amount'] ?? null);
        $currency = Json::text($fields['Currency'] ?? null);
        if (preg_match('/^(-?\d+)(?:\.(\d+))?$/D', $amount, $match)) {
            $fraction = str_pad(rtrim($match[2] ?? '', '0'), $currency === '' ? 0 : self::DECIMALS[$currency] ?? 2, '0');
            $amount = $match[1] . ($fraction === '' ? '' : $language->text('decimal_mark') . $fraction);
        }
        return trim($amount === '' ? '' : "$amount $currency");
    }
}
