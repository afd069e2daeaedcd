<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Metrics;

use CotpAttempt;
use CotpCallback;
use CotpCallbackException;

/**
 * The attributes of a metric. They contain nothing that identifies a guest, a request, a card or a host, and have few
 * values: what does not look like a name is "other".
 *
 * @internal
 */
final class Labels
{
    /** The bounds of the histogram: from a kept connection nearby to the default timeout of CotpRequest. */
    public const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private const OPERATION = '~\A[A-Za-z]{1,20}(?:\.[A-Za-z]{1,20})?\z~';
    /** No anonymous class: its name contains the path of a file. */
    private const CLASS_NAME = '~\A[A-Z]\w{0,60}(?:\\\\[A-Z]\w{0,60}){0,5}\z~';
    private const REASON = '~\A[a-z]{1,20}(?:_[a-z]{1,20})*\z~';

    /** @return array<non-empty-string, string|int|bool> */
    public static function ofAttempt(CotpAttempt $attempt): array
    {
        $labels = [
            'cotp.operation' => self::only(self::OPERATION, $attempt->operation),
            'cotp.outcome' => $attempt->outcome->name,
            'cotp.retry' => $attempt->attempt > 1,
            'cotp.connection.reused' => $attempt->reused,
        ];
        if ($attempt->httpStatus >= 100 && $attempt->httpStatus <= 599) {
            $labels['http.response.status_code'] = $attempt->httpStatus;
        }
        if ($attempt->errorType !== null) {
            $labels['error.type'] = self::only(self::CLASS_NAME, $attempt->errorType);
        }
        return $labels;
    }

    /**
     * For the histogram, which has a dozen series for each combination.
     *
     * @return array<non-empty-string, string>
     */
    public static function ofDuration(CotpAttempt $attempt): array
    {
        return ['cotp.operation' => self::only(self::OPERATION, $attempt->operation), 'cotp.outcome' => $attempt->outcome->name];
    }

    /** @return array<non-empty-string, string> */
    public static function ofAccepted(CotpCallback $callback): array
    {
        return ['cotp.callback.result' => 'accepted', 'cotp.callback.status' => $callback->status->name];
    }

    /** @return array<non-empty-string, string> */
    public static function ofRejected(CotpCallbackException|string $rejected): array
    {
        return ['cotp.callback.result' => self::only(self::REASON, is_string($rejected) ? $rejected : $rejected->reason)];
    }

    private static function only(string $pattern, string $value): string
    {
        return preg_match($pattern, $value) === 1 ? $value : 'other';
    }
}
