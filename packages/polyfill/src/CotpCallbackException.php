<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

/** A callback was rejected. Respond with the same 403 for every reason; the reason is only for your log. */
class CotpCallbackException extends CotpException
{
    private const TEXTS = [
        'too_large' => 'its body or its token is too large',
        'bad_token' => 'its URL has no well-formed token',
        'unknown_key' => 'its token has an unknown key id',
        'bad_signature' => "its token's signature is invalid",
        'expired' => 'its token has expired',
        'bad_body' => 'its body is not a valid PCI Booking callback',
        'wrong_request' => 'its body is about a different request than its URL',
    ];

    public function __construct(string $message = '', public readonly string $reason = '', ?Throwable $previous = null)
    {
        parent::__construct($message, previous: $previous);
    }

    /** @internal */
    public static function because(string $reason): self
    {
        return new self('The callback was rejected: ' . self::TEXTS[$reason], $reason);
    }
}
