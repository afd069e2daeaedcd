<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The form of a recipient's phone number that the service accepts. */
enum PhoneFormat: string
{
    case Any = 'any';
    case Digits = 'digits';
    case Plus = 'plus';

    /** @return ?self null if it is not a value of the wire entry phone.format */
    public static function ofWire(string $value): ?self
    {
        return match ($value) {
            'digits' => self::Digits,
            'plus' => self::Plus,
            'as-given' => self::Any,
            default => null,
        };
    }

    public function pattern(): string
    {
        return match ($this) {
            self::Any => '/^\+?\d(?:[ ().-]*\d){6,14}$/D',
            self::Digits => '/^\d{7,15}$/D',
            self::Plus => '/^\+\d{7,15}$/D',
        };
    }

    public function requirement(): string
    {
        return match ($this) {
            self::Any => 'must be an international phone number.',
            self::Digits => 'must be an international phone number: digits only, without "+".',
            self::Plus => 'must be an international phone number: "+" and digits only.',
        };
    }
}
