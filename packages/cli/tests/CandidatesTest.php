<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Probe\Candidates;
use CotpCli\Probe\Channel;
use CotpCli\Probe\Markers;
use CotpCli\Probe\Tester;
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

    public function testEachFieldHasMarkersOfItsOwn(): void
    {
        $markers = new Markers(Tester::from('me@tester.example', null), 'Email', 'digits', 1);
        $tokens = array_map(static fn (string $key): string => $markers->token($key, 0), Candidates::load()->keys('form.'));
        self::assertSame($tokens, array_values(array_unique($tokens)));
    }

    public function testCurrencyIsNotTakenForALanguage(): void
    {
        $markers = new Markers(Tester::from('me@tester.example', null), 'Email', 'digits', 1);
        self::assertTrue($markers->matches('form.language', 11, 'hu'));
        self::assertTrue($markers->matches('form.language', 11, 'HU-hu'));
        self::assertFalse($markers->matches('form.language', 11, 'HUF'));
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
