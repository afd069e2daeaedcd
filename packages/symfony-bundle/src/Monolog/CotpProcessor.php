<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\SymfonyBundle\Monolog;

use Cotp\Ledger\Exception\Refused;
use CotpException;
use Monolog\LogRecord;
use Symfony\Component\Messenger\Exception\WrappedExceptionsInterface;
use Throwable;

/** Adds outcome and code of a cotp exception to $extra["cotp"], and removes callback tokens from URLs in all log records. */
final class CotpProcessor
{
    private const PATTERNS = [
        // The parameter of a URL, also of one that was encoded, even twice; and the token alone, as the query of a request contains it.
        '~([?&]|%(?:25)*(?:3F|26))cotp(=|%(?:25)*3D)[^&\s"\'<>#\\\\]+~i' => '$1cotp$2***',
        '~\bv1\.[\w-]{1,16}\.\d{1,11}\.[\w-]{2,128}\.[\w-]{22}\.[\w-]{43}(?![\w-])~' => '***',
    ];
    private const DEEPEST = 8;

    public function __invoke(LogRecord $record): LogRecord
    {
        $exception = $record->context['exception'] ?? null;
        $facts = $exception instanceof Throwable ? self::facts($exception) : null;
        $extra = $facts === null ? $record->extra : ['cotp' => $facts] + $record->extra;
        return $record->with(
            message: self::redactText($record->message),
            context: self::redact($record->context),
            extra: self::redact($extra),
        );
    }

    /** @return array<string, scalar|null>|null */
    private static function facts(Throwable $fault): ?array
    {
        if ($fault instanceof CotpException) {
            return [
                'exception' => $fault::class, 'outcome' => $fault->outcome->name, 'http_status' => $fault->httpStatus, 'code' => $fault->apiCode,
                'retryable' => $fault->retryable, 'retry_after' => $fault->retryAfter, 'request' => $fault->requestId,
            ];
        }
        if ($fault instanceof Refused && $fault->ask !== null) {
            return ['exception' => $fault::class, 'key' => $fault->ask->key, 'state' => $fault->ask->state->value, 'request' => $fault->ask->requestId];
        }
        $causes = $fault instanceof WrappedExceptionsInterface ? $fault->getWrappedExceptions() : [];
        foreach ([...array_values($causes), $fault->getPrevious()] as $cause) {
            $facts = $cause === null ? null : self::facts($cause);
            if ($facts !== null) {
                return $facts;
            }
        }
        return null;
    }

    /**
     * @param array<array-key, mixed> $values
     * @return array<array-key, mixed>
     */
    private static function redact(array $values, int $depth = 0): array
    {
        foreach ($values as $name => $value) {
            $values[$name] = match (true) {
                is_string($value) => self::redactText($value),
                is_array($value) && $depth < self::DEEPEST => self::redact($value, $depth + 1),
                default => $value,
            };
        }
        return $values;
    }

    private static function redactText(string $text): string
    {
        return preg_replace(array_keys(self::PATTERNS), array_values(self::PATTERNS), $text) ?? '***';
    }
}
