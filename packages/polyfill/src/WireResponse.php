<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

use CotpDestination;
use CotpRetention;
use CotpState;
use CotpStatus;
use DateTimeImmutable;
use DateTimeZone;
use stdClass;

/** @internal The bodies of successful responses, as in cotp_wire_response.c. */
final class WireResponse
{
    public static function state(Wire $wire, #[\SensitiveParameter] string $body, string $asked): CotpState|Failure
    {
        $members = [];
        foreach (['requestId', 'status', 'time', 'cardUri'] as $name) {
            $members[] = $wire->value("state.$name");
        }
        if (!$wire->isOverridden('state.status')) {
            $members[] = Tables::OTHER_STATUS;
        }
        $response = self::object($body, $members);
        if ($response instanceof Failure) {
            return $response;
        }
        $id = $response->{$wire->value('state.requestId')} ?? null;
        if ($id !== null && $id !== $asked) {
            $failure = Failure::protocol('the response is about a different request');
            $failure->isOtherRequest = true;
            return $failure;
        }
        $status = $response->{$wire->value('state.status')} ?? null;
        if ($status === null && !$wire->isOverridden('state.status')) {
            $status = $response->{Tables::OTHER_STATUS} ?? null;
        }
        $rawStatus = self::text($status) ?? '';
        if ($rawStatus === '' || strlen($rawStatus) > Tables::MAX_STATUS) {
            return Failure::protocol('the response has no valid status (expected under the name in wire entry "state.status")');
        }
        $cardUri = $response->{$wire->value('state.cardUri')} ?? null;
        if ($cardUri !== null && self::text($cardUri) === null) {
            return Failure::protocol('the card URI in the response is not a valid string (expected under the name in wire entry '
                . '"state.cardUri")');
        }
        $time = self::text($response->{$wire->value('state.time')} ?? null);
        $details = json_decode(str_starts_with($body, "\xEF\xBB\xBF") ? substr($body, 3) : $body, true);
        return new CotpState($asked, CotpStatus::fromWire($rawStatus), $rawStatus, self::orNull(self::text($cardUri)), self::orNull($time),
            is_array($details) ? $details : []);
    }

    private static function orNull(#[\SensitiveParameter] ?string $text): ?string
    {
        return $text === '' ? null : $text;
    }

    /**
     * @param list<string> $members
     * @param list<string> $itemMembers
     */
    private static function object(#[\SensitiveParameter] string $body, array $members, array $itemMembers = []): stdClass|Failure
    {
        try {
            $value = JsonReader::read($body, Tables::MAX_JSON_DEPTH, $members, $itemMembers);
        } catch (JsonFault $fault) {
            return self::describe($body, $fault);
        }
        return $value instanceof stdClass ? $value : Failure::protocol('the response is valid JSON, but not an object');
    }

    private static function describe(#[\SensitiveParameter] string $body, JsonFault $fault): Failure
    {
        $reason = match ($fault->problem) {
            JsonFault::TRUNCATED => 'it ends too early, after',
            JsonFault::ENCODING => 'invalid UTF-8 or Unicode escape near',
            default => 'unexpected token near',
        };
        $position = $fault->at + ($fault->problem === JsonFault::TRUNCATED ? 0 : 1);
        return Failure::protocol(match (true) {
            $fault->problem === JsonFault::EMPTY => 'the response is empty',
            $fault->problem === JsonFault::TOO_DEEP => 'the response is nested deeper than ' . Tables::MAX_JSON_DEPTH . ' levels',
            $fault->problem === JsonFault::DUPLICATE => "the response has more than one member \"$fault->name\" in an object",
            Html::is($body) => 'the response is an HTML page, not JSON',
            Html::beginsWith($body, '<') => 'the response is XML, not JSON',
            default => "the response is not valid JSON: $reason byte $position",
        });
    }

    /** Returns the text of a string without null bytes, or null. */
    private static function text(#[\SensitiveParameter] mixed $value): ?string
    {
        return is_string($value) && !str_contains($value, "\0") ? $value : null;
    }

    public static function retention(#[\SensitiveParameter] string $body): CotpRetention|Failure
    {
        $members = [Tables::RETENTION_UNTIL, Tables::RETENTION_DELETE_CARD, Tables::RETENTION_DESTINATIONS];
        $itemMembers = [Tables::RETENTION_TYPE, Tables::RETENTION_DATA, Tables::RETENTION_QUOTA, Tables::RETENTION_USAGE,
            Tables::RETENTION_OTHER_USAGE];
        $response = self::object($body, $members, $itemMembers);
        if ($response instanceof Failure) {
            return $response;
        }
        $until = $response->{Tables::RETENTION_UNTIL} ?? null;
        if ((array) $response === []) { // nothing shows that it is a policy
            return Failure::protocol('the response has no member "' . Tables::RETENTION_UNTIL . '"');
        }
        $seconds = WireDate::read(self::text($until) ?? '');
        if ($until !== null && $seconds === null) {
            return Failure::protocol('the response\'s member "' . Tables::RETENTION_UNTIL
                . '" is not a date with a time, such as 2018-01-19T11:58:00');
        }
        $deleteCard = $response->{Tables::RETENTION_DELETE_CARD} ?? null;
        if ($deleteCard !== null && !is_bool($deleteCard)) {
            return Failure::protocol('the response\'s member "' . Tables::RETENTION_DELETE_CARD . '" is neither true nor false');
        }
        $destinations = self::destinations($response->{Tables::RETENTION_DESTINATIONS} ?? []);
        if ($destinations instanceof Failure) {
            return $destinations;
        }
        $date = $seconds === null ? null : (new DateTimeImmutable("@$seconds"))->setTimezone(new DateTimeZone('UTC'));
        return Made::retention($date, $deleteCard === true, $destinations);
    }

    /** @return list<CotpDestination>|Failure */
    private static function destinations(mixed $list): array|Failure
    {
        if (!is_array($list)) {
            return Failure::protocol('the response\'s member "' . Tables::RETENTION_DESTINATIONS . '" is not a list');
        }
        $destinations = [];
        foreach ($list as $item) {
            $destination = $item instanceof stdClass ? self::destination($item) : null;
            if ($destination === null) {
                return Failure::protocol('destination #' . (count($destinations) + 1) . ' in the response\'s member "'
                    . Tables::RETENTION_DESTINATIONS . '" is invalid');
            }
            $destinations[] = $destination;
        }
        return $destinations;
    }

    private static function destination(stdClass $item): ?CotpDestination
    {
        $type = self::text($item->{Tables::RETENTION_TYPE} ?? null) ?? '';
        $data = self::text($item->{Tables::RETENTION_DATA} ?? '');
        $quota = $item->{Tables::RETENTION_QUOTA} ?? 0;
        $other = $item->{Tables::RETENTION_OTHER_USAGE} ?? -1;
        $usage = $item->{Tables::RETENTION_USAGE} ?? $other;
        if ($type === '' || $data === null || !is_int($quota) || !is_int($other) || !is_int($usage)) {
            return null;
        }
        return Made::destination($type, $data, $quota, $usage >= 0 ? $usage : null);
    }
}
