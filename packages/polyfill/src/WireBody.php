<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpDestination;

/** @internal The bodies of requests, as in cotp_wire_body.c. */
final class WireBody
{
    /** @param array<string, mixed> $values the checked properties of a form */
    public static function form(Wire $wire, #[\SensitiveParameter] array $values): string|Failure
    {
        $members = [];
        foreach (array_keys(Tables::FORM_FIELDS) as $field) {
            if (isset($values[$field])) {
                $members[$wire->value("form.$field")] = self::written($wire, $field, $values[$field]);
            }
        }
        $members[$wire->value('form.deliveryMethod')] = $wire->value(isset($values['email']) ? 'delivery.email' : 'delivery.sms');
        $names = array_fill_keys(array_map(static fn (int|string $name): string => strtolower((string) $name), array_keys($members)), true);
        foreach (is_array($values['extra']) ? $values['extra'] : [] as $name => $value) {
            $lower = strtolower((string) $name);
            if (isset($names[$lower])) {
                return Failure::argument('extra',
                    'must not contain a name that the form already sets, or the same name twice (case-insensitively)');
            }
            $names[$lower] = true;
            $members[$name] = $value;
        }
        return JsonWriter::object($members);
    }

    private static function written(Wire $wire, string $field, #[\SensitiveParameter] mixed $value): mixed
    {
        if ($field === 'language' && is_string($value)) {
            return substr($value, 0, Tables::LANGUAGE_LENGTH); // without the region of a locale
        }
        $format = $wire->value('phone.format');
        if ($field !== 'phone' || !is_string($value) || $format === 'as-given') {
            return $value;
        }
        // the service is not known to accept anything but digits in a phone number
        return ($format === 'plus' ? '+' : '') . preg_replace('/[^0-9]/', '', Check::phoneAfterPrefix($value));
    }

    /** @param list<CotpDestination> $destinations */
    public static function retention(int $until, bool $deleteCard, array $destinations): string
    {
        $list = [];
        foreach ($destinations as $destination) {
            $item = [Tables::RETENTION_TYPE => $destination->type];
            if ($destination->data !== '') {
                $item[Tables::RETENTION_DATA] = $destination->data;
            }
            $list[] = $item + [Tables::RETENTION_QUOTA => $destination->quota];
        }
        return JsonWriter::object([
            Tables::RETENTION_UNTIL => gmdate('Y-m-d\TH:i:s', $until),
            Tables::RETENTION_DELETE_CARD => $deleteCard,
            Tables::RETENTION_DESTINATIONS => $list,
        ]);
    }
}
