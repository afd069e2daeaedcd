<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Amount;
use CotpSandbox\Language;
use CotpSandbox\Problem;
use CotpSandbox\Tests\Support\Page;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\TestWith;

/** The guest's language: its files, the form, the messages and the other pages. */
final class LanguageTest extends SandboxTestCase
{
    private const FOLDER = __DIR__ . '/../resources/languages';
    private const NAMES = [
        'ar' => 'Arabic', 'de' => 'German', 'en' => 'English', 'es' => 'Spanish', 'fr' => 'French', 'he' => 'Hebrew', 'it' => 'Italian',
    ];

    /** @return iterable<string, array{string}> */
    public static function languages(): iterable
    {
        foreach (glob(self::FOLDER . '/*.json') ?: [] as $file) {
            yield basename($file, '.json') => [basename($file, '.json')];
        }
    }

    #[DataProvider('languages')]
    public function testEachLanguageHasEveryTextWithItsPlaceholders(string $code): void
    {
        [$english, $texts] = [self::texts('en'), self::texts($code)];
        self::assertSame(array_keys($english), array_keys($texts));
        self::assertContains($texts['direction'], ['ltr', 'rtl']);
        foreach ($texts as $key => $text) {
            self::assertNotSame('', trim($text), $key);
            self::assertSame(self::placeholders($english[$key]), self::placeholders($text), $key);
            if ($code !== 'en' && strlen($english[$key]) > 15) {
                self::assertNotSame($english[$key], $text, "$key is not translated");
            }
        }
        foreach (Problem::cases() as $problem) {
            self::assertArrayHasKey($problem->value, $texts);
        }
    }

    public function testReadmeNamesEachLanguage(): void
    {
        self::assertSame(array_keys(self::NAMES), array_keys(iterator_to_array(self::languages())));
        preg_match('/^\* \*\*Language\*\*.*?(?=^\* )/ms', (string) file_get_contents(__DIR__ . '/../README.md'), $match);
        foreach (self::NAMES as $name) {
            self::assertStringContainsString($name, $match[0] ?? '');
        }
    }

    #[DataProvider('languages')]
    public function testFormMessageAndOtherPagesAreInTheLanguageOfTheRequest(string $code): void
    {
        $texts = self::texts($code);
        $site = $this->site();
        $id = $site->send(['Language' => strtoupper($code), 'BookerName' => 'فندق 1', 'HeaderText' => 'Hello'] + Site::EMAIL);
        $message = $site->get('/outbox.json');
        self::assertSame($texts['subject_card'], $message->text(0, 'subject'));
        self::assertStringContainsString(strtr($texts['request_card'], ['{booker}' => 'فندق 1']), $message->text(0, 'text'));
        $outbox = new Page($site->sandbox->request('GET', '/outbox')->body);
        self::assertSame([$code, $texts['direction']], self::language($outbox, '//article/div'), 'message in the outbox');
        self::assertSame(['en', 'ltr'], self::language($outbox, '/html'), 'outbox');
        $form = new Page($site->open($id)->body);
        self::assertSame([$code, $texts['direction']], self::language($form, '/html'), 'form');
        self::assertSame([$texts['title_card'], $texts['send']], [$form->text('//h1'), $form->text('//button')]);
        self::assertCount(1, $form->all('//ul[@class="purpose"]//bdi'), 'the name has its own direction');
        $refused = new Page($site->submit($id, ['expiry' => '13/39'] + Site::CARD)->body);
        self::assertStringContainsString(strtr($texts['expiry_invalid'], ['{example}' => '12/39']), $refused->description('expiry'));
        self::assertSame(strtr($texts['title_error'], ['{title}' => $texts['title_card']]) . ' – SANDBOX', $refused->text('//title'));
        $site->submit($id);
        $closed = new Page($site->open($id)->body);
        self::assertSame([[$code, $texts['direction']], $texts['stored_title']], [self::language($closed, '/html'), $closed->text('//h1')]);
    }

    #[TestWith(['xx'])]
    #[TestWith(['ja'])]
    public function testUnknownLanguageIsEnglish(string $code): void
    {
        $site = $this->site();
        $form = new Page($site->open($site->send(['Language' => $code] + Site::EMAIL))->body);
        self::assertSame([['en', 'ltr'], 'Enter your card details'], [self::language($form, '/html'), $form->text('//h1')]);
    }

