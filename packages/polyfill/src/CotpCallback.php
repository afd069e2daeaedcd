<?php

declare(strict_types=1);

use Cotp\Polyfill\Body;

/** What a callback says. It is a hint: what is true, Retrieve says for the id that you stored. */
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
     * Reads a body that nobody vouches for, such as one from a queue that you filled after verifying.
     *
     * @throws CotpCallbackException when it is too_large or a bad_body
     */
    public static function parseUnverified(string $body): self
    {
        if (strlen($body) > Body::LIMIT) {
            throw CotpCallbackException::because('too_large');
        }
        return Body::read($body, '') ?? throw CotpCallbackException::because('bad_body');
    }

    /** The same for the same event, however often it is told. */
    public function dedupeKey(): string
    {
        return hash('sha256', "cotp-event\n1\n$this->requestId\n$this->rawStatus\n$this->time");
    }
}
