<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Logging;

use CotpException;
use Monolog\LogRecord;
use Monolog\Processor\ProcessorInterface;
use Throwable;

/** Redacts callback tokens, and adds what a logged cotp exception says: extra.cotp. */
final class LogProcessor implements ProcessorInterface
{
    public function __invoke(LogRecord $record): LogRecord
    {
        $extra = Redaction::values($record->extra);
        $fault = $record->context['exception'] ?? null;
        for ($depth = 0; $fault instanceof Throwable && $depth < 10; $depth++) {
            if ($fault instanceof CotpException) {
                $extra['cotp'] = self::describe($fault);
                break;
            }
            $fault = $fault->getPrevious();
        }
        return $record->with(message: Redaction::text($record->message), context: Redaction::values($record->context), extra: $extra);
    }

    /** @return array<string, mixed> */
    private static function describe(CotpException $fault): array
    {
        return [
            'exception' => $fault::class,
            'outcome' => $fault->outcome->name,
            'http_status' => $fault->httpStatus,
            'code' => $fault->apiCode,
            'retryable' => $fault->retryable,
            'retry_after' => $fault->retryAfter,
            'request' => $fault->requestId,
        ];
    }
}
