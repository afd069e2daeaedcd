<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpDestination;
use DateTimeImmutable;
use DateTimeZone;

/** @internal The rules of retention policies, as in cotp_retention.c. */
final class RetentionRules
{
    public static function destinationFault(string $type, string $data, int $quota): ?Failure
    {
        $fault = Check::pathPart($type);
        if ($fault !== null) {
            return Failure::argument('type', $fault);
        }
        $fault = $data === '' ? null : Check::destinationData($data);
        if ($fault !== null) {
            return Failure::argument('data', $fault);
        }
        $limit = strtolower($type) === 'generalproperty' ? Tables::MAX_PROPERTY_QUOTA : Tables::MAX_QUOTA;
        return $quota >= 1 && $quota <= $limit ? null : Failure::argument('quota', 'must be between 1 and ' . Tables::MAX_QUOTA
            . ' (between 1 and ' . Tables::MAX_PROPERTY_QUOTA . ' for GeneralProperty)');
    }

    /** @param list<CotpDestination> $destinations */
    public static function policyFault(?int $until, array $destinations, int $now): ?Failure
    {
        if ($until === null) {
            return Failure::argument('until', 'must not be null when the policy is set');
        }
        if ($until <= $now) {
            return Failure::argument('until', 'must be in the future');
        }
        if ($until > self::addMonths($now, Tables::MAX_MONTHS) + Tables::MAX_DAYLIGHT_SHIFT) {
            return Failure::argument('until', 'must be at most ' . Tables::MAX_MONTHS . ' months in the future');
        }
        if (count($destinations) > Tables::MAX_DESTINATIONS) {
            return Failure::argument('destinations', self::tooMany());
        }
        foreach ($destinations as $i => $destination) {
            $fault = self::newDestinationFault($destination);
            if ($fault !== null) {
                return Failure::argument('destinations', "must contain only valid destinations: \$$fault->argument of destination #"
                    . ($i + 1) . " $fault->message");
            }
        }
        return null;
    }

    public static function tooMany(): string
    {
        return 'must contain at most ' . Tables::MAX_DESTINATIONS . ' destinations';
    }

    /** A destination that is set must be a host for the type HostName, else a path segment, so that it can be deleted again. */
    private static function newDestinationFault(CotpDestination $destination): ?Failure
    {
        $fault = self::destinationFault($destination->type, $destination->data, $destination->quota);
        if ($fault !== null) {
            return $fault;
        }
        $isHost = strtolower($destination->type) === 'hostname';
        $text = $isHost ? Uri::hostFault($destination->data) : ($destination->data === '' ? null : Check::pathPart($destination->data));
        return $text === null ? null : Failure::argument('data', $text);
    }

    /** Returns the same day and time of a later month, or the last day of that month if it is shorter. */
    private static function addMonths(int $seconds, int $months): int
    {
        $now = (new DateTimeImmutable("@$seconds"))->setTimezone(new DateTimeZone('UTC'));
        $month = (int) $now->format('n') - 1 + $months;
        $first = $now->setDate((int) $now->format('Y') + intdiv($month, 12), $month % 12 + 1, 1);
        $day = min((int) $now->format('j'), (int) $first->format('t'));
        return $first->setDate((int) $first->format('Y'), (int) $first->format('n'), $day)->getTimestamp();
    }
}
