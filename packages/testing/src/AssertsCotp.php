<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace Cotp\Testing;

use CotpForm;
use PHPUnit\Framework\Assert;
use SensitiveParameter;

/** Assertions for PHPUnit and Pest. Their messages contain no address. */
trait AssertsCotp
{
    /** Asserts that exactly so many messages were sent. */
    public static function assertSentCount(int $expected, FakeCotp $cotp): void
    {
        Assert::assertCount($expected, $cotp->sent(), 'The number of messages that guests received is different.');
    }

    public static function assertNothingSent(FakeCotp $cotp): void
    {
        self::assertSentCount(0, $cotp);
    }

    /**
     * Asserts that exactly one message was sent for which $matches returns true. A test that only counts passes if the
     * message goes to the wrong guest.
     *
     * @param callable(CotpForm): bool $matches
     */
    public static function assertSentOnce(FakeCotp $cotp, callable $matches): void
    {
        $matching = array_filter($cotp->sent(), static fn (SentForm $sent): bool => $matches($sent->form));
        Assert::assertCount(1, $matching, 'Of ' . count($cotp->sent()) . ' messages, exactly one should match.');
    }

    /** Asserts that exactly one message was sent to the address or the phone number: "+49 151 …" and "0049151…" are equal. */
    public static function assertSentOnceTo(#[SensitiveParameter] string $recipient, FakeCotp $cotp): void
    {
        $digitsOf = static fn (string $phone): string => ltrim((string) preg_replace('~\D~', '', $phone), '0');
        $digits = $digitsOf($recipient);
        self::assertSentOnce($cotp, static fn (CotpForm $form): bool => $form->email === $recipient
            || ($form->phone !== null && $digits !== '' && $digitsOf($form->phone) === $digits));
    }

    /** Asserts that two forms are equal, with the values that listings show as "***". */
    public static function assertSameForm(CotpForm $expected, CotpForm $actual): void
    {
        [$one, $two] = [$expected->__serialize(), $actual->__serialize()];
        $different = array_keys(array_filter($one, static fn (mixed $value, string|int $name): bool => $value != $two[$name], ARRAY_FILTER_USE_BOTH));
        Assert::assertSame([], $different, 'The forms differ in these values.');
    }
}
