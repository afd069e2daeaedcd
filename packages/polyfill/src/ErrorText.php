<?php
// SPDX-License-Identifier: BSD-3-Clause

declare(strict_types=1);

namespace Cotp\Polyfill;

/** @internal Texts of limited size, as in cotp_error.c: cut between two characters, without control characters. */
final class ErrorText
{
    /** Copies an external text. Replaces control characters and invalid UTF-8 by "?". */
    public static function copy(#[\SensitiveParameter] string $source, int $size): string
    {
        $target = '';
        $nul = strpos($source, "\0");
        $source = $nul === false ? $source : substr($source, 0, $nul);
        for ($at = 0, $end = strlen($source); $at < $end;) {
            $length = Utf8::lengthAt($source, $at);
            $character = $length === 0 ? '?' : substr($source, $at, $length);
            if ($length > 0 && preg_match('/\A(?:[\x00-\x1F\x7F]|\xC2[\x80-\x9F])\z/', $character) === 1) {
                $character = '?';
            }
            if (strlen($target) + strlen($character) >= $size) {
                break;
            }
            $target .= $character;
            $at += max($length, 1);
        }
        return $target;
    }

    /** Cuts a text of ours, and replaces invalid UTF-8 by "?". */
    public static function cut(#[\SensitiveParameter] string $text, int $size): string
    {
        $wasCut = strlen($text) >= $size;
        $text = $wasCut ? substr($text, 0, $size - 1) : $text;
        if (Utf8::isValid($text)) {
            return $text;
        }
        for ($at = 0; $at < strlen($text);) {
            $length = Utf8::lengthAt($text, $at);
            if ($length === 0 && $wasCut && self::isCut($text, $at)) {
                return substr($text, 0, $at);
            }
            if ($length === 0) {
                $text[$at] = '?';
            }
            $at += max($length, 1);
        }
        return $text;
    }

    private static function isCut(#[\SensitiveParameter] string $text, int $at): bool
    {
        $first = ord($text[$at]);
        $expected = $first >= 0xF0 ? 4 : ($first >= 0xE0 ? 3 : ($first >= 0xC2 ? 2 : 1));
        return strlen($text) - $at < $expected;
    }
}
