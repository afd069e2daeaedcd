<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Telescope;

use Cotp\Laravel\Logging\Redaction;

/** A filter of Telescope that lets every entry pass, without callback tokens and the address of a queued job. */
final class RedactEntries
{
    public static function register(): void
    {
        $filter = ['Laravel\Telescope\Telescope', 'filter'];
        is_callable($filter) && $filter((new self())(...));          // Telescope accepts only closures
    }

    public function __invoke(object $entry): bool
    {
        if (property_exists($entry, 'content') && is_array($entry->content)) {
            $entry->content = Redaction::values($entry->content);
            self::hide($entry->content, 'payload', 'cotp');
            self::hide($entry->content, 'data', 'fallbackEmail');     // of AskForCard: Telescope reads its properties before it is encrypted
        }
        return true;
    }

    /** @param array<array-key, mixed> $content */
    private static function hide(array &$content, string $section, string $name): void
    {
        $values = $content[$section] ?? null;
        if (is_array($values) && isset($values[$name])) {
            $content[$section] = array_replace($values, [$name => '***']);
        }
    }
}
