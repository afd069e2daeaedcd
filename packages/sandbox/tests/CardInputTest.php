<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\CardInput;
use CotpSandbox\Problem;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;

/** What guests type, and what their phones fill in. */
final class CardInputTest extends TestCase
{
    private const NOVEMBER_2026 = 1796000000.0;

    #[TestWith(['12/30'])]
    #[TestWith(['12/2030'])]
    #[TestWith(['12 / 30'])]
    #[TestWith([' 12/30 '])]
    #[TestWith(['1230'])]
    #[TestWith(['122030'])]
    #[TestWith(['12 30'])]
    #[TestWith(['12-30'])]
    #[TestWith(['12.30'])]
    #[TestWith(['12–2030'])]
    #[TestWith(['2030-12'])]
    #[TestWith(['١٢/٣٠'])]
    #[TestWith(['۱۲۳۰'])]
    #[TestWith(['１２／３０'])]
    #[TestWith(["\u{200f}12\u{a0}/\u{202f}30\u{200e}"])]
    public function testExpiryDateIsReadInEachForm(string $text): void
    {
        self::assertSame('12/30', CardInput::shownExpiry($text, true));
        self::assertSame([], CardInput::problems('4111111111111111', $text, '737', self::NOVEMBER_2026));
    }

    #[TestWith(['1139'])]
    #[TestWith([' ١١٣٩ '])]
    #[TestWith(["11\u{200b}39"])]
    #[TestWith(['112039'])]
    public function testWhatMayBeACodeIsNotShownAgainIfThereIsNoCode(string $text): void
    {
        self::assertSame(['11/39', ''], [CardInput::shownExpiry($text, true), CardInput::shownExpiry($text, false)]);
    }

    public function testDateWithASeparatorIsShownAgainEvenIfThereIsNoCode(): void
    {
        $shown = array_map(static fn (string $text): string => CardInput::shownExpiry($text, false), ['11/39', '11 / 2039', '2039-11', '11.39']);
        self::assertSame(array_fill(0, 4, '11/39'), $shown);
    }

    public function testMonthMayHaveOneDigitIfASeparatorFollows(): void
    {
        self::assertSame(['01/30', '01/30', ''], array_map(static fn (string $text): string => CardInput::shownExpiry($text, true), ['1/30', '2030-1', '130']));
    }

    #[TestWith(['13/30'])]
    #[TestWith(['00/30'])]
    #[TestWith(['12/1930'])]
    #[TestWith(['12//30'])]
    #[TestWith(['12/30/'])]
    #[TestWith(['12/3'])]
    #[TestWith(['737'])]
    #[TestWith(['4111111111111111'])]
    #[TestWith(["12/30\xff"])]
    #[TestWith(['<b>12/30</b>'])]
    public function testOtherTextsAreNotDatesAndNotShownAgain(string $text): void
    {
        self::assertSame('', CardInput::shownExpiry($text, true));
        self::assertArrayHasKey('expiry', CardInput::problems('4111111111111111', $text, '737', self::NOVEMBER_2026));
    }

    #[TestWith(['4111 1111 1111 1111'])]
    #[TestWith(['4111-1111-1111-1111'])]
    #[TestWith(["\u{202a}4111\u{a0}1111\u{2009}1111–1111\u{202c}"])]
    #[TestWith(['٤١١١ ١١١١ ١١١١ ١١١١'])]
    #[TestWith(['۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱'])]
    public function testNumberMayHaveSpacesDashesAndOtherDigits(string $number): void
    {
        self::assertSame([], CardInput::problems($number, '12/30', ' ٧37 ', self::NOVEMBER_2026));
        self::assertSame('1111', CardInput::lastFour($number));
    }

    public function testAllProblemsAreFoundInTheOrderOfTheForm(): void
    {
        self::assertSame(
            ['card_number' => Problem::NumberMissing, 'expiry' => Problem::ExpiryMissing, 'security_code' => Problem::CodeMissing],
            CardInput::problems(' ', '', "\u{a0}", self::NOVEMBER_2026),
        );
        self::assertSame(
            ['card_number' => Problem::NumberInvalid, 'expiry' => Problem::ExpiryPast, 'security_code' => Problem::CodeInvalid],
            CardInput::problems('4111111111111112', '10/26', '12345', self::NOVEMBER_2026),
        );
        self::assertSame(
            ['card_number' => Problem::NumberNotTest, 'expiry' => Problem::ExpiryInvalid],
            CardInput::problems('4000000000000002', '13/30', '1234', self::NOVEMBER_2026),
        );
    }

    public function testLengthOfTheCodeDependsOnTheCardIfItIsKnown(): void
    {
        self::assertSame(['security_code' => Problem::CodeNot4Digits], CardInput::problems('378282246310005', '12/30', '123', self::NOVEMBER_2026));
        self::assertSame(['security_code' => Problem::CodeNot3Digits], CardInput::problems('4111111111111111', '12/30', '1234', self::NOVEMBER_2026));
        self::assertSame(['card_number' => Problem::NumberInvalid], CardInput::problems('378282246310006', '12/30', '1234', self::NOVEMBER_2026));
    }
}
