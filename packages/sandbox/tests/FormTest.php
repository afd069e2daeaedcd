<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox\Tests;

use CotpSandbox\Tests\Support\Page;
use CotpSandbox\Tests\Support\Reply;
use CotpSandbox\Tests\Support\SandboxTestCase;
use CotpSandbox\Tests\Support\Site;
use PHPUnit\Framework\Attributes\TestWith;

/** The guest's form on a phone, and what it shows after a refusal. */
final class FormTest extends SandboxTestCase
{
    public function testPhonesCanFillTheFieldsInAndShowANumericKeyboard(): void
    {
        $site = $this->site();
        $page = new Page($site->open($site->send())->body);
        foreach (['card_number' => 'cc-number', 'expiry' => 'cc-exp', 'security_code' => 'cc-csc'] as $name => $token) {
            $input = $page->one("//input[@name='$name']");
            self::assertSame([$token, 'numeric', 'ltr', 'false'], array_map($input->getAttribute(...), ['autocomplete', 'inputmode', 'dir', 'spellcheck']), $name);
            self::assertTrue($input->hasAttribute('required'), $name);
            self::assertFalse($input->hasAttribute('maxlength'), "$name: nothing is cut off");
            self::assertFalse($input->hasAttribute('type'), "$name: a text, never a password that would be stored");
            self::assertNotSame('', $page->text("//label[@for='$name']"), $name);
        }
        self::assertFalse($page->one('//form')->hasAttribute('autocomplete'), 'form');
        self::assertSame([], $page->all('//*[@autofocus or @aria-invalid or @role="alert"]'), 'no complaint before the guest has typed');
        self::assertSame('telephone=no', $page->one('//meta[@name="format-detection"]')->getAttribute('content'), 'test cards are not phone numbers');
        self::assertSame('width=device-width, initial-scale=1', $page->one('//meta[@name="viewport"]')->getAttribute('content'), 'the guest may zoom');
    }

    #[TestWith(['1239'])]
    #[TestWith(['12/2039'])]
    #[TestWith(['12 / 39'])]
    #[TestWith(['١٢/٣٩'])]
    public function testWhatAPhoneFillsInIsAccepted(string $expiry): void
    {
        $site = $this->site();
        self::assertSame(303, $site->submit($site->send(), ['expiry' => $expiry] + Site::CARD)->status);
    }

    public function testRefusalMarksEachWrongFieldAndFocusesTheFirst(): void
    {
        $page = $this->refused(['card_number' => '4111 1111 1111 1112', 'expiry' => '12/39', 'security_code' => '12']);
        self::assertSame('Error: Enter your card details – SANDBOX', $page->text('//title'));
        self::assertSame(['card_number', 'security_code'], $this->names($page, '//input[@aria-invalid="true"]'), 'marked');
        self::assertSame(['card_number'], $this->names($page, '//*[@autofocus]'), 'focused');
        self::assertStringContainsString('not a valid card number', $page->description('card_number'));
        self::assertStringContainsString('A security code has 3 digits', $page->description('security_code'));
        self::assertSame('Month and year, such as 12/39', $page->description('expiry'));
        $links = array_map(static fn ($link): string => $link->getAttribute('href'), $page->all('//*[@role="alert"]//a'));
        self::assertSame(['#card_number', '#security_code'], $links, 'summary');
        self::assertStringContainsString('Please enter both again', $page->text('//*[@role="alert"]'), 'why the number is not there any more');
    }

    public function testTestCardsAreListedOnceTheGuestNeedsThem(): void
    {
        self::assertFalse($this->refused(['card_number' => '4111111111111112'] + Site::CARD)->one('//details')->hasAttribute('open'));
        self::assertTrue($this->refused(['card_number' => '4000000000000002'] + Site::CARD)->one('//details')->hasAttribute('open'));
    }

    public function testAllProblemsAreShownAtOnce(): void
    {
        $page = $this->refused([]);
        self::assertCount(3, $page->all('//*[@role="alert"]//li'));
        self::assertSame(['card_number', 'expiry', 'security_code'], $this->names($page, '//input[@aria-invalid="true"]'));
    }

