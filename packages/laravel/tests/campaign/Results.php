<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Laravel\Tests\campaign;

/** Prints and counts the checks. */
final class Results
{
    private int $passed = 0;
    private int $failed = 0;

    /** @param list<string> $faults */
    public function check(string $what, array $faults): void
    {
        $faults === [] ? $this->passed++ : $this->failed++;
        echo $faults === [] ? '  ok      ' : '  FAILED  ', $what, $faults === [] ? '' : ': ' . implode(', ', array_slice($faults, 0, 10)), "\n";
    }

    public function note(string $line): void
    {
        echo "          $line\n";
    }

    /** @return int the exit status */
    public function finish(): int
    {
        echo "$this->passed passed, $this->failed failed\n";
        return $this->failed === 0 && $this->passed > 0 ? 0 : 1;
    }
}
