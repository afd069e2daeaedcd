<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

/** The operations of the API. The value is the start of the wire keys ".path" and ".method". */
enum Operation: string
{
    case Authenticate = 'authenticate';
    case Send = 'send';
    case SecurityCode = 'securityCode';
    case Retrieve = 'retrieve';
    case Delete = 'delete';
    case SetRetention = 'retention.set';
    case GetRetention = 'retention.get';
    case DeleteRetention = 'retention.delete';
    case ClearCvv = 'cvv.clear';
    case DeleteCard = 'card.delete';

    public function pathKey(): string
    {
        return "$this->value.path";
    }

    public function methodKey(): string
    {
        return "$this->value.method";
    }

    /** Whether the operation is about something that exists already, so that an unknown id leads to 404. */
    public function hasId(): bool
    {
        return !in_array($this, [self::Authenticate, self::Send, self::SecurityCode], true);
    }

    public function isReading(): bool
    {
        return $this === self::Retrieve || $this === self::GetRetention;
    }

    /** Whether the operation is about a stored card. */
    public function hasToken(): bool
    {
        return in_array($this, [self::SetRetention, self::GetRetention, self::DeleteRetention, self::ClearCvv, self::DeleteCard], true);
    }

    /** @return array<string, mixed>|null a body that cannot have an effect */
    public function harmlessBody(string $method): ?array
    {
        return match (true) {
            in_array($this, [self::Send, self::SecurityCode], true) => [],
            $this === self::SetRetention => ['CvvEndRetentionDate' => gmdate('Y-m-d\TH:i:s', time() + 86400), 'DeleteCardUponCvvCleanup' => false, 'CvvRetentionPolicyList' => []],
            $method === 'GET' || $method === 'DELETE' => null,
            default => [],
        };
    }
}
