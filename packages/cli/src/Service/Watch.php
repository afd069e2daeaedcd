<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

use Closure;
use CotpCli\Interrupt;
use CotpException;
use CotpRequest;
use CotpState;

/** Polls requests until their statuses are final. */
final readonly class Watch
{
    private const FIRST_PAUSE = 1.0;
    private const GROWTH = 1.5;
    private const LONGEST_PAUSE = 15.0;

    /**
     * @param Closure(string, CotpState): bool $onChange is called with an id and each new state; false: the state is passed again
     *     with the next poll
     * @param Closure(string, CotpException): void $onFailure is called with an id and each failure; if it is not retryable,
     *     the request is no longer polled
     */
    public function __construct(private CotpRequest $client, private Closure $onChange, private Closure $onFailure, private Interrupt $interrupt)
    {
    }

    /**
     * @param list<string> $ids
     * @param float $seconds the limit for the whole wait
     * @return list<string> the ids that have no final status yet
     */
    public function run(array $ids, float $seconds): array
    {
        $end = microtime(true) + $seconds;
        $pause = self::FIRST_PAUSE;
        $seen = [];
        while (true) {
            $isChanged = false;
            $asked = 0.0;
            foreach ($ids === [] ? [] : $this->client->retrieveMany(array_combine($ids, $ids)) as $id => $result) {
                $id = (string) $id;
                if ($result instanceof CotpException) {
                    $asked = max($asked, (float) $result->retryAfter);
                    $ids = $result->retryable ? $ids : array_values(array_diff($ids, [$id]));
                    ($this->onFailure)($id, $result);
                    continue;
                }
                $key = "$result->rawStatus\n$result->time";
                $isNew = ($seen[$id] ?? null) !== $key;
                $isDone = !$isNew || ($this->onChange)($id, $result);
                $isChanged = $isChanged || $isNew;
                $seen[$id] = $isDone ? $key : null;
                $ids = $isDone && $result->status->isFinal() ? array_values(array_diff($ids, [$id])) : $ids;
            }
            $rest = $end - microtime(true);
            if ($ids === [] || $rest <= 0) {
                return $ids;
            }
            $pause = $isChanged ? self::FIRST_PAUSE : min(self::LONGEST_PAUSE, $pause * self::GROWTH);
            $this->interrupt->pause(min($rest, max($asked, $pause)));
        }
    }
}
