<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use CotpForm;
use ValueError;

/** What an agent entered in a form: checked, and kept for the page that shows the form again if a field is refused. */
final class Entry
{
    public const CONTACT = ['email', 'phone', 'language'];
    public const BOOKING = ['guest', ...self::CONTACT, 'arrival', 'nights', 'amount', 'currency'];
    private const RULES = [
        'guest' => ['/^\P{C}{1,100}$/Du', "Enter the guest's name: at most 100 characters."],
        'email' => ['/^.+@.+$/D', "Enter the guest's e-mail address, for example ada@example.com."],
        'phone' => ['/^((?:\+|00)[0-9 ()-]{6,22})?$/D', 'Enter the phone number with its country code, for example +44 1632 960000, or leave it empty.'],
        'arrival' => ['/^\d{4}-\d\d-\d\d$/D', 'Enter the day of the arrival.'],
        'nights' => ['/^[1-9]\d?$/D', 'Enter the number of nights: 1 to 99.'],
    ];
    /** Digits of any script, whatever stands between them but letters. */
    private const LONG_NUMBER = '/\p{Nd}(?:[^\p{L}\p{Nd}]*\p{Nd}){12,}/u';
    private const LONGEST = 1000;
    private const CARD_NUMBER = 'Never enter a card number: the guest enters it in the form of PCI Booking.';

    /** @param array<string, string> $values as typed @param array<string, string> $errors the refused fields, and why */
    private function __construct(public readonly array $values, public readonly array $errors = [])
    {
    }

    /** The values that a form begins with. @param array<string, mixed> $values */
    public static function begin(array $values): self
    {
        return new self(array_map(strval(...), $values));
    }

    /** @param array<string, mixed> $input @param list<string> $names of the fields @param array<string, mixed> $stored values that are not refused */
    public static function read(array $input, array $names, array $stored = []): self
    {
        $values = $errors = [];
        foreach ($names as $name) {
            $values[$name] = is_string($input[$name] ?? null) ? trim($input[$name]) : '';
        }
        foreach ($values as $name => $value) {
            $error = ($stored[$name] ?? null) === $value ? null : self::error($name, $value, $values['currency'] ?? '');
            if ($error !== null) {
                $errors[$name] = $error;
                $values[$name] = $error === self::CARD_NUMBER || self::hasCardNumber($value) ? '' : $value;       // it is not shown again
            }
        }
        return new self($values, $errors);
    }

    /** @return array<string, int|string> the columns of the booking, if no field was refused */
    public function columns(): array
    {
        $columns = $this->values;
        isset($columns['nights']) && $columns['nights'] = (int) $columns['nights'];
        isset($columns['amount']) && $columns['amount'] = (string) Money::parse($columns['amount'], $columns['currency']);
        return $columns;
    }

    private static function error(string $name, string $value, string $currency): ?string
    {
        [$pattern, $rule] = self::RULES[$name] ?? ['//', ''];
        return match (true) {
            preg_match($pattern, $value) !== 1 => $rule,
            in_array($name, ['guest', 'email'], true) && self::hasCardNumber($value) => self::CARD_NUMBER,
            $name === 'arrival' => checkdate((int) substr($value, 5, 2), (int) substr($value, 8), (int) $value) ? null : $rule,
            $name === 'language' => isset(Languages::NAMES[$value]) ? null : 'Choose a language of the list.',
            $name === 'currency' => isset(Money::DECIMALS[$value]) ? null : 'Choose a currency of the list.',
            $name === 'amount' => Money::parse($value, $currency) === null ? Money::rule($currency) : null,
            default => self::errorOfForm($name, $value, $rule),
        };
    }

    /** CotpForm finds card numbers as people write them; this also finds those with other separators, or with more digits around them. */
    private static function hasCardNumber(string $value): bool
    {
        if (strlen($value) > self::LONGEST) {
            return true;            // nobody knows
        }
        preg_match_all(self::LONG_NUMBER, mb_scrub($value, 'UTF-8'), $numbers);
        foreach ($numbers[0] as $number) {
            $digits = (string) preg_replace('/\P{Nd}+/u', '', $number);
            for ($at = 0; $at <= mb_strlen($digits) - 13; $at++) {
                for ($length = 13; $length <= 19; $length++) {
                    if (self::errorOfForm('guest', mb_substr($digits, $at, $length), '') === self::CARD_NUMBER) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** What CotpForm rejects, above all a card number pasted into a wrong field, must not reach the database. */
    private static function errorOfForm(string $name, string $value, string $rule): ?string
    {
        try {
            match (true) {
                $name === 'guest' => new CotpForm(bookerId: 'desk', email: 'guest@example.com', recipientName: $value),
                $name === 'email' => filter_var($value, FILTER_VALIDATE_EMAIL) !== false ? new CotpForm(bookerId: 'desk', email: $value) : throw new ValueError(),
                $name === 'phone' && $value !== '' => new CotpForm(bookerId: 'desk', phone: $value),
                default => null,
            };
            return null;
        } catch (ValueError $error) {
            return str_contains($error->getMessage(), 'card number') ? self::CARD_NUMBER : $rule;
        }
    }
}
