<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use ValueError;

/** Times and limits of the ledger. */
final readonly class Settings
{
    /**
     * @param int $lease how many seconds a process may take to send: at least twice the timeout of the client. After it,
     *     the outcome is unknown
     * @param int $firstLookUp seconds until an open question is looked up for the first time; the interval then doubles
     * @param int $longestInterval the greatest interval between two look-ups, in seconds
     * @param float $lookUpsPerSecond the limit of Retrieves for all workers together: greater than 0, at most 100
     * @param int $waitingPerReference how many unprocessed callbacks are stored for one question: the callback URL may
     *     have leaked
     * @param int $attemptsPerCallback how often a callback is processed before it is set aside as failed
     * @param bool $checkDurability whether a database that may forget commits is rejected; false is for tests
     * @throws ValueError when an argument is invalid
     */
    public function __construct(
        public int $lease = 60,
        public int $firstLookUp = 300,
        public int $longestInterval = 21_600,
        public float $lookUpsPerSecond = 10.0,
        public int $waitingPerReference = 64,
        public int $attemptsPerCallback = 12,
        public bool $checkDurability = true,
    ) {
        foreach (['lease' => $lease, 'firstLookUp' => $firstLookUp, 'longestInterval' => $longestInterval,
            'waitingPerReference' => $waitingPerReference, 'attemptsPerCallback' => $attemptsPerCallback] as $name => $value) {
            if ($value < 1) {
                throw new ValueError("Settings: \$$name must be at least 1");
            }
        }
        if (!($lookUpsPerSecond > 0.0 && $lookUpsPerSecond <= 100.0)) {
            throw new ValueError('Settings: $lookUpsPerSecond must be greater than 0 and at most 100');
        }
    }
}
