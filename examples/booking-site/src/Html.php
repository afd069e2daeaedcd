<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

/** What the pages share. All values pass through text(). What a person typed is in bdi or has dir="auto", because it may be written from right to left. */
final class Html
{
    private const NOTICES = [
        'booked' => ['good', 'Booked. You can now ask the guest for the card.'],
        'corrected' => ['good', 'Saved. A link that is open stays as it is: send a new one, if the guest did not get it.'],
        'asked' => ['good', 'The link is being sent to the guest. This page updates itself.'],
        'asked-already' => ['bad', 'Nothing was sent: this form was already submitted, or another request to the guest is open.'],
        'card-stored' => ['bad', 'Nothing was sent: the guest has just stored a card.'],
        'old-link-open' => ['bad', 'Nothing was sent: the old link could not be canceled. Please try again.'],
        'not-understood' => ['bad', 'Nothing was done: the form was incomplete.'],
        'outdated' => ['bad', 'Nothing was done: something has happened since that page was shown. Please look at the request again.'],
        'contact-outdated' => ['bad', 'Nothing was saved: the contact details have been corrected since that page was shown. They are shown here: please check them.'],
        'failed' => ['bad', 'Nothing was sent: see the reason below. You can try again.'],
        'unknown' => ['bad', 'No response was received, so the link may have been sent to the guest. This page updates as soon as the outcome is known.'],
        'canceled' => ['good', 'The link was canceled.'],
        'cancel-again' => ['bad', 'The link could not be canceled. Please try again.'],
        'nothing-to-cancel' => ['bad', 'The link could no longer be canceled.'],
        'set-aside' => ['good', 'The request was set aside. You can ask the guest again.'],
    ];
    /** The arguments of CotpForm in words. */
    private const ARGUMENTS = [
        'email' => "guest's e-mail address",
        'phone' => "guest's phone number",
        'recipientName' => "guest's name",
        'amount' => 'amount',
        'currency' => 'currency',
        'cardUri' => 'URI of the stored card',
        'callbackUrl' => 'callback URL of this site',
    ];

    public static function text(string|int|null $text): string
    {
        return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5, 'UTF-8');
    }

    /** @param string $content HTML */
    public static function frame(string $title, string $content): string
    {
        $title = self::text($title);
        $name = Settings::environmentName();
        $outbox = self::text(Settings::outboxUrl());
        $banner = match ($name) {
            'SANDBOX' => "<aside class=\"banner\" aria-label=\"Environment\"><strong>SANDBOX</strong> Nothing here is real: never enter a real card. <a href=\"$outbox\">The guests' messages</a></aside>",
            'STAGING' => '<aside class="banner" aria-label="Environment"><strong>STAGING</strong> Test accounts only.</aside>',
            default => '',
        };
        $suffix = $name === '' ? '' : " – $name";
        return <<<HTML
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>$title – Hotel Miramar$suffix</title>
            <link rel="icon" href="/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/site.css">
            <script src="/desk.js" defer></script>
            </head>
            <body>
            $banner
            <header><a href="/">Hotel Miramar</a><span>Front desk</span></header>
            <main>
            $content
            <p id="news" class="unseen" role="status"></p>
            </main>
            </body>
            </html>
            HTML;
    }

    public static function notice(string $name): string
    {
        [$class, $text] = self::NOTICES[$name] ?? ['', ''];
        if (str_starts_with($name, 'invalid-')) {
            $argument = self::ARGUMENTS[substr($name, strlen('invalid-'))] ?? 'form';
            [$class, $text] = ['bad', "Nothing was sent: the $argument is invalid. Please check it."];
        }
        return $text === '' ? '' : "<p class=\"notice $class\" role=\"status\">$text</p>";
    }

    /** @param array<string, mixed> $booking */
    public static function stay(array $booking): string
    {
        return gmdate('j M Y', (int) strtotime("{$booking['arrival']} UTC")) . ', ' . $booking['nights'] . ($booking['nights'] === 1 ? ' night' : ' nights');
    }

    /** @param array<string, mixed> $booking */
    public static function amount(array $booking): string
    {
        return "{$booking['amount']} {$booking['currency']}";
    }
}