    public function testRefusalKeepsTheDateButNeverTheNumberOrTheCode(): void
    {
        $site = $this->site();
        $input = ['card_number' => '5105 1051 0510 5109', 'expiry' => '09/41', 'security_code' => '86420'];
        $reply = $site->submit($site->send(), $input);
        $page = new Page($reply->body);
        self::assertSame(['', '09/41', ''], $this->values($page));
        foreach (['5105 1051', '5105105105105109', '5109', '86420'] as $secret) {
            self::assertStringNotContainsString($secret, self::withoutTestCards($reply), $secret);
        }
    }

    public function testCodeInTheFieldOfTheDateIsNotShownAgain(): void
    {
        $site = $this->site();
        $reply = $site->submit($site->send(), ['expiry' => '1139', 'security_code' => ''] + Site::CARD);
        self::assertSame(422, $reply->status);
        self::assertSame(['', '', ''], $this->values(new Page($reply->body)));
        self::assertDoesNotMatchRegularExpression('~11/?39~', self::withoutTestCards($reply));
        self::assertSame(['', '11/39', ''], $this->values($this->refused(['card_number' => '', 'expiry' => '1139'] + Site::CARD)), 'the code is in its own field');
    }

    #[TestWith(['5105105105105109'])]
    #[TestWith(['864'])]
    #[TestWith(['8642'])]
    #[TestWith(['"><b>12/39'])]
    public function testWhatIsNotADateIsNotShownAgain(string $expiry): void
    {
        $site = $this->site();
        $reply = $site->submit($site->send(), ['expiry' => $expiry] + Site::CARD);
        self::assertSame(422, $reply->status);
        self::assertSame(['', '', ''], $this->values(new Page($reply->body)));
        self::assertStringNotContainsString($expiry, self::withoutTestCards($reply));
    }

    public function testDateIsKeptEvenIfItIsTheWrongField(): void
    {
        $page = $this->refused(['expiry' => '1/20'] + Site::CARD);
        self::assertSame(['', '01/20', ''], $this->values($page));
        self::assertSame(['expiry'], $this->names($page, '//*[@autofocus]'));
    }

    public function testSecurityCodeFormIsMarkedTheSame(): void
    {
        $site = $this->site();
        $id = $site->send(Site::EMAIL + ['CardUri' => 'https://h.example/' . $site->storedToken()], 'cardrequest/cvv');
        self::assertSame('3 digits on the back of the card', (new Page($site->open($id)->body))->description('security_code'));
        $page = new Page($site->submit($id, ['security_code' => '12'])->body);
        $input = $page->one('//input');
        self::assertSame(['cc-csc', 'true', ''], [$input->getAttribute('autocomplete'), $input->getAttribute('aria-invalid'), $input->getAttribute('value')]);
        self::assertTrue($input->hasAttribute('autofocus'));
        self::assertStringContainsString('has 3 digits', $page->description('security_code'));
        self::assertStringContainsString('the security code was not kept. Please enter it again.', $page->text('//*[@role="alert"]'), 'why it is not there any more');
        self::assertSame("Error: Enter your card's security code – SANDBOX", $page->text('//title'));
    }

    public function testGuestSeesWhoAsksForHowMuchAndWhomToAsk(): void
    {
        $site = $this->site();
        $id = $site->send(['BookerName' => 'Hotel <Sea>', 'Amount' => 1120.5, 'Currency' => 'EUR', 'CustomerSupportPhone' => '+44 1632 960-002',
            'CustomerSupportEmail' => 'help@example.com', 'CustomerSupportLink' => 'https://help.example/', 'HeaderText' => "One\nTwo", 'FooterText' => 'Three'] + Site::EMAIL);
        $page = new Page($site->open($id)->body);
        self::assertSame(['Requested by Hotel <Sea>', 'Amount: 1120.50 EUR'], array_map(static fn ($item): string => $item->textContent, $page->all('//ul[@class="purpose"]/li')));
        $links = array_map(static fn ($link): string => $link->getAttribute('href'), $page->all('//footer//a'));
        self::assertSame(['mailto:help@example.com', 'tel:+441632960002', 'https://help.example/'], $links);
        self::assertCount(3, $page->all('//footer//a[@rel="noreferrer noopener"]'), 'the link is a secret');
        $texts = array_map(static fn ($text): array => [$text->textContent, $text->getAttribute('dir')], $page->all('//p[@class="text"]'));
        self::assertSame([["One\nTwo", 'auto'], ['Three', 'auto']], $texts, 'texts of the site');
        $site->call('DELETE', "cardrequest/$id");
        self::assertCount(3, (new Page($site->open($id)->body))->all('//footer//a'), 'an expired link says whom to ask for a new one');
    }

