<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

/**
 * Command lines that can be run as they are shown. They name the account and the ledger, because the environment may say
 * something else by then: with another ledger, a guest would get a second message.
 */
final readonly class ShownCommand
{
    /** @param list<string> $account the options that name the account */
    public function __construct(private array $account, private string $ledger)
    {
    }

    /** Returns a command that uses the ledger. The reference is its last word, so that it may begin with "-". */
    public function withLedger(string $command, ?string $reference = null, string ...$options): string
    {
        return self::line($command, [...array_values($options), ...$this->account, "--ledger=$this->ledger"], $reference);
    }

    /** Returns a command that only uses the account. */
    public function withAccount(string $command, ?string $argument = null): string
    {
        return self::line($command, $this->account, $argument);
    }

    /** Returns a text as one word of a command line. zsh replaces "=" at the beginning of a word, and "~" may be one. */
    public static function word(string $text): string
    {
        return preg_match('~\A[\w./:@%+,-][\w./:@%+=,-]*\z~', $text) === 1 ? $text : "'" . strtr($text, ["'" => "'\\''"]) . "'";
    }

    /** @param list<string> $options */
    private static function line(string $command, array $options, ?string $argument): string
    {
        $words = array_map(self::word(...), $argument === null ? $options : [...$options, ...(str_starts_with($argument, '-') ? ['--'] : []), $argument]);
        return implode(' ', ["cotp $command", ...$words]);
    }
}
