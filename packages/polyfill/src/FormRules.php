<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal The rules of a form, as in cotp_form.c. */
final class FormRules
{
    private const EITHER = ': the link is sent either by e-mail or by SMS';

    /** @param array<string, mixed> $values all properties of a form, of their types */
    public static function fault(#[\SensitiveParameter] array $values): ?Failure
    {
        $extra = is_array($values['extra']) ? $values['extra'] : [];
        $shape = $extra === [] ? null : Extra::shapeFault($extra);
        if ($shape !== null) {
            return $shape;
        }
        foreach (Tables::FORM_FIELDS as $field => [$rule]) {
            $value = $values[$field] ?? null;
            $fault = self::presenceFault($field, $values) ?? ($value === null ? null : self::valueFault($rule, $value));
            if ($fault !== null) {
                return Failure::argument($field, $fault);
            }
        }
        return $extra === [] ? null : Extra::contentFault($extra);
    }

    /** @param array<string, mixed> $values */
    private static function presenceFault(string $field, #[\SensitiveParameter] array $values): ?string
    {
        $isSet = static fn (string $name): bool => isset($values[$name]);
        return match (true) {
            $field === 'email' && $isSet('email') && $isSet('phone') => 'must be null when $phone is set' . self::EITHER,
            $field === 'email' && !$isSet('email') && !$isSet('phone') => 'must be set when $phone is null' . self::EITHER,
            $field === 'amount' && !$isSet('amount') && $isSet('currency') => 'must be set when $currency is set',
            $field === 'currency' && !$isSet('currency') && $isSet('amount') => 'must be set when $amount is set',
            default => null,
        };
    }

    private static function valueFault(string $rule, #[\SensitiveParameter] mixed $value): ?string
    {
        if ($rule === 'BOOLEAN') {
            return null;
        }
        $text = is_string($value) || is_int($value) ? (string) $value : '';
        $token = '';
        return match ($rule) {
            'FREE_TEXT' => Check::freeText($text),
            'EMAIL' => Check::email($text),
            'PHONE' => Check::phone($text),
            'SHOWN_PHONE' => Check::shownPhone($text),
            'URL' => Uri::urlFault($text),
            'CARD_URI' => Uri::cardFault($text, null, $token),
            'LANGUAGE' => Check::language($text),
            'CURRENCY' => Check::currency($text),
            'AMOUNT' => Check::amount($text),
            default => Check::name($text),
        };
    }
}
