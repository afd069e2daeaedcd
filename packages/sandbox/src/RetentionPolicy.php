<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

use DateTimeImmutable;
use DateTimeZone;

/** A CVV retention policy that the site has set, checked against the documented limits. */
final class RetentionPolicy
{
    private const MOST_DESTINATIONS = 50;
    private const MOST_MONTHS = 48;
    /** @var array<string, array{bool, int}> type => needs data, highest quota */
    private const TYPES = [
        'HostName' => [true, 50],
        'Owner' => [false, 50],
        'OtherMerchant' => [true, 50],
        'OtherUser' => [true, 50],
        'SFTP' => [true, 50],
        'GeneralProperty' => [false, 5],
    ];

    /** @param list<array{DestinationType: string, DestinationData: string, Quota: int}> $destinations */
    private function __construct(public readonly float $until, public readonly bool $deleteCard, public readonly array $destinations)
    {
    }

    /** @param array<mixed> $body */
    public static function checked(array $body, float $firstTokenizedAt, Variant $variant): self
    {
        $body = self::read($body, ['CvvEndRetentionDate', 'DeleteCardUponCvvCleanup', 'CvvRetentionPolicyList'], $variant);
        $deleteCard = $body['DeleteCardUponCvvCleanup'] ?? false;
        if (!is_bool($deleteCard)) {
            throw new ApiError(-125, 'DeleteCardUponCvvCleanup must be true or false.');
        }
        return new self(
            self::checkedDate($body['CvvEndRetentionDate'] ?? null, $firstTokenizedAt),
            $deleteCard,
            self::checkedDestinations($body['CvvRetentionPolicyList'] ?? [], $variant),
        );
    }

    public static function monthsAfter(float $time, int $months): float
    {
        return (float) (new DateTimeImmutable('@' . (int) $time))->modify("+$months months")->getTimestamp();
    }

    private static function checkedDate(mixed $text, float $firstTokenizedAt): float
    {
        $date = is_string($text) ? DateTimeImmutable::createFromFormat('!Y-m-d\TH:i:s', $text, new DateTimeZone('UTC')) : false;
        if ($date === false || $date->format('Y-m-d\TH:i:s') !== $text) {
            throw new ApiError(-125, 'CvvEndRetentionDate is required, in the format YYYY-MM-DDTHH:MM:SS.');
        }
        if ($date->getTimestamp() > self::monthsAfter($firstTokenizedAt, self::MOST_MONTHS)) {
            throw new ApiError(-125, 'CvvEndRetentionDate must be at most ' . self::MOST_MONTHS . ' months after the card was first tokenized.');
        }
        return (float) $date->getTimestamp();
    }

    /** @return list<array{DestinationType: string, DestinationData: string, Quota: int}> */
    private static function checkedDestinations(mixed $list, Variant $variant): array
    {
        if (!is_array($list) || !array_is_list($list)) {
            throw new ApiError(-125, 'CvvRetentionPolicyList must be a list.');
        }
        if (count($list) > self::MOST_DESTINATIONS) {
            throw new ApiError(-174, 'CvvRetentionPolicyList must contain at most ' . self::MOST_DESTINATIONS . ' destinations.');
        }
        $checked = array_map(static fn (mixed $one): array => self::checkedDestination($one, $variant), $list);
        $names = array_map(static fn (array $one): string => $one['DestinationType'] . "\n" . $one['DestinationData'], $checked);
        if (count(array_unique($names)) < count($names)) {
            throw new ApiError(-125, 'CvvRetentionPolicyList must not contain the same destination twice.');
        }
        return $checked;
    }

    /** @return array{DestinationType: string, DestinationData: string, Quota: int} */
    private static function checkedDestination(mixed $destination, Variant $variant): array
    {
        if (!is_array($destination)) {
            throw new ApiError(-125, 'CvvRetentionPolicyList must contain only objects.');
        }
        $destination = self::read($destination, ['DestinationType', 'DestinationData', 'Quota'], $variant);
        $type = $destination['DestinationType'] ?? null;
        $data = $destination['DestinationData'] ?? '';
        $quota = $destination['Quota'] ?? null;
        if (!is_string($type) || !isset(self::TYPES[$type])) {
            throw new ApiError(-125, 'DestinationType must be one of ' . implode(', ', array_keys(self::TYPES)) . '.');
        }
        [$needsData, $highestQuota] = self::TYPES[$type];
        if (!is_string($data) || ($needsData && $data === '') || ($type === 'Owner' && $data !== '')) {
            throw new ApiError(-125, "DestinationData is not valid for $type.");
        }
        if (!is_int($quota) || $quota < 1 || $quota > $highestQuota) {
            throw new ApiError(-125, "Quota must be between 1 and $highestQuota for $type.");
        }
        return ['DestinationType' => $type, 'DestinationData' => $data, 'Quota' => $quota];
    }

    /**
     * @param array<mixed> $given
     * @param list<string> $known
     * @return array<string, mixed>
     */
    private static function read(array $given, array $known, Variant $variant): array
    {
        [$members, $others] = Variant::readNames($given, array_combine($known, $known));
        $variant->rejectUnknown($others);
        return $members;
    }
}
