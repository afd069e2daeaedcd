<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Service;

use Closure;
use CotpCallbackVerifier;
use CotpState;

/** Posts states to a local site as the callbacks that the service would send. */
final class Forwarder
{
    /** The vendor documents "best effort": a callback that is not accepted in the end is not posted again. */
    private const MOST_ATTEMPTS = 5;

    /** @var array<string, int> request id => attempts for its present state */
    private array $attempts = [];
    private int $rejected = 0;

    /**
     * @param array<string, string> $references request id => reference
     * @param Closure(string, string, string): array<string, string> $body returns the body for an id, a status and a time
     * @param Closure(CotpState, string, int, string): void $report is called with each attempt: the state, the reference, the
     *     HTTP status and the failure
     */
    public function __construct(
        private readonly LocalSite $site,
        private readonly CotpCallbackVerifier $verifier,
        private readonly array $references,
        private readonly Closure $body,
        private readonly Closure $report,
    ) {
    }

    /** @return bool whether the state needs no further attempt */
    public function deliver(string $id, CotpState $state): bool
    {
        $reference = $this->references[$id];
        $body = ($this->body)($id, $state->rawStatus, $state->time ?? gmdate('Y-m-d\TH:i:s'));
        [$httpStatus, $failure] = $this->site->post($this->verifier->url($this->site->url, $reference), $body);
        ($this->report)($state, $reference, $httpStatus, $failure);
        $attempts = $this->attempts[$id] = ($this->attempts[$id] ?? 0) + 1;
        $isAccepted = $httpStatus >= 200 && $httpStatus < 300;
        if (!$isAccepted && $attempts < self::MOST_ATTEMPTS) {
            return false;
        }
        $this->rejected += $isAccepted ? 0 : 1;
        $this->attempts[$id] = 0;
        return true;
    }

    /** Returns how many callbacks the site did not accept in the end. */
    public function rejected(): int
    {
        return $this->rejected;
    }
}
