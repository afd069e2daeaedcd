<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Ledger;

use CotpStatus;
use DateTimeImmutable;

/** One attempt at a question, as the ledger knew it when it was read. It contains no address and no card token. */
final readonly class Ask
{
    /**
     * @param string $key the key of the question, as given to Ledger::ask()
     * @param string $account the name of the account
     * @param string $environment the environment of the account
     * @param int $attempt 1, and one more for each Ledger::askAgain()
     * @param string $reference the random reference, which the callback URL contains
     * @param string $origin how the attempt came about: "ask", "again", "remind" or "switch"
     * @param DateTimeImmutable $since when the state began
     * @param Ending|null $ending how the question ended, if the state is Ended
     * @param string|null $requestId PCI Booking's request id, once it is known
     * @param string|null $unconfirmedRequestId an id from a callback that could not be confirmed by Retrieve
     * @param string $trouble why the last operation failed; empty if it did not
     * @param bool $isNew whether this call of the ledger sent the message
     */
    public function __construct(
        public string $key,
        public string $account,
        public string $environment,
        public int $attempt,
        public string $reference,
        public string $origin,
        public AskState $state,
        public DateTimeImmutable $askedAt,
        public DateTimeImmutable $since,
        public ?Ending $ending = null,
        public ?string $requestId = null,
        public ?string $unconfirmedRequestId = null,
        public CotpStatus $status = CotpStatus::Unknown,
        public string $rawStatus = '',
        public string $trouble = '',
        public bool $isNew = false,
    ) {
    }
}
