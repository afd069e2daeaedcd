<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Example;

use Amp\Cancellation;
use Amp\Parallel\Worker\Task;
use Amp\Sync\Channel;
use CotpRequest;

/**
 * A call in a worker process of amphp/parallel. The worker keeps its client, and so its connection, between tasks.
 *
 * @implements Task<bool, never, never>
 */
final class AuthenticateTask implements Task
{
    private static ?CotpRequest $cotp = null;

    public function run(Channel $channel, Cancellation $cancellation): bool
    {
        self::$cotp ??= new CotpRequest((string) getenv('PCIBOOKING_API_KEY'), (string) getenv('PCIBOOKING_BASE_URI'));
        return self::$cotp->authenticate();
    }
}
