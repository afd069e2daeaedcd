<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The operations of the API; the values name them in faults and counters. */
enum Operation: string
{
    case Send = 'send';
    case SendSecurityCode = 'send_cvv';
    case Retrieve = 'retrieve';
    case Delete = 'delete';
    case SetRetention = 'retention_set';
    case GetRetention = 'retention_get';
    case DeleteRetention = 'retention_delete';
    case ClearCvv = 'cvv_clear';
    case DeleteCard = 'card_delete';
    case Authenticate = 'authenticate';

    /**
     * Returns the operations of a path by method; empty if there is no such path.
     * @param list<string> $path without `api`
     * @return array<string, self>
     */
    public static function onPath(array $path): array
    {
        if ($path === ['accounts', 'authenticate']) {
            return ['POST' => self::Authenticate];
        }
        if ($path[0] === 'cardrequest') {
            return match (true) {
                count($path) === 1 => ['POST' => self::Send],
                $path === ['cardrequest', 'cvv'] => ['POST' => self::SendSecurityCode],
                count($path) === 2 => ['GET' => self::Retrieve, 'DELETE' => self::Delete],
                default => [],
            };
        }
        if (array_slice($path, 0, 2) === ['payments', 'paycard'] && count($path) > 2) {
            return self::onCard(array_slice($path, 3));
        }
        return [];
    }

    /**
     * @param list<string> $rest what follows the token
     * @return array<string, self>
     */
    private static function onCard(array $rest): array
    {
        return match (true) {
            $rest === [] => ['DELETE' => self::DeleteCard],
            $rest === ['cvv'] => ['DELETE' => self::ClearCvv],
            $rest === ['cvv', 'Restriction'] => ['PUT' => self::SetRetention, 'GET' => self::GetRetention, 'DELETE' => self::DeleteRetention],
            array_slice($rest, 0, 2) === ['cvv', 'Restriction'] && count($rest) <= 4 => ['GET' => self::GetRetention, 'DELETE' => self::DeleteRetention],
            default => [],
        };
    }
}
