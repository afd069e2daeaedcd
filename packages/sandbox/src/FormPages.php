<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The guest's pages, in the language of the send request. */
final class FormPages
{
    /**
     * @param array<string, mixed> $fields
     * @param array<string, Problem> $problems by the field's name
     * @param string $expiry the entered date, the only input that is shown again
     */
    public static function card(Message $message, array $fields, array $problems = [], string $expiry = ''): Response
    {
        $language = $message->language;
        $first = array_key_first($problems);
        $input = static fn (string $name, string $label, string $hint, string $value = ''): string
            => FormInput::html($language, $name, $label, $hint, $problems[$name] ?? null, $name === $first, $value);
        $inputs = $input('card_number', 'number', '')
            . $input('expiry', 'expiry', $language->html('expiry_hint', ['example' => FormInput::EXAMPLE]), $expiry)
            . $input('security_code', 'code', $language->html('code_hint'));
        return self::form('card', $message, $fields, $problems, $inputs, self::testCards($language, in_array(Problem::NumberNotTest, $problems, true)));
    }

    /**
     * @param array<string, mixed> $fields
     * @param array<string, Problem> $problems by the field's name
     */
    public static function securityCode(Message $message, array $fields, string $lastFour, array $problems = []): Response
    {
        $language = $message->language;
        $problem = $problems['security_code'] ?? null;
        $hint = $language->html('code_hint_' . TestCards::codeLength($lastFour));
        $inputs = '<p>' . $language->html('card_ending', ['digits' => $lastFour]) . '</p>'
            . FormInput::html($language, 'security_code', 'code', $hint, $problem, $problem !== null);
        return self::form('cvv', $message, $fields, $problems, $inputs, '');
    }

    /** @param array<string, mixed> $fields */
    public static function closed(string $status, array $fields): Response
    {
        return match ($status) {
            'CardStored' => self::notice(200, 'stored', $fields),
            'MessageFailed' => self::notice(410, 'undelivered', $fields),
            default => self::notice(410, 'expired', $fields),
        };
    }

    /** @param array<string, mixed> $fields */
    public static function cardGone(int $status, array $fields): Response
    {
        return self::notice($status, 'card_gone', $fields);
    }

    /** Nothing is known of an unknown link, so the browser's language has to do. */
    public static function unknownLink(string $acceptLanguage): Response
    {
        return self::notice(404, 'unknown', [], Language::ofBrowser($acceptLanguage));
    }

    /** @param array<string, mixed> $fields */
    private static function notice(int $status, string $name, array $fields, ?Language $language = null): Response
    {
        $language ??= Language::ofRequest($fields);
        $content = '<p>' . $language->html("{$name}_text") . '</p>' . self::support($fields, $language);
        return Response::html($status, Html::guestPage($language->text("{$name}_title"), $content, $language));
    }

    /**
     * @param array<string, mixed> $fields
     * @param array<string, Problem> $problems
     */
    private static function form(string $kind, Message $message, array $fields, array $problems, string $inputs, string $testCards): Response
    {
        $language = $message->language;
        $content = Html::paragraph($message->header()) . self::purpose($message) . self::summary($kind, $problems, $language)
            . "<form method=\"post\">\n$inputs<button type=\"submit\">" . $language->html('send') . '</button></form>'
            . $testCards . Html::paragraph($message->footer()) . self::support($fields, $language);
        $page = Html::guestPage($language->text("title_$kind"), $content, $language, $problems !== []);
        return Response::html($problems === [] ? 200 : 422, $page);
    }

    /** For whom, and how much. */
    private static function purpose(Message $message): string
    {
        $facts = '';
        foreach (array_filter(['booker' => $message->booker(), 'amount' => $message->amount()]) as $name => $value) {
            $facts .= '<li>' . $message->language->html($name === 'booker' ? 'requested_by' : 'amount', [$name => $value]) . '</li>';
        }
        return $facts === '' ? '' : "<ul class=\"purpose\">$facts</ul>";
    }

    /** @param array<string, Problem> $problems */
    private static function summary(string $kind, array $problems, Language $language): string
    {
        $items = '';
        foreach ($problems as $name => $problem) {
            $items .= "<li><a href=\"#$name\">" . FormInput::problem($language, $problem) . '</a></li>';
        }
        return $items === '' ? '' : '<div class="problems" role="alert"><h2>' . $language->html('problems_title') . "</h2><ul>$items</ul><p>"
            . $language->html("retype_$kind") . "</p></div>\n";
    }

    private static function testCards(Language $language, bool $isOpen): string
    {
        $cards = '';
        foreach (TestCards::NUMBERS as $number => $scheme) {
            $cards .= "<li><code dir=\"ltr\">$number</code> <span lang=\"en\">$scheme</span></li>";
        }
        return '<details' . ($isOpen ? ' open' : '') . '><summary>' . $language->html('test_cards') . "</summary><ul>$cards</ul><p>" . $language->html('test_cards_hint') . '</p></details>';
    }

    /** @param array<string, mixed> $fields */
    private static function support(array $fields, Language $language): string
    {
        $field = static fn (string $name): string => Json::text($fields["CustomerSupport$name"] ?? null);
        $ways = [
            self::link(self::mailUri($field('Email')), $field('Email')),
            self::link(self::phoneUri($field('Phone')), $field('Phone')),
            self::link($field('Link'), $field('Link') === '' ? '' : ($field('LinkText') ?: $field('Link'))),
        ];
        $items = implode('', array_map(static fn (string $way): string => $way === '' ? '' : "<li>$way</li>", $ways));
        return $items === '' ? '' : '<footer class="support"><p>' . $language->html('questions') . "</p><ul>$items</ul></footer>";
    }

    /** Encodes what has a meaning in a URI: a local part may contain `?`, `&` and `%`. */
    private static function mailUri(string $address): string
    {
        $at = (int) strrpos($address, '@');
        return 'mailto:' . rawurlencode(substr($address, 0, $at)) . '@' . rawurlencode(substr($address, $at + 1));
    }

    /**
     * Returns the URI that dials a phone number. The site may give any text here: only a number that is dialed just as it is shown
     * gets a link, so neither +44 (0)1632, nor an extension, letters or two numbers.
     * @return string '' if there is no such URI
     */
    private static function phoneUri(string $text): string
    {
        $isNumber = preg_match('/^(?:\+[1-9]|\d)\d*+(?:[ .-]?(?:\d++|\([1-9]\d*+\)))*+$/D', $text) || preg_match('/^\(\d++\)(?:[ .-]?\d++)++$/D', $text);
        $number = preg_replace('/[^+\d]/', '', $text) ?? '';
        return $isNumber && preg_match('/^\+?\d{3,15}$/D', $number) ? "tel:$number" : '';
    }

    private static function link(string $target, string $text): string
    {
        return match (true) {
            $text === '' => '',
            $target === '' => '<bdi>' . Html::text($text) . '</bdi>',
            default => '<a rel="noreferrer noopener" dir="auto" href="' . Html::text($target) . '">' . Html::text($text) . '</a>',
        };
    }
}
