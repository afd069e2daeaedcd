<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

use Cotp\Polyfill\Body;
use Cotp\Polyfill\Names;

/** The content of a callback. Treat it as a hint: get the actual state from Retrieve, with the request id that you stored. */
final readonly class CotpCallback
{
    public function __construct(
        public string $reference,
        public string $requestId,
        public CotpStatus $status,
        public string $rawStatus,
        public string $time,
    ) {
    }

    /**
     * Parses a callback body without verifying it, for example one that was verified before it was queued.
     *
     * @param array<string, string> $wire as for CotpCallbackVerifier
     * @throws CotpCallbackException when the body is invalid ($reason is too_large or bad_body)
     * @throws ValueError when $wire is invalid
     */
    public static function parseUnverified(string $body, array $wire = []): self
    {
        $fault = Names::fault($wire) ?? Names::collision($wire);
        if ($fault !== null) {
            throw new ValueError("CotpCallback::parseUnverified(): Argument #2 (\$wire) $fault");
        }
        if (strlen($body) > Body::LIMIT) {
            throw CotpCallbackException::because('too_large');
        }
        return Body::read($body, '', Names::of($wire)) ?? throw CotpCallbackException::because('bad_body');
    }

    /** Returns a key that is the same for every delivery of the same event. */
    public function dedupeKey(): string
    {
        return hash('sha256', "cotp-event\n1\n$this->requestId\n$this->rawStatus\n$this->time");
    }
}
