<?php

declare(strict_types=1);

/** A callback is refused. Answer the same 403 whatever the reason: it is for your log. */
class CotpCallbackException extends CotpException
{
    private const TEXTS = [
        'too_large' => 'its body or its token is too large',
        'bad_token' => 'its URL carries no well-formed token',
        'unknown_key' => 'its token names a key that is not among ours',
        'bad_signature' => 'its token was not signed with our key',
        'expired' => 'its token has expired',
        'bad_body' => 'its body is not what PCI Booking posts',
        'wrong_request' => 'its body names another request than its URL was made for',
    ];

    public function __construct(string $message = '', public readonly string $reason = '', ?Throwable $previous = null)
    {
        parent::__construct($message, previous: $previous);
    }

    /** @internal */
    public static function because(string $reason): self
    {
        return new self('The callback is refused: ' . self::TEXTS[$reason], $reason);
    }
}
