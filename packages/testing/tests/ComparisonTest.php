<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing\Tests;

use Closure;
use Cotp\Testing\FakeCotp;
use CotpApiException;
use CotpForm;
use CotpRequest;
use CotpRetention;
use DateTimeImmutable;
use PHPUnit\Framework\TestCase;

/** The same steps with the fake, and with the real client and the sandbox. */
final class ComparisonTest extends TestCase
{
    public function test_fake_does_what_the_sandbox_does(): void
    {
        $sandbox = new Sandbox();
        $fake = new FakeCotp();
        $real = new CotpRequest('a-key', "$sandbox->url/api", retries: 0);
        $expected = self::steps($real, $sandbox->guestOpensForm(...), $sandbox->guestEntersCard(...));
        self::assertSame($expected, self::steps($fake, $fake->guestOpensForm(...), fn () => $fake->guestEntersCard()));
        self::assertSame(
            ['MessageQueued', 'FormViewed', 'CardStored', 'CotpConflictException 409 -168', 'MessageQueued', 'LinkExpired', 'CotpNotFoundException 404 -160', 'CotpNotFoundException 404 -160', '2027-01-01', ''],
            $expected,
        );
    }

    public function test_fake_rejects_a_key_as_the_sandbox_does(): void
    {
        $sandbox = new Sandbox();
        $fake = new FakeCotp();
        $fake->rejectKey();
        $expected = self::stepsWithBadKey(new CotpRequest('bad-key', "$sandbox->url/api", retries: 0));
        self::assertSame(['CotpAuthenticationException 401 -1003'], array_unique($expected));
        self::assertSame($expected, self::stepsWithBadKey($fake));
    }

    /**
     * @param Closure(): mixed $opensForm
     * @param Closure(): mixed $entersCard
     * @return list<string>
     */
    private static function steps(CotpRequest $cotp, Closure $opensForm, Closure $entersCard): array
    {
        $id = $cotp->send(self::form());
        $seen = [$cotp->retrieve($id)->rawStatus];
        $opensForm();
        $seen[] = $cotp->retrieve($id)->rawStatus;
        $entersCard();
        $state = $cotp->retrieve($id);
        $seen[] = $state->rawStatus;
        $seen[] = self::outcome(fn () => $cotp->delete($id));
        $second = $cotp->send(self::form());
        $seen[] = $cotp->retrieve($second)->rawStatus;
        $cotp->delete($second);
        $seen[] = $cotp->retrieve($second)->rawStatus;
        $seen[] = self::outcome(fn () => $cotp->delete($second));
        $seen[] = self::outcome(fn () => $cotp->retrieve('0123456789abcdef0123456789abcdef'));
        $cotp->setRetention((string) $state->cardUri, new CotpRetention(new DateTimeImmutable('2027-01-01')));
        $seen[] = (string) $cotp->getRetention((string) $state->cardUri)->until?->format('Y-m-d');
        $seen[] = self::outcome(fn () => $cotp->deleteCard((string) $state->cardUri));
        return $seen;
    }

    /** @return list<string> */
    private static function stepsWithBadKey(CotpRequest $cotp): array
    {
        self::assertFalse($cotp->authenticate());
        return array_map(self::outcome(...), [
            fn () => $cotp->send(self::form()), fn () => $cotp->retrieve('0123456789abcdef'), fn () => $cotp->delete('0123456789abcdef'),
            fn () => $cotp->setRetention('card', new CotpRetention(new DateTimeImmutable('2027-01-01'))), fn () => $cotp->getRetention('card'),
            fn () => $cotp->deleteRetention('card'), fn () => $cotp->clearCvv('card'), fn () => $cotp->deleteCard('card'),
        ]);
    }

    /** @param Closure(): mixed $call */
    private static function outcome(Closure $call): string
    {
        try {
            $call();
            return '';
        } catch (CotpApiException $fault) {
            return $fault::class . " $fault->httpStatus $fault->apiCode";
        }
    }

    private static function form(): CotpForm
    {
        return new CotpForm(bookerId: 'hotel-42', email: 'guest@example.com');
    }
}