    public function testOnlyTheLetterCodeOfALanguageReachesTheFileSystem(): void
    {
        $codes = array_map(
            static fn (string $code): string => Language::of($code)->code,
            ['de', 'DE', 'de-AT,de;q=0.9,en', 'deu', 'd', '', '../de', "de\0", '/languages/de'],
        );
        self::assertSame(['de', 'de', 'de', 'en', 'en', 'en', 'en', 'de', 'en'], $codes);
    }

    public function testUnknownLinkIsReportedInTheLanguageOfTheBrowser(): void
    {
        $path = '/form/' . str_repeat('0', 32);
        $sandbox = $this->site()->sandbox;
        $page = new Page($sandbox->request('GET', $path, ['Accept-Language: ar-EG,ar;q=0.9,en'])->body);
        self::assertSame([['ar', 'rtl'], self::texts('ar')['unknown_title']], [self::language($page, '/html'), $page->text('//h1')]);
        self::assertSame('Unknown link', (new Page($sandbox->request('GET', $path)->body))->text('//h1'));
    }

    #[TestWith([70, 'EUR', 'en', '70.00 EUR'])]
    #[TestWith([70.5, 'EUR', 'de', '70,50 EUR'])]
    #[TestWith(['1120.50', 'USD', 'en', '1120.50 USD'])]
    #[TestWith(['70.125', 'EUR', 'en', '70.125 EUR'])]
    #[TestWith([7000, 'JPY', 'de', '7000 JPY'])]
    #[TestWith(['7000.00', 'JPY', 'en', '7000 JPY'])]
    #[TestWith([7, 'KWD', 'fr', '7,000 KWD'])]
    #[TestWith([7.5, null, 'en', '7.5'])]
    #[TestWith([null, 'EUR', 'en', ''])]
    #[TestWith([1234567890123.45, 'EUR', 'en', '1234567890123.45 EUR'])]
    #[TestWith([123456789012345.67, 'EUR', 'de', '123456789012345,67 EUR'])]
    #[TestWith([0.1, 'EUR', 'en', '0.10 EUR'])]
    #[TestWith([0.0001, 'EUR', 'en', '0.0001 EUR'])]
    #[TestWith([1e14, 'EUR', 'en', '100000000000000.00 EUR'])]
    #[TestWith([1e30, 'EUR', 'en', ''])]
    #[TestWith([-5, 'EUR', 'en', ''])]
    #[TestWith(['1e3', 'EUR', 'en', ''])]
    #[TestWith([INF, 'EUR', 'en', ''])]
    public function testAmountHasTheDecimalsOfItsCurrency(int|float|string|null $amount, ?string $currency, string $code, string $text): void
    {
        self::assertSame($text, Amount::text(['Amount' => $amount, 'Currency' => $currency], Language::of($code)));
    }

    #[TestWith([0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'])]
    #[TestWith([2, 'EUR USD GBP CHF AED MGA MRU'])]
    #[TestWith([3, 'BHD IQD JOD KWD LYD OMR TND'])]
    #[TestWith([4, 'CLF UYW'])]
    public function testDecimalsAreThoseOfIso4217(int $decimals, string $currencies): void
    {
        foreach (explode(' ', $currencies) as $currency) {
            self::assertSame(number_format(7, $decimals) . " $currency", Amount::text(['Amount' => 7, 'Currency' => $currency], Language::of('en')));
        }
    }

    #[DataProvider('languages')]
    public function testMessageGreetsTheGuestAndNamesTheBooker(string $code): void
    {
        $texts = self::texts($code);
        $site = $this->site();
        $site->send(['Language' => $code] + Site::EMAIL);
        $card = $site->send();
        $site->submit($card);
        $names = ['Language' => $code, 'RecipientName' => 'Zoë', 'BookerName' => 'Hotel X', 'CardUri' => $site->cardUri($card)];
        $site->send($names + Site::EMAIL, 'cardrequest/cvv');
        $outbox = $site->get('/outbox.json');
        $named = [strtr($texts['greeting_name'], ['{name}' => 'Zoë']), strtr($texts['request_cvv'], ['{booker}' => 'Hotel X'])];
        self::assertSame([$texts['subject_cvv'], implode("\n", $named)], [$outbox->text(0, 'subject'), $outbox->text(0, 'text')]);
        self::assertSame($texts['greeting'] . "\n" . strtr($texts['request_card'], ['{booker}' => $texts['booker_unknown']]), $outbox->text(2, 'text'));
    }