    #[TestWith(['+44 1632 960002', 'tel:+441632960002'])]
    #[TestWith(['+1 (555) 010-0100', 'tel:+15550100100'])]
    #[TestWith(['(030) 901820', 'tel:030901820'])]
    #[TestWith(['0800.901.820', 'tel:0800901820'])]
    #[TestWith(['+44 (0)1632 960002', null])]
    #[TestWith(['(+44) 1632 960002', null])]
    #[TestWith(['0800 HELP (ext. 5)', null])]
    #[TestWith(['+44 1632 960002 / 960003', null])]
    #[TestWith(['0800 901820 0800 901821', null])]
    #[TestWith(['+44 1632 960002-', null])]
    #[TestWith(['٠٨٠٠٩٠١٨٢٠', null])]
    #[TestWith(['ask at the desk', null])]
    public function testPhoneNumberIsALinkOnlyIfItIsDialedAsItIsShown(string $phone, ?string $uri): void
    {
        $site = $this->site();
        $page = new Page($site->open($site->send(['CustomerSupportPhone' => $phone] + Site::EMAIL))->body);
        self::assertSame($phone, $page->text('//footer//li'));
        self::assertSame(array_filter([$uri]), array_map(static fn ($link): string => $link->getAttribute('href'), $page->all('//footer//a')));
    }

    public function testMailAddressIsEncodedInItsLink(): void
    {
        $site = $this->site();
        $page = new Page($site->open($site->send(['CustomerSupportEmail' => 'a+b?cc=c%40d&e@example.com'] + Site::EMAIL))->body);
        self::assertSame('mailto:a%2Bb%3Fcc%3Dc%2540d%26e@example.com', $page->one('//footer//a')->getAttribute('href'));
        self::assertSame('a+b?cc=c%40d&e@example.com', $page->text('//footer//a'));
    }

    public function testSecurityCodeFormIsForTheStoredCard(): void
    {
        $site = $this->site();
        $first = $site->send();
        $amex = ['card_number' => '378282246310005', 'security_code' => '1234'] + Site::CARD;
        self::assertSame(303, $site->submit($first, $amex)->status);
        $id = $site->send(['CardUri' => $site->cardUri($first)] + Site::EMAIL, 'cardrequest/cvv');
        $page = new Page($site->open($id)->body);
        self::assertSame('For your card ending in 0005', $page->text('//form/p'));
        self::assertSame('4 digits on the front of the card', $page->description('security_code'));
        self::assertSame(422, $site->submit($id, ['security_code' => '123'])->status);
        self::assertSame(303, $site->submit($id, ['security_code' => '1234'])->status);
        self::assertSame(['0005', '0005'], $site->get('/sandbox/cards.json')->texts('last_four'));
    }

    public function testLinkOfAMessageThatWasNotDeliveredSaysSo(): void
    {
        $site = $this->site();
        $id = $site->send(['RecipientPhone' => '+44 1632 969999'] + Site::SMS);
        $site->sandbox->control('clock', ['advance' => 60]);
        self::assertSame('MessageFailed', $site->status($id));
        $reply = $site->open($id);
        self::assertSame([410, 'Message not delivered'], [$reply->status, (new Page($reply->body))->text('//h1')]);
    }

    /** @param array<string, string> $input */
    private function refused(array $input): Page
    {
        $site = $this->site();
        $reply = $site->submit($site->send(), $input);
        self::assertSame(422, $reply->status);
        return new Page($reply->body);
    }

    /** @return list<string> */
    private function names(Page $page, string $path): array
    {
        return array_map(static fn ($element): string => $element->getAttribute('name'), $page->all($path));
    }

    /** @return list<string> the values of the three inputs */
    private function values(Page $page): array
    {
        return array_map(static fn ($element): string => $element->getAttribute('value'), $page->all('//input'));
    }

    /** The list of the test cards contains many digits. */
    private static function withoutTestCards(Reply $reply): string
    {
        return (string) preg_replace('~<details.*</details>~s', '', $reply->body);
    }
}
