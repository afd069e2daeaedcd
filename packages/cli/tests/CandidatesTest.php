<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Probe\Candidates;
use CotpCli\Probe\Channel;
use PHPUnit\Framework\TestCase;

final class CandidatesTest extends TestCase
{
    public function testFirstCandidateIsTheDefaultOfTheTable(): void
    {
        $candidates = Candidates::load();
        preg_match_all('/^\| `([\w.]+)` \| `([^`]*)` \|/m', (string) file_get_contents(__DIR__ . '/../../../docs/wire.md'), $rows);
        self::assertGreaterThan(40, count($rows[1]));
        foreach (array_combine($rows[1], $rows[2]) as $key => $default) {
            self::assertSame($default, $candidates->default($key), $key);
        }
    }

    public function testNamesOfOneBodyAreDifferentRegardlessOfCase(): void
    {
        $candidates = Candidates::load();
        foreach (Channel::cases() as $channel) {
            $names = [];
            foreach (array_diff($candidates->keys('form.'), [$channel->other()->destination()]) as $key) {
                array_push($names, ...array_map(strtolower(...), $candidates->of($key)));
            }
            self::assertSame([], array_filter(array_count_values($names), static fn (int $count): bool => $count > 1));
        }
    }
}