    public function testSecurityCodeFormWithoutItsCardIsInTheLanguageOfTheRequest(): void
    {
        $site = $this->site();
        $token = $site->storedToken();
        $id = $site->send(['Language' => 'de', 'CardUri' => "https://h.example/$token"] + Site::EMAIL, 'cardrequest/cvv');
        $site->call('DELETE', "payments/paycard/$token");
        $page = new Page($site->open($id)->body);
        self::assertSame([['de', 'ltr'], 'Karte nicht gefunden'], [self::language($page, '/html'), $page->text('//h1')]);
    }

    public function testFormerCodeOfALanguageIsKnown(): void
    {
        $site = $this->site();
        $form = new Page($site->open($site->send(['Language' => 'iw'] + Site::EMAIL))->body);
        self::assertSame(['he', 'rtl'], self::language($form, '/html'));
    }

    #[TestWith(['ja,de;q=0.5,fr;q=0.8', 'fr'])]
    #[TestWith(['de-AT;q=0.7, fr-CA ; q=0.9', 'fr'])]
    #[TestWith(['ja, iw;q=0.5', 'he'])]
    #[TestWith(['es, it', 'es'])]
    #[TestWith(['de;q=0, it;q=0.1', 'it'])]
    #[TestWith(['de;q=0', 'en'])]
    #[TestWith(['it;q=x, fr;q=0.1', 'fr'])]
    #[TestWith(['*, ../de', 'en'])]
    #[TestWith(['', 'en'])]
    public function testKnownLanguageThatTheBrowserPrefersIsUsed(string $accepted, string $code): void
    {
        self::assertSame($code, Language::ofBrowser($accepted)->code);
    }

    /** "… of your card stored on this page" would frighten the guest. */
    #[TestWith(['ar', 'في هذه الصفحة'])]
    #[TestWith(['de', 'auf dieser Seite'])]
    #[TestWith(['en', 'on this page'])]
    #[TestWith(['es', 'en esta página'])]
    #[TestWith(['fr', 'sur cette page'])]
    #[TestWith(['he', 'בדף הזה'])]
    #[TestWith(['it', 'in questa pagina'])]
    public function testStoredCardIsNotSaidToBeStoredOnThePage(string $code, string $place): void
    {
        $texts = self::texts($code);
        self::assertStringContainsString($place, $texts['request_cvv']);
        self::assertDoesNotMatchRegularExpression("/$place\s*:/u", $texts['request_cvv']);
    }

    public function testFrenchHasANoBreakSpaceBeforeItsPunctuation(): void
    {
        foreach (self::texts('fr') as $key => $text) {
            self::assertDoesNotMatchRegularExpression('/(?<!\x{a0})[:;?!]/u', $text, $key);
        }
    }

    public function testEnglishTitlesAreSentencesExceptTheDocumentedOne(): void
    {
        $texts = self::texts('en');
        self::assertSame('Link Expired', $texts['expired_title']);
        foreach (array_diff_key($texts, ['expired_title' => '']) as $key => $text) {
            if (str_contains($key, 'title')) {
                self::assertDoesNotMatchRegularExpression('/ [A-Z]/', $text, $key);
            }
        }
    }

    public function testGermanErrorsUseTheWordsOfTheLabels(): void
    {
        $texts = self::texts('de');
        foreach (['expiry' => ['expiry_missing', 'expiry_invalid'], 'code' => ['code_missing', 'code_invalid', 'code_invalid_3', 'code_invalid_4']] as $label => $keys) {
            foreach ($keys as $key) {
                self::assertStringContainsString($texts[$label], $texts[$key], $key);
            }
        }
    }

    /** @return array<string, string> */
    private static function texts(string $code): array
    {
        /** @var array<string, string> */
        return json_decode((string) file_get_contents(self::FOLDER . "/$code.json"), true, 2, JSON_THROW_ON_ERROR);
    }

    /** @return list<string> */
    private static function placeholders(string $text): array
    {
        preg_match_all('/\{\w*\}/', $text, $matches);
        sort($matches[0]);
        return $matches[0];
    }

    /** @return array{string, string} */
    private static function language(Page $page, string $path): array
    {
        $element = $page->one($path);
        return [$element->getAttribute('lang'), $element->getAttribute('dir')];
    }
}
