<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\lib;

use CotpOutcomeUnknownException;
use CotpRateLimitException;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use RuntimeException;

/** A job of a site that neither is encrypted nor uses the middleware. */
final class PlainJob implements ShouldQueue
{
    use Queueable;

    public static int $runs = 0;
    public ?int $tries = null;

    public function __construct(public readonly mixed $value, public readonly string $then = '')
    {
        self::$runs = 0;
    }

    public function handle(): void
    {
        self::$runs++;
        if ($this->then === 'wait') {
            throw new CotpRateLimitException('wait', httpStatus: 429, retryable: true, retryAfter: 60.0);
        }
        if ($this->then === 'wrap') {
            throw new RuntimeException('the site could not ask', previous: new CotpOutcomeUnknownException('lost'));
        }
        if ($this->then === 'fail') {
            throw new CotpOutcomeUnknownException('the request was sent, but no complete response was received');
        }
    }
}
