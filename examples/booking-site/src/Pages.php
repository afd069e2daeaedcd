<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace BookingSite;

use Cotp\Ledger\Ask;
use Cotp\Ledger\AskState;
use Cotp\Ledger\Ending;
use Cotp\Ledger\Ledger;
use CotpStatus;

/** The desk's pages. All values pass through text(). */
final class Pages
{
    private const NOTICES = [
        'booked' => ['good', 'Booked. You can now ask the guest for the card.'],
        'not-booked' => ['bad', 'Please fill in every field. Enter the phone number with its country code, and the amount in the form 120.00.'],
        'asked' => ['good', 'The link is being sent to the guest. This page updates itself.'],
        'asked-already' => ['bad', 'Nothing was sent: this form was already submitted, or another request to the guest is open.'],
        'not-understood' => ['bad', 'Nothing was done: the form was incomplete.'],
        'outdated' => ['bad', 'Nothing was done: something has happened since that page was shown. Please look at the request again.'],
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

    public function __construct(private Bookings $bookings, private Ledger $ledger, private string $csrfToken)
    {
    }

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
            'SANDBOX' => "<p class=\"banner\"><strong>SANDBOX</strong> Nothing here is real: never enter a real card. <a href=\"$outbox\">The guests' messages</a></p>",
            'STAGING' => '<p class="banner"><strong>STAGING</strong> Test accounts only.</p>',
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
            </main>
            </body>
            </html>
            HTML;
    }

    public function home(string $notice): string
    {
        return self::frame('Bookings', self::notice($notice) . '<h1>Bookings</h1>' . $this->bookingList() . $this->bookingForm());
    }

    private function bookingForm(): string
    {
        $arrival = gmdate('Y-m-d', time() + 14 * 86400);
        return <<<HTML
            <details class="panel"><summary>New booking</summary>
            <form method="post" action="/bookings" class="fields">
            {$this->csrf()}
            <label class="wide">Guest <input name="guest" maxlength="100" required autocomplete="off"></label>
            <label>E-mail <input name="email" type="email" maxlength="200" required autocomplete="off"></label>
            <label>Phone <input name="phone" type="tel" maxlength="24" placeholder="+44 1632 960000" autocomplete="off"></label>
            <label>Arrival <input name="arrival" type="date" value="$arrival" required></label>
            <label>Nights <input name="nights" type="number" min="1" max="99" value="1" required></label>
            <label>Amount <input name="amount" inputmode="decimal" pattern="[0-9]{1,7}\\.[0-9]{2}" placeholder="120.00" required autocomplete="off"></label>
            <label>Currency <select name="currency"><option>EUR</option><option>GBP</option><option>USD</option></select></label>
            <button>Book</button>
            </form></details>
            HTML;
    }

    public function bookingList(): string
    {
        $items = '';
        foreach ($this->bookings->all() as $booking) {
            [$class, $label] = self::badge($booking, $this->ledger->find(Bookings::key($booking['id'])));
            $items .= "<li><a href=\"/bookings/{$booking['id']}\"><span class=\"guest\">" . self::text($booking['guest']) . '</span>'
                . '<span class="stay">' . self::text(self::stay($booking)) . '</span><span class="amount">' . self::text(self::amount($booking)) . '</span>'
                . "<span class=\"badge $class\">" . self::text($label) . '</span></a></li>';
        }
        return self::live('/live', $items === '' ? '<p class="panel">No bookings yet.</p>' : "<ul class=\"bookings\">$items</ul>", $items);
    }

    /** @param array<string, mixed> $booking */
    public function booking(array $booking, string $notice): string
    {
        $facts = '';
        foreach (['Stay' => self::stay($booking), 'Amount' => self::amount($booking), 'E-mail' => $booking['email'], 'Phone' => $booking['phone'] ?: '–'] as $name => $value) {
            $facts .= "<div><dt>$name</dt><dd>" . self::text($value) . '</dd></div>';
        }
        return self::frame($booking['guest'], '<p class="back"><a href="/">All bookings</a></p>' . self::notice($notice)
            . '<h1>' . self::text($booking['guest']) . "</h1><dl class=\"panel facts\">$facts</dl>" . $this->progress($booking));
    }

