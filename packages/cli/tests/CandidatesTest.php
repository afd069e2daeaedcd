<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Tests;

use CotpCli\Probe\Candidates;
use CotpCli\Probe\Channel;
use CotpCli\Probe\Markers;
use CotpCli\Probe\Tester;
use CotpCli\UserError;
use PHPUnit\Framework\Attributes\TestWith;
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

    #[TestWith(['send.path', '@hotel.example/x'])]
    #[TestWith(['send.path', '.hotel.example/x'])]
    #[TestWith(['authenticate.path', '4/x'])]
    #[TestWith(['send.path', ''])]
    #[TestWith(['send.path', '//hotel.example/x'])]
    #[TestWith(['send.path', '/x?y'])]
    #[TestWith(['retrieve.path', '/cardrequest'])]
    #[TestWith(['retrieve.method', 'get'])]
    #[TestWith(['retrieve.method', "GET\r\nX-Header: x"])]
    #[TestWith(['retrieve.method', 'CONNECT'])]
    #[TestWith(['form.language', "Lang\0"])]
    #[TestWith(['phone.format', 'words'])]
    #[TestWith(['form.roomType', 'RoomType'])]
    public function testValueThatTheTableMustNotHaveIsRejected(string $key, string $value): void
    {
        $this->expectException(UserError::class);
        Candidates::load()->prefer($key, $value);
    }

    #[TestWith(['form.template', 'RecipientEmail'])]
    #[TestWith(['form.supportEmail', 'recipientemail'])]
    #[TestWith(['form.supportPhone', 'RecipientPhone'])]
    #[TestWith(['form.bookerName', 'CardUri'])]
    #[TestWith(['form.email', 'CardUri'])]
    public function testNameOfADestinationIsRejectedForAnotherField(string $key, string $name): void
    {
        $this->expectExceptionMessage('must not have a name that "form.');
        Candidates::load()->prefer($key, $name);
    }

    public function testNameGivenForADestinationIsNotTriedForAnotherField(): void
    {
        $candidates = Candidates::load();
        $candidates->prefer('form.email', 'UserId');
        $candidates->prefer('form.phone', 'UserId');
        self::assertSame(['form.email', 'form.phone'], $candidates->keysOf('UserId', 'form.'));
        $this->expectException(UserError::class);
        $candidates->prefer('form.bookerId', 'userId');
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
