<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Doctor;

/** One finding of the doctor, and what to do about it. */
final readonly class Line
{
    public const OK = 'ok';
    public const WARNING = 'warning';
    public const ERROR = 'error';

    private function __construct(public string $result, public string $subject, public string $text, public string $advice)
    {
    }

    public static function ok(string $subject, string $text): self
    {
        return new self(self::OK, $subject, $text, '');
    }

    public static function warning(string $subject, string $text, string $advice): self
    {
        return new self(self::WARNING, $subject, $text, $advice);
    }

    public static function error(string $subject, string $text, string $advice): self
    {
        return new self(self::ERROR, $subject, $text, $advice);
    }
}
