<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Sample;

/** Whether a value of a sample can be the value of a field. Placeholders such as "string" or "<email>" fit each text. */
final class SampleValue
{
    public static function fits(string $key, mixed $value): bool
    {
        if ($key === 'form.threeDs') {
            return is_bool($value) || (is_string($value) && preg_match('/^(?:true|false|yes|no|boolean)$/i', $value) === 1) || self::isPlaceholder($value);
        }
        if ($key === 'form.amount') {
            return is_int($value) || is_float($value) || (is_string($value) && is_numeric($value)) || self::isPlaceholder($value);
        }
        if (is_int($value)) {
            return in_array($key, ['form.bookerId', 'form.phone', 'form.template', 'form.deliveryMethod'], true);
        }
        return is_string($value) && (self::isPlaceholder($value) || self::isLike($key, $value));
    }

    private static function isPlaceholder(mixed $value): bool
    {
        return is_string($value) && preg_match('/^(?:string|text|null|\.\.\.|…|)$|^[<{\[(].*[>}\])]$/iu', trim($value)) === 1;
    }

    private static function isLike(string $key, string $value): bool
    {
        $isEmail = preg_match('/^[^\s@]+@[^\s@]+$/', $value) === 1;
        $isUrl = preg_match('~^[a-z][a-z0-9+.-]*://~i', $value) === 1;
        $isPhone = preg_match('/^\+?[\d ().\/-]{7,20}$/', $value) === 1;
        return match ($key) {
            'form.email', 'form.supportEmail' => $isEmail,
            'form.phone', 'form.supportPhone' => $isPhone,
            'form.callbackUrl', 'form.supportLink' => $isUrl || preg_match('~^[\w-]+(?:\.[\w-]+)+(?:/\S*)?$~', $value) === 1,
            'form.cardUri' => $isUrl || preg_match('/^[A-Za-z0-9_-]{8,128}$/', $value) === 1,
            'form.language' => preg_match('/^(?:[a-z]{2}(?:[-_][a-z]{2,4})?|[a-z]{4,20})$/i', $value) === 1,
            'form.currency' => preg_match('/^[A-Z]{3}$/i', $value) === 1,
            'form.deliveryMethod' => !$isEmail && !$isUrl && strlen($value) <= 32,
            'form.bookerId' => !$isUrl,
            'form.css' => true,
            default => !$isEmail && !$isUrl && !$isPhone,
        };
    }
}