    /** The part of a booking page that is updated. @param array<string, mixed> $booking */
    public function progress(array $booking): string
    {
        $ask = $this->ledger->find(Bookings::key($booking['id']));
        $replaces = Desk::replaces($ask);
        $request = $ask === null ? '' : $this->request($booking, $ask);
        $history = $this->history($booking['id']);
        $html = $request . ($replaces === null ? '' : $this->askForm($booking, $replaces)) . $history;
        return self::live("/bookings/{$booking['id']}/live", $html, $request . $history . $booking['card_uri']);
    }

    /** @param array<string, mixed> $booking */
    private function askForm(array $booking, int $replaces): string
    {
        $isCard = $booking['card_uri'] === null;
        $kind = $isCard ? 'card' : 'security_code';
        $title = $isCard ? 'Ask for the card' : 'Ask for the security code';
        $why = $isCard
            ? "The guest receives a link and enters the card on PCI Booking's page. We never see the card number."
            : 'A card is stored (token ' . self::text(self::masked($booking['card_uri'])) . '). If its security code has been deleted, ask for it again.';
        [$email, $phone] = [self::text($booking['email']), self::text($booking['phone'])];
        $sms = $phone === '' ? '' : "<label><input type=\"radio\" name=\"channel\" value=\"sms\"> SMS to $phone</label>";
        return <<<HTML
            <section class="panel">
            <h2>$title</h2>
            <p>$why</p>
            <form method="post" action="/bookings/{$booking['id']}/ask">
            {$this->csrf()}<input type="hidden" name="replaces" value="$replaces"><input type="hidden" name="kind" value="$kind">
            <fieldset aria-label="Send by">
            <label><input type="radio" name="channel" value="email" checked> E-mail to $email</label>
            $sms
            </fieldset>
            <button>$title</button>
            </form>
            </section>
            HTML;
    }

    /** The newest request. @param array<string, mixed> $booking */
    private function request(array $booking, Ask $ask): string
    {
        [$class, $label, $explanation] = self::badge($booking, $ask);
        return '<section class="panel request"><h2>' . self::kind($booking, $ask) . "</h2><p><span class=\"badge $class\">" . self::text($label) . '</span></p>'
            . ($explanation === '' ? '' : '<p>' . self::text($explanation) . '</p>') . self::result($booking, $ask)
            . ($ask->trouble === '' ? '' : '<p class="trouble">' . self::text($ask->trouble) . '</p>') . $this->button($booking, $ask) . '</section>';
    }

    /** Once a card is stored, only its security code is asked for. @param array<string, mixed> $booking */
    private static function kind(array $booking, Ask $ask): string
    {
        $isCode = $booking['card_uri'] !== null && ($ask->attempt > $booking['card_attempt'] || $booking['card_renewed'] === 1);
        return $isCode ? 'Security code' : 'Card';
    }

    /** @param array<string, mixed> $booking */
    private static function result(array $booking, Ask $ask): string
    {
        if ($ask->ending !== Ending::CardStored) {
            return '';
        }
        $isKept = $booking['card_uri'] !== null && $booking['card_attempt'] === $ask->attempt;
        return '<dl class="facts"><div><dt>Token</dt><dd>' . ($isKept ? self::text(self::masked($booking['card_uri'])) : '…')
            . '</dd></div><div><dt>Security code kept until</dt><dd>'
            . ($isKept ? gmdate('j F Y, H:i', $booking['retention_until']) . ' UTC' : 'setting …') . '</dd></div></dl>';
    }

