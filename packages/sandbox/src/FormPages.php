<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpSandbox;

/** The guest's pages. */
final class FormPages
{
    /** @param array<string, mixed> $fields */
    public static function card(Message $message, array $fields, string $problem): Response
    {
        $inputs = self::input('Card number', 'card_number', 23) . self::input('Expiry date (MM/YY)', 'expiry', 7) . self::input('Security code', 'security_code', 4);
        $cards = '';
        foreach (TestCards::NUMBERS as $number => $scheme) {
            $cards .= '<li><code>' . Html::text((string) $number) . '</code> ' . Html::text($scheme) . '</li>';
        }
        $hint = "<details><summary>Test cards</summary><ul>$cards</ul><p>Any future date, any 3 digits (4 for American Express).</p></details>";
        return self::form('Enter your card', $message, $fields, $problem, $inputs, $hint);
    }

    /** @param array<string, mixed> $fields */
    public static function securityCode(Message $message, array $fields, string $problem, string $lastFour): Response
    {
        $inputs = self::input('Security code', 'security_code', 4);
        $about = '<p>For your card ending in <strong>' . Html::text($lastFour) . '</strong>.</p>';
        return self::form("Enter your card's security code", $message, $fields, $problem, $about . $inputs, '<p>Any 3 digits (4 for American Express).</p>');
    }

    public static function closed(string $status): Response
    {
        return match ($status) {
            'CardStored' => self::notice(200, 'Thank you', 'Your details are stored. You can close this page.'),
            'MessageFailed' => self::notice(410, 'Message Not Delivered', 'This message was not delivered, so its link is closed.'),
            default => self::notice(410, 'Link Expired', 'Please ask for a new link.'),
        };
    }

    public static function unknownLink(): Response
    {
        return self::notice(404, 'Unknown Link', 'Please check that you copied the whole link.');
    }

    private static function notice(int $status, string $title, string $text): Response
    {
        return Response::html($status, Html::page($title, '<p>' . Html::text($text) . '</p>'));
    }

    /** @param array<string, mixed> $fields */
    private static function form(string $title, Message $message, array $fields, string $problem, string $inputs, string $hint): Response
    {
        $error = $problem === '' ? '' : '<p class="problem" role="alert">' . Html::text($problem) . '</p>';
        $content = self::paragraph($message->header()) . self::amount($fields) . $error
            . "<form method=\"post\" autocomplete=\"off\">$inputs<button type=\"submit\">Send</button></form>"
            . $hint . self::paragraph($message->footer()) . self::support($fields);
        return Response::html($problem === '' ? 200 : 422, Html::page($title, $content));
    }

    private static function input(string $label, string $name, int $length): string
    {
        return "<label>$label<input name=\"$name\" maxlength=\"$length\" inputmode=\"" . ($name === 'expiry' ? 'text' : 'numeric')
            . '" autocomplete="off" required></label>';
    }

    private static function paragraph(string $text): string
    {
        return $text === '' ? '' : '<p>' . nl2br(Html::text($text)) . '</p>';
    }

    /** @param array<string, mixed> $fields */
    private static function amount(array $fields): string
    {
        return isset($fields['Amount']) ? self::paragraph('Amount: ' . Json::text($fields['Amount']) . ' ' . Json::text($fields['Currency'] ?? null)) : '';
    }

    /** @param array<string, mixed> $fields */
    private static function support(array $fields): string
    {
        $field = static fn (string $name): string => Json::text($fields["CustomerSupport$name"] ?? null);
        $ways = array_map(Html::text(...), array_filter([$field('Email'), $field('Phone')]));
        if (isset($fields['CustomerSupportLink'])) {
            $ways[] = '<a rel="noreferrer noopener" href="' . Html::text($field('Link')) . '">' . Html::text($field('LinkText') ?: $field('Link')) . '</a>';
        }
        return $ways === [] ? '' : '<p class="support">Questions? ' . implode(', ', $ways) . '</p>';
    }
}
