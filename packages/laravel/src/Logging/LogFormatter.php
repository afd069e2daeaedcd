<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Logging;

use Monolog\Formatter\FormatterInterface;
use Monolog\LogRecord;

/** Redacts callback tokens in what another formatter wrote, such as the messages of exceptions. */
final readonly class LogFormatter implements FormatterInterface
{
    public function __construct(private FormatterInterface $formatter)
    {
    }

    public function format(LogRecord $record): mixed
    {
        return self::redact($this->formatter->format($record));
    }

    public function formatBatch(array $records): mixed
    {
        return self::redact($this->formatter->formatBatch($records));
    }

    private static function redact(mixed $text): mixed
    {
        return match (true) {
            is_string($text) => Redaction::text($text),
            is_array($text) => Redaction::values($text),
            default => $text,
        };
    }
}