    /** @param array<string, mixed> $booking */
    private function button(array $booking, Ask $ask): string
    {
        [$action, $label] = match ($ask->state) {
            AskState::Unknown => ['set-aside', 'The guest received no message: set aside'],
            AskState::Sent => ['cancel', 'Cancel the link'],
            default => ['', ''],
        };
        return $action === '' ? '' : "<form method=\"post\" action=\"/bookings/{$booking['id']}/$action\">{$this->csrf()}"
            . '<input type="hidden" name="send" value="' . self::text(Desk::sendId($ask)) . "\"><button class=\"plain\">$label</button></form>";
    }

    private function history(int $bookingId): string
    {
        $items = '';
        foreach ($this->bookings->eventsOf($bookingId) as $event) {
            $items .= '<li><time>' . gmdate('H:i:s', $event['happened_at']) . '</time> ' . self::text($event['text']) . '</li>';
        }
        return $items === '' ? '' : "<details><summary>History</summary><ol class=\"history\">$items</ol></details>";
    }

    /** @param array<string, mixed> $booking @return array{string, string, string} class, label, explanation */
    private static function badge(array $booking, ?Ask $ask): array
    {
        return match ($ask?->state) {
            null => ['none', 'No card yet', ''],
            AskState::Reserved => ['open', 'Sending', ''],
            AskState::Unknown => [
                'warn', 'Unknown – waiting for callback',
                'The link may have been sent to the guest, so it is not sent again. When the guest opens the link, this page shows it.',
            ],
            AskState::NotSent => ['bad', 'Not sent', ''],
            default => self::statusBadge(self::kind($booking, $ask), $ask),
        };
    }

    /** @return array{string, string, string} class, label, explanation */
    private static function statusBadge(string $what, Ask $ask): array
    {
        if ($ask->ending === Ending::Canceled) {
            return ['none', 'Canceled', 'The link shows "Link Expired".'];
        }
        return match ($ask->status) {
            CotpStatus::MessageQueued => ['open', 'Message queued', ''],
            CotpStatus::MessageSent => ['open', 'Message sent', ''],
            CotpStatus::MessageDelivered => ['open', 'Message delivered', ''],
            CotpStatus::MessageFailed => ['bad', 'Message failed', 'The message did not reach the guest. Please check the phone number, or send the link by e-mail.'],
            CotpStatus::FormViewed => ['open', 'Form opened', ''],
            CotpStatus::StoreFailed => ['warn', 'Entry rejected', 'The card details were rejected. The guest may be able to correct them on the same page.'],
            CotpStatus::CardStored => ['good', "$what stored", ''],
            CotpStatus::LinkExpired => ['none', 'Link expired', 'The guest did not complete the form in time.'],
            default => ['open', 'Requested', ''],
        };
    }

    /** @param string $version changes with the part; the tokens of its forms do not count */
    private static function live(string $path, string $html, string $version): string
    {
        return "<div data-live=\"$path\" data-version=\"" . hash('sha256', $version) . "\" aria-live=\"polite\">$html</div>";
    }

    private static function notice(string $name): string
    {
        [$class, $text] = self::NOTICES[$name] ?? ['', ''];
        if (str_starts_with($name, 'invalid-')) {
            $argument = self::ARGUMENTS[substr($name, strlen('invalid-'))] ?? 'form';
            [$class, $text] = ['bad', "Nothing was sent: the $argument is invalid. Please check it."];
        }
        return $text === '' ? '' : "<p class=\"notice $class\" role=\"status\">$text</p>";
    }

    private function csrf(): string
    {
        return '<input type="hidden" name="csrf" value="' . self::text($this->csrfToken) . '">';
    }

    /** With our key, the token gives access to the card, so pages show only its end. */
    private static function masked(string $cardUri): string
    {
        return '…' . substr(basename($cardUri), -4);
    }

    /** @param array<string, mixed> $booking */
    private static function stay(array $booking): string
    {
        return gmdate('j M Y', (int) strtotime("{$booking['arrival']} UTC")) . ', ' . $booking['nights'] . ($booking['nights'] === 1 ? ' night' : ' nights');
    }

    /** @param array<string, mixed> $booking */
    private static function amount(array $booking): string
    {
        return "{$booking['amount']} {$booking['currency']}";
    }
}
