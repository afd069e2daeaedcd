<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Command;

use CotpCli\UserError;
use Symfony\Component\Console\Exception\CommandNotFoundException;
use Symfony\Component\Console\Exception\ExceptionInterface;
use Symfony\Component\Console\Exception\MissingInputException;

/** A wrong command line as one sentence, with the command that helps. */
final class UsageError
{
    private const MOST_ALTERNATIVES = 4;

    /** @param ?string $name the name of the command, if one was given */
    public static function of(ExceptionInterface $fault, ?string $name): UserError
    {
        $message = match (true) {
            $fault instanceof MissingInputException => 'The input ended at the question. Nothing was agreed to.',
            $fault instanceof CommandNotFoundException => self::unknownCommand($fault),
            // Without what was typed: it may be a secret that was typed at the wrong place.
            default => (string) preg_replace('/, got ".*"\.$/s', '.', $fault->getMessage()) . ($name === null ? ' See the options: cotp list' : ' See what it accepts: cotp help ' . self::words($name)),
        };
        return new UserError($message, $fault instanceof MissingInputException ? ExitCode::ERROR : ExitCode::USAGE, $fault);
    }

    /** Returns the name of a command as it is typed. */
    public static function words(string $name): string
    {
        return strtr($name, ':', ' ');
    }

    private static function unknownCommand(CommandNotFoundException $fault): string
    {
        $name = preg_match('/ "(.*?)" /s', $fault->getMessage(), $match) === 1 ? self::words($match[1]) : '';
        $similar = array_map(static fn (string $alternative): string => 'cotp ' . self::words($alternative), array_filter($fault->getAlternatives(), is_string(...)));
        $question = $similar === [] || count($similar) > self::MOST_ALTERNATIVES ? '' : ' Did you mean ' . implode(', or ', $similar) . '?';
        return "There is no command \"cotp $name\".$question See all: cotp list";
    }
}
